"""Captions of pandoc's tables: a paragraph above or below one.

caption = (":" | "Table:" | "table:") inline*
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import (
    DescriptionListDraft,
    ListDraft,
    ParagraphDraft,
    ParentDraft,
    PipeTableDraft,
    TextTableDraft,
)

if TYPE_CHECKING:
    from wikiparse.drafts import Draft

# `:word` as well as `: text`, but not `::` or `:-`, which may be a div or a delimiter row.
CAPTION = re.compile(r"(?::(?=[^\W_]|[ \t\n])|[Tt]able:)[ \t]*+\n?[ \t]*+(?=[^ \t\n])")

TABLES = frozenset((TextTableDraft, PipeTableDraft))


def attach_captions(text: str, drafts: list[Draft]) -> None:
    """Attach captions to the tables, at any depth: the one above counts before the one below."""
    stack = [drafts]
    while stack:
        siblings = stack.pop()
        has_tables = False
        for draft in siblings:
            if type(draft) in TABLES:
                has_tables = True
            elif type(draft) is ListDraft:
                stack += [item.children for item in draft.items]
            elif type(draft) is DescriptionListDraft:
                stack += [part.children for part in draft.items]
            elif isinstance(draft, ParentDraft):
                stack.append(draft.children)
        if has_tables:
            siblings[:] = _with_captions(text, siblings)


def _with_captions(text: str, siblings: list[Draft]) -> list[Draft]:
    """Siblings without the paragraphs that became captions."""
    out: list[Draft] = []
    for draft in siblings:
        before = out[-1] if out else None
        if isinstance(draft, (TextTableDraft, PipeTableDraft)):
            if type(before) is ParagraphDraft and _take_caption(text, draft, before):
                out.pop()
        elif (
            type(draft) is ParagraphDraft
            and isinstance(before, (TextTableDraft, PipeTableDraft))
            # The one above was there first.
            and before.caption is None
            and _take_caption(text, before, draft)
        ):
            continue
        out.append(draft)
    return out


def _take_caption(
    text: str, table: TextTableDraft | PipeTableDraft, paragraph: ParagraphDraft
) -> bool:
    """Make a paragraph the caption of a table, if it looks like one."""
    match = CAPTION.match(text, paragraph.content_start, paragraph.content_end)
    if match is None:
        return False
    content_start = match.end()
    if paragraph.lines is not None:
        lines = [(max(start, content_start), end) for start, end in paragraph.lines]
        paragraph.lines = [(start, end) for start, end in lines if start < end]
    paragraph.content_start = content_start
    table.caption = paragraph
    # The span of a table takes its caption in: children are within their parent.
    table.start = min(table.start, paragraph.start)
    table.end = max(table.end, paragraph.end)
    return True
