"""The command line, and the one module of the library that prints.

Another distribution installs a package of the name `wikiparse` over this one. `doctor` has to run
even then, so that nothing here comes from `wikiparse/__init__.py`, which may be the other's.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from codecs import lookup
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.metadata import Distribution

    from wikiparse.document import Document

OURS = "wikiparse-tree"
"""The distribution that this package comes in."""
FOREIGN = "wikiparse"
"""The distribution that writes the same files."""

DONE, FAILED, BAD_INPUT = 0, 1, 2
INTERRUPTED, PIPE_CLOSED = (
    128 + 2,
    128 + 13,
)  # as a shell counts what a signal has ended: SIGINT, SIGPIPE

COLUMNS = ("kind", "target", "namespace", "fragment", "interwiki", "text", "href", "start", "end")
"""The header of `wikiparse links`."""


Run = Callable[[argparse.Namespace], int]
"""The function of a command: it takes its arguments and returns the exit status."""


class _ConsoleError(Exception):
    """A message for the user, and the exit status that goes with it."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    0: done. 1: the installation is broken, or the output cannot be written. 2: the input cannot be
    read, or the command line is wrong (argparse raises SystemExit for that).
    """
    try:
        arguments = _parser().parse_args(argv)
        run: Run = arguments.run
        return run(arguments)
    except _ConsoleError as failure:
        _tell(str(failure))
        return failure.status
    except BrokenPipeError:  # `| head` has seen enough
        # Python flushes standard output at its end, and would complain of the pipe once more.
        _drop_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED


# ------------------------------------------------------------------------------------ the command
# line


class _Parser(argparse.ArgumentParser):
    """A parser that suggests the nearest choice for a mistyped one."""

    def _check_value(self, action: argparse.Action, value: object) -> None:
        from difflib import get_close_matches

        choices = [str(choice) for choice in action.choices or ()]
        if action.choices is None or value in choices:
            return
        near = get_close_matches(str(value), choices, 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        message = f"{value!r} is none of {', '.join(choices)}{hint}"
        raise argparse.ArgumentError(action, message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="wikiparse",
        description="Read wiki articles: MediaWiki/Markdown hybrids, Markdown and wikitext.",
        epilog="""examples:
  wikiparse parse page.md                    show the tree of a page
  wikiparse links page.md | cut -f 1,2       list what a page links to
  wikiparse batch pages/ -o out              parse a folder or a dump into tables
  wikiparse doctor                           check the installation""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"{OURS} {getattr(sys.modules['wikiparse'], '__version__', '(unknown)')}",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add_parse(commands)
    _add_links(commands)
    _add_etl(commands)
    _add(
        commands, "doctor", _doctor, "show versions and check the installation", "wikiparse doctor"
    )
    return parser


Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def _add(
    commands: Commands[_Parser], name: str, run: Run, does: str, example: str
) -> argparse.ArgumentParser:
    """Add a command."""
    command = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=f"example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.set_defaults(run=run)
    return command


def _add_parse(commands: Commands[_Parser]) -> None:
    example = "wikiparse parse --format json page.md > page.json"
    command = _add(
        commands,
        "parse",
        _parse,
        "show a page as a tree, as JSON, as HTML or as plain text",
        example,
    )
    _add_input(command)
    command.add_argument(
        "--format",
        choices=("tree", "json", "html", "text"),
        default="tree",
        help="what to write (default: tree)",
    )
    command.add_argument("--title", help="the page's title (default: the file's name)")


def _add_links(commands: Commands[_Parser]) -> None:
    example = "wikiparse links page.md | grep ^wikilink | cut -f 2"
    command = _add(
        commands, "links", _links, "list the links, categories and images of a page", example
    )
    command.description = f"""List the links, categories and images of a page as tab-separated
values. Nothing is quoted; tabs and line endings inside of a value are blanks.

columns: {" ".join(COLUMNS)}
target is a page's title, a file's name or an address; href is the address as it is written;
start and end are code points of the file."""
    _add_input(command)


