"""Documents and nodes in a notebook, as HTML that is safe to show.

A document is a view in a sandbox of its own, if it is small enough to be stored with the notebook;
otherwise, and where a notebook shows no `iframe`, a few facts. A node is one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.render.dump import shown_values
from wikiparse.render.html.sanitize import escape
from wikiparse.render.view.page import render_view, title_of

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.page import Page

MOST_SOURCE = 60_000
"""Code points of a source that is shown as a view."""
MOST_VIEW = 400_000
"""Characters of a view that is shown."""
MOST_SECTIONS = 20
"""Titles of sections that are listed where there is no view."""
EXCERPT = 100
"""Characters of a value or an excerpt."""

_SOFT = '<span style="opacity:.65">'


def document_html(page: Page) -> str:
    """A document: its facts, and its view or the titles of its sections."""
    source = str(page)
    facts = [
        page.dialect,
        page.lang or "",
        f"{len(source):,} characters",
        f"{len(page.diagnostics):,} diagnostics" if page.diagnostics else "",
    ]
    line = (
        f"<strong>{_short(title_of(page))}</strong> "
        f"{_SOFT}{escape(' · '.join(filter(None, facts)))}</span>"
    )
    view = render_view(page) if len(source) <= MOST_SOURCE else ""
    if not view or len(view) > MOST_VIEW:
        return f"<div>{line}<br>{_outline(page)}</div>\n"
    # No origin, no forms, no pop-ups: only its own script, which the policy of the page allows.
    return (
        f"<div>{line}</div>\n"
        f'<iframe sandbox="allow-scripts" loading="lazy" title="{escape(title_of(page))}" '
        'style="width:100%;height:560px;border:1px solid rgba(128,128,128,.35);border-radius:8px" '
        f'srcdoc="{_attribute(view)}"></iframe>\n'
    )


def _outline(page: Page) -> str:
    """The titles of the sections of a page that is too large for a view here."""
    titles = [section.title for section in page.sections]
    shown = " · ".join([_short(title) for title in titles[:MOST_SECTIONS]])
    more = f" · … {len(titles) - MOST_SECTIONS} more" * (len(titles) > MOST_SECTIONS)
    return (
        f"{shown}{more}<br>{_SOFT}Too large to be shown here: <code>to_view()</code> has it.</span>"
    )


def node_html(node: Node) -> str:
    """A node: kind, span, values, and an excerpt unless a value says the same."""
    values = [(name, _plain(value)) for name, value in shown_values(node)]
    shown = "".join([f" {_SOFT}{escape(name)}</span> {_short(value)}" for name, value in values])
    span = f" {_SOFT}{node._start}:{node._end}</span>" if node._start >= 0 else ""
    excerpt = _excerpt(node)
    is_new = bool(excerpt) and excerpt not in [value for _, value in values]
    below = f"<br><code>{_short(excerpt)}</code>" if is_new else ""
    return f"<div><strong>{node.kind}</strong>{span}{shown}{below}</div>\n"


def _excerpt(node: Node) -> str:
    """The source of a node that keeps it, as those in braces do; otherwise its text."""
    source: str | None = getattr(node, "_source", None)
    if source and node._start >= 0:
        return source[node._start : min(node._end, node._start + EXCERPT + 1)]
    return node.text


def _plain(value: object) -> str:
    if isinstance(value, tuple) and not hasattr(value, "_asdict"):
        return " ".join(
            [
                f"{item[0]}={item[1]}" if isinstance(item, tuple) and len(item) == 2 else str(item)
                for item in value
            ]
        )
    return str(value)


def _short(text: str) -> str:
    """A text in one line, cut and escaped."""
    line = " ".join(text[: 4 * EXCERPT].split())
    return escape(line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…")


def _attribute(html: str) -> str:
    """HTML as the value of an attribute; it keeps its line endings, which its hashes count."""
    return html.replace("&", "&amp;").replace('"', "&quot;")
