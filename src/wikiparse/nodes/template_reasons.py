"""Why a template that is known shows nothing: for those who look for the gaps of a text."""

from __future__ import annotations

from functools import cache
from typing import Final

from wikiparse.nodes.template_names import NOTHING

FAMILIES: Final = {
    "pp-": "a remark to those who write",  # the protection of a page: `pp-move-indef`
    "infobox": "facts beside the text (doc.infobox)",
    "taxobox": "facts beside the text (doc.infobox)",
}
"""The beginning of the names in a family, and why none of them shows text."""


@cache
def _reasons() -> dict[str, str]:
    return {
        name: reason
        for reason, names in NOTHING.items()
        for name in names.replace("\n", "").split("|")
        if name
    }


def reason_of(name: str) -> str:
    """Why a template shows no text, by its folded name (`template_text.fold_name`); "" where that
    is not known.
    """
    if (reason := _reasons().get(name)) is not None:
        return reason
    return next((why for prefix, why in FAMILIES.items() if name.startswith(prefix)), "")
