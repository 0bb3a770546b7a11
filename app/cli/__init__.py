"""The `flask` commands: thin doors for whoever sits at the terminal.

A command reads its arguments, calls one act or one reading, prints what came of
it. It may call everything; nothing but `create_app` calls it.
"""

from click import Command

from app.cli.base import base
from app.cli.demo import demo
from app.cli.lancer import lancer
from app.cli.rejouer import controle_et_rejouer
from app.cli.worker import worker

COMMANDES: tuple[Command, ...] = (base, controle_et_rejouer, demo, lancer, worker)
