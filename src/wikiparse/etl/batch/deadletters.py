"""Dead letters: pages that could not be parsed, kept to be looked at and tried again."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from wikiparse._version import __version__
from wikiparse.etl.clean import LONGEST_ERROR, clean, clean_name, identifier_of
from wikiparse.etl.kept import KEPT
from wikiparse.etl.metadata import metadata_of
from wikiparse.sites.site import Site

if TYPE_CHECKING:
    from wikiparse.etl.sources.records import Fault, Record


def letter_line(record: Record, fault: Fault) -> bytes:
    """The dead letter of a record, as a line of JSON.

    `raw` is the page's bytes in base64, or null if they were never held. `limit` is that of the
    fault.
    """
    raw = record.raw
    head = {
        **_fields(record),
        "source": clean_name(record.source),
        "offset": record.offset,
        "form": record.form,
        "sha256": None if raw is None else sha256(raw).hexdigest(),
    }
    tail = {
        "error": clean(fault.error[:LONGEST_ERROR]),
        "limit": fault.limit,
        "wikiparse_version": __version__,
    }
    # The bytes may be many, and JSON has nothing to escape in base64: they are copied once.
    encoded = b"null" if raw is None else b'"%b"' % base64.b64encode(raw)
    return b"".join([_json(head)[:-1], b', "raw": ', encoded, b", ", _json(tail)[1:], b"\n"])


def _fields(record: Record) -> dict[str, Any]:
    fields = record.fields
    names = ("title", "language", "dialect", "redirect")
    stated = metadata_of(fields)
    if "timestamp" in stated:
        stated["timestamp"] = stated["timestamp"].isoformat()
    site = fields.get("site")
    return {
        "id": identifier_of(fields.get("id")),
        **{name: clean(v) if isinstance(v := fields.get(name), str) else None for name in names},
        **stated,
        **({KEPT: fields[KEPT]} if KEPT in fields else {}),
        # A page that is tried again is read by the same names of namespaces.
        **({"site": site.to_dict()} if isinstance(site, Site) else {}),
    }


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()
