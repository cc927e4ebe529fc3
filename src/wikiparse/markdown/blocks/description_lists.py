"""Description lists, in the form that old pandoc gave them (docs/dialects.md).

    details without a term = marker line-ending, then blocks indented by four
    term with details      = marker term "  " line-ending, then the details

A list is one if every item has one of these forms, items that lost all their content aside.
"""

from __future__ import annotations

from wikiparse.drafts import (
    DescriptionDetailsDraft,
    DescriptionTermDraft,
    ListDraft,
    ListItemDraft,
    ParagraphDraft,
)
from wikiparse.source import trim

Parts = list[DescriptionTermDraft | DescriptionDetailsDraft]


def parts_of_list(text: str, draft: ListDraft) -> Parts:
    """The terms and details of a list that is a description list; none if it is not."""
    # Bullets alone: old pandoc wrote no numbers for them.
    if draft.first_number is not None:
        return []
    parts: Parts = []
    has_content = False
    for item in draft.items:
        if not item.children:
            parts.append(DescriptionDetailsDraft(item.start, item.end))
            continue
        # Of most lists the first item says that they are none.
        made = _parts_of_item(text, item)
        if not made:
            return []
        has_content = True
        parts += made
    return parts if has_content else []


def _parts_of_item(text: str, item: ListItemDraft) -> Parts:
    """The details of an item whose content begins below its marker, or the term and the details of
    one whose first paragraph has a hard line break; none for any other.
    """
    children = item.children
    first = children[0]
    if text.find("\n", item.start, first.start) >= 0:
        return [DescriptionDetailsDraft(item.start, item.end, children)]
    if type(first) is not ParagraphDraft or first.lines is not None:
        return []
    # Two spaces: the hard line break between term and details.
    end = text.find("  \n", first.content_start, first.content_end)
    if end < 0:
        return []
    start = trim(text, end, first.content_end)[0]
    paragraph = ParagraphDraft(start, first.end, start, first.content_end)
    return [
        DescriptionTermDraft(item.start, end, first.content_start, end),
        DescriptionDetailsDraft(start, item.end, [paragraph, *children[1:]]),
    ]
