"""Takes down a page while pypdf walks through it: text, size, colour, boxes, images."""

from typing import Any

from app.controle.feuille import Feuille, Ligne
from app.controle.normalisation import nettoyer

_GRAS = ("bold", "black", "heavy", "semib", "demi", "cmbx", "sfbx", "-bd")
_BOITES_MAX = 2_000
_LIGNES_MAX = 4_000

Boite = tuple[float, float, float, float]
Morceau = tuple[str, float, bool, float, float, bool]


def _produit(a: Any, b: Any) -> tuple[float, float, float, float, float, float]:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _boite(points: list[tuple[Any, Any]], cm: Any) -> Boite:
    nombres = [(float(x), float(y)) for x, y in points]
    vus = [(x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]) for x, y in nombres]
    abscisses, ordonnees = [x for x, _ in vus], [y for _, y in vus]
    return min(abscisses), min(ordonnees), max(abscisses), max(ordonnees)


def _blanc(operandes: list[Any]) -> bool:
    """True for white in grey, RGB or CMYK."""
    try:
        valeurs = [float(valeur) for valeur in operandes]
    except (TypeError, ValueError):
        return False
    if len(valeurs) == 4:
        return max(valeurs) <= 0.02
    return len(valeurs) in (1, 3) and min(valeurs) >= 0.98


