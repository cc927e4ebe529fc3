"""Description lists, in the form that old pandoc gave them (docs/dialects.md).

    details without a term = marker line-ending, then blocks indented by four
    term with details      = marker term "  " line-ending, then the details

A list is one if every item has one of these forms, items that lost all their content aside.
"""

from __future__ import annotations

from wikiparse.drafts import (
    DescriptionDetailsDraft,
    DescriptionListDraft,
    DescriptionTermDraft,
    Draft,
    ListDraft,
    ListItemDraft,
    ParagraphDraft,
    ParentDraft,
)
from wikiparse.source import trim


def describe(text: str, drafts: list[Draft]) -> None:
    """Replace the lists that are description lists by such, at any depth."""
    stack = [drafts]
    while stack:
        siblings = stack.pop()
        for index, draft in enumerate(siblings):
            if type(draft) is ListDraft:
                # Bullets alone: old pandoc wrote no numbers for them.
                if draft.first_number is None and _is_description_list(text, draft.items):
                    parts = [part for item in draft.items for part in _parts_of(text, item)]
                    siblings[index] = DescriptionListDraft(draft.start, draft.end, parts)
                    # A stack, not a recursion: lists nest as deeply as `Limits.max_depth` allows,
                    # and the caller may be deep itself.
                    stack += [part.children for part in parts]
                else:
                    stack += [item.children for item in draft.items]
            elif isinstance(draft, ParentDraft):
                stack.append(draft.children)


def _is_description_list(text: str, items: list[ListItemDraft]) -> bool:
    """Whether every item that has content has one of the two forms, and there is such an item."""
    has_content = False
    for item in items:
        if item.children:
            if not _is_details(text, item) and _term_end(text, item) is None:
                return False
            has_content = True
    return has_content


def _is_details(text: str, item: ListItemDraft) -> bool:
    """Whether the content of an item begins below its marker."""
    return "\n" in text[item.start : item.children[0].start]


def _term_end(text: str, item: ListItemDraft) -> int | None:
    """Where the term of an item ends: before the first hard line break of its first paragraph."""
    first = item.children[0]
    if type(first) is not ParagraphDraft or first.lines is not None:
        return None
    # Two spaces: the hard line break between term and details.
    end = text.find("  \n", first.content_start, first.content_end)
    return end if end >= 0 else None


def _parts_of(
    text: str, item: ListItemDraft
) -> list[DescriptionTermDraft | DescriptionDetailsDraft]:
    """The term and the details of an item, or its details alone."""
    children = item.children
    if not children or _is_details(text, item):
        return [DescriptionDetailsDraft(item.start, item.end, children)]
    end = _term_end(text, item)
    first = children[0]
    assert end is not None  # by the condition of the caller
    assert type(first) is ParagraphDraft
    start = trim(text, end, first.content_end)[0]
    paragraph = ParagraphDraft(start, first.end, start, first.content_end)
    return [
        DescriptionTermDraft(item.start, end, first.content_start, end),
        DescriptionDetailsDraft(start, item.end, [paragraph, *children[1:]]),
    ]