def _add_etl(commands: Commands[_Parser]) -> None:
    from wikiparse.etl import commands as etl

    etl.add_batch(
        _add(commands, "batch", _batch, "parse many pages into tables", etl.EXAMPLES["batch"])
    )
    etl.add_replay(
        _add(
            commands,
            "replay",
            _replay,
            "try the pages that failed in a batch again",
            etl.EXAMPLES["replay"],
        )
    )
    etl.add_edges(
        _add(
            commands,
            "edges",
            _edges,
            "write the links between articles as a graph",
            etl.EXAMPLES["edges"],
        )
    )


def _add_input(command: argparse.ArgumentParser) -> None:
    from wikiparse.dialect import DIALECTS

    command.add_argument(
        "file", metavar="FILE", type=_file_name, help="the page; - for standard input"
    )
    command.add_argument(
        "--dialect", choices=("auto", *DIALECTS), default="auto", help="the markup (default: auto)"
    )
    command.add_argument(
        "--lang", metavar="TAG", help="the language of the wiki, such as zh or pt-BR"
    )


def _file_name(name: str) -> str:
    if "\0" in name:
        message = "a file's name cannot hold NUL"
        raise argparse.ArgumentTypeError(message)
    return name


# ------------------------------------------------------------------------------------ wikiparse
# parse


def _parse(arguments: argparse.Namespace) -> int:
    doc = _document(arguments)
    if arguments.format == "json":
        _write(doc.to_json() + "\n", _json_escape)
    elif arguments.format == "html":
        _write(doc.to_html(page=True), _html_escape)
    elif arguments.format == "text":
        _write(doc.to_text())
    else:
        _write_tree(doc.tree())
        _tell_diagnostics(doc)
    return DONE


def _document(arguments: argparse.Namespace) -> Document:
    """The page that is asked for.

    An error of the question, not of the page, is reported at once.
    """
    from wikiparse.parse import parse, read

    title = getattr(arguments, "title", None)
    options = {"dialect": arguments.dialect, "lang": arguments.lang, "title": title}
    try:
        doc = (
            parse(_standard_input(), **options)
            if arguments.file == "-"
            else read(arguments.file, **options)
        )
    except OSError as error:
        name = "standard input" if arguments.file == "-" else arguments.file
        message = f"cannot read {name}: {error.strerror or error}"
        raise _ConsoleError(message, BAD_INPUT) from error
    for found in doc.diagnostics:
        if found.code == "unknown-language":
            _tell(found.message)
    return doc


def _standard_input() -> bytes:
    # A daemon may have closed it.
    if sys.stdin is None:
        message = "it is closed"
        raise OSError(message)
    return sys.stdin.buffer.read()


def _tell_diagnostics(doc: Document) -> None:
    """Count the diagnostics by code, in one line; they are no errors."""
    from collections import Counter

    if doc.diagnostics:
        counts = Counter(found.code for found in doc.diagnostics)
        parts = ", ".join(f"{count} {code}" for code, count in counts.items())
        _tell(
            f"{len(doc.diagnostics)} diagnostic{'s' if len(doc.diagnostics) > 1 else ''}: {parts}"
        )


# ------------------------------------------------------------------------------------ wikiparse
# links


def _links(arguments: argparse.Namespace) -> int:
    doc = _document(arguments)
    rows = [COLUMNS, *_link_rows(doc)]
    _write("".join(["\t".join([_BREAKS.sub(" ", value) for value in row]) + "\n" for row in rows]))
    return DONE


_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
"""Characters that some reader of tab-separated values takes for the end of a value or of a line."""


