"""gensim's own functions in a loop: the text without markup, and the links."""

from __future__ import annotations

from typing import Any

from gensim.corpora.wikicorpus import filter_wiki, find_interlinks
from reader import Page, loop


def read(page: Page) -> dict[str, Any]:
    """The text and the links of a page."""
    return {
        "text": filter_wiki(page.text),
        "links": [target for target, _ in find_interlinks(page.text)],
    }


loop(read)
