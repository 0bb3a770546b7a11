"""The fictitious session of the demonstration: data in TOML, PDFs in typst, and their loading.

Comes in: a database, a stockage, an instant. Goes through the real acts of the hall.
Never: a person, a company or a school that exists.
"""
