"""WikiExtractor's own calls in a loop, with the links in its text; its command is a pipeline of its
own.
"""

from __future__ import annotations

from typing import Any

from reader import Page, loop
from wikiextractor.extract import Extractor


def extract(page: Page) -> dict[str, Any]:
    """The text of a page."""
    extractor = Extractor(page.number, "", "", page.title, [page.text], keepLinks=True)
    return {"text": "\n".join(extractor.clean_text(page.text))}


loop(extract)
