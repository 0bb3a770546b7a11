"""Cellar of archives: zip files laid out before they are sent, names that hurt no machine, ranges.

In: sizes, CRCs, dates and where to read the bytes. Out: a size, an ETag, any range of the bytes.
Never: flask, sqlalchemy, the hall, a stockage (its reads come as callables), a file on disk.
"""
