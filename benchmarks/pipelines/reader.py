"""The pages of a dump, and the loop around a call: what all pipelines of `jobs.py` share.

Runs in the environment of each pipeline, so it imports nothing but the standard library.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Page(NamedTuple):
    """A page of a dump."""

    number: str
    title: str
    text: str


def pages(path: str) -> Iterator[Page]:
    """The pages of a dump in XML, or of a file of JSON Lines."""
    if not path.endswith(".xml"):
        with Path(path).open(encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                yield Page(page["id"], page["title"], page["text"])
        return
    space, root = "", None
    events = ET.iterparse(path, events=("start", "end"))  # noqa: S314  # a dump made by `dumps.py`
    for event, element in events:
        if root is None:
            root, space = element, element.tag.rpartition("}")[0] + "}"
        elif event == "end" and element.tag == f"{space}page":
            yield Page(
                element.findtext(f"{space}id") or "",
                element.findtext(f"{space}title") or "",
                element.findtext(f"{space}revision/{space}text") or "",
            )
            root.clear()


def loop(call: Callable[[Page], dict[str, Any]]) -> None:
    """Write what a call makes of each page as JSON Lines; print the CPU seconds of the calls."""
    dump, out = sys.argv[1:3]
    clock, alone = time.process_time, 0.0
    with Path(out).open("w", encoding="utf-8", errors="replace") as lines:
        for page in pages(dump):
            began = clock()
            made = call(page)
            alone += clock() - began
            record = {"id": page.number, "title": page.title, **made}
            lines.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
    print(f"alone {alone:.6f}")
