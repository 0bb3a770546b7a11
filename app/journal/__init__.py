"""What was done, by whom, when. Rows are only ever added.

Comes in: an act (`Acte`), its author, its object, the instant, inside the
transaction of the act itself. Never: a request, the signed-in person, a door.
"""

from app.journal.actes import Acte
from app.journal.registre import Auteur, Evenement, Tete, inscrire, verifier_chaine

__all__ = ["Acte", "Auteur", "Evenement", "Tete", "inscrire", "verifier_chaine"]
