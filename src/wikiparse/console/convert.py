"""`wikiparse convert`: a page, or all pages of a wiki, in another markup."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wikiparse.console.arguments import add_command
from wikiparse.console.errors import BAD_INPUT, DONE, FAILED, ConsoleError
from wikiparse.console.inputs import (
    INPUTS,
    SMALL,
    STANDARD_INPUT,
    Losses,
    add_inputs,
    size_of,
)
from wikiparse.console.output import html_escape, tell, text_escape, write
from wikiparse.console.page import read_page
from wikiparse.console.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse.console.arguments import Commands, Parser
    from wikiparse.etl.convert.report import Summary
    from wikiparse.etl.convert.settings import Writing

NAMED: Final = 3
"""Lost constructs that the summary names."""


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    from wikiparse.etl.convert.formats import FORMATS

    does = "write a page, or all pages of a wiki, in another markup"
    example = "wikiparse convert dump.xml.bz2 --to obsidian -o vault/"
    command = add_command(commands, "convert", _convert, does, example)
    command.description = f"""Write a page in another markup, or many pages as files that link to
each other.

{INPUTS}

One file of a page is written to standard output, or to the file -o. Anything else needs a folder
-o: the names, sections and redirects of all pages are read first, then the pages are written, so
that the input must be one that can be read twice. The report in the folder, _conversion.jsonl,
has a line for each page, with constructs that could not be said and links that lead nowhere.

