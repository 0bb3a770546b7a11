"""Which version counts. A pure rule: no database, no clock.

A late or unreadable file never displaces the last good one received in time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.depots.models import Version


def versions_retenues(versions: Iterable[Version]) -> list[Version]:
    """One version for each pièce and exemplaire: the one that the académie judges."""
    groupes: dict[tuple[str, int], list[Version]] = defaultdict(list)
    for version in versions:
        groupes[version.piece, version.exemplaire].append(version)
    return [retenue(groupe) for _, groupe in sorted(groupes.items())]


def retenue(versions: Sequence[Version]) -> Version:
    """The one that counts among the versions of one exemplaire.

    In time before late, readable before unreadable, then the latest received. A file
    that waits to be read is given the benefit of the doubt.
    """
    return max(versions, key=lambda v: (not v.hors_delai, not est_illisible(v), v.rang))


def est_illisible(version: Version) -> bool:
    rapport = version.rapport
    return rapport is not None and rapport.avis == "illisible"
