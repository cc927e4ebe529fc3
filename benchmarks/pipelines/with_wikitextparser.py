"""wikitextparser: the plain text, and the targets of the links."""

from __future__ import annotations

from typing import Any

import wikitextparser
from reader import Page, loop


def read(page: Page) -> dict[str, Any]:
    """The text and the links of a page."""
    parsed = wikitextparser.parse(page.text)
    links = [link.target for link in parsed.wikilinks]
    return {"text": parsed.plain_text(), "links": links}


loop(read)