def _link_rows(doc: Document) -> Iterator[tuple[str, ...]]:
    from wikiparse.nodes import Category, ExternalLink, Image, Link, Wikilink

    for node in doc.find_all((Wikilink, Category, Image, ExternalLink, Link)):
        target = namespace = fragment = interwiki = href = ""
        match node:
            case Wikilink():
                target, namespace, fragment, interwiki, href = (
                    node.title,
                    node.namespace,
                    node.fragment,
                    node.interwiki,
                    node.href,
                )
            case Category():
                target, namespace, href = node.name, "Category", node.href
            case Image():
                target, namespace, href = node.name, "File", node.href
            case ExternalLink() | Link():
                target = href = node.url
        # Tab-separated values have no null: an empty field.
        start, end = node.span or ("", "")
        yield (
            node.kind,
            target,
            namespace,
            fragment,
            interwiki,
            node.text,
            href,
            str(start),
            str(end),
        )


# ------------------------------------------------------------------------------------ wikiparse
# batch, replay, edges


@contextmanager
def _etl_errors() -> Iterator[None]:
    from wikiparse.etl.commands import CommandError

    try:
        yield
    except CommandError as error:
        raise _ConsoleError(str(error), error.status) from error


def _batch(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.commands import batch

    with _etl_errors():
        return batch(arguments, _tell)


def _replay(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.commands import replay

    with _etl_errors():
        return replay(arguments, _tell)


def _edges(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.commands import edges

    with _etl_errors():
        return edges(arguments, _write)


# ------------------------------------------------------------------------------------ wikiparse
# doctor


def _doctor(arguments: argparse.Namespace) -> int:  # noqa: ARG001  # as every command has them
    import platform
    from pathlib import Path

    lines = [
        f"{'python':18}{platform.python_version()}",
        f"{'Unicode':18}{unicodedata.unidata_version}",
        f"{OURS:18}{_version(OURS) or 'not installed'} in {Path(__file__).parent}",
    ]
    lines += [
        f"{name:18}{_version(name) or 'not installed'}"
        for name in ("attrs", "regex", "mwparserfromhell", "rich")
    ]
    _write("\n".join(lines) + "\n")
    # From the cause to its effects: the other distribution explains the rest.
    if fault := _foreign_distribution() or _foreign_package() or _changed_files():
        raise _ConsoleError(fault, FAILED)
    return DONE


def _cure(*names: str) -> str:
    """The advice how to mend it, in words: only the user knows where this package came from."""
    return f"To fix: python -m pip uninstall -y {' '.join(names)}, then install {OURS} again"


def _foreign_distribution() -> str | None:
    """The fault that the other distribution is installed as well: the later one has overwritten the
    earlier one.
    """
    version = _version(FOREIGN)
    if version is None:
        return None
    clash = (
        f"the other distribution {FOREIGN!r} ({version}) is installed too; "
        "its package and command have the same names"
    )
    return f"{clash}. {_cure(FOREIGN, OURS)}"


def _foreign_package() -> str | None:
    """The fault that the package that Python imports as `wikiparse` does not begin with the file
    beside this one.
    """
    from pathlib import Path

    found = getattr(sys.modules["wikiparse"], "__file__", None)
    if found is not None and Path(found).parent == Path(__file__).parent:
        return None
    found = found or "a folder without __init__.py"
    return f"what is imported as 'wikiparse' is not of {OURS}: {found}. {_cure(OURS)}"


def _changed_files() -> str | None:
    """The fault that files of the package are not those that were installed: overwritten, or taken
    away with the other's.
    """
    ours = _distribution(OURS)
    names = (
        []
        if ours is None
        else [path for path, recorded in _recorded(ours) if not _is_intact(ours, path, recorded)]
    )
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return (
        f"changed or missing since {OURS} was installed: "
        f"{', '.join(names[:3])}{more}. {_cure(OURS)}"
        if names
        else None
    )


def _recorded(ours: Distribution) -> list[tuple[str, str]]:
    """Path and hash of the package's files, as the installer recorded them (RECORD of the binary
    distribution format).

    `Distribution.files` would say less: since Python 3.12 it leaves out the files that are missing.
    """
    from csv import reader

    rows = reader((ours.read_text("RECORD") or "").splitlines())
    return [
        (row[0], row[1])
        for row in rows
        if len(row) > 1 and row[0].startswith("wikiparse/") and row[1]
    ]


def _is_intact(ours: Distribution, path: str, recorded: str) -> bool:
    """Whether a file still has its recorded hash."""
    from base64 import urlsafe_b64encode
    from hashlib import new
    from pathlib import Path

    name, _, value = recorded.partition("=")
    try:
        digest = new(name, Path(str(ours.locate_file(path))).read_bytes()).digest()
    except (OSError, ValueError):
        return False
    return urlsafe_b64encode(digest).decode().rstrip("=") == value


def _version(name: str) -> str | None:
    """The version of an installed distribution."""
    found = _distribution(name)
    return None if found is None else found.version


def _distribution(name: str) -> Distribution | None:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


# ------------------------------------------------------------------------------------ writing

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that a terminal may take for a command. A file or another program gets them as they
are."""


Escape = Callable[[re.Match[str]], str]


def _text_escape(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def _json_escape(match: re.Match[str]) -> str:
    """The characters as escapes of JSON, which count in UTF-16 units."""
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[pos : pos + 4]}" for pos in range(0, len(units), 4)])


def _html_escape(match: re.Match[str]) -> str:
    """The characters as character references. A control has none of its own in HTML."""
    return "".join(
        [
            "&#65533;" if _CONTROL.match(character) else f"&#{ord(character)};"
            for character in match[0]
        ]
    )


def _fit(text: str, out: TextIO, escape: Escape = _text_escape) -> str:
    """The text with escapes for characters that a terminal would obey, and for those that the
    encoding of a stream does not have.
    """
    # A file or a pipe gets the characters as they are; a terminal would obey them.
    if out.isatty():
        text = _CONTROL.sub(escape, text)
    encoding = out.encoding or "utf-8"
    if (
        escape is _html_escape and lookup(encoding).name != "utf-8"
    ):  # the page says that it is UTF-8, and ASCII is
        return re.sub(r"[^\x00-\x7f]+", escape, text)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        if escape is _json_escape:  # in ASCII it is still the same JSON
            return re.sub(r"[^\x00-\x7f]+", escape, text)
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _write(text: str, escape: Escape = _text_escape) -> None:
    """Write to standard output."""
    if sys.stdout is not None:  # it is None where the caller has closed it: then nobody reads
        with _writing(sys.stdout) as out:
            out.write(_fit(text, out, escape))


def _write_tree(tree: str) -> None:
    """Write a tree, in colors where a terminal shows them and `rich` makes them."""
    if (
        sys.stdout is None
        or not sys.stdout.isatty()
        or os.environ.get("NO_COLOR")
        or not find_spec("rich")
    ):
        _write(tree)
        return
    with _writing(sys.stdout) as out:
        write_colours(_fit(tree, out), out)


_TREE_LINE = re.compile(r" *(\w+)( \d+:\d+)?")


def write_colours(tree: str, out: TextIO) -> None:
    """Write the lines of a tree, kinds and spans in colors of their own.

    Without its colors it is the same text.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=out, highlight=False, soft_wrap=True)
    for line in tree.split("\n")[:-1]:
        text = Text(line)
        if match := _TREE_LINE.match(line):
            text.stylize("bold cyan", *match.span(1))
            text.stylize("dim", *match.span(2))
        console.print(text)


@contextmanager
def _writing(out: TextIO) -> Iterator[TextIO]:
    """Say in one line why an output cannot be written; a closed pipe is for `main`."""
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _drop_output()
        message = f"cannot write the output: {error.strerror or error}"
        raise _ConsoleError(message, FAILED) from error


def _drop_output() -> None:
    """Discard all that is still buffered: Python would try to write it at its end, and
    complain.
    """
    with suppress(OSError):
        # The handle itself is replaced: anything still buffered then goes to the null device.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(message: str) -> None:
    """Write one line to standard error. Names of files may hold anything."""
    if sys.stderr is not None:
        line = "".join(
            [c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in message]
        )
        with suppress(OSError):
            sys.stderr.write(_fit(f"wikiparse: {line}\n", sys.stderr))
