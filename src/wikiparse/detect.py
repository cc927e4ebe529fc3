"""Which dialect is a text written in? Told by signs that one writer leaves and others do not."""

from __future__ import annotations

import re
from functools import cache

from wikiparse.nodes.page import Detection

SIGNS: tuple[tuple[str, str, int, str], ...] = (
    ("hybrid", "wikilink titles", 10, r'"wikilink"\)|title="wikilink"'),
    ("hybrid", "image titles", 10, r'\]\([^\s]{1,400} "fig:'),
    (
        "hybrid",
        "conversion notice",
        20,
        r"\A> (?:本文内容由|この記事は\[|This article is converted from Wikipedia: )",
    ),
    ("hybrid", "escaped note marks", 3, r"\\\[[0-9]{1,3}\\\]"),
    ("wikitext", "internal links", 3, r"\[\[[^\[\]\n]{1,300}\]\]"),
    ("wikitext", "templates", 2, r"\{\{[^{}\n]{1,300}(?:\}\}|\||\n)"),
    ("wikitext", "headings", 3, r"(?m)^(={1,6})[^=\n][^\n]{0,300}\1[ \t]*$"),
    ("wikitext", "bold or italic quotes", 2, r"''[^'\n]{1,300}''"),
    ("wikitext", "tables", 4, r"(?m)^:*\{\|"),
    ("wikitext", "references", 2, r"(?i)<ref[\s>/]"),
    ("wikitext", "redirect", 20, r"\A\s*#[^\W\d_]{4,30}:?[ \t]*\[\["),
    ("markdown", "ATX headings", 3, r"(?m)^#{1,6} [^\n]"),
    ("markdown", "inline links", 2, r"\]\("),
    ("markdown", "fences", 3, r"(?m)^(?:```|~~~)"),
    ("markdown", "strong stars", 1, r"\*\*[^\s*]"),
    ("markdown", "footnotes", 1, r"(?m)^\[\^[^\]\s]+\]:"),
)
"""Dialect, what is looked for, its weight, and how it looks."""

TITLE = '"wikilink")'
"""How the title of a wikilink ends."""
ENOUGH = 50
"""So many of one sign say no more than this."""
HEAD = 12_000
"""Code points in which signs are looked for; titles of wikilinks, which decide, count wherever they
are."""
TRIED = ((1_000, 5), (3_000, 5), (HEAD, 1), (None, 1))
"""In how many code points titles are looked for, one after the other, and how many must be there,
if that is not the whole text: most hybrid pages show at once what they are."""


def detect(text: str) -> Detection:
    """The dialect that the signs in a text speak for, and the signs with how often they were seen
    (up to `ENOUGH`).

    One wikilink title is enough for the hybrid dialect, since no other writer makes them, unless
    wikitext's signs outweigh it. A text without any sign is Markdown.
    """
    for size, least in TRIED:
        part = text[:size]
        is_whole = len(part) == len(text)
        titles = part.count(TITLE)
        if titles >= (1 if is_whole else least) and 10 * titles > 3 * part.count(
            "[["
        ) + 3 * part.count("\n=") + 2 * part.count("{{"):
            # The common case: what no other writer makes, and more of it than there is wikitext. No
            # need to look for all the signs.
            return Detection(
                "hybrid",
                (("wikilink titles", min(max(titles, text.count(TITLE, 0, HEAD)), ENOUGH)),),
            )
        if is_whole:
            break
    return _weigh(text[:HEAD])


@cache
def _patterns() -> list[tuple[str, str, int, re.Pattern[str]]]:
    """The signs, compiled when a text is met that has no titles of wikilinks."""
    return [
        (dialect, name, weight, re.compile(pattern)) for dialect, name, weight, pattern in SIGNS
    ]


def _weigh(head: str) -> Detection:
    """The dialect whose signs weigh most."""
    scores = {"markdown": 0, "hybrid": 0, "wikitext": 0}
    evidence = []
    for dialect, name, weight, pattern in _patterns():
        count = 0
        for _ in pattern.finditer(head):
            count += 1
            if count == ENOUGH:
                break
        if count:
            evidence.append((name, count))
            scores[dialect] += weight * count
    # A hybrid is Markdown with more in it: Markdown's signs do not speak against it.
    if scores["hybrid"] and scores["hybrid"] + scores["markdown"] >= scores["wikitext"]:
        best = "hybrid"
    else:
        best = "wikitext" if scores["wikitext"] > scores["markdown"] else "markdown"
    return Detection(best, tuple(evidence))
