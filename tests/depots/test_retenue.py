"""Which version counts: a late or unreadable file never displaces the last good one."""

from app.depots.models import Rapport, Version
from app.depots.retenue import retenue, versions_retenues


def version(rang: int, avis: str | None = "rien-a-signaler", hors_delai: bool = False) -> Version:
    ligne = Version(piece="dossier", exemplaire=1, rang=rang, hors_delai=hors_delai)
    if avis:
        ligne.rapports = [Rapport(avis=avis)]
    return ligne


def test_the_last_file_received_counts() -> None:
    assert retenue([version(1), version(2)]).rang == 2


def test_a_late_file_does_not_displace_one_received_in_time() -> None:
    assert retenue([version(1), version(2, hors_delai=True)]).rang == 1


def test_an_unreadable_file_does_not_displace_a_readable_one() -> None:
    assert retenue([version(1), version(2, avis="illisible")]).rang == 1


def test_a_file_that_waits_to_be_read_counts() -> None:
    assert retenue([version(1), version(2, avis=None)]).rang == 2


def test_an_unreadable_file_in_time_counts_before_a_readable_one_too_late() -> None:
    assert retenue([version(1, avis="illisible"), version(2, hors_delai=True)]).rang == 1


def test_a_late_file_alone_is_kept_and_counts() -> None:
    assert retenue([version(1, hors_delai=True)]).rang == 1


def test_each_annexe_counts_for_itself() -> None:
    annexes = [Version(piece="annexes", exemplaire=n, rang=1, hors_delai=False) for n in (1, 2)]
    assert [v.exemplaire for v in versions_retenues(annexes)] == [1, 2]
