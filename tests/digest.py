"""What comes out of the fixtures, as one digest. No test: it is run by other versions of Python,
which may have nothing installed."""

from __future__ import annotations

import hashlib

import wikiparse
from cases import read_cases, stems


def pages() -> list[str]:
    """The inputs of all fixtures."""
    return [case.source for stem in stems() for case in read_cases(stem)[1]]


def digest() -> str:
    """A digest of all that comes out of them, in every dialect."""
    hashed = hashlib.sha256()
    for text in pages():
        for dialect in ("auto", *wikiparse.DIALECTS):
            doc = wikiparse.parse(text, dialect=dialect, lang="zh")
            for out in (
                doc.tree(),
                doc.to_json(derived=True),
                doc.to_html(),
                doc.to_html(safe=False),
                doc.to_text(),
                repr(doc.diagnostics),
            ):
                hashed.update(out.encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()
