"""What was read by hand from real pages, and where it stands: the corpus lies beside the checkout,
if it is there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import wikiparse

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


class Read(NamedTuple):
    """A page, an offset in it, and what was read there."""

    page: str
    offset: int
    value: str


def read(kind: str) -> list[Read]:
    """All that was read of a kind."""
    lines = (Path(__file__).parent / f"{kind}_read.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Read(page, int(offset), value) for page, offset, value in rows]


@cache
def page(name: str) -> wikiparse.Document:
    """A page of the corpus, in the language that its name begins with."""
    path = CORPUS / name
    lang = path.name.partition("-")[0]
    dialect = "wikitext" if path.suffix == ".wikitext" else "auto"
    return wikiparse.parse(path.read_text("utf-8", errors="replace"), dialect=dialect, lang=lang)
