"""Who hears the candidates: commissions, their members, the passages, the kits of dossiers.

Comes in: inscriptions, what was deposited and decided. Never: Flask, a file's bytes
other than through the stockage.
"""
