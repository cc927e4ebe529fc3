"""Inputs for the tests of the ETL: pages, dumps, archives, and hooks that inject faults."""

from __future__ import annotations

import bz2
import os
import time
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# A

See [B](../Page/B.md "wikilink")\\[1\\] and \
[web](http://web.archive.org/web/20150102030405/http://a.example/ "t").

| Name | Page |
| --- | --- |
| One | [1](../Page/1.md "wikilink") |

![A hill](pic.png "fig:") {{box|a=1}}

[Category:Air](Category:Air "wikilink")

1.
"""


STATED = """{{Infobox town
| name = Eichdorf
| mayor = [[A. Baum|Baum]]
}}
''''Eichdorf''' is a [[town]] on the [[Elbe]]s bank.<ref name=a>{{cite web |title=Towns |last=Ast \
|first=B. |date=3 May 2010 |url=http://towns.example/}}</ref>

== Place ==
{{coord|51|30|N|11|15|E|display=title}}
See [http://map.example the map].<ref name=a />{{efn|About.}}
"""
"""A page of wikitext that states facts."""


def text_of(number: int) -> str:
    """A page of a number; no two are the same."""
    links = " ".join(
        f'[P{other}](../Page/P{other}.md "wikilink")'
        for other in range(number, number + 1 + number % 7)
    )
    return f"# Page {number}\n\nWords {links}.\n\n## More\n\n{'word ' * (number % 50)}\n"


def write_pages(folder: Path, count: int) -> Path:
    """A folder with so many pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"page_{number:05}.md").write_text(text_of(number), encoding="utf-8")
    return folder


# ------------------------------------------------------------------------------------ faults, by
# the title of a page

HANG, KILL, EAT, RAISE = "hang", "kill", "eat", "raise"


def fault_of(record: dict[str, object]) -> str | None:
    """The fault that a page's title asks for: `page 00012 hang` hangs."""
    title = str(record.get("title") or "")
    last = title.rpartition(" ")[2]
    return last if last in (HANG, KILL, EAT, RAISE) else None


def inject(record: dict[str, object]) -> None:
    """The hook: do what the title asks for."""
    fault = fault_of(record)
    if fault == HANG:
        time.sleep(1e6)
    elif fault == KILL:
        os._exit(7)
    elif fault == EAT:
        bytearray(10 << 30)
    elif fault == RAISE:
        message = "this page is cursed"
        raise ValueError(message)


def __getattr__(name: str) -> object:
    """The hook `break_encoding`: where it is loaded, nothing can be encoded from now on."""
    if name != "break_encoding":
        raise AttributeError(name)
    from wikiparse.etl.batch import worker

    worker._Batch._encode = lambda *_: os._exit(9)
    return inject


# ------------------------------------------------------------------------------------ dumps

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="de">
  <siteinfo><sitename>Test</sitename><dbname>dewiki</dbname>
    <namespaces><namespace key="0" case="first-letter" />
    <namespace key="1" case="first-letter">Diskussion</namespace>
    <namespace key="14" case="first-letter">Kategorie</namespace></namespaces></siteinfo>
"""
TAIL = "</mediawiki>\n"


def xml_page(
    number: int,
    text: str,
    title: str | None = None,
    namespace: int | None = 0,
    redirect: str | None = None,
) -> str:
    """A page as a dump has it."""
    name = escape(title or f"Seite {number}")
    space = "" if namespace is None else f"<ns>{namespace}</ns>"
    leads = f'<redirect title="{escape(redirect)}" />' if redirect else ""
    return (
        f"  <page><title>{name}</title>{space}<id>{number}</id>{leads}<revision><id>{number}9</id>"
        f"<timestamp>2024-01-01T00:00:00Z</timestamp><contributor><username>U</username><id>3</id></contributor>"
        '<model>wikitext</model><format>text/x-wiki</format><text bytes="1" '
        f'xml:space="preserve">{escape(text)}</text></revision></page>\n'
    )


def xml_dump(count: int) -> str:
    """A dump of so many pages."""
    return (
        HEAD
        + "".join(
            [xml_page(number, f"'''{number}''' [[Seite {number + 1}]]") for number in range(count)]
        )
        + TAIL
    )


def write_multistream(path: Path, pages: list[str], each: int = 100) -> Path:
    """A multistream dump, and its index beside it."""
    data, index = bz2.compress(HEAD.encode()), []
    for first in range(0, len(pages), each):
        index += [
            f"{len(data)}:{number}:Seite {number}\n"
            for number in range(first, min(first + each, len(pages)))
        ]
        data += bz2.compress("".join(pages[first : first + each]).encode())
    data += bz2.compress(TAIL.encode())
    path.write_bytes(data)
    path.with_name(path.name.replace(".xml.bz2", "-index.txt.bz2")).write_bytes(
        bz2.compress("".join(index).encode())
    )
    return path


FULL = (
    """{{Infobox mill|name=A}}{{coord|1|N|2|E|display=title}}[[Category:Mills|A]]
[[File:Mill.jpg|thumb|A [[wheel]]]]<ref>{{cite book|title=Mills|last=Berg|year=1999}}</ref>
[https://web.archive.org/web/20150101/http://example.org/ copy] {{{
== A ==
[[Wind#Sea|breeze]]s <ref name=x />
{|
|+ [[b]]
! a !! colspan=2 | b
|-
| 1 || <ref name=x>https://example.org Title</ref> || 3
|}
{{a|{{b|c}}|d=[[e]]}}
"""
    + "{{x|" * 50
)
"""It has items of every kind."""
