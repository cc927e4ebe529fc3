"""Dead letters: what is kept of a page that could not be parsed, so that it can be looked at and
tried again.
"""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from wikiparse.etl.rows import LONGEST_ERROR, clean

if TYPE_CHECKING:
    from wikiparse.etl.sources.records import Record

Letter = dict[str, Any]


def letter(record: Record, error: str, limit: str | None) -> Letter:
    """The dead letter of a record.

    `limit` is what it ran into: "time", "memory", "crash" (its worker died), "page" (it is too
    large), "read" (it cannot be read), or None where the parser raised. `raw` is the page's bytes
    in base64, or None if they were never held.
    """
    from wikiparse import __version__

    names = ("id", "title", "language", "dialect", "redirect")
    return {
        **{
            name: None if (value := record.fields.get(name)) is None else clean(str(value))
            for name in names
        },
        "source": clean(record.source),
        "offset": record.offset,
        "form": record.form,
        "sha256": None if record.raw is None else sha256(record.raw).hexdigest(),
        "raw": None if record.raw is None else base64.b64encode(record.raw).decode("ascii"),
        "error": clean(error[:LONGEST_ERROR]),
        "limit": limit,
        "wikiparse_version": __version__,
    }


def to_line(found: Letter) -> bytes:
    """A dead letter as a line of JSON."""
    return json.dumps(found, ensure_ascii=False).encode() + b"\n"
