"""The académie's door: follow the dossiers, check them, decide; the administrateur's page.

A gestionnaire proposes, a responsable confirms; nobody sees another académie's candidates.
"""

from app.academie import administration
from app.academie.routes import porte

__all__ = ["administration", "porte"]
