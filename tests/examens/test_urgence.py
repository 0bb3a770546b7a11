"""What closes first comes first: at 23:40, on a phone, nobody scrolls."""

from datetime import timedelta

from app.examens.calendrier import Calendrier, par_urgence
from app.examens.models import Inscription
from tests.monde import DEBUT

HEURE = timedelta(hours=1)


def calendrier(ouvre: timedelta, ferme: timedelta) -> Calendrier:
    return Calendrier(DEBUT + ouvre, DEBUT + ferme, "Europe/Paris", timedelta(minutes=30))


def test_the_open_by_their_deadline_then_what_opens_then_the_closed_then_the_undated() -> None:
    e5, e7, e8, ef3, stage = (
        Inscription(epreuve=code) for code in ("E5", "E7", "E8", "EF3", "STAGE")
    )
    calendriers = {
        e5: calendrier(-2 * HEURE, 48 * HEURE),
        e7: calendrier(-9 * HEURE, -HEURE),
        e8: calendrier(-2 * HEURE, HEURE / 3),
        ef3: calendrier(HEURE, 2 * HEURE),
    }
    ordre = par_urgence([stage, e7, ef3, e5, e8], calendriers, DEBUT)
    assert [inscription.epreuve for inscription in ordre] == ["E8", "E5", "EF3", "E7", "STAGE"]
