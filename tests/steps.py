"""Counts the steps of some work, exactly and without noise: the same work takes the same steps on
every machine, in every run.

A step is

* a call of a function, Python's or a built-in one (`sys.setprofile` sees both), or
* a character that a pattern took in or passed, that a method of `str` searched, or a slice copied.

For the characters, the patterns of the library are replaced by ones that count while they work, and
the page is a `str` that counts.

What it cannot see: how often the engine goes back within a single match (`test_patterns.py` drives
each pattern against its worst text), what a built-in function does to a list of a thousand items,
and memory (`test_linear.py` counts what comes out)."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from contextlib import contextmanager
from types import BuiltinMethodType, FunctionType
from typing import TYPE_CHECKING, Any

import regex

import wikiparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

PATTERNS = (re.Pattern, regex.Pattern)


class Counter:
    """How many steps were taken."""

    def __init__(self) -> None:
        self.steps = 0
        self.calls = 0


COUNTER = Counter()


class CountedText(str):
    """A `str` that counts the characters it is sought through, and those that are copied out of
    it."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> str:
        found = str.__getitem__(self, key)
        COUNTER.steps += len(found)
        return found

    def _sought(self, found: int, start: int, stop: int) -> int:
        COUNTER.steps += max((found if found >= 0 else min(stop, len(self))) - start, 0)
        return found

    def find(self, sub: str, start: int = 0, end: int = sys.maxsize) -> int:  # type: ignore[override]
        return self._sought(str.find(self, sub, start, end), start, end)

    def index(self, sub: str, start: int = 0, end: int = sys.maxsize) -> int:  # type: ignore[override]
        return self._sought(str.index(self, sub, start, end), start, end)

    def rfind(self, sub: str, start: int = 0, end: int = sys.maxsize) -> int:  # type: ignore[override]
        found = str.rfind(self, sub, start, end)
        COUNTER.steps += min(end, len(self)) - max(found, start)
        return found

    def count(self, sub: str, start: int = 0, end: int = sys.maxsize) -> int:  # type: ignore[override]
        COUNTER.steps += max(min(end, len(self)) - start, 0)
        return str.count(self, sub, start, end)

    def __contains__(self, sub: str) -> bool:  # type: ignore[override]
        return self.find(sub) >= 0

    def __add__(self, other: str) -> CountedText:
        return CountedText(str.__add__(self, other))

    def replace(self, old: str, new: str, count: int = -1) -> CountedText:  # type: ignore[override]
        COUNTER.steps += len(self)
        return CountedText(str.replace(self, old, new, count))


class CountedPattern:
    """A pattern that counts the characters between where it was asked to begin and where its match
    ends, or its search gives up."""

    def __init__(self, pattern: Any) -> None:
        self.real = pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def _one(self, match: Any, at: int) -> Any:
        COUNTER.steps += 1 if match is None else max(match.end() - at, 1)
        return match

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Any:
        return self._one(self.real.match(text, pos, endpos), pos)

    def fullmatch(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Any:
        return self._one(self.real.fullmatch(text, pos, endpos), pos)

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Any:
        match = self.real.search(text, pos, endpos)
        COUNTER.steps += max((match.end() if match else min(endpos, len(text))) - pos, 1)
        return match

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Any:
        at = pos
        for match in self.real.finditer(text, pos, endpos):
            COUNTER.steps += max(match.end() - at, 1)
            at = match.end()
            yield match
        COUNTER.steps += min(endpos, len(text)) - at

    def findall(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Any:
        found = self.real.findall(text, pos, endpos)
        COUNTER.steps += min(endpos, len(text)) - pos + len(found)
        return found

    def sub(self, by: Any, text: str, count: int = 0) -> Any:
        COUNTER.steps += len(text)
        return self.real.sub(by, text, count)

    def split(self, text: str, count: int = 0) -> Any:
        COUNTER.steps += len(text)
        return self.real.split(text, count)


def modules() -> list[Any]:
    """All modules of the library, loaded."""
    names = [
        module.name
        for module in pkgutil.walk_packages(wikiparse.__path__, "wikiparse.")
        if not module.name.endswith("__main__")
    ]
    return [wikiparse, *(importlib.import_module(name) for name in names)]


def _counted(value: Any, depth: int = 0) -> Any:
    """The value with counting patterns in place of its patterns; itself if it has none."""
    if isinstance(value, PATTERNS):
        return CountedPattern(value)
    if isinstance(value, BuiltinMethodType) and isinstance(value.__self__, PATTERNS):
        return getattr(CountedPattern(value.__self__), value.__name__)
    if depth < 3 and type(value) is dict and len(value) < 500:
        changed = {key: _counted(item, depth + 1) for key, item in value.items()}
        return changed if any(changed[key] is not item for key, item in value.items()) else value
    if depth < 3 and type(value) in (tuple, list):
        items = [_counted(item, depth + 1) for item in value]
        return (
            type(value)(items)
            if any(new is not old for new, old in zip(items, value, strict=True))
            else value
        )
    wrapped = getattr(value, "__wrapped__", None)
    if isinstance(wrapped, FunctionType) and "Pattern" in str(
        wrapped.__annotations__.get("return")
    ):
        return lambda *arguments: _counted(value(*arguments))
    return value


@contextmanager
def counting() -> Iterator[None]:
    """Have all patterns of the library count while this lasts."""
    before = []
    for module in modules():
        for name, value in list(vars(module).items()):
            if not name.startswith("__") and (new := _counted(value)) is not value:
                before.append((module, name, value))
                setattr(module, name, new)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def steps_of(work: Callable[[], Any]) -> tuple[int, Any]:
    """How many steps some work takes, and what it gives. Patterns count only within
    `counting()`."""
    COUNTER.steps = 0
    calls = 0

    def note(frame: FrameType, event: str, _value: Any) -> None:
        nonlocal calls
        if event in ("call", "c_call") and frame.f_globals.get("__name__") != __name__:
            calls += 1

    previous = sys.getprofile()
    sys.setprofile(note)
    try:
        done = work()
    finally:
        sys.setprofile(previous)
    return COUNTER.steps + calls, done
