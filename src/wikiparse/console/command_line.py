"""The command line: its commands, and how one is run."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from wikiparse.console import (
    bulk,
    check,
    completion,
    convert,
    diff,
    doctor,
    links,
    parse,
    stats,
    templates,
    tree,
    view,
)
from wikiparse.console.arguments import Parser
from wikiparse.console.errors import INTERRUPTED, PIPE_CLOSED, ConsoleError
from wikiparse.console.output import drop_output, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.console.arguments import Run

COMMANDS: Final = (
    tree,
    view,
    check,
    stats,
    parse,
    links,
    diff,
    convert,
    bulk,
    templates,
    doctor,
    completion,
)
"""The modules of the commands, in the order of `wikiparse --help`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    0: done. 1: the installation is broken, or the output cannot be written. 2: the input cannot be
    read, or the command line is wrong (argparse raises SystemExit for that).
    """
    try:
        arguments = make_parser().read(argv)
        run: Run = arguments.run
        return run(arguments)
    except ConsoleError as failure:
        tell(str(failure))
        return failure.status
    except BrokenPipeError:  # `| head` has seen enough
        # Python flushes standard output at its end, and would complain of the pipe once more.
        drop_output()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED


def make_parser() -> Parser:
    """The parser of the command line, with those of all commands."""
    parser = Parser(
        prog="wikiparse",
        description="Read wiki articles: MediaWiki/Markdown hybrids, Markdown and wikitext.",
        epilog="""examples:
  wikiparse tree page.md                     show the tree of a page
  wikiparse view page.md                     look at source and tree in a browser
  wikiparse check pages/                     list the problems of a folder's pages
  wikiparse stats pages/                     count links, templates and problems
  wikiparse links page.md | cut -f 1,2       list the links of a page
  wikiparse diff old.md new.md               list the changes of a page
  wikiparse convert page.wikitext --to gfm   write a page, or a whole wiki, as Markdown
  wikiparse batch pages/ -o out              parse a folder or a dump into tables
  wikiparse templates dump.xml.bz2 -o t.db   gather the templates of a wiki
  wikiparse doctor                           check the installation""",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    version = getattr(sys.modules["wikiparse"], "__version__", "(unknown)")
    parser.add_argument("--version", action="version", version=f"{doctor.OURS} {version}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    # For `completion`, which is made of it.
    parser.set_defaults(parser=parser)
    return parser
