"""The commands `batch`, `replay` and `edges`: their arguments, and how they are run.

The console lists them.
"""

from __future__ import annotations

import math
import os
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from wikiparse.dialect import DIALECTS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from wikiparse.etl.batch import Settings, Summary
    from wikiparse.etl.sources import Selection
    from wikiparse.expand.store import TemplateStore

    Tell = Callable[[str], None]

DONE, FAILED, BAD_INPUT = 0, 1, 2

MOST_WORKERS: Final = 1_024
LARGEST_MB: Final = 1 << 20
"""MiB that a page, a part or a worker may have at most: more than there are."""
DEFAULT_PAGE, DEFAULT_MEMORY = 16, 1024
"""MiB."""


class CommandError(Exception):
    """A message for the user, and the exit status that goes with it."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


# ------------------------------------------------------------------------------ wikiparse batch


def add_batch(command: argparse.ArgumentParser) -> None:
    """The arguments of `wikiparse batch`."""
    command.description = """\
Parse many pages into a folder of parts, with a manifest and, for pages that failed, dead letters.

INPUT is a folder or a file of pages (*.md, *.wikitext), a pattern of such names, an archive (.zip,
.tar, .tar.gz, .tar.xz, .tar.zst), JSON Lines, Parquet, or a MediaWiki XML dump (.xml, .bz2, .gz,
.zst; a multistream dump in parallel if its index is beside it). The output is the same for any
number of workers, and after any interruption."""
    command.add_argument("inputs", metavar="INPUT", nargs="+", help="the pages to read")
    command.add_argument(
        "-o", "--out", metavar="OUT", required=True, type=_folder, help="the folder to write to"
    )
    command.add_argument(
        "--resume", action="store_true", help="go on with a run that was interrupted"
    )
    _add_common(command)
    command.add_argument(
        "--namespaces",
        metavar="LIST",
        type=namespace_list,
        default=("0",),
        help="of a dump: numbers or names with commas, or all (default: 0)",
    )
    command.add_argument("--redirects", action="store_true", help="of a dump: take redirects too")
    command.add_argument(
        "--revisions",
        choices=("last", "all"),
        default="last",
        help="of a dump with histories: the last of each page, or each as a page (default: last)",
    )


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        choices=("parquet", "jsonl"),
        default="parquet",
        help="the form of the output (default: parquet)",
    )
    command.add_argument(
        "--workers",
        metavar="N",
        type=number_from(1, MOST_WORKERS),
        help="processes, at most (default: one for each processor)",
    )
    command.add_argument(
        "--progress",
        choices=("auto", "never"),
        default="auto",
        help="report how far it is (default: auto)",
    )
    command.add_argument(
        "--timeout",
        metavar="S",
        type=_seconds,
        default=60.0,
        help="seconds that a page may take (default: 60)",
    )
    command.add_argument(
        "--memory",
        metavar="MB",
        type=number_from(0, LARGEST_MB),
        default=DEFAULT_MEMORY,
        help=f"MiB that a page may take; 0: any (default: {DEFAULT_MEMORY})",
    )
    command.add_argument(
        "--largest-page",
        metavar="MB",
        type=number_from(1, LARGEST_MB),
        help=f"MiB that a page may have (default: {DEFAULT_PAGE}, or --memory if that is less)",
    )
    command.add_argument(
        "--part",
        metavar="MB",
        type=number_from(1, LARGEST_MB),
        default=64,
        help="MiB of source for an output file (default: 64)",
    )
    command.add_argument(
        "--columns",
        metavar="COLUMNS",
        default="",
        help="columns of the output beside id and error, with commas (default: all)",
    )
    command.add_argument(
        "--keep",
        metavar="COLUMNS",
        default="",
        help="columns of the input that pass through as texts, with commas",
    )
    command.add_argument(
        "--dialect",
        choices=("auto", *DIALECTS),
        default="auto",
        help="the markup, where the input does not tell",
    )
    command.add_argument(
        "--lang",
        metavar="TAG",
        type=language_tag,
        help="the language of the wiki, where the input does not tell",
    )
    command.add_argument(
        "--templates",
        metavar="FILE",
        help="expand the templates of the wiki, from a file that `wikiparse templates` wrote",
    )


def _folder(name: str) -> Path:
    if not name or "\0" in name:
        raise ValueError
    return Path(name)


def namespace_list(words: str) -> tuple[str, ...] | None:
    """The namespaces of a list, or None for all. Raises ValueError, as argparse wants it."""
    names = tuple([name.strip() for name in words.split(",")])
    if not all(names):
        raise ValueError
    return None if names == ("all",) else names


def language_tag(tag: str) -> str:
    """The tag of a language that is known. Raises ValueError, as argparse wants it."""
    from wikiparse.sites.languages import resolve_language  # slow to load, and seldom needed

    if resolve_language(tag) is None:
        raise ValueError
    return tag


def number_from(least: int, most: int) -> Callable[[str], int]:
    """The type of an argument that is a number of a range."""

    def number(word: str) -> int:
        value = int(word)
        if not least <= value <= most:
            raise ValueError
        return value

    number.__name__ = f"number from {least:,} to {most:,}"  # argparse puts it into its message
    return number


def _seconds(word: str) -> float:
    value = float(word)
    # `float` reads "inf" and "nan", which no timer takes.
    if not (math.isfinite(value) and 0 < value < 1e6):
        raise ValueError
    return value


# argparse puts these into its messages: "invalid language that is known value: 'klingon'".
_seconds.__name__ = "number of seconds"
_folder.__name__ = "folder"
namespace_list.__name__ = "list of namespaces"
language_tag.__name__ = "language of a wiki"


def batch(arguments: argparse.Namespace, tell: Tell) -> int:
    """Run `wikiparse batch`.

    The status is 1 if an input was damaged, or the output cannot be written.
    """
    from wikiparse.etl.sources import Selection  # slow to load, and seldom needed

    selection = Selection(
        namespaces=arguments.namespaces,
        redirects=arguments.redirects,
        revisions=arguments.revisions,
    )
    settings = _settings(arguments, selection)
    summary = _run(
        arguments.inputs, arguments.out, settings, arguments, tell, resume=arguments.resume
    )
    _tell_summary(summary, arguments.out, tell)
    return FAILED if summary.damaged else DONE


def _settings(arguments: argparse.Namespace, selection: Selection | None = None) -> Settings:
    # Slow to load, and seldom needed: processes.
    from wikiparse.etl.batch import Settings
    from wikiparse.etl.rows import Options
    from wikiparse.etl.sources import Bounds, Selection

    if arguments.format == "parquet" and find_spec("pyarrow") is None:
        message = "Parquet needs pyarrow: install the extra 'arrow', or use --format jsonl"
        raise CommandError(message, BAD_INPUT)
    return Settings(
        format=arguments.format,
        options=Options(
            dialect=arguments.dialect,
            language=arguments.lang,
            columns=_columns("columns", arguments.columns) or None,
            keep=_columns("keep", arguments.keep),
            templates=None if arguments.templates is None else _store(arguments.templates),
        ),
        bounds=Bounds(page=_largest_page(arguments) << 20),
        selection=selection or Selection(),
        workers=arguments.workers or min(_processors(), MOST_WORKERS),
        timeout=arguments.timeout,
        memory=arguments.memory,
        part_bytes=arguments.part << 20,
    )


def _store(path: str) -> TemplateStore:
    """The templates of a file. Raises CommandError for another file."""
    # Few runs expand templates.
    from wikiparse.expand.store import TemplateStore

    try:
        return TemplateStore.open(path)
    except (OSError, ValueError) as error:
        reason = f"{path}: {error.strerror}" if isinstance(error, OSError) else str(error)
        raise CommandError(reason, BAD_INPUT) from error


def _columns(option: str, given: str) -> tuple[str, ...]:
    """The names of columns in the value of an option. Raises CommandError where `Options` refuses
    them.
    """
    # Slow to load, and seldom needed: processes.
    from wikiparse.etl.rows import Options

    names = tuple([name.strip() for name in given.split(",") if name.strip()])
    try:
        Options(**{option: names})  # type: ignore[arg-type]  # both are names of columns
    except ValueError as error:
        raise CommandError(str(error), BAD_INPUT) from error
    return names


def _largest_page(arguments: argparse.Namespace) -> int:
    """MiB that a page may have. Raises CommandError for more than a worker may hold."""
    memory, page = arguments.memory or LARGEST_MB, arguments.largest_page
    if page is None:
        return min(DEFAULT_PAGE, memory)
    if page > memory:
        message = (
            f"--largest-page {page} is more than --memory {memory}: a page of that size could not "
            "even be read; give more memory, or a smaller largest page"
        )
        raise CommandError(message, BAD_INPUT)
    return page  # type: ignore[no-any-return]


def _processors() -> int:
    # The processors that this process may use: in a container fewer than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(
    inputs: Sequence[str],
    out: Path,
    settings: Settings,
    arguments: argparse.Namespace,
    tell: Tell,
    *,
    resume: bool = False,
) -> Summary:
    # Slow to load, and seldom needed: processes.
    from wikiparse.etl.batch import BatchError, run
    from wikiparse.etl.batch.progress import Progress

    progress = Progress.to(arguments.progress)
    try:
        return run(inputs, out, settings, resume=resume, progress=progress)
    except BatchError as error:
        raise CommandError(str(error), BAD_INPUT if error.is_input else FAILED) from error
    except KeyboardInterrupt:
        progress.close()
        tell(f"interrupted after {progress.pages:,} pages; the same command with --resume goes on")
        raise
    finally:
        progress.close()


def _tell_summary(summary: Summary, out: Path, tell: Tell) -> None:
    from wikiparse.etl.sources import Damage  # slow to load, and seldom needed

    megabytes = summary.source_bytes / 1e6
    tell(
        f"{summary.pages:,} pages, {megabytes:,.1f} MB: {summary.ok:,} ok, "
        f"{summary.dead:,} dead letters, {summary.skipped:,} not selected; "
        f"{summary.parts} part{'' if summary.parts == 1 else 's'} in {out}, {summary.seconds:.1f} s"
    )
    for damage in summary.damaged[:10]:
        tell(f"damaged: {Damage(**damage)}")
    if len(summary.damaged) > 10:
        tell(f"and {len(summary.damaged) - 10} more; all are in {out / '_manifest.json'}")
    if summary.dead:
        tell(f"to try the dead letters again: wikiparse replay {out}")


# ------------------------------------------------------------------------------ wikiparse replay


def add_replay(command: argparse.ArgumentParser) -> None:
    """The arguments of `wikiparse replay`."""
    command.description = """\
