"""Every table of the house, gathered for those who need the whole schema (migrations, tests)."""

from app.base import Base
from app.comptes import models as comptes
from app.conformite import models as conformite
from app.depots import models as depots
from app.examens import models as examens
from app.journal import registre
from app.oraux import models as oraux
from app.taches import file_attente

TABLES = Base.metadata
ROOMS = (comptes, examens, depots, conformite, oraux, registre, file_attente)
