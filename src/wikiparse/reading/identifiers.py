"""DOIs, ISBNs and their kin, as CSL-JSON has them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

# The DOI handbook: a prefix of 10 and the registrant's number, a slash, any printable characters.
DOI: Final = re.compile(r"\b10\.\d{4,9}(?:\.\d{1,9})?/[^\s\"<>]+")
ISBN: Final = re.compile(
    r"\bISBN(?:-1[03])?:?[ \t\u00a0]?(97[89][- ]?)?(\d[\d -]{7,14}[\dXx])\b", re.I
)
ISSN: Final = re.compile(r"\bISSN:?[ \t\u00a0]?(\d{4}-\d{3}[\dXx])\b", re.I)
PMID: Final = re.compile(r"\bPMID:?[ \t\u00a0]?(\d{1,9})\b", re.I)
PMCID: Final = re.compile(r"\bPMC[ID:]{0,3}[ \t\u00a0]?(\d{1,9})\b", re.I)
OPENING: Final = {")": "(", "]": "[", "}": "{"}


def doi_in(text: str) -> str:
    """The first DOI in a text, "" if there is none."""
    # Quick to see, and most texts have none.
    match = DOI.search(text) if "10." in text else None
    return trimmed_doi(match[0]) if match else ""


def doi_of(text: str) -> str:
    """The DOI of an argument for one: without `doi:` and the URL of a resolver."""
    text = text.strip()
    return doi_in(unquote(text)) if "://" in text else doi_in(text)


def trimmed_doi(doi: str) -> str:
    """A DOI without the punctuation of the sentence after it."""
    end = len(doi)
    # Counted once: a run of brackets costs no more than its length.
    counts = {character: doi.count(character) for character in "()[]{}"}
    while end:
        last = doi[end - 1]
        if last in OPENING and counts[last] > counts[OPENING[last]]:
            counts[last] -= 1
        elif last not in ".,;:'”’»。，、；":
            break
        end -= 1
    return doi[:end]


def isbn_of(text: str) -> str:
    """The ISBN of an argument for one, as it is written; "" if it has not the digits of one."""
    text = text.strip().removeprefix("ISBN").strip(" :.,;")
    digits = [c for c in text if c.isdecimal() or c in "Xx"]
    return text if len(digits) in (10, 13) else ""


def isbn_in(text: str) -> str:
    """The first ISBN in a text whose check digit is right, "" if there is none."""
    for match in ISBN.finditer(text):
        written = (match[1] or "") + match[2]
        if is_isbn(written):
            return written.strip()
    return ""


def is_isbn(text: str) -> bool:
    """Whether the check digit of an ISBN is right (ISO 2108)."""
    digits = [10 if c in "Xx" else int(c) for c in text if c.isdecimal() or c in "Xx"]
    if len(digits) == 10:
        return sum((10 - i) * d for i, d in enumerate(digits)) % 11 == 0
    return len(digits) == 13 and sum(d * (1, 3)[i % 2] for i, d in enumerate(digits)) % 10 == 0


def identifiers_in(text: str) -> dict[str, str]:
    """The identifiers that a text names, by their names in CSL-JSON."""
    found: dict[str, str] = {}
    if doi := doi_in(text):
        found["DOI"] = doi
    # Patterns without case are slow, and most texts name none. Without the I, of which Turkish has
    # two.
    letters = text.upper()
    if "SBN" in letters and (isbn := isbn_in(text)):
        found["ISBN"] = isbn
    if "SSN" in letters and (match := ISSN.search(text)):
        found["ISSN"] = match[1]
    if "PM" in letters:
        if match := PMID.search(text):
            found["PMID"] = match[1]
        if match := PMCID.search(text):
            found["PMCID"] = "PMC" + match[1]
    return found
