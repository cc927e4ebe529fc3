"""Pages that harm the process that reads them: the hook `curse` does what a page's title asks for.

`CURSES` says what is to become of each: a row, or a dead letter with its limit."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Values = dict[str, Any]

ROW: Final = "row"


class OddError(Exception):
    """An exception that can be neither told nor sent."""

    def __init__(self) -> None:
        super().__init__()
        self.what = lambda: None

    def __str__(self) -> str:
        raise RuntimeError


class _AnyError(BaseException):
    """An exception that is no Exception."""


class _Deadly:
    """An object that ends its process when it is asked for its name."""

    def __str__(self) -> str:
        os._exit(3)
        return ""


def _raises(error: BaseException) -> Callable[[Values], None]:
    def curse_with_error(_: Values) -> None:
        raise error

    return curse_with_error


def _signals(number: int) -> Callable[[Values], None]:
    def curse_with_signal(_: Values) -> None:
        os.kill(os.getpid(), number)
        time.sleep(1e6)

    return curse_with_signal


def _exits(status: int) -> Callable[[Values], None]:
    return lambda _: os._exit(status)


def _sets(**changes: object) -> Callable[[Values], None]:
    return lambda values: values.update(changes)


def _sleep(_: Values) -> None:
    time.sleep(1e6)


def _spin(_: Values) -> None:
    while True:
        pass


def _spin_deaf(_: Values) -> None:
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    _spin(_)


def _wait_for_lock(_: Values) -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def _eat(_: Values) -> None:
    bytearray(10 << 30)


def _eat_slowly(_: Values) -> None:
    kept = []
    while True:
        kept.append(bytearray(1 << 20))


def _recurse(values: Values) -> None:
    _recurse(values)


def _close_files(_: Values) -> None:
    os.closerange(3, 256)


def _write_on_terminal(_: Values) -> None:
    print("cursed", file=sys.stderr, flush=True)
    os.write(2, b"Traceback (most recent call last):\n" * 1000)


def _leave_thread(_: Values) -> None:
    threading.Thread(target=time.sleep, args=(1e6,)).start()


def _leave_folder(_: Values) -> None:
    os.chdir("/")


def _no_garbage(_: Values) -> None:
    gc.disable()


def _read_nowhere(_: Values) -> None:
    ctypes.string_at(0)


CURSES: Final[Mapping[str, tuple[str | None, Callable[[Values], None]]]] = {
    "raise": (None, _raises(ValueError("this page is cursed"))),
    "surrogate": (None, _raises(ValueError("\udc80\ud800\0\x1b[31m\n" * 3))),
    "long": (None, _raises(ValueError("x" * 10_000_000))),
    "odd": (None, _raises(OddError())),
    "group": (None, _raises(ExceptionGroup("many", [ValueError(str(n)) for n in range(100)]))),
    "stop": (None, _raises(StopIteration())),
    "unicode": (None, _raises(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no"))),
    "os": (None, _raises(OSError(28, "No space left on device", "/x"))),
    "pipe": (None, _raises(BrokenPipeError())),
    "end": (None, _raises(EOFError())),
    "assert": (None, _raises(AssertionError())),
    "recursion": (None, _recurse),
    "memory": ("memory", _raises(MemoryError())),
    "eat": ("memory", _eat),
    "slow": ("memory", _eat_slowly),
    "exit": ("crash", _raises(SystemExit(5))),
    "interrupt": ("crash", _raises(KeyboardInterrupt())),
    "generator": ("crash", _raises(GeneratorExit())),
    "base": ("crash", _raises(_AnyError())),
    "zero": ("crash", _exits(0)),
    "seven": ("crash", _exits(7)),
    "kill": ("crash", _signals(signal.SIGKILL)),
    "term": ("crash", _signals(signal.SIGTERM)),
    "abort": ("crash", _signals(signal.SIGABRT)),
    "segment": ("crash", _read_nowhere),
    "files": ("crash", _close_files),
    "deadly": ("crash", _sets(id=_Deadly())),
    "sleep": ("time", _sleep),
    "spin": ("time", _spin),
    "deaf": ("time", _spin_deaf),
    "lock": ("time", _wait_for_lock),
    "halt": ("time", _signals(signal.SIGSTOP)),
    "number": (None, _sets(text=5)),
    "terminal": (ROW, _write_on_terminal),
    "thread": (ROW, _leave_thread),
    "folder": (ROW, _leave_folder),
    "garbage": (ROW, _no_garbage),
}
"""By the last word of a title: the limit that the dead letter names, or that it is a row, and what
it does."""


def curse(values: Values) -> None:
    """The hook: do what the title asks for."""
    word = str(values.get("title") or "").rpartition(" ")[2]
    if word in CURSES:
        CURSES[word][1](values)
