"""`wikiparse links`: the links, categories and images of a page as tab-separated values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.console.arguments import add_command
from wikiparse.console.errors import DONE
from wikiparse.console.output import write
from wikiparse.console.page import add_page, read_page

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from wikiparse.console.arguments import Commands, Parser
    from wikiparse.document import Document

COLUMNS = ("kind", "target", "namespace", "fragment", "interwiki", "text", "href", "start", "end")
"""The header of `wikiparse links`."""


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    example = "wikiparse links page.md | grep ^wikilink | cut -f 2"
    command = add_command(
        commands, "links", _links, "list the links, categories and images of a page", example
    )
    command.description = f"""List the links, categories and images of a page as tab-separated
values. Nothing is quoted; tabs and line endings inside of a value are blanks.

columns: {" ".join(COLUMNS)}
target is a page's title, a file's name or an address; href is the address as it is written;
start and end are code points of the file."""
    add_page(command)


def _links(arguments: argparse.Namespace) -> int:
    doc = read_page(arguments)
    rows = [COLUMNS, *_link_rows(doc)]
    write("".join(["\t".join([_BREAKS.sub(" ", value) for value in row]) + "\n" for row in rows]))
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
