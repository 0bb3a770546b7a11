"""Who is examined, where and until when: sessions, académies, candidats, échéances.

Comes in: the règlement, accounts, the journal. Never: a file received, a verdict, Flask.
"""
