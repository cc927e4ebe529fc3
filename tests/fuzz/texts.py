"""Hostile texts without end, the same for a seed: grammar soup, splices, truncations, mutations.

* soup: atoms of every grammar in random order, some of them over and over;
* a splice: the head of one page and the tail of another;
* a truncation: a page that ends, or begins, in the middle;
* a mutation: a page in which some stretches are deleted, doubled, moved or replaced by an atom.

The pages are the inputs of the fixtures, so every construct of the library is in them.
"""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

from cases import read_cases, stems
from test_any_text import ATOMS
from test_wikitext_any_text import ATOMS as WIKITEXT_ATOMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 2_000
"""Code points of the longest text."""


@cache
def pages() -> tuple[str, ...]:
    """The inputs of all fixtures."""
    found = {case.source for stem in stems() for case in read_cases(stem)[1]}
    return tuple(sorted(text for text in found if text))


@cache
def atoms() -> tuple[str, ...]:
    """The atoms of markup of every grammar."""
    return tuple(sorted({atom for atom in (*ATOMS, *WIKITEXT_ATOMS) if atom}))


def soup(random: random.Random) -> str:
    """Atoms in random order; a small choice of them, so that they meet often."""
    chosen = random.sample(atoms(), random.randint(2, 12))
    parts = []
    for _ in range(random.randint(1, 60)):
        atom = random.choice(chosen)
        parts.append(atom * random.choice((1, 1, 1, 1, 2, 3, 30)))
    return "".join(parts)


def splice(random: random.Random) -> str:
    """The head of one page and the tail of another."""
    first, second = random.choice(pages()), random.choice(pages())
    return first[: random.randint(0, len(first))] + second[random.randint(0, len(second)) :]


def truncation(random: random.Random) -> str:
    """A part of a page, cut anywhere."""
    page = random.choice(pages())
    start, end = sorted((random.randint(0, len(page)), random.randint(0, len(page))))
    return page[start:end] if random.random() < 0.5 else page[:end]


def mutation(random: random.Random) -> str:
    """A page in which some stretches are deleted, doubled, moved or replaced by an atom."""
    text = random.choice(pages())
    for _ in range(random.randint(1, 8)):
        start = random.randint(0, len(text))
        end = min(len(text), start + random.choice((0, 1, 1, 2, 3, 8, 40)))
        part = text[start:end]
        new = random.choice(("", part * 2, part * 20, random.choice(atoms())))
        text = text[:start] + new + text[end:]
        if random.random() < 0.2:
            place = random.randint(0, len(text))
            text = text[:place] + part + text[place:]
    return text


KINDS: tuple[Callable[[random.Random], str], ...] = (soup, splice, truncation, mutation)


def hostile_texts(seed: int) -> Iterator[tuple[str, str]]:
    """The name of the kind and a text of it, one kind after the other, without end."""
    generator = random.Random(seed)
    while True:
        for kind in KINDS:
            yield kind.__name__, kind(generator)[:LONGEST]
