"""The application as `make run` loads it: a fault at its birth is told in a sentence too.

A bad setting, a règlement at fault or a full disk stop `create_app` before any command runs.
"""

from app.application import create_app
from app.cli.prealables import FAUTES_ATTENDUES, en_phrase

try:
    app = create_app()
except FAUTES_ATTENDUES as faute:
    raise en_phrase(faute) from faute
