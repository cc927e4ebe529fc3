"""`wikiparse doctor`: versions, and whether the installation is sound.

Another distribution installs a package of the name `wikiparse` over this one. The command has to
run even then, so that no module of the console imports anything from `wikiparse/__init__.py`, which
may be the other's.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

from wikiparse.console.arguments import add_command
from wikiparse.console.errors import DONE, FAILED, ConsoleError
from wikiparse.console.output import write

if TYPE_CHECKING:
    import argparse
    from importlib.metadata import Distribution
    from pathlib import Path

    from wikiparse.console.arguments import Commands, Parser

OURS = "wikiparse-tree"
"""The distribution that this package comes in."""


FOREIGN = "wikiparse"
"""The distribution that writes the same files."""


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    does = "show versions and check the installation"
    add_command(commands, "doctor", _doctor, does, "wikiparse doctor")


def _doctor(arguments: argparse.Namespace) -> int:  # noqa: ARG001  # as every command has them
    import platform

    lines = [
        f"{'python':18}{platform.python_version()}",
        f"{'Unicode':18}{unicodedata.unidata_version}",
        f"{OURS:18}{_version(OURS) or 'not installed'} in {_package()}",
    ]
    lines += [
        f"{name:18}{_version(name) or 'not installed'}"
        for name in ("attrs", "regex", "mwparserfromhell", "rich")
    ]
    write("\n".join(lines) + "\n")
    # From the cause to its effects: the other distribution explains the rest.
    if fault := _foreign_distribution() or _foreign_package() or _changed_files():
        raise ConsoleError(fault, FAILED)
    return DONE


def _package() -> Path:
    """The folder of the package that this file is of."""
    from pathlib import Path

    return Path(__file__).parents[1]


def _cure(*names: str) -> str:
    """The advice how to mend it, in words: only the user knows where this package came from."""
    return f"To fix: python -m pip uninstall -y {' '.join(names)}, then install {OURS} again"


def _foreign_distribution() -> str | None:
    """The fault that the other distribution is installed as well: the later one has overwritten the
    earlier one.
    """
    version = _version(FOREIGN)
    if version is None:
        return None
    clash = (
        f"the other distribution {FOREIGN!r} ({version}) is installed too; "
        "its package and command have the same names"
    )
    return f"{clash}. {_cure(FOREIGN, OURS)}"


def _foreign_package() -> str | None:
    """The fault that the package that Python imports as `wikiparse` does not begin with the file
    of the folder that this one is in.
    """
    from pathlib import Path

    found = getattr(sys.modules["wikiparse"], "__file__", None)
    if found is not None and Path(found).parent == _package():
        return None
    found = found or "a folder without __init__.py"
    return f"what is imported as 'wikiparse' is not of {OURS}: {found}. {_cure(OURS)}"


def _changed_files() -> str | None:
    """The fault that files of the package are not those that were installed: overwritten, or taken
    away with the other's.
    """
    ours = _distribution(OURS)
    names = (
        []
        if ours is None
        else [path for path, recorded in _recorded(ours) if not _is_intact(ours, path, recorded)]
    )
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return (
        f"changed or missing since {OURS} was installed: "
        f"{', '.join(names[:3])}{more}. {_cure(OURS)}"
        if names
        else None
    )


def _recorded(ours: Distribution) -> list[tuple[str, str]]:
    """Path and hash of the package's files, as the installer recorded them (RECORD of the binary
    distribution format).

    `Distribution.files` would say less: since Python 3.12 it leaves out the files that are missing.
    """
    from csv import reader

    rows = reader((ours.read_text("RECORD") or "").splitlines())
    return [
        (row[0], row[1])
        for row in rows
        if len(row) > 1 and row[0].startswith("wikiparse/") and row[1]
    ]


def _is_intact(ours: Distribution, path: str, recorded: str) -> bool:
    """Whether a file still has its recorded hash."""
    from base64 import urlsafe_b64encode
    from hashlib import new
    from pathlib import Path

    name, _, value = recorded.partition("=")
    try:
        digest = new(name, Path(str(ours.locate_file(path))).read_bytes()).digest()
    except (OSError, ValueError):
        return False
    return urlsafe_b64encode(digest).decode().rstrip("=") == value


def _version(name: str) -> str | None:
    """The version of an installed distribution."""
    found = _distribution(name)
    return None if found is None else found.version


def _distribution(name: str) -> Distribution | None:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        return distribution(name)
    except PackageNotFoundError:
        return None
