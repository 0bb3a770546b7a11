"""The `flask` commands: thin doors for whoever sits at the terminal.

A command reads its arguments, calls one act or one reading, prints what came of
it. It may call everything; nothing but `create_app` calls it.
"""

from click import Command

COMMANDES: tuple[Command, ...] = ()
