"""Days counted from the loading, on the clock of each académie."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUIT = time(0)
OUVERTURE = time(8)
CLOTURE = time(17)
DANS_L_HEURE = "dans-l-heure"
SURSIS = timedelta(minutes=50)


@dataclass(frozen=True)
class Repere:
    """The instant of the loading, as an académie's clock shows it."""

    maintenant: datetime
    fuseau: str

    def a(self, jours: int, heure: time) -> datetime:
        """That hour, so many days from today (before, when negative)."""
        ici = self.maintenant.astimezone(ZoneInfo(self.fuseau))
        return datetime.combine(ici.date() + timedelta(days=jours), heure, ici.tzinfo)

    def ouverture(self, jours: int) -> datetime:
        return self.a(jours, OUVERTURE)

    def cloture(self, jours: int | str) -> datetime:
        """Closing hour of that day; « dans-l-heure » closes at a whole minute, very soon."""
        if jours == DANS_L_HEURE:
            return (self.maintenant + SURSIS).replace(second=0, microsecond=0)
        return self.a(int(jours), CLOTURE)
