"""Why a template that is known shows nothing: for those who look for the gaps of a text."""

from __future__ import annotations

from functools import cache

from wikiparse.nodes.template_names import NOTHING


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
    return _reasons().get(name, "")
