"""What must be true of every tree, whatever it was made from. Each check gives the faults it found,
as text."""

from __future__ import annotations

import json
import pickle
import re
from itertools import pairwise

import wikiparse
from wikiparse.render.wikitext.write import render_wikitext

SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
"""Two lone surrogates that happen to follow each other: JSON's escapes cannot tell them from the
character they would make."""
UNLIKE_SOURCE = re.compile(r"[\\&\n\r\t\0ⓦⓇ]|  |%[0-9A-Fa-f]{2}|`\{=")
"""What may make a text differ from the characters it stands for: escapes, entities,
percent-encoding, line endings, a converter's markers, the markup of raw wikitext."""


def span_faults(doc: wikiparse.Document) -> list[str]:
    """Children lie inside of their parent, in order and apart; every node of a source has a
    span, but what is put together from several lines of a cell that is drawn as text."""
    faults = []
    drawn: set[int] = set()
    if doc.dialect in ("pandoc", "variant"):
        drawn = {id(node) for cell in doc.find_all(wikiparse.TableCell) for node in cell.walk()}
    for node in doc.walk():
        spans = [child.span for child in node.children if child.span is not None]
        if node.span is None:
            if id(node) not in drawn:
                faults.append(f"{node!r} has no span")
            continue
        if not 0 <= node.span.start <= node.span.end <= len(doc.source):
            faults.append(f"{node!r} is outside of the source")
        if any(span.start < node.span.start or span.end > node.span.end for span in spans):
            faults.append(f"a child is outside of {node!r}")
        if any(left.end > right.start for left, right in pairwise(spans)):
            faults.append(f"children overlap in {node!r}")
    return faults


def text_faults(doc: wikiparse.Document) -> list[str]:
    """A text without escapes has the very characters of its span."""
    faults = []
    # What is nested too deep is text as it is written.
    is_cut = any(problem.code == "nesting-too-deep" for problem in doc.diagnostics)
    for node in doc.find_all(wikiparse.Text):
        if node.span is not None:
            raw = doc.source[node.span.start : node.span.end]
            # Calls that are characters; in pandoc's pages they are that in raw wikitext alone.
            shown = raw.replace("{{!}}", "|").replace("{{=}}", "=")
            allowed = {
                "wikitext": (shown, raw) if is_cut else (shown,),
                "pandoc": (raw, shown),
                "variant": (raw, shown),
            }.get(doc.dialect, (raw,))
            if not UNLIKE_SOURCE.search(raw) and node.value not in allowed:
                faults.append(f"{node!r} stands for {raw!r}")
    return faults


def shape_faults(doc: wikiparse.Document) -> list[str]:
    """No text is empty, none touches another, and no block begins with white space."""
    faults = []
    for node in doc.walk():
        if isinstance(node, wikiparse.Text) and not node.value:
            faults.append(f"{node!r} is empty")
        texts = [
            child.span if isinstance(child, wikiparse.Text) else None for child in node.children
        ]
        if any(
            left is not None and right is not None and left.end == right.start
            for left, right in pairwise(texts)
        ):
            faults.append(f"two texts touch in {node!r}")
        if (
            isinstance(node, (wikiparse.Paragraph, wikiparse.Heading))
            and node.span
            and doc.source[node.span.start : node.span.end][:1] in " \t\n"
        ):
            faults.append(f"{node!r} begins with white space")
    return faults


def copy_faults(doc: wikiparse.Document) -> list[str]:
    """The tree comes back equal, spans included, from its dictionary, its JSON and its pickle."""
    faults = []
    places = [(node.kind, node.span) for node in doc.walk()]
    copies = {
        "to_dict": wikiparse.Document.from_dict(doc.to_dict()),
        "pickle": pickle.loads(pickle.dumps(doc)),
    }
    if not SURROGATE_PAIR.search(doc.source):
        copies["to_json"] = wikiparse.Document.from_dict(json.loads(doc.to_json()))
    for name, copy in copies.items():
        if copy != doc:
            faults.append(f"the copy through {name} is not equal")
        if (
            copy.source != doc.source
            or copy.diagnostics != doc.diagnostics
            or copy.detection != doc.detection
        ):
            faults.append(
                f"the copy through {name} has another source, other "
                "diagnostics or another detection"
            )
        if [(node.kind, node.span) for node in copy.walk()] != places:
            faults.append(f"the copy through {name} has other spans")
    return faults


def output_faults(doc: wikiparse.Document) -> list[str]:
    """The ways out answer, and the source is written back."""
    faults = [
        f"{way}() gives no text"
        for way in ("tree", "to_text", "to_json", "to_wikitext")
        if not isinstance(getattr(doc, way)(), str)
    ]
    if str(doc) != doc.source:
        faults.append("str() is not the source")
    if not isinstance(render_wikitext(doc), str):
        faults.append("render_wikitext() gives no text")
    if not isinstance(doc.to_html(safe=False), str):
        faults.append("to_html(safe=False) gives no text")
    return faults + html_faults(doc.to_html())


HTML_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z]+(?:="[^"<>]*")?)*)>|[^<>]+')
VOID = frozenset(("br", "hr", "img", "input", "wbr"))


def html_faults(html: str) -> list[str]:
    """Safe HTML is made of whole tags, each end tag closes the one that is open, and no id is there
    twice."""
    faults, opened, at = [], [], 0
    while at < len(html) and (match := HTML_TOKEN.match(html, at)):
        at = match.end()
        if match[1]:
            if not opened or opened.pop() != match[2]:
                faults.append(f"{match[0]} closes another element")
        elif match[2] and match[2] not in VOID:
            opened.append(match[2])
    if at < len(html) or opened:
        faults.append(f"not well formed at {html[at : at + 30]!r}, open {opened}")
    ids = re.findall(r' id="([^"]*)"', html)
    if len(ids) != len(set(ids)) or not all("-" in found for found in ids):
        faults.append("an id is there twice, or has no prefix")
    return faults


def diagnostic_faults(doc: wikiparse.Document) -> list[str]:
    """Every diagnostic has a known code with its severity, words, and a place in the source."""
    faults = []
    for found in doc.diagnostics:
        if (
            found.code not in wikiparse.CODES
            or found.severity != wikiparse.CODES[found.code][0]
            or not found.message
        ):
            faults.append(f"{found} is none of the documented ones")
        if found.span is not None and not 0 <= found.span.start <= found.span.end <= len(
            doc.source
        ):
            faults.append(f"{found} is outside of the source")
    return faults


def all_faults(doc: wikiparse.Document, text: str) -> list[str]:
    """The faults of every check; `text` is what was parsed."""
    written = [] if str(doc) == text else ["the text is not written back"]
    checks = (span_faults, text_faults, shape_faults, copy_faults, output_faults, diagnostic_faults)
    return [*written, *(fault for check in checks for fault in check(doc))]
