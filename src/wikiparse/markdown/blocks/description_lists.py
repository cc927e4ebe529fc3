"""Description lists, in the form that old pandoc gave them (docs/dialects.md).

    details without a term = marker line-ending, then blocks indented by four
    term with details      = marker term "  " line-ending, then the details

A list is one if every item has one of these forms, items that lost all their content aside.
"""

from __future__ import annotations

from wikiparse.drafts import Draft


def describe(text: str, drafts: list[Draft]) -> None:
    """Make those of the lists that are description lists such, at any depth."""
    stack = [drafts]
    while stack:
        siblings = stack.pop()
        for draft in siblings:
            if draft.kind == "list":
                _describe(text, draft)
            if draft.children and draft.kind != "table":
                stack.append(draft.children)


def _describe(text: str, draft: Draft) -> None:
    """Make a list a description list, if it is one."""
    if draft.info[1] is not None:
        return
    terms: list[int] = []
    for item in draft.children:
        if not item.children:
            terms.append(0)
            continue
        first = item.children[0]
        if "\n" in text[item.start : first.start]:
            terms.append(-1)
        elif (
            first.kind == "paragraph"
            and first.lines is None
            and (end := text.find("  \n", first.at, first.to)) >= 0
        ):
            terms.append(end)
        else:
            return
    if not any(terms):
        return
    parts: list[Draft] = []
    for item, end in zip(draft.children, terms, strict=True):
        children = item.children
        if end > 0:
            first = children[0]
            parts.append(Draft("description_term", item.start, end, first.at, end))
            begin = end
            while text[begin] in " \n\t":
                begin += 1
            children = [Draft("paragraph", begin, first.end, begin, first.to), *children[1:]]
            details = Draft("description_details", begin, item.end)
        else:
            details = Draft("description_details", item.start, item.end)
        details.children = children
        parts.append(details)
    draft.kind, draft.children = "description_list", parts
