"""Whether a tree comes back from the Markdown that is written of it."""

from __future__ import annotations

from collections import Counter
from urllib.parse import unquote

import wikiparse
from wikiparse import nodes
from wikiparse.render.markdown.flavors import FLAVORS
from wikiparse.render.markdown.write import render_markdown


def again(text: str, flavor: str) -> wikiparse.Document:
    """Markdown of a flavor, read."""
    return wikiparse.parse(text, dialect=FLAVORS[flavor].dialect, lang="en")


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def kinds_of(doc: wikiparse.Document) -> Counter[str]:
    """How many nodes of each kind, and their values."""
    found: Counter[str] = Counter()
    for node in doc.walk():
        if isinstance(node, nodes.Link | nodes.Wikilink):
            found["link " + squeezed(node.text)] += 1
        elif isinstance(node, nodes.ExternalLink):
            found["external " + unquote(node.url)] += 1
        elif isinstance(node, nodes.CodeBlock):
            found["code " + squeezed(node.value)] += 1
        elif isinstance(node, nodes.Math | nodes.MathBlock):
            found["math " + squeezed(node.value)] += 1
        elif isinstance(node, nodes.FootnoteReference):
            note = doc.footnote(node)
            found["reference " + ("" if note is None else squeezed(note.text))] += 1
        elif isinstance(
            node,
            nodes.Section | nodes.Heading | nodes.Blockquote | nodes.ListItem | nodes.Image,
        ):
            found[node.kind] += 1
    return found


def check(doc: wikiparse.Document, flavor: str) -> None:
    """Assert that a tree is read back, and written the same a second time."""
    written = render_markdown(doc, flavor)
    read = again(written, flavor)
    assert squeezed(read.text) == squeezed(doc.text), written
    before, after = kinds_of(doc), kinds_of(read)
    if not FLAVORS[flavor].html_tables:  # cells are lines there
        lost = ("code ", "list_item", "blockquote")
        before = Counter({k: n for k, n in before.items() if not k.startswith(lost)})
    assert before - after == Counter(), written
    assert render_markdown(read, flavor) == written, written
