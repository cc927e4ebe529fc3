"""Listens to the whole test run: an audit hook hears what the library does beyond reading the text
it was given.

The hook is there from when `conftest.py` is loaded, and cannot be taken away again. An event counts
if code of the library is on the stack, whoever called it and whatever it called. The two layers
that are given paths and start processes, `etl` and `console`, do not count by themselves; what they
call of the rest does. The test during which something was heard fails, in whatever process it runs.

Processes that tests start are not listened to, but the one of `test_no_surprises.py`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import wikiparse

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import FrameType

PACKAGE = str(Path(wikiparse.__file__).parent) + os.sep
NOT_MEANT = tuple(
    PACKAGE + layer for layer in (f"etl{os.sep}", f"console{os.sep}", "__main__.py", "suggest.py")
)
"""The last one is around functions of any layer."""
READER = f"{PACKAGE}parse.py"
TEMPLATES = f"{PACKAGE}expand{os.sep}template_file.py"
"""The file of a `TemplateStore`, which a caller names to open or to write it."""
LISTENED = (
    *(
        "open",
        "os.",
        "shutil.",
        "tempfile.",
        "glob.",
        "pathlib.",
        "mmap.",
        "fcntl.",
        "sqlite3.",
        "dbm.",
    ),
    *(
        "socket.",
        "ssl.",
        "urllib.",
        "http.",
        "ftplib.",
        "smtplib.",
        "imaplib.",
        "poplib.",
        "nntplib.",
        "telnetlib.",
        "webbrowser.",
    ),
    *("subprocess.", "pty.", "signal.", "ctypes.", "winreg.", "syslog.", "setopencodehook"),
)
"""How the events begin that say a file, a process, the network or foreign code. There are thousands
of others in a second. `exec` is none of them: quick constructors and writers of JSON are made of
source that the library writes, from the names of its own classes. """

HEARD: list[str] = []


def listen(event: str, arguments: tuple[Any, ...]) -> None:
    """The hook. Names of events first: all else costs more."""
    if event.startswith(LISTENED) and (place := judge(event, arguments, sys._getframe(1))):
        HEARD.append(f"{event} {arguments!r:.200} by {place}")


def judge(event: str, arguments: tuple[Any, ...], frame: FrameType | None) -> str | None:
    """The place in the library that an event came from, if it is one that must not be."""
    while frame is not None:
        code = frame.f_code
        file = code.co_filename
        # Modules are found and read when they are first needed. Garbage of others may be collected
        # at any time.
        if (
            file.startswith("<frozen importlib")
            or code.co_name == "__del__"
            or file == TEMPLATES
            or file.endswith(f"{os.sep}weakref.py")
        ):
            return None
        if file.startswith(PACKAGE) and not file.startswith(NOT_MEANT):
            return (
                None
                if event == "open" and _may_be_read(arguments, frame)
                else f"{file}:{frame.f_lineno} ({code.co_name})"
            )
        frame = frame.f_back
    return None


def _may_be_read(arguments: tuple[Any, ...], frame: FrameType) -> bool:
    """Whether a file is the one that `read` was given, or data of the package."""
    path, mode, flags = arguments
    if (
        not isinstance(path, (str, os.PathLike))
        or set(mode or "r") & set("wxa+")
        or (mode is None and flags & (os.O_WRONLY | os.O_RDWR))
    ):
        return False
    if frame.f_code.co_filename == READER and frame.f_code.co_name == "read":
        return os.fspath(path) == os.fspath(Path(frame.f_locals["path"]))
    return os.path.realpath(path).startswith(PACKAGE)


def taken() -> list[str]:
    """What was heard since the last time, which is forgotten."""
    heard = HEARD[:]
    HEARD.clear()
    return heard


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """A test fails at its end when the library did in it, or in what prepared it, what it must not
    do."""
    yield
    if heard := taken():
        pytest.fail("the library did more than read its text:\n" + "\n".join(heard), pytrace=False)


sys.addaudithook(listen)
