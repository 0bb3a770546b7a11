"""The reader: what a file is, its pages, its subjects, its form; facts, never a verdict.

What may come in: app.reglement, and pypdf in `document` alone.
Never: the web, the database, HTML, the clock of the campaign.
"""
