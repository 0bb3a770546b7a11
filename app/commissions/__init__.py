"""The commission's door: the dossiers of its own passages, to read and to take away.

Nothing that is not theirs; nothing outside the window; every opening is journalled.
"""

from app.commissions.routes import porte

__all__ = ["porte"]
