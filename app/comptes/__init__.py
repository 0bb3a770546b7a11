"""People who sign in: accounts, roles, passwords, and the guard that each door puts on.

Comes in: credentials. Never: an examen, a dépôt, or any other room of the hall.
"""
