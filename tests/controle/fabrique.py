"""Small PDFs made by the tests: dossiers by typst, odd files byte by byte."""

import zlib
from collections.abc import Sequence
from functools import cache

import typst

PHRASE = (
    "Pendant mon stage, j’ai suivi une affaire complète avec le responsable, depuis le premier "
    "rendez-vous avec le client jusqu’à la réception, et je présente ici ce que j’ai observé. "
)
COMPLET = (
    "Introduction",
    "Le marché de la pompe à chaleur",
    "Environnement technologique et normatif",
    "Description de la solution retenue",
    "Performance et rentabilité",
    "Formation des utilisateurs",
    "Conclusion",
)


def _echapper(texte: str) -> str:
    return "".join("\\" + c if c in "#$*_@<>`[]\\~" else c for c in texte)


@cache
def typst_pdf(source: str) -> bytes:
    """Compile a typst source."""
    pdf = typst.compile(source.encode())
    assert isinstance(pdf, bytes)
    return pdf


def dossier_pdf(
    titres: Sequence[str] = COMPLET,
    *,
    garde: bool = True,
    sommaire: bool = True,
    annexes: int = 2,
    intercalaire: bool = False,
    avant: str = "",
    apres_la_garde: str = "",
) -> bytes:
    """Make a dossier: one page per heading, then annexes, one page each."""
    source = (
        '#set page(paper: "a4", margin: 2.5cm, numbering: "1")\n'
        '#set text(lang: "fr", size: 11pt, font: "Libertinus Serif")\n'
        "#show heading: it => block(text(size: 16pt, it.body))\n"
    )
    corps = [f"= {_echapper(titre)}\n{avant}\n{PHRASE * 12}\n" for titre in titres]
    pages = []
    if garde:
        pages.append(
            "#align(center)[BTS CCST - Session 2026 #v(5cm) "
            "#text(size: 26pt)[La pompe à chaleur Aérix 12 pour la résidence des Ormes] "
            "#v(1cm) Dossier E8 #v(1cm) Candidat : Paul Fictif]\n"
        )
    if sommaire:
        pages.append('#outline(title: "Sommaire")\n')
    if apres_la_garde:
        pages.append(apres_la_garde)
    pages += corps
    if intercalaire:
        pages.append("#v(8cm)#align(center, text(size: 40pt)[ANNEXES])\n")
    for rang in range(1, annexes + 1):
        pages.append(f"= Annexe {rang} : Devis\n#table(columns: 2, [Réf.], [Prix], [A1], [20 €])\n")
    return typst_pdf(source + "#pagebreak()\n".join(pages))


def fiche_pdf(annexe: str = "18", titre: str = "", remplie: bool = True, forme: str = "") -> bytes:
    """Make an official form of three pages, its boxes filled or with dots."""
    titre = titre or "FICHE DESCRIPTIVE DU DOSSIER D’EXPERTISE TECHNICO-COMMERCIAL"
    forme = forme or "Contrôle en cours de formation"
    contenu = PHRASE * 3 if remplie else "…" * 40
    cases = [f"*{n}. Rubrique*\n\n{contenu}\n\n" for n in range(1, 7)]
    source = (
        f'#set text(lang: "fr", size: 11pt)\nBTS CCST \\ SESSION 2026 - ANNEXE {annexe}\n\n'
        f"#text(size: 14pt)[{titre}]\n\n{forme}\n\nNom du candidat : "
        f"{'Fictif' if remplie else '………………………'}\n\n"
    )
    return typst_pdf(source + "#pagebreak()\n".join("".join(cases[i : i + 2]) for i in (0, 2, 4)))


def brut_pdf(contenu: bytes, pages: int = 1, racine: bytes = b"", ressources: bytes = b"") -> bytes:
    """Write a PDF by hand: every page shows the same stream."""
    flux = zlib.compress(contenu)
    enfants = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    objets = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % racine,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, enfants),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(flux), flux),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R"
        b"/Resources<</Font<</F1 4 0 R>>%s>>>>" % ressources
    )
    objets += [page] * pages
    sortie, places = b"%PDF-1.7\n", []
    for numero, objet in enumerate(objets, start=1):
        places.append(len(sortie))
        sortie += b"%d 0 obj\n%s\nendobj\n" % (numero, objet)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    sortie += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objets) + 1, table) + (
        b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objets) + 1, len(sortie))
    )
    return sortie