Try the dead letters of a run again, perhaps with more time or memory, or a newer version.

DEADLETTERS is the folder of a run, or a file _dead-NNNNN.jsonl of one. Without -o it is only
reported how many of them can be parsed now. The exit status is 1 if some cannot."""
    command.add_argument("inputs", metavar="DEADLETTERS", nargs="+", help="where they are")
    command.add_argument("-o", "--out", metavar="OUT", type=_folder, help="the folder to write to")
    _add_common(command)


def replay(arguments: argparse.Namespace, tell: Tell) -> int:
    """Run `wikiparse replay`."""
    if not arguments.out:
        arguments.format = "jsonl"  # nobody reads it, and Arrow need not be there
    settings = _settings(arguments)
    files = _letter_files(arguments.inputs)
    with TemporaryDirectory() as folder:
        out = arguments.out or Path(folder) / "out"
        summary = _run(files, out, settings, arguments, tell) if files else None
    if summary is None:
        tell("no dead letters")
        return DONE
    if arguments.out:
        _tell_summary(summary, out, tell)
    else:
        ok, pages = summary.ok, summary.pages
        tell(f"{ok:,} of {pages:,} dead letters can be parsed now; -o OUT writes them")
    return FAILED if summary.dead or summary.damaged else DONE


def _letter_files(inputs: Sequence[str]) -> list[str]:
    files: list[str] = []
    for given in inputs:
        path = Path(given)
        if path.is_dir():
            if not (path / "_manifest.json").exists() and not any(path.glob("_dead-*.jsonl")):
                message = f"{given} is not the folder of a run"
                raise CommandError(message, BAD_INPUT)
            files += [str(found) for found in sorted(path.glob("_dead-*.jsonl"))]
        elif path.name.startswith("_dead-"):
            files.append(given)
        else:
            message = (
                f"cannot read {given}: dead letters are in files called _dead-NNNNN.jsonl, or in "
                "the folder that holds them"
            )
            raise CommandError(message, BAD_INPUT)
    return files


# ------------------------------------------------------------------------------ wikiparse edges


def add_edges(command: argparse.ArgumentParser) -> None:
    """The arguments of `wikiparse edges`."""
    command.description = """\
Write the links between the articles of a run as a graph: a line for each pair of pages, and how
often the first links to the second. Links to other wikis, to other namespaces and within a page are
left out."""
    command.add_argument(
        "inputs", metavar="OUT", nargs="+", help="the folder of a run, or parts of one"
    )
    command.add_argument(
        "--format",
        choices=("csv", "dot"),
        default="csv",
        help="the form of the output (default: csv)",
    )


def edges(arguments: argparse.Namespace, write: Tell) -> int:
    """Run `wikiparse edges`."""
    from wikiparse.etl.edges import EdgesError, edge_lines  # slow to load, and seldom needed

    try:
        for line in edge_lines([Path(given) for given in arguments.inputs], arguments.format):
            write(line)
    except EdgesError as error:
        raise CommandError(str(error), BAD_INPUT) from error
    return DONE


EXAMPLES: Final = {
    "batch": "wikiparse batch enwiki-pages-articles-multistream.xml.bz2 -o enwiki --workers 8",
    "replay": "wikiparse replay enwiki --timeout 600 --memory 8192 -o enwiki-again",
    "edges": "wikiparse edges enwiki --format csv > edges.csv",
}
