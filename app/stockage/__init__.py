"""Cellar of bytes: objects under opaque keys, in a folder or on S3, never overwritten.

In: the protocol, its two stores, the choice between them (`choix.choisir`), their errors.
Never: flask, sqlalchemy, the hall, a name given by a person, a content type guessed from a name.
"""
