r"""The files of cases of template expansion in `fixtures/expansion`.

    #title Page            the page that is expanded (also before a single case)
    #lang en               the wiki's language
    #moment 20260102030405 the moment of the variables of time
    #pages A|B             pages that exist, for `#ifexist`
    === template Name
    wikitext
    === case name of the case
    wikitext
    --- expected
    MediaWiki's answer
    --- here: why the library differs (only where it does)
    the library's answer

One line ending at the end of each text is not part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from wikiparse import Expansion, TemplateStore

HERE = re.compile(r"^--- here: (.+)\n", re.M)

FOLDER = Path(__file__).parent / "fixtures" / "expansion"


@dataclass
class Case:
    """A text to expand, and what MediaWiki makes of it."""

    name: str
    text: str
    expected: str = ""
    title: str = ""
    reason: str = ""
    here: str = ""


@dataclass
class CaseFile:
    """The cases of a file, with the templates that they share."""

    path: Path
    title: str = "Test page"
    lang: str = "en"
    moment: str = "20260102030405"
    pages: list[str] = field(default_factory=list)
    templates: dict[str, str] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    head: str = ""


def read_cases() -> list[CaseFile]:
    """All files of cases."""
    return [read_file(path) for path in sorted(FOLDER.glob("*.txt"))]


def read_file(path: Path) -> CaseFile:
    """The cases of a file."""
    file = CaseFile(path)
    source = path.read_text(encoding="utf-8")
    head, *blocks = re.split(r"^=== ", source, flags=re.M)
    file.head = head
    for line in head.splitlines():
        key, _, value = line.removeprefix("#").partition(" ")
        if key == "pages":
            file.pages = value.split("|")
        elif key in ("title", "lang", "moment"):
            setattr(file, key, value)
    for block in blocks:
        first, _, body = block.partition("\n")
        kind, _, name = first.partition(" ")
        if kind == "template":
            file.templates[name] = body.removesuffix("\n")
            continue
        text, _, expected = body.partition("--- expected\n")
        expected, reason, here = (
            HERE.split(expected) if HERE.search(expected) else (expected, "", "")
        )
        name, _, title = name.partition(" @")
        case = Case(name, *(part.removesuffix("\n") for part in (text, expected)), title)
        case.reason, case.here = reason, here.removesuffix("\n")
        file.cases.append(case)
    return file


def write_cases(file: CaseFile) -> None:
    """Write a file with the answers of its cases."""
    parts = [file.head]
    parts += [f"=== template {name}\n{text}\n" for name, text in file.templates.items()]
    for case in file.cases:
        title = f" @{case.title}" if case.title else ""
        parts.append(f"=== case {case.name}{title}\n{case.text}\n--- expected\n{case.expected}\n")
        if case.reason:
            parts.append(f"--- here: {case.reason}\n{case.here}\n")
    file.path.write_text("".join(parts), encoding="utf-8")


def expanded(file: CaseFile, case: Case) -> Expansion:
    """What the library makes of a case."""
    moment = datetime.strptime(file.moment, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    store = TemplateStore(file.templates, lang=file.lang, pages=file.pages or None, moment=moment)
    return store.expand(case.text, title=case.title or file.title)
