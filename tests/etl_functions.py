"""Functions that the tests of `map_pages` give to workers, and values that cannot travel."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any, NoReturn

from etl_curses import CURSES
from etl_samples import inject

if TYPE_CHECKING:
    from wikiparse import Document
    from wikiparse.etl import SourcePage


def title(doc: Document) -> str | None:
    return doc.title


def title_and_process(doc: Document) -> tuple[str | None, int]:
    return doc.title, os.getpid()


def collector(_: Document) -> tuple[bool, int, bool]:
    return gc.isenabled(), gc.get_threshold()[0], gc.get_freeze_count() > 0


def namespaces(doc: Document) -> list[str]:
    return [link.namespace for link in doc.wikilinks]


def dialect(doc: Document) -> tuple[str, str | None, int]:
    return doc.dialect, doc.lang, len(doc.wikilinks)


def with_page(doc: Document, page: SourcePage) -> tuple[str | None, int | None, str]:
    return doc.title, page.page_id, page.text


def faulty(doc: Document) -> str | None:
    """Hangs, dies, eats or raises as the title says."""
    inject({"title": doc.title})
    return doc.title


def cursed(doc: Document) -> str | None:
    word = str(doc.title).rpartition(" ")[2]
    if word in CURSES:
        CURSES[word][1]({})
    return doc.title


class Odd:
    """A value that can be sent and not read back."""

    def __init__(self, first: int) -> None:
        self.first = first

    def __reduce__(self) -> tuple[Any, ...]:
        return Odd, ()


class Exits:
    """A value that ends its program when it is pickled."""

    def __reduce__(self) -> NoReturn:
        raise SystemExit(3)


def deep() -> list[Any]:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    return value


VALUES: dict[str, Any] = {
    "function": lambda: lambda: 0,
    "generator": lambda: (n for n in ()),
    "lock": lambda: __import__("threading").Lock(),
    "odd": lambda: Odd(1),
    "exits": Exits,
    "deep": deep,
}


def unsent(doc: Document) -> Any:
    """A value that cannot travel, by the title; otherwise the title."""
    word = str(doc.title).rpartition(" ")[2]
    return VALUES[word]() if word in VALUES else doc.title


def large(doc: Document) -> bytes:
    return bytes(3 << 20)
