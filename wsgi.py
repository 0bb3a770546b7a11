"""What a WSGI server and the `flask` command load.

A bad setting, a règlement at fault or a full disk is told in a sentence, without a trace.
"""

from app.application import create_app
from app.cli.prealables import FAUTES_ATTENDUES, en_phrase

try:
    app = create_app()
except FAUTES_ATTENDUES as faute:
    raise en_phrase(faute) from faute
