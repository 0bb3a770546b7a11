"""The candidate's door: its épreuves, what to deposit, what was received, what was decided.

One shape: guard, read what is yours, form, one act, redirect.
"""

from app.candidats.routes import porte

__all__ = ["porte"]
