"""A dump made of pages: MediaWiki's XML, plain, as bz2 or as multistream bz2 with its index, or
JSON Lines for pages of Markdown.
"""

from __future__ import annotations

import bz2
import json
from itertools import cycle
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>Wikipedia</sitename>
    <dbname>xwiki</dbname>
    <base>https://x.wikipedia.org/wiki/Main_Page</base>
    <generator>MediaWiki 1.43.0</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="6" case="first-letter">File</namespace>
      <namespace key="10" case="first-letter">Template</namespace>
      <namespace key="14" case="first-letter">Category</namespace>
    </namespaces>
  </siteinfo>
"""
TAIL = "</mediawiki>\n"
STREAM = 100
"""Pages of a stream of a multistream dump, as in those of Wikimedia."""
# Characters that XML 1.0 cannot hold; MediaWiki's own export has U+FFFD instead.
NO_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")


def repeated(texts: Sequence[str], size: int) -> Iterator[tuple[int, str, str]]:
    """Number, title and text of pages: the texts over and over, as long as there are fewer bytes
    than `size`; each once where `size` is 0.
    """
    if not size or not any(texts):
        yield from ((number, f"Page {number}", text) for number, text in enumerate(texts, 1))
        return
    written = 0
    for number, text in enumerate(cycle(texts), 1):
        yield number, f"Page {number}", text
        written += len(text.encode("utf-8", "replace"))
        if written >= size:
            return


def xml_page(number: int, title: str, text: str) -> str:
    """A page as an export has it."""
    text = text.encode("utf-8", "replace").decode().translate(NO_XML)
    return (
        f"  <page>\n    <title>{escape(title)}</title>\n    <ns>0</ns>\n    <id>{number}</id>\n"
        f"    <revision>\n      <id>{number}</id>\n"
        "      <timestamp>2024-05-01T00:00:00Z</timestamp>\n"
        "      <model>wikitext</model>\n      <format>text/x-wiki</format>\n"
        f'      <text bytes="{len(text.encode())}" xml:space="preserve">{escape(text)}</text>\n'
        "    </revision>\n  </page>\n"
    )


def write_dump(path: Path, texts: Sequence[str], size: int = 0) -> int:
    """Write a dump in the form that the name asks for; the number of its pages.

    The names are those of dumps: `….jsonl`, `….xml`, `….xml.bz2`, and `…-multistream.xml.bz2`,
    beside which there is an index then.
    """
    pages = repeated(texts, size)
    if path.suffix == ".jsonl":
        return _write_lines(path, pages)
    if path.name.endswith("-multistream.xml.bz2"):
        return _write_streams(path, pages)
    opened = bz2.open if path.suffix == ".bz2" else open
    number = 0
    with opened(path, "wt", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        for number, title, text in pages:
            file.write(xml_page(number, title, text))
        file.write(TAIL)
    return number


def _write_lines(path: Path, pages: Iterator[tuple[int, str, str]]) -> int:
    number = 0
    with path.open("w", encoding="utf-8") as file:
        for number, title, text in pages:
            page = {"id": str(number), "title": title, "text": text}
            file.write(json.dumps(page) + "\n")
    return number


def _write_streams(path: Path, pages: Iterator[tuple[int, str, str]]) -> int:
    index = path.with_name(path.name.replace(".xml.bz2", "-index.txt.bz2"))
    number, stream = 0, list[tuple[int, str, str]]()
    with path.open("wb") as file, bz2.open(index, "wt", encoding="utf-8") as lines:

        def flush() -> None:
            lines.writelines(f"{file.tell()}:{page[0]}:{page[1]}\n" for page in stream)
            file.write(bz2.compress("".join([xml_page(*page) for page in stream]).encode()))
            stream.clear()

        file.write(bz2.compress(HEAD.encode()))
        for page in pages:
            number = page[0]
            stream.append(page)
            if len(stream) == STREAM:
                flush()
        if stream:
            flush()
        file.write(bz2.compress(TAIL.encode()))
    return number