exit status: 0; 1 if the output, or a page of it, cannot be written; 2 if an input, or a page of
one, cannot be read, or the command line is wrong."""
    add_inputs(command)
    command.set_defaults(namespaces=("0",))
    command.add_argument(
        "--to",
        choices=tuple(FORMATS),
        required=True,
        help="the form: GitHub Flavored Markdown, a vault of Obsidian, HTML, or with the titles of "
        "pages in their links hybrid Markdown or wikitext",
    )
    command.add_argument(
        "-o", "--out", metavar="OUT", type=_out, help="the folder to write to; of one page the file"
    )
    command.add_argument(
        "--update",
        action="store_true",
        help="write into a folder that has other files, which are left alone, and replace files of "
        "an earlier conversion that nobody has changed; of one page replace the file",
    )
    command.add_argument(
        "--missing",
        choices=("text", "wiki", "link"),
        help="links to pages that are not written, and to other wikis: their text alone, links to "
        "--wiki, or links to their titles (default: wiki if it is given, otherwise text; of one "
        "page link)",
    )
    command.add_argument(
        "--wiki",
        metavar="URL",
        type=_wiki,
        help="the URL of the wiki's pages, with the title at its end or in place of $1, such as "
        "https://en.wikipedia.org/wiki/",
    )
    command.add_argument(
        "--images",
        metavar="WHERE",
        type=_images,
        help="the folder in OUT that the wiki's images are put in, or their URL like that of "
        "--wiki, such as https://commons.wikimedia.org/wiki/Special:FilePath/ (default: the names "
        "as they are)",
    )
    command.add_argument(
        "--front-matter",
        action="store_true",
        help="Markdown begins with title and categories as YAML (in obsidian always)",
    )
    command.add_argument(
        "--tags", action="store_true", help="write categories as tags; takes --front-matter along"
    )
    command.add_argument("--title", help="of one page: its title (default: the file's name)")


def _out(name: str) -> str:
    if not name or "\0" in name:
        message = "a name of a file or folder cannot be empty or hold NUL"
        raise argparse.ArgumentTypeError(message)
    return name


def _wiki(url: str) -> str:
    if not re.match(r"https?://[^/\s]+", url) or re.search(r"\s", url):
        message = f"{url!r} is no URL that begins with https:// or http://"
        raise argparse.ArgumentTypeError(message)
    return url


def _images(where: str) -> str:
    if "://" in where:
        return _wiki(where)
    where = where.replace(os.sep, "/").removeprefix("./").rstrip("/")
    if not where or where.startswith("/") or ".." in where.split("/"):
        message = f"{where!r} is neither a URL nor a folder within OUT"
        raise argparse.ArgumentTypeError(message)
    return where


def _convert(arguments: argparse.Namespace) -> int:
    if _is_one_page(arguments):
        return _convert_page(arguments)
    if not arguments.out:
        message = "many pages need a folder: -o OUT"
        raise ConsoleError(message, BAD_INPUT)
    if STANDARD_INPUT in arguments.inputs:
        message = "- is one page on standard input, and can only be the one input"
        raise ConsoleError(message, BAD_INPUT)
    if arguments.title is not None:
        message = "--title is for one page"
        raise ConsoleError(message, BAD_INPUT)
    return _convert_pages(arguments)


def _writing(arguments: argparse.Namespace, missing: str) -> Writing:
    from wikiparse.etl.convert.settings import Writing

    missing = arguments.missing or ("wiki" if arguments.wiki else missing)
    if missing == "wiki" and not arguments.wiki:
        message = "--missing wiki needs the URL of the wiki: --wiki URL"
        raise ConsoleError(message, BAD_INPUT)
    return Writing(
        to=arguments.to,
        missing=missing,  # type: ignore[arg-type]  # one of the choices
        wiki=arguments.wiki or "",
        images=arguments.images or "",
        front_matter=arguments.front_matter or arguments.tags,
        tags=arguments.tags,
    )


# --- one page


def _is_one_page(arguments: argparse.Namespace) -> bool:
    """Whether there is one page, and no folder that it shall go to."""
    from wikiparse.etl.sources.folders import is_page

    out = arguments.out
    if out and (out.endswith(("/", os.sep)) or Path(out).is_dir()):
        return False
    given = arguments.inputs
    is_file = is_page(given[0]) and not Path(given[0]).is_dir() and "*" not in given[0]
    return len(given) == 1 and (given[0] == STANDARD_INPUT or is_file)


def _convert_page(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.clean import clean
    from wikiparse.etl.convert.links import Links
    from wikiparse.etl.convert.writing import written

    writing = _writing(arguments, "link")
    doc = read_page(argparse.Namespace(**vars(arguments) | {"file": arguments.inputs[0]}))
    links = Links(writing, doc.title or "")
    # Without a choice the form itself says where links lead.
    is_plain = writing.missing == "link" and not writing.images
    text, lost = written(doc, writing, None if is_plain else links)
    if not arguments.out:
        write(text, html_escape if arguments.to == "html" else text_escape)
    else:
        _write_file(Path(arguments.out), clean(text).encode(), update=arguments.update)
    if lost:
        _say(f"left out: {_named(lost)}")
    return DONE


def _write_file(path: Path, data: bytes, *, update: bool) -> None:
    from wikiparse.etl.batch.parts import AtomicFile

    try:
        with AtomicFile(path, replaces=update) as out:
            out.file.write(data)
    except FileExistsError as error:
        message = f"{path} is there already: --update replaces it"
        raise ConsoleError(message, FAILED) from error
    except OSError as error:
        message = f"cannot write {path}: {error.strerror or error}"
        raise ConsoleError(message, FAILED) from error


# --- many pages


def _convert_pages(arguments: argparse.Namespace) -> int:
    from wikiparse.etl.convert.run import ConvertError, Listener, Settings, convert
    from wikiparse.etl.map import processors
    from wikiparse.etl.rows import Options

    workers = arguments.workers
    if workers is None:
        workers = 0 if size_of(arguments) < SMALL else processors()
    progress = Progress()
    losses = Losses(progress)
    settings = Settings(
        writing=_writing(arguments, "text"),
        update=arguments.update,
        workers=workers,
        namespaces=arguments.namespaces,
        options=Options(dialect=arguments.dialect, language=arguments.lang),
    )
    out = Path(arguments.out)
    listener = Listener(stage=progress.begin, page=progress.add, loss=losses)
    try:
        summary = convert(arguments.inputs, out, settings, listener)
    except ConvertError as error:
        raise ConsoleError(str(error), BAD_INPUT if error.is_input else FAILED) from error
    except KeyboardInterrupt:
        progress.clear()
        _say(f"interrupted; the same command with --update writes {out} again")
        raise
    finally:
        progress.clear()
    _say(*_summary_lines(summary, out))
    if summary.dead or summary.damaged:
        return BAD_INPUT
    return FAILED if summary.kept else DONE


def _say(*lines: str) -> None:
    for line in lines:
        tell(line)


def _summary_lines(summary: Summary, out: Path) -> Iterator[str]:
    from wikiparse.etl.convert.report import NAME

    parts = [f"{_count(summary.written, 'page')} written to {out}"]
    for number, one, more in (
        (summary.unchanged, "as it was", "as they were"),
        (
            summary.kept,
            "not written, since its file is not ours",
            "not written, since their files are not ours",
        ),
        (summary.dead, "failed", "failed"),
        (summary.damaged, "part of the input not read", "parts of the input not read"),
        (summary.redirects, "redirect", "redirects"),
        (summary.broken_redirects, "of them to no page", "of them to no page"),
        (summary.clashes, "file name with a number", "file names with a number"),
        (
            summary.earlier,
            "file of an earlier conversion left",
            "files of an earlier conversion left",
        ),
    ):
        if number:
            parts.append(f"{number:,} " + (one if number == 1 else more))
    yield ", ".join(parts)
    links = summary.links
    if links:
        leading = links["pages"] + links["redirects"]
        shown = [f"{leading:,} to pages written here"]
        shown += [
            f"{links[name]:,} {words}"
            for name, words in (
                ("missing", "to pages that are not"),
                ("other wikis", "to other wikis"),
                ("fragments", "to sections that are not there"),
            )
            if links[name]
        ]
        yield f"links: {', '.join(shown)}"
    if summary.lost:
        yield f"left out: {_named(summary.lost)}"
    yield f"report: {out / NAME}"


def _named(lost: dict[str, int]) -> str:
    pairs = sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = [f"{number:,} × {name}" for name, number in pairs[:NAMED]]
    rest = sum([number for _, number in pairs[NAMED:]])
    return ", ".join(shown) + (f", and {rest:,} others" if rest else "")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