class Releve:
    """Takes down a page while pypdf walks through it, each operator seen once."""

    def __init__(
        self, feuille: Feuille, cadre: Boite, images: frozenset[str], rotation: int = 0
    ) -> None:
        self.feuille, self.cadre, self.images = feuille, cadre, images
        self.rotation = rotation % 360
        self.blanc, self.mode, self.pile = False, 0, [(False, 0)]
        self.chemin: list[tuple[Any, Any]] = []
        self.boites: list[Boite] = []
        self.montre = [0, 0, 0]  # shown, in mode 3, in white since the last piece of text
        self.morceaux: list[Morceau] = []
        self.graisses: dict[int, bool] = {}
        self.lettres_cachees = self.lettres_vues = self.sous_image = 0
        self.gestes = {b"q": self._empiler, b"Q": self._depiler, b"Tr": self._mode_texte}
        self.gestes |= dict.fromkeys((b"g", b"rg", b"k", b"sc", b"scn"), self._couleur)
        self.gestes |= dict.fromkeys((b"cs",), self._espace_couleur)
        self.gestes |= dict.fromkeys((b"Tj", b"TJ", b"'", b'"'), self._montrer)
        self.gestes |= {b"re": self._rectangle, b"m": self._point, b"l": self._point}
        self.gestes |= dict.fromkeys((b"c", b"v", b"y"), self._courbe)
        remplir = (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*")
        self.gestes |= dict.fromkeys(remplir, self._remplir)
        self.gestes |= dict.fromkeys((b"S", b"s", b"n"), self._oublier)
        self.gestes |= {b"Do": self._objet, b"INLINE IMAGE": self._image, b"sh": self._image}

    # what pypdf calls

    def operateur(self, nom: bytes, operandes: list[Any], cm: Any, tm: Any) -> None:
        """Follow colour, text mode, filled boxes and images, after each operator."""
        geste = self.gestes.get(nom)
        if geste is not None:
            geste(operandes, cm)

    def morceau(self, texte: str, cm: Any, tm: Any, police: Any, taille: float) -> None:
        """Take one piece of text with its place, its size and its visibility."""
        if texte.strip():
            montre, self.montre = self.montre, [0, 0, 0]
            m = _produit(tm, cm)
            hauteur = abs(taille) * (m[2] ** 2 + m[3] ** 2) ** 0.5
            cachee = self._est_cache(montre, m[4], m[5], hauteur)
            self.morceaux.append((texte, hauteur, self._gras(police), m[4], m[5], cachee))
        elif texte:
            self.morceaux.append((texte, 0.0, False, 0.0, 0.0, False))

    # the state of the page

    def _empiler(self, operandes: list[Any], cm: Any) -> None:
        if len(self.pile) < 500:
            self.pile.append((self.blanc, self.mode))

    def _depiler(self, operandes: list[Any], cm: Any) -> None:
        if len(self.pile) > 1:
            self.blanc, self.mode = self.pile.pop()

    def _mode_texte(self, operandes: list[Any], cm: Any) -> None:
        self.mode = int(operandes[0]) if operandes else 0

    def _couleur(self, operandes: list[Any], cm: Any) -> None:
        self.blanc = _blanc(operandes)

    def _espace_couleur(self, operandes: list[Any], cm: Any) -> None:
        self.blanc = False

    def _montrer(self, operandes: list[Any], cm: Any) -> None:
        self.montre[0] += 1
        self.montre[1] += self.mode == 3
        self.montre[2] += self.blanc

    def _rectangle(self, operandes: list[Any], cm: Any) -> None:
        x, y, largeur, hauteur = (float(v) for v in operandes[:4])
        self.chemin += [(x, y), (x + largeur, y + hauteur)]
        self.feuille.traces += 1

    def _point(self, operandes: list[Any], cm: Any) -> None:
        self.chemin.append((operandes[0], operandes[1]))
        self.feuille.traces += 1

    def _courbe(self, operandes: list[Any], cm: Any) -> None:
        self.chemin.append((operandes[-2], operandes[-1]))
        self.feuille.traces += 1

    def _remplir(self, operandes: list[Any], cm: Any) -> None:
        if self.chemin and not self.blanc and len(self.boites) < _BOITES_MAX:
            self.boites.append(_boite(self.chemin, cm))
        self.chemin = []

    def _oublier(self, operandes: list[Any], cm: Any) -> None:
        self.chemin = []

    def _objet(self, operandes: list[Any], cm: Any) -> None:
        if operandes and str(operandes[0]) in self.images:
            self._image(operandes, cm)

    def _image(self, operandes: list[Any], cm: Any) -> None:
        boite = _boite([(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)], cm)
        if len(self.boites) < _BOITES_MAX:
            self.boites.append(boite)
        part = self._part(boite)
        self.feuille.image = min(1.0, self.feuille.image + part)
        if part > 0.6:
            self.sous_image = len(self.morceaux)

    def _part(self, boite: Boite) -> float:
        """Give the share of the page that a box covers."""
        x0, y0, x1, y1 = self.cadre
        large = max(0.0, min(boite[2], x1) - max(boite[0], x0))
        haut = max(0.0, min(boite[3], y1) - max(boite[1], y0))
        return large * haut / max(1.0, (x1 - x0) * (y1 - y0))

    def _est_cache(self, montre: list[int], x: float, y: float, hauteur: float) -> bool:
        total, mode3, blanc = montre
        x0, y0, x1, y1 = self.cadre
        if (total and mode3 == total) or hauteur < 1.2:
            return True
        if not (x0 - 40 <= x <= x1 + 5 and y0 - 20 <= y <= y1 + 20):
            return True
        return bool(total and blanc == total and not self._sur_fond(x, y, hauteur))

    def _sur_fond(self, x: float, y: float, h: float) -> bool:
        """True when something that is not white was painted where the text stands."""
        gauche, milieu = x + 1, y + h / 3
        return any(
            b[0] - 2 <= gauche <= b[2] + 2 and b[1] - 2 <= milieu <= b[3] + 2 for b in self.boites
        )

    def _gras(self, police: Any) -> bool:
        if police is None:
            return False
        connu = self.graisses.get(id(police))
        if connu is None:
            nom = str(police.get("/BaseFont", "")).lower()
            connu = self.graisses[id(police)] = any(signe in nom for signe in _GRAS)
        return connu

    # the lines

    def clore(self) -> None:
        """Turn the pieces into lines, and tell text under an image from hidden text."""
        vus = [m for m in self.morceaux if m[1]]
        caches = sum(len(m[0]) for m in vus if m[5])
        dessous = sum(len(m[0]) for m in self.morceaux[: self.sous_image] if m[1])
        total = sum(len(m[0]) for m in vus)
        couvert = self.feuille.image > 0.6
        self.feuille.ocr = couvert and total > 0 and max(caches, dessous) > 0.6 * total
        courante: list[Morceau] = []
        for morceau in self.morceaux:
            parts = morceau[0].split("\n")
            for rang, part in enumerate(parts):
                if rang:
                    self._finir(courante)
                    courante = []
                if part:
                    courante.append((part, *morceau[1:]))
        self._finir(courante)

    def _finir(self, morceaux: list[Morceau]) -> None:
        """Close a line; what nobody can see of it becomes a line of its own."""
        if self.feuille.ocr or not any(m[5] for m in morceaux):
            self._poser(morceaux, cachee=False)
            return
        self._poser([m for m in morceaux if not m[5]], cachee=False)
        self._poser([m for m in morceaux if m[5]], cachee=True)

    def _poser(self, morceaux: list[Morceau], cachee: bool) -> None:
        texte = nettoyer("".join(m[0] for m in morceaux)).strip()
        pleins = [m for m in morceaux if m[0].strip()]
        if not texte or not pleins or len(self.feuille.lignes) >= _LIGNES_MAX:
            return
        poids = sum(len(m[0]) for m in pleins)
        haut, gauche = self._place(pleins[0][3], pleins[0][4])
        ligne = Ligne(
            texte=texte,
            taille=round(sum(m[1] * len(m[0]) for m in pleins) / poids, 1),
            gras=sum(len(m[0]) for m in pleins if m[2]) > 0.6 * poids,
            haut=haut,
            gauche=gauche,
            cachee=cachee,
        )
        self.feuille.lignes.append(ligne)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """Give where a point is seen, from the top and from the left, turned pages too."""
        x0, y0, x1, y1 = self.cadre
        droite = (x - x0) / max(1.0, x1 - x0)
        montee = (y - y0) / max(1.0, y1 - y0)
        return {
            90: (droite, montee),
            180: (montee, 1 - droite),
            270: (1 - droite, 1 - montee),
        }.get(self.rotation, (1 - montee, droite))
