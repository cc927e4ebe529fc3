"""The tree as plain values and as JSON, and back."""

from wikiparse.render.json.document import document_to_dict, document_to_json
from wikiparse.render.json.form import VERSION, node_classes, schema
from wikiparse.render.json.read import document_from_dict

__all__ = [
    "VERSION",
    "document_from_dict",
    "document_to_dict",
    "document_to_json",
    "node_classes",
    "schema",
]
