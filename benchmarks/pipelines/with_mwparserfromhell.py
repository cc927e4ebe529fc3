"""mwparserfromhell: the text by `strip_code`, and the targets of the links."""

from __future__ import annotations

from typing import Any

import mwparserfromhell
from reader import Page, loop


def strip(page: Page) -> dict[str, Any]:
    """The text and the links of a page."""
    code = mwparserfromhell.parse(page.text)
    links = [str(link.title) for link in code.filter_wikilinks()]
    return {"text": code.strip_code(), "links": links}


loop(strip)
