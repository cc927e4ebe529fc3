"""Trees with texts made of markup characters, written as Markdown and read again.

    python scripts/markdown_trees.py [--count 20000] [--first 0] [--flavor gfm] [--show 5]

The trees are those of `tests/trees.py`, one for each seed, and the check is the one that
`tests/test_markdown_output.py` makes of fewer trees: the same text and the same nodes come back,
and written again it is the same Markdown. A tree that fails is made smaller as long as it fails.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from markdown_checks import check
from trees import MarkdownTrees
from wikiparse import nodes
from wikiparse.render.markdown.flavors import FLAVORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wikiparse import Document


def fault(doc: Document, flavor: str) -> str:
    """The fault of a tree; "" for none."""
    try:
        check(doc, flavor)
    except AssertionError as error:
        return str(error) or "not the same"
    return ""


def smaller(node: Any) -> Iterator[Any]:
    """Trees that are smaller by one step: without a child, with its content, or with less text."""
    children = node.children
    for index, child in enumerate(children):
        before, after = children[:index], children[index + 1 :]
        if not isinstance(child, nodes.Heading):
            yield evolve(node, children=before + after)
        if not child.is_block or isinstance(child, nodes.Blockquote):
            yield evolve(node, children=(*before, *child.children, *after))
        if isinstance(child, nodes.List):
            content = [block for item in child.children for block in item.children]
            yield evolve(node, children=(*before, *content, *after))
        for less in smaller(child):
            yield evolve(node, children=(*before, less, *after))
    value = getattr(node, "value", None)
    if isinstance(node, (nodes.Text, nodes.InlineCode)):
        for index in range(len(value) if len(value) > 1 else 0):
            yield evolve(node, value=value[:index] + value[index + 1 :])


def smallest(doc: Document, flavor: str) -> Document:
    """The smallest failing tree that single steps lead to."""
    steps = 0
    while True:
        for less in smaller(doc):
            steps += 1
            if steps > 20_000:
                return doc
            if fault(less, flavor):
                doc = less
                break
        else:
            return doc


def main() -> int:
    """Print the trees that fail."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--flavor", action="append", choices=list(FLAVORS))
    parser.add_argument("--show", type=int, default=5, help="how many trees to make smaller")
    arguments = parser.parse_args()
    total = 0
    for flavor in arguments.flavor or FLAVORS:
        start = time.process_time()
        seeds = []
        for seed in range(arguments.first, arguments.first + arguments.count):
            doc = MarkdownTrees(random.Random(seed)).page()
            if fault(doc, flavor):
                seeds.append(seed)
                if len(seeds) <= arguments.show:
                    least = smallest(doc, flavor)
                    print(f"--- {flavor}, seed {seed}")
                    print(least.tree().rstrip())
                    print(repr(least.to_markdown(flavor)), flush=True)
        spent = time.process_time() - start
        print(
            f"{flavor}: {arguments.count:,} trees in {spent:.0f} s, {len(seeds)} fail {seeds[:9]}"
        )
        total += len(seeds)
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
