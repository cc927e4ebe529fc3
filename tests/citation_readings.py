"""Citation templates of real pages, read by hand: `fixtures/citations.tsv` and
`citations_unseen.tsv`, drawn by `scripts/citation_sample.py`.

A row has the page, the offset of the template, and what was read: title, first author as `Family,
Given` or as it is written (`ed:` before the name of an editor where no author is), URL and year.
`⋯` stands for characters in the middle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import wikiparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIXTURES = Path(__file__).parent / "fixtures"


class Reading(NamedTuple):
    """One row."""

    page: str
    offset: int
    title: str
    author: str
    url: str
    year: str


class Difference(NamedTuple):
    """A fact that the library reads otherwise."""

    reading: Reading
    fact: str
    read: str


def readings(name: str) -> list[Reading]:
    rows = [line.split("\t") for line in (FIXTURES / name).read_text("utf-8").splitlines()]
    return [Reading(page, int(offset), *facts) for page, offset, *facts in rows]


def parsed(path: Path) -> wikiparse.Document:
    """A page of the corpus, by the language in its name."""
    return wikiparse.parse(
        path.read_text("utf-8", errors="replace"),
        dialect="wikitext" if path.suffix == ".wikitext" else "auto",
        lang=path.name.partition("-")[0] if path.parent.name in ("dev", "today") else None,
    )


def differences(corpus: Path, name: str) -> Iterator[Difference]:
    """The facts that the library reads otherwise."""
    known: dict[str, dict[int, Any]] = {}
    for reading in readings(name):
        if reading.page not in known:
            known[reading.page] = {
                citation.node.span.start: citation.data
                for citation in parsed(corpus / reading.page).citations
                if citation.node.span is not None
            }
        read = _facts(known[reading.page].get(reading.offset, {}), reading.author)
        for fact, expected, found in zip(Reading._fields[2:], reading[2:], read, strict=True):
            if not _is(str(expected), found):
                yield Difference(reading, fact, found)


def _facts(data: Mapping[str, Any], author: str) -> tuple[str, str, str, str]:
    is_editor = author.startswith("ed:")
    names = data.get("editor" if is_editor else "author", [])
    name = _name(names[0]) if names else ""
    parts = data.get("issued", {}).get("date-parts", [[""]])
    return (
        data.get("title", ""),
        "ed:" * is_editor + name,
        data.get("URL", ""),
        str(parts[0][0]),
    )


def _name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return name["literal"]
    return ", ".join([name[part] for part in ("family", "given") if part in name])


def _is(expected: str, found: str) -> bool:
    start, cut, end = expected.partition("⋯")
    return found.startswith(start) and found.endswith(end) if cut else found == expected
