"""What candidates hand in: dépôts, versions received, attempts, and the reports on them.

Comes in: bytes with their expected pièce, the stockage, the reader's report.
Never: a verdict, a commission, Flask, pypdf.
"""
