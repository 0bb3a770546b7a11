"""What was read of one page: its lines with their size and place, its images, its drawing."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ligne:
    """One line of text; `haut` is 0 at the top of the page and 1 at its foot."""

    texte: str
    taille: float
    gras: bool
    haut: float
    gauche: float
    cachee: bool = False


@dataclass(slots=True)
class Feuille:
    """One page as read. `image` is the share of the page that images cover."""

    numero: int
    largeur: float = 595.0
    hauteur: float = 842.0
    lignes: list[Ligne] = field(default_factory=list)
    image: float = 0.0
    traces: int = 0
    ocr: bool = False
    saisies: str = ""
    faute: str | None = None

    @property
    def texte(self) -> str:
        """Give the visible text, one line under the other."""
        return "\n".join(ligne.texte for ligne in self.lignes if not ligne.cachee)

    @property
    def signes(self) -> int:
        """Count the visible letters and figures."""
        return sum(len(ligne.texte) for ligne in self.lignes if not ligne.cachee)

    @property
    def paysage(self) -> bool:
        """True when the page is wider than high."""
        return self.largeur > self.hauteur * 1.05
