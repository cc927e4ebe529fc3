"""Counts the old words of the glossary in the sources and the documentation.

`glossary.toml` beside this script lists them: the word, what to say instead, how it is found in
names (one part of an identifier, split at underscores and capitals) and in prose (comments,
docstrings, messages, Markdown without its code), and the uses that are right, each with its reason.

    python scripts/glossary.py                    a table by word
    python scripts/glossary.py --list behind      every use, with its line
    python scripts/glossary.py --allowed          the uses that are right, with their reasons
    python scripts/glossary.py --before OLD       beside the counts of another checkout

It also prints how many lines of `src/` hold a comment, and how many belong to docstrings.
"""

from __future__ import annotations

import argparse
import ast
import io
import keyword
import re
import sys
import tokenize
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).with_suffix(".toml")

GENERATED = ("src/wikiparse/sites/_table.py",)
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/*.md")

PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
"""The parts of an identifier: `LinkContext` has two, `HTML_PATTERN` too."""

CODE = re.compile(r"(`+)(?:(?!\1).)+?\1|<[^<> ]*>|https?://\S+", re.S)
STRING_STARTS = ("FSTRING_START", "TSTRING_START")
STRING_ENDS = ("FSTRING_END", "TSTRING_END")
MESSAGE = re.compile(r"[A-Za-z]+(?: [a-z]+){2}")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Found(NamedTuple):
    """One identifier, or a stretch of prose that may have several lines."""

    path: str
    line: int
    text: str
    is_name: bool


class Lines(NamedTuple):
    """How many lines the sources have: all, those with a comment, with nothing else, docstrings."""

    all: int
    with_comment: int
    comment_alone: int
    docstring: int

    def __str__(self) -> str:
        with_comment, alone, docstring = (100 * count / self.all for count in self[1:])
        return (
            f"{self.all} lines in src/: {with_comment:.1f} % with a comment "
            f"({alone:.1f} % nothing else), {docstring:.1f} % docstrings"
        )


class Allowed(NamedTuple):
    """A use of an old word that is right: by its wording, its file, or both."""

    reason: str
    text: re.Pattern[str]
    path: re.Pattern[str]


class Word(NamedTuple):
    """A row of the glossary."""

    old: str
    say: str
    name: re.Pattern[str] | None
    prose: re.Pattern[str] | None
    allowed: tuple[Allowed, ...]
    ceiling: tuple[int, int]

    def uses(self, found: Found) -> list[tuple[int, int]]:
        """Where the word is used in a name or in prose, but for uses that are right."""
        if found.is_name:
            hits = [(0, len(found.text))] if _is_in_name(self.name, found.text) else []
        else:
            hits = [match.span() for match in self.prose.finditer(found.text)] if self.prose else []
        return [hit for hit in hits if not self._is_allowed(found, *hit)]

    def _is_allowed(self, found: Found, start: int, end: int) -> bool:
        return any(
            match.start() <= start and end <= match.end()
            for allowed in self.allowed
            if allowed.path.search(found.path)
            for match in allowed.text.finditer(found.text)
        )


@cache
def _is_in_name(pattern: re.Pattern[str] | None, name: str) -> bool:
    return pattern is not None and any(
        pattern.fullmatch(part.lower()) for part in PART.findall(name)
    )


def glossary(path: Path = DATA) -> list[Word]:
    """The rows of the glossary."""
    with path.open("rb") as file:
        return [_word(**row) for row in tomllib.load(file)["word"]]


def _word(
    old: str,
    say: str,
    name: str = "",
    prose: str = "",
    allow: Any = (),
    ceiling: Any = (0, 0),
) -> Word:
    phrase = prose.replace(" ", r"\s+")  # it may be broken over two lines
    allowed = [
        Allowed(
            entry["reason"],
            re.compile(entry.get("text", "(?s:.+)").replace(" ", r"\s+"), re.I),
            re.compile(entry.get("path", "")),
        )
        for entry in allow
    ]
    return Word(
        old,
        say,
        re.compile(name) if name else None,
        re.compile(rf"\b(?:{phrase})\b", re.I) if prose else None,
        tuple(allowed),
        tuple(ceiling),
    )


# --------------------------------------------------------------------------------------------------
# what a checkout holds


def read(root: Path) -> tuple[list[Found], Lines]:
    """All names and prose of a checkout, and the kinds of its lines."""
    found: list[Found] = []
    lines = [0, 0, 0, 0]
    for path in sorted((root / "src").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name in GENERATED:
            continue
        source = path.read_text(encoding="utf-8")
        tokens = list(_tokens(source))
        comments = [token for token in tokens if token.type == tokenize.COMMENT]
        docstrings = dict(_docstrings(source))
        found += _prose_and_names(name, tokens, docstrings)
        lines[0] += source.count("\n")
        lines[1] += len(comments)
        lines[2] += sum(token.line.lstrip().startswith("#") for token in comments)
        lines[3] += sum(text.count("\n") + 1 for text in docstrings.values())
    for pattern in PAGES:
        for path in sorted(root.glob(pattern)):
            source = path.read_text(encoding="utf-8")
            found += _markdown(path.relative_to(root).as_posix(), source)
    return found, Lines(*lines)


def _tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    """The tokens. An f-string is one, as any other string: Python 3.12 and later give its parts."""
    lines = source.splitlines(keepends=True)
    first: tokenize.TokenInfo | None = None
    depth = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        depth += kind in STRING_STARTS
        if depth:
            first = first or token
            depth -= kind in STRING_ENDS
        if first is None:
            yield token
        elif not depth:
            (row, start), (last, end) = first.start, token.end
            rows = lines[row - 1 : last]
            rows[-1] = rows[-1][:end]
            rows[0] = rows[0][start:]
            yield first._replace(type=tokenize.STRING, string="".join(rows), end=token.end)
            first = None


def _docstrings(source: str) -> Iterator[tuple[int, str]]:
    """Docstrings of modules, classes, functions and of what is assigned above them, by line."""
    todo: list[ast.AST] = [ast.parse(source)]
    while todo:
        node = todo.pop()
        todo += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            for child in node.body:
                match child:
                    case ast.Expr(value=ast.Constant(value=str(text))):
                        yield child.lineno, text


def _prose_and_names(
    path: str, tokens: list[tokenize.TokenInfo], docstrings: dict[int, str]
) -> Iterator[Found]:
    comment: list[str] = []
    first = 0
    for token in tokens:
        line = token.start[0]
        # Comments on neighboring lines are one stretch: a phrase may go on in the next.
        if comment and line > first + len(comment):
            yield _prose(path, first, "\n".join(comment))
            comment = []
        if token.type == tokenize.COMMENT:
            first = first if comment else line
            if line == first + len(comment):
                comment.append(token.string.lstrip("# "))
        elif token.type == tokenize.NAME:
            if not keyword.iskeyword(token.string):
                yield Found(path, line, token.string, is_name=True)
        elif line in docstrings and token.string.endswith('"""'):
            yield _prose(path, line, docstrings[line])
        elif MESSAGE.search(token.string):
            yield _prose(path, line, token.string)


def _markdown(path: str, source: str) -> Iterator[Found]:
    """The prose of a page, and the names in its examples."""
    fence = ""
    prose: list[str] = []
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith("```"):
            fence = "" if fence else line.strip("`") or "text"
        elif not fence:
            prose.append(line)
            continue
        elif fence == "python" and line.startswith((">>> ", "... ")):
            for name in NAME.findall(line[4:]):
                yield Found(path, number, name, is_name=True)
        prose.append("")
    yield _prose(path, 1, "\n".join(prose))


def _prose(path: str, line: int, text: str) -> Found:
    """Without what it quotes from code; its lines keep their numbers."""
    text = CODE.sub(lambda match: "`" + "\n" * match[0].count("\n"), text)
    return Found(path, line, text, is_name=False)


# --------------------------------------------------------------------------------------------------
# what is printed


def counts(words: list[Word], found: list[Found]) -> dict[str, tuple[int, int]]:
    """By word: how often it is in names, and how often in prose."""
    names: Counter[str] = Counter()
    prose: Counter[str] = Counter()
    # A file has the same name on many of its lines: it is looked at once.
    items = Counter((item.path, item.text, item.is_name) for item in found)
    for (path, text, is_name), times in items.items():
        item = Found(path, 0, text, is_name)
        counter = names if is_name else prose
        for word in words:
            if uses := word.uses(item):
                counter[word.old] += times * len(uses)
    return {word.old: (names[word.old], prose[word.old]) for word in words}


def uses(word: Word, found: list[Found]) -> Iterator[str]:
    """A line for each use of a word."""
    for item in found:
        for start, end in word.uses(item):
            first = item.text.rfind("\n", 0, start) + 1
            last = item.text.find("\n", end)
            number = item.line + item.text.count("\n", 0, start)
            yield f"{item.path}:{number}: {item.text[first : last if last >= 0 else None].strip()}"


def _print_table(words: list[Word], now: Path, before: Path | None) -> None:
    checkouts = [read(root) for root in (before, now) if root]
    columns = [counts(words, found) for found, _ in checkouts]
    titles = ("before", "now") if before else ("now",)
    print(f"{'not':20}{'say':40}" + "".join(f"{title:>16}" for title in titles))
    for word in words:
        pairs = [column[word.old] for column in columns]
        print(f"{word.old:20}{word.say:40}" + "".join(f"{a:8} /{b:6}" for a, b in pairs))
    totals = [
        [sum(counted) for counted in zip(*column.values(), strict=True)] for column in columns
    ]
    print(f"{'all (names / prose)':60}" + "".join(f"{a:8} /{b:6}" for a, b in totals))
    for title, (_, lines) in zip(titles, checkouts, strict=True):
        print(f"{title}: {lines}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="a checkout")
    parser.add_argument("--list", metavar="WORD", help="every use of one old word")
    parser.add_argument("--allowed", action="store_true", help="the uses that are right")
    parser.add_argument("--before", metavar="OLD", type=Path, help="a checkout to compare with")
    options = parser.parse_args()
    words = glossary()
    if options.list:
        chosen = [word for word in words if word.old == options.list]
        if not chosen:
            parser.error(f"not in {DATA.name}: {options.list}")
        for line in uses(chosen[0], read(options.root)[0]):
            print(line)
    elif options.allowed:
        for word in words:
            for allowed in word.allowed:
                print(f"{word.old:20}{allowed.reason}")
    else:
        _print_table(words, options.root, options.before)
    return 0


if __name__ == "__main__":
    sys.exit(main())
