"""Random edits over a corpus, and the pages that they leave.

    python scripts/random_edits.py CORPUS [--edits 10000] [--seed 1] [--show KIND]

CORPUS is a folder with folders of pages (`.md`, `.wikitext`). Each edit is made on a page as it
is, by a verb with a random node. Then it is looked at without the comparison that the library makes
itself:

* bytes: all of the old page but the edited node is in the new one, in order;
* tree: the new page has the links, headings, templates, images, categories, cells and items that it
  had, but for those in the edited node, in order; each footnote reference still has its definition;
* edit: a section has the title, an argument the value, that was set; an inserted text is there.

Printed are the shares of edits that were made, refused and wrong, by verb, and the reasons. The
edits of pages of wikitext are made with mwparserfromhell as well, and looked at in the same way.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wikicode_edits import CannotError, edited

import wikiparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wikiparse import Document, Node

KINDS = (
    wikiparse.Wikilink,
    wikiparse.ExternalLink,
    wikiparse.Category,
    wikiparse.Image,
    wikiparse.Template,
    wikiparse.Heading,
    wikiparse.ListItem,
    wikiparse.TableCell,
    wikiparse.CodeBlock,
    wikiparse.Math,
)
REMOVABLE = (
    wikiparse.Wikilink,
    wikiparse.Template,
    wikiparse.Paragraph,
    wikiparse.ListItem,
    wikiparse.List,
    wikiparse.Table,
    wikiparse.TableRow,
    wikiparse.Section,
    wikiparse.FootnoteReference,
    wikiparse.Category,
    wikiparse.Image,
    wikiparse.Emphasis,
)
LARGEST = 60_000
RAW_START = re.compile(r"(?:`{3,}\{=\w+\}\s*|`?)\Z")
RAW_END = re.compile(r"(?:\s*`{3,}|`\{=\w+\})?")


class Trial(NamedTuple):
    """An edit to try: the verb, the node, its arguments, and a check of the new page."""

    verb: str
    node: Node
    values: tuple[object, ...]
    holds: Callable[[Document], bool]
    inserted: str = ""


def pages(corpus: Path, chosen: random.Random) -> Iterator[tuple[Path, Document]]:
    """Pages without end, in random order."""
    paths = sorted(
        path
        for path in corpus.rglob("*")
        if path.suffix in (".md", ".wikitext") and path.stat().st_size <= LARGEST
    )
    while True:
        chosen.shuffle(paths)
        for path in paths:
            dialect = "wikitext" if path.suffix == ".wikitext" else "auto"
            lang = re.match(r"[a-z]{2,3}(?=-)", path.name)
            text = path.read_text(encoding="utf-8", errors="replace")
            yield path, wikiparse.parse(text, dialect=dialect, lang=lang[0] if lang else None)


def trial(doc: Document, chosen: random.Random) -> Trial | None:
    """A random edit of a page; None where the page has nothing for the verb."""
    verb = chosen.choice(
        ["insert_before", "insert_after", "append", "remove", "remove", "rename_section",
         "set_section", "set_argument", "set_argument", "remove_argument"]
    )  # fmt: skip
    is_wikitext = doc.dialect == "wikitext"
    if verb == "append":
        return Trial(verb, doc, ("Zqx end.",), lambda new: "Zqx end." in new.to_text(), "Zqx end.")
    if verb in ("rename_section", "set_section"):
        sections = list(doc.find_all(wikiparse.Section))
        sections = [s for s in sections if s.span and id(s) in _top(doc)]
        if not sections:
            return None
        section = chosen.choice(sections)
        if verb == "set_section":
            return Trial(
                verb, section, ("Zqx body.",), lambda new: _body(new, section), "Zqx body."
            )
        title = chosen.choice(["Zqx", "Zqx & [[co]]", "*Zqx* 'a'", "Zqx_b_c <i>"])
        return Trial(verb, section, (title,), lambda new: new.section(title) is not None, title)
    if verb in ("set_argument", "remove_argument"):
        templates = [t for t in doc.templates if t.span and t.arguments and not t.is_markup]
        if not templates:
            return None
        template = chosen.choice(templates)
        name = chosen.choice(template.arguments).name
        index = [t.name for t in doc.templates if t.name == template.name]
        assert index
        if verb == "remove_argument":
            return Trial(verb, template, (name,), lambda _: True)
        name = chosen.choice([name, "zqx", str(len(template.arguments) + 1)])
        value = chosen.choice(["Zqx", "Zqx|b", "Zqx = 1", "{{zqx}}"])
        return Trial(verb, template, (name, value), lambda new: _has_value(new, name, value))
    cls = chosen.choice(REMOVABLE)
    nodes = [n for n in doc.find_all(cls) if n.span]
    if not nodes:
        return None
    node = chosen.choice(nodes)
    if verb == "remove":
        return Trial(verb, node, (), lambda _: True)
    text = "Zqx new"
    if isinstance(node, wikiparse.TableRow):
        text = _row(doc, node)
        if not text:
            return None
    if isinstance(node, wikiparse.Image) and doc.parent(node).kind == "gallery":
        text = "File:Zqx new.jpg"
    if not isinstance(node, (wikiparse.ListItem, wikiparse.TableRow)) and node.is_block:
        text = chosen.choice(["Zqx new.", "* Zqx new" if is_wikitext else "- Zqx new"])
    return Trial(verb, node, (text,), lambda new: "Zqx new" in str(new), text)


def _row(doc: Document, row: wikiparse.TableRow) -> str:
    """A new row in the form of another one; "" for a table that is drawn with spaces or dashes."""
    source, cells = doc.source_of(row), max(1, len(row.cells))
    if source.startswith("<"):
        return f"<tr>{'<td>Zqx new</td>' * cells}</tr>"
    if doc.dialect == "wikitext":
        return "| Zqx new"
    return "|" + " Zqx new |" * cells if source.startswith("|") else ""


def _top(doc: Document) -> set[int]:
    found, stack = set(), list(doc.sections)
    while stack:
        section = stack.pop()
        found.add(id(section))
        stack += section.sections
    return found


def _body(new: Document, section: wikiparse.Section) -> bool:
    return any(
        s.heading.text == section.heading.text and len(s.children) > 1
        and "Zqx body." in s.children[1].text
        for s in new.find_all(wikiparse.Section)
    )  # fmt: skip


def _has_value(new: Document, name: str, value: str) -> bool:
    wanted = value.replace("|", "&#124;")
    for template in new.templates:
        argument = template.get(name)
        if argument is not None and new.source_of(argument).endswith(wanted):
            return True
        if argument is not None and new.source_of(argument).strip().endswith(wanted):
            return True
    return False


def signature(doc: Document, left_out: set[int]) -> list[tuple[str, str]]:
    """The nodes of a page, in order, but for some: kind, and its own values."""
    out = []
    for node in doc.walk():
        if id(node) in left_out or not isinstance(node, KINDS):
            continue
        value = next(
            (str(getattr(node, n)) for n in ("href", "url", "name", "value") if hasattr(node, n)),
            "",
        )
        if isinstance(node, wikiparse.Heading):
            value = f"{node.level} {node.text.replace('Zqx new', '')}"
        out.append((node.kind, value))
    return out


def footnote_texts(doc: Document, left_out: set[int], edited: Node | None) -> list[str | None]:
    """The text of the footnote of each reference; None of one that holds the edited node."""
    out: list[str | None] = []
    for reference in doc.footnote_references:
        if id(reference) in left_out:
            continue
        definition = doc.footnote(reference)
        if definition is None:
            out.append("")
        elif edited is not None and any(node is edited for node in definition.walk()):
            out.append(None)
        else:
            out.append(definition.text.strip())
    return out


def same_footnotes(old: list[str | None], new: list[str | None]) -> bool:
    """Whether the references have the footnotes that they had."""
    return len(old) == len(new) and all(a is None or a == b for a, b in zip(old, new, strict=True))


def faults(doc: Document, new: Document, made: Trial) -> list[str]:
    """The faults of the page after an edit."""
    found = []
    inside = _about(doc, made)
    old_text, new_text = str(doc), str(new)
    own: set[int] = set() if made.verb in ("insert_before", "insert_after", "append") else inside
    if made.verb == "remove":
        # The title of the heading around it is another one.
        own = own | {id(n) for n in doc.ancestors(made.node) if n.kind == "heading"}
    old, now = signature(doc, own), signature(new, _fresh(new, made))
    if made.verb == "rename_section":
        old, now = ([pair for pair in side if pair[0] != "heading"] for side in (old, now))
    if not _is_subsequence_once(old, now, made):
        found.append("tree: other nodes")
    if made.verb in ("remove", "set_section", "rename_section"):
        gone = inside
    else:
        gone = inside if made.verb.endswith("argument") else set()
    texts = footnote_texts(doc, gone, made.node), footnote_texts(new, _fresh(new, made), None)
    if not same_footnotes(*texts):
        found.append("tree: footnotes")
    if not made.holds(new):
        found.append("edit: not there")
    if not doc.footnote_references or made.verb not in ("remove", "set_section", "remove_argument"):
        span = made.node.span
        assert span is not None
        low, high = span.start, span.end
        if made.verb == "append":
            # After it is the list of footnotes, or metadata.
            low = high = len(old_text) - _common_end(old_text, new_text)
        if doc.dialect == "pandoc":
            # The markup that says that something is wikitext or HTML.
            low -= len(RAW_START.search(old_text, max(0, low - 40), low)[0])
            high = RAW_END.match(old_text, high).end()
        near = max(0, low - 200)
        before = old_text[:near] + re.sub(
            r"[>*#:;\s|=<!-]*+(\d+[.)])?[>\s]*+\Z", "", old_text[near:low]
        )
        after = re.sub(r"\A[\s>*#:;|]*", "", old_text[high:])
        if not (new_text.startswith(before) and new_text.endswith(after)):
            found.append("bytes: changed outside")
    return found


def _about(doc: Document, made: Trial) -> set[int]:
    """The identities of the nodes that an edit is about."""
    if made.verb == "rename_section":
        heading = made.node.children[0]
        return {id(n) for n in heading.walk()}
    if made.verb == "set_section":
        body = {id(n) for c in made.node.children[1:] for n in c.walk()}
        return _with_footnotes(doc, body)
    if made.verb in ("set_argument", "remove_argument"):
        argument = made.node.get(str(made.values[0]))  # type: ignore[attr-defined]
        if argument is None:
            return set()
        same = [a for a in made.node.arguments if a.name == argument.name]  # type: ignore[attr-defined]
        return _with_footnotes(doc, {id(n) for a in same for n in a.walk()})
    inside = {id(n) for n in made.node.walk()}
    return _with_footnotes(doc, inside)


def _with_footnotes(doc: Document, inside: set[int]) -> set[int]:
    """Some nodes, and those of the footnotes that are referenced by these alone."""
    for definition in doc.footnotes:
        callers = doc.references(definition)
        if callers and all(id(r) in inside for r in callers):
            inside |= {id(n) for n in definition.walk()}
    return inside


def _fresh(new: Document, made: Trial) -> set[int]:
    """The nodes of the new page that hold nothing but inserted text."""
    return {
        id(n)
        for n in new.walk()
        if n.span
        and n.kind not in ("section", "document")
        and "zqx" in (new.source_of(n)[:80].lower())
        and isinstance(n, (wikiparse.ListItem, wikiparse.TableCell, wikiparse.Image,
                           wikiparse.Template))
        and (n.kind != "image" or n.name == "Zqx new.jpg")
        and (n.kind != "template" or getattr(n, "name", "") == "zqx")
        and (n.kind != "list_item" or (made.node.is_block and n.text.strip(" *.") == "Zqx new"))
        and (n.kind != "table_cell" or made.node.kind == "table_row")
    }  # fmt: skip


def _is_subsequence_once(
    old: list[tuple[str, str]], now: list[tuple[str, str]], made: Trial
) -> bool:
    if made.verb in ("remove", "set_section", "remove_argument"):
        # The list, item or cell around the removed node may have gone with it, a footnote may have
        # moved to the next reference to it; metadata at the end of the page stays.
        values = [(k, v) for k, v in old if k != "list_item"]
        kept = Counter((k, v) for k, v in now if k != "list_item")
        return not (Counter(values) - kept)
    return old == now


def _common_end(old: str, new: str) -> int:
    """How many characters two texts have in common at their ends."""
    end = 0
    while end < min(len(old), len(new)) and old[-1 - end] == new[-1 - end]:
        end += 1
    return end


def ours(doc: Document, made: Trial) -> list[str]:
    """The faults of an edit by this library, or the reason why it is refused."""
    try:
        if made.verb == "append":
            new = doc.append(str(made.values[0]))
        else:
            new = getattr(doc, made.verb)(made.node, *made.values)
    except ValueError as error:
        reason = re.sub(r"(['\"]).*?\1", "…", re.sub(r"[0-9]+", "N", str(error)))
        return [f"refused: {reason}"]
    return faults(doc, new, made)


def theirs(doc: Document, made: Trial) -> list[str]:
    """The faults of the same edit by mwparserfromhell."""
    try:
        source = edited(doc, made.verb, made.node, made.values)
    except CannotError:
        return ["refused: it has no such node"]
    except (ValueError, IndexError, AttributeError, TypeError) as error:
        return [f"refused: {type(error).__name__}"]
    new = wikiparse.parse(source, dialect=doc.dialect, title=doc.title, lang=doc.lang)
    return faults(doc, new, made)


def state_of(found: list[str]) -> str:
    """Which column an edit is counted in."""
    if not found:
        return "as said"
    return "refused" if found[0].startswith("refused") else "wrong"


def print_table(counts: dict[str, Counter[str]], titles: tuple[str, ...]) -> None:
    """A table of the documentation, with a row for each verb and one for all."""
    print("| verb | edits | " + " | ".join(titles) + " |")
    print("|---|" + "--:|" * (len(titles) + 1))
    everything: Counter[str] = Counter()
    for by in counts.values():
        everything += by
    for verb, by in [*sorted(counts.items()), ("all", everything)]:
        name = verb if verb == "all" else f"`{verb}`"
        total = by["as said"] + by["refused"] + by["wrong"]
        shares = [f"{100 * by[title] / total:.1f} %" for title in titles]
        print(f"| {name} | {total:,} | {' | '.join(shares)} |")
    print()


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", help="print edits of which the reason matches this pattern")
    options = parser.parse_args()
    chosen = random.Random(options.seed)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    in_wikitext: dict[str, Counter[str]] = defaultdict(Counter)
    reasons: Counter[str] = Counter()
    others: Counter[str] = Counter()
    done = 0
    for path, doc in pages(options.corpus, chosen):
        for _ in range(6):
            made = trial(doc, chosen)
            if made is None or done == options.edits:
                continue
            done += 1
            found = ours(doc, made)
            counts[made.verb][state_of(found)] += 1
            for reason in found:
                key = f"{made.verb} {made.node.kind}: {reason}"
                reasons[key] += 1
                if options.show and re.search(options.show, key):
                    span = made.node.span
                    print(path, doc.dialect, made.verb, span, made.values, reason)
                    print("   ", repr(str(doc)[max(0, span.start - 100) : span.end + 100])[:700])
            if doc.dialect == "wikitext":
                other = theirs(doc, made)
                by = in_wikitext[made.verb]
                by[state_of(other)] += 1
                by["by this library"] += not found
                others.update(f"{made.verb} {made.node.kind}: {reason}" for reason in other)
        if done == options.edits:
            break
    print_table(counts, ("as said", "refused", "wrong"))
    print("By mwparserfromhell, in the pages of wikitext:\n")
    print_table(in_wikitext, ("by this library", "as said", "refused", "wrong"))
    for title, table in (("this library", reasons), ("mwparserfromhell", others)):
        print(f"{title}:")
        for reason, count in table.most_common(60):
            print(f"{count:5}  {reason[:170]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
