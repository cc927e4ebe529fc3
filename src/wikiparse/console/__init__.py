"""The command line, and the one package of the library that prints.

A command is a module with `add(commands)`, which adds its arguments and the function that runs it,
and a line in `COMMANDS` of `command_line.py`. A module that takes time to load is imported by the
function that needs it: `wikiparse --help` reads no page.

Nothing in here imports from `wikiparse/__init__.py`: `doctor.py` says why.
"""

from wikiparse.console.command_line import main

__all__ = ["main"]
