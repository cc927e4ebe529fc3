"""The tree as plain values and as JSON, and back."""

from wikiparse.render.json.document import (
    VERSION,
    document_from_dict,
    document_to_dict,
    document_to_json,
    node_classes,
    schema,
)

__all__ = [
    "VERSION",
    "document_from_dict",
    "document_to_dict",
    "document_to_json",
    "node_classes",
    "schema",
]
