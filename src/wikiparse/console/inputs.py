"""The pages that a command goes through: files, folders, archives, tables and dumps."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Final

from wikiparse.collector import bulk
from wikiparse.console.errors import BAD_INPUT, FAILED, ConsoleError
from wikiparse.console.output import tell
from wikiparse.console.page import add_dialect, file_name, standard_input

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from wikiparse.console.progress import Progress
    from wikiparse.document import Document
    from wikiparse.etl.pages import SourcePage

STANDARD_INPUT: Final = "-"
SMALL: Final = 2 << 20
"""Bytes of input below which pages are read in this process: workers take longer to start."""
INPUTS: Final = """INPUT is a folder or a file of pages (*.md, *.wikitext), a pattern of such names,
an archive, JSON Lines, Parquet, or a MediaWiki XML dump, as for `wikiparse batch`; - is one page on
standard input."""


def add_inputs(command: argparse.ArgumentParser) -> None:
    """Add the arguments that say which pages, and how to read them."""
    from wikiparse.etl.commands import MOST_WORKERS, language_tag, namespace_list, number_from

    command.add_argument(
        "inputs", metavar="INPUT", nargs="+", type=file_name, help="the pages to read"
    )
    add_dialect(command)
    command.add_argument(
        "--lang",
        metavar="TAG",
        type=language_tag,
        help="the language of the wiki, where the input does not tell",
    )
    command.add_argument(
        "--namespaces",
        metavar="LIST",
        type=namespace_list,
        help="of a dump: numbers or names with commas (default: all)",
    )
    command.add_argument(
        "--workers",
        metavar="N",
        type=number_from(0, MOST_WORKERS),
        help="processes, at most; 0: none but this one (default: one for each processor, or 0 if "
        "there is little to read)",
    )


class Losses:
    """Pages and parts of the input that could not be read: each is told on standard error."""

    def __init__(self, progress: Progress) -> None:
        self.count = 0
        self._progress = progress

    def __call__(self, loss: object) -> None:
        """Tell of a page or a part; its text says where it is and why."""
        self.count += 1
        self._progress.clear()
        tell(str(loss))


def results_of(
    function: Callable[[Document, SourcePage], Any],
    arguments: argparse.Namespace,
    losses: Losses,
) -> Iterator[Any]:
    """The values of a function for each page of the inputs, in order.

    The function can be pickled; it is called in processes that are watched if there is much to
    read. Raises ConsoleError at once for an input that cannot be read at all.
    """
    if STANDARD_INPUT in arguments.inputs:
        return iter([_of_standard_input(function, arguments)])
    # Slow to load, and not needed for a page on standard input.
    from wikiparse.etl.map import map_pages, processors
    from wikiparse.etl.rows import Options

    size = size_of(arguments)
    workers = arguments.workers
    if workers is None:
        workers = 0 if size < SMALL else processors()
    pages = map_pages(
        function,
        arguments.inputs,
        workers=workers,
        namespaces=arguments.namespaces,
        options=Options(dialect=arguments.dialect, language=arguments.lang),
        with_page=True,
        on_error=losses,
        on_damage=losses,
    )
    return _with_errors(pages, nullcontext() if workers else bulk())


def _with_errors(pages: Iterator[Any], context: AbstractContextManager[None]) -> Iterator[Any]:
    """The values, made in a context, with an error that is told in one line."""
    from wikiparse.etl.batch.pool import PoolError

    try:
        with context:
            yield from pages
    except PoolError as error:
        raise ConsoleError(str(error), FAILED) from error


def size_of(arguments: argparse.Namespace) -> int:
    """The bytes of all inputs, which are all there. Raises ConsoleError."""
    from wikiparse.etl.pages import BOUNDS
    from wikiparse.etl.sources import InputError, Selection, check_inputs

    selection = Selection(namespaces=arguments.namespaces, redirects=True)
    try:
        return check_inputs(arguments.inputs, BOUNDS, selection)
    except InputError as error:
        raise ConsoleError(str(error), BAD_INPUT) from error


def _of_standard_input(
    function: Callable[[Document, SourcePage], Any], arguments: argparse.Namespace
) -> Any:
    from wikiparse.etl.pages import SourcePage

    if arguments.inputs != [STANDARD_INPUT]:
        message = "- is standard input, and can only be the one input"
        raise ConsoleError(message, BAD_INPUT)
    try:
        page = SourcePage(raw=standard_input(), source=STANDARD_INPUT)
    except OSError as error:
        message = f"cannot read standard input: {error.strerror or error}"
        raise ConsoleError(message, BAD_INPUT) from error
    doc = page.parse(dialect=arguments.dialect, lang=arguments.lang)
    return function(doc, page)


def origin_of(page: SourcePage) -> tuple[str, str]:
    """The file that a page is in, and its name there: "" for a file that is the page itself.

    The name is the path within an archive, or the title.
    """
    from wikiparse.etl.sources.folders import is_page

    if page.source == STANDARD_INPUT or is_page(page.source):
        return page.source, ""
    if page.id and is_page(page.id):
        return page.source, page.id
    return page.source, page.title or page.id or str(page.offset)
