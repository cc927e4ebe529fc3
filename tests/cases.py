"""Fixtures as data: cases of title, options, input and expected dump.

They are read from and written to the `.txt` files of `fixtures/`.

The format is described in `fixtures/README.md`.
"""

from __future__ import annotations

import re
from pathlib import Path

import attrs

import wikiparse

FOLDER = Path(__file__).parent / "fixtures"
VISIBLE = str.maketrans({"␠": " ", "␉": "\t", "␍": "\r", "⍽": "\N{NO-BREAK SPACE}", "␀": "\0"})
"""Visible characters in a fixture's input for those that nobody would see there, or that an editor
would remove."""
TITLE = re.compile(r"==== (?P<title>[^\n]*?)(?:  \[(?P<options>[^\n]*)\])?(?<!=)\Z")
OPTIONS = frozenset(("lang", "dialect", "title", "xfail"))
FIELDS = frozenset(field.name for field in attrs.fields(wikiparse.Dialect)) - {"name"}
"""Further options, which make a variant of the dialect: `math=off`."""


@attrs.frozen
class Case:
    """One case of a fixture file: `written` is the input as it is there, `expected` the dump."""

    stem: str
    line: int
    title: str
    options: tuple[tuple[str, str], ...]
    written: str
    expected: str

    @property
    def source(self) -> str:
        """The input itself."""
        return self.written.translate(VISIBLE)

    def option(self, name: str) -> str | None:
        """The value of an option, or None."""
        return dict(self.options).get(name)

    @property
    def dialect(self) -> str:
        """The dialect's name: the option, or else that of the folder."""
        return self.option("dialect") or (
            "wikitext" if self.stem.startswith("wikitext/") else "hybrid"
        )

    def parse(self) -> wikiparse.Document:
        """The input's tree."""
        dialect: str | wikiparse.Dialect = self.dialect
        if changes := {name: value for name, value in self.options if name in FIELDS}:
            switched = {name: {"on": True, "off": False}.get(v, v) for name, v in changes.items()}
            dialect = attrs.evolve(wikiparse.DIALECTS[self.dialect], **switched)
        return wikiparse.parse(
            self.source, dialect=dialect, lang=self.option("lang"), title=self.option("title")
        )

    def header(self) -> str:
        """The line that begins the case."""
        shown = "; ".join(f"{name}={value}" for name, value in self.options)
        return f"==== {self.title}" + (f"  [{shown}]" if shown else "")


def dump(doc: wikiparse.Document) -> str:
    """The tree with spans, then a line for each diagnostic."""
    found = [
        f"! {d.code}" + (f" {d.span.start}:{d.span.end}" if d.span else "") for d in doc.diagnostics
    ]
    return doc.tree() + "".join(line + "\n" for line in found)


def stems() -> list[str]:
    """The names of the fixture files: `lists`, `wikitext/lists`."""
    return sorted(
        path.relative_to(FOLDER).with_suffix("").as_posix()
        for path in (*FOLDER.glob("*.txt"), *FOLDER.glob("wikitext/*.txt"))
    )


def read_cases(stem: str) -> tuple[str, list[Case]]:
    """The text above the first case of a file, and its cases."""
    lines = (FOLDER / f"{stem}.txt").read_bytes().decode().split("\n")
    starts = [number for number, line in enumerate(lines) if TITLE.match(line)]
    cases = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        match = TITLE.match(lines[start])
        assert match, lines[start]
        pairs = [option.partition("=") for option in (match["options"] or "").split("; ") if option]
        options = tuple((name, value) for name, _, value in pairs)
        unknown = {name for name, _ in options} - OPTIONS - FIELDS
        assert not unknown, (
            f"{stem}.txt:{start + 1}: neither an option (fixtures/README.md) "
            f"nor a field of wikiparse.Dialect: {', '.join(unknown)}"
        )
        body = lines[start + 1 : stop]
        rule = body.index("----") if "----" in body else len(body)
        expected = "\n".join(body[rule + 1 :]).strip("\n")
        cases.append(
            Case(stem, start + 1, match["title"], options, "\n".join(body[:rule]), expected + "\n")
        )
    return "\n".join(lines[: starts[0] if starts else len(lines)]).strip("\n"), cases


def write_cases(stem: str, head: str, cases: list[Case]) -> None:
    """Write a file again: the text above its cases, and the cases."""
    blocks = [f"{case.header()}\n{case.written}\n----\n{case.expected}" for case in cases]
    (FOLDER / f"{stem}.txt").write_bytes("\n".join([head + "\n", *blocks]).encode())
