"""Everything public grows as the page does: all methods, found by reflection (`growth.py`).

`python tests/growth.py` asks every hostile family in every dialect; here each family of many things
is asked in a dialect that reads it, and the hostile ones are sampled.
"""

from __future__ import annotations

from typing import Any

import pytest

from growth import EXPONENT, MANY, families, grown, missing_arguments, steps_of
from lengths import long_but

WIKITEXT = (
    "named references",
    "arguments",
    "arguments of one name",
    "wikitext cells",
    "attributes",
    "image options",
    "categories",
    "coordinates",
    "microformats",
    "positions of one template",
    "infoboxes in infoboxes",
    "infobox",
    "citations",
    "authors",
    "plain footnotes",
)
HYBRID = ("links", "columns", "a ragged table", "one cell over all rows")
SAMPLED = sorted(families().keys() - MANY.keys())[7::60]


@pytest.mark.parametrize("family", long_but(["links", "infobox"], MANY))
def test_many_things_of_a_kind(family: str) -> None:
    dialect = "wikitext" if family in WIKITEXT else "hybrid" if family in HYBRID else "markdown"
    _check(family, dialect)


@pytest.mark.parametrize("family", long_but(SAMPLED[1::2], SAMPLED))
def test_a_hostile_family(family: str) -> None:
    _check(family, ("hybrid", "wikitext", "markdown")[SAMPLED.index(family) % 3])


def test_a_first_call_takes_the_steps_of_any_other() -> None:
    space: dict[str, Any] = {}
    exec("def call():\n    for number in range(100):\n        number + 1", space)
    first, second = (steps_of(space["call"])[0] for _ in range(2))
    assert first == second > 300


def test_every_method_can_be_asked() -> None:
    assert not missing_arguments()


def _check(family: str, dialect: str) -> None:
    results = list(grown(family, families()[family], dialect))
    assert len(results) > 30
    if any(one.exponent > EXPONENT for one in results):
        # The shorter page may pass a limit by little: beyond it both must grow as pages do.
        results = list(grown(family, families()[family], dialect, scale=4))
    assert not [one for one in results if one.exponent > EXPONENT]
