"""Link reference definitions (CommonMark 4.7).

    definition = label ":" [line-ending] destination [(space | line-ending) title] line-ending

A paragraph begins with them, and they are found when it ends: a title may reach over
several lines, and a definition that turns out to be none is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from wikiparse.drafts import LinkDefinition, LinkDefinitionDraft, ParagraphDraft
from wikiparse.markdown.attribute_syntax import find_attributes
from wikiparse.markdown.link_syntax import (
    LABEL,
    LONGEST_LABEL,
    TITLE,
    find_destination,
    normal_label,
    title_of,
)
from wikiparse.source import trim

if TYPE_CHECKING:
    from wikiparse.drafts import Draft, PageDraft
    from wikiparse.html.attributes import Attributes
    from wikiparse.markdown.blocks.state import State

GAP = re.compile(r"[ \t]*\n?[ \t]*")

WIKILINK_TITLE = ' "wikilink"\n'
"""The end of a definition of a wikilink; that of a link has a parenthesis."""

WIKILINK_DEFINITION = re.compile(r"]: (?>[^\s\"]{1,1000}) \"wikilink\"\n")

LINE_END = re.compile(r"[ \t]*(?:\n[ \t]*|\Z)")
"""The rest of a line, and the indentation of the next."""


def take_definitions(state: State, paragraph: ParagraphDraft, siblings: list[Draft]) -> None:
    """Take the definitions out of the start of a paragraph, the last of its siblings; without any
    other text it is gone.
    """
    text, pos, end = _content(state, paragraph)
    siblings.pop()  # until it is known whether any text is left; the definitions come before it
    while match := _match_definition(text, pos, end, state.dialect.attributes):
        siblings.append(_definition_draft(state, paragraph, match, text, pos))
        definition = match.definition
        # The first definition of a label counts (CommonMark 4.7).
        state.page.link_definitions.setdefault(normal_label(definition.label), definition)
        pos = match.next_start
        if pos >= end:
            return
    #     paragraph in the page:           cut by its offset
    #     paragraph in a block quote:      `_definition_draft` has removed its first lines
    if paragraph.lines is None:
        paragraph.start = paragraph.content_start = pos
    elif paragraph.lines:
        paragraph.start = paragraph.content_start = paragraph.lines[0][0]
    siblings.append(paragraph)


def take_wikilink_definitions(text: str, page: PageDraft) -> None:
    """Take the definitions out of the starts of a page's paragraphs, if one of them is of a
    wikilink: in hybrids they are text otherwise, since the converter wrote none.
    """
    # A longer string is found faster than the `]: ` of the pattern: its last character is looked at
    # first, and most letters are not in it.
    if WIKILINK_TITLE not in text or not WIKILINK_DEFINITION.search(text):
        return
    # Top-level paragraphs alone: pandoc puts the definitions at the end of the page, outside of all
    # containers.
    out: list[Draft] = []
    for draft in page.children:
        if type(draft) is not ParagraphDraft or text[draft.content_start] != "[":
            out.append(draft)
            continue
        pos, end = draft.content_start, draft.content_end
        while match := _match_definition(text, pos, end, False):
            out.append(LinkDefinitionDraft(pos, match.end, match.definition))
            page.link_definitions.setdefault(normal_label(match.definition.label), match.definition)
            pos = match.next_start
            if pos >= end:
                break
        if pos < end:
            draft.start = draft.content_start = pos
            out.append(draft)
    page.children[:] = out


def leaves_text(state: State, paragraph: ParagraphDraft) -> bool:
    """Whether a paragraph holds more than definitions."""
    text, pos, end = _content(state, paragraph)
    while match := _match_definition(text, pos, end, state.dialect.attributes):
        pos = match.next_start
    return pos < end


def _content(state: State, paragraph: ParagraphDraft) -> tuple[str, int, int]:
    """A text that holds the paragraph's content, and between which offsets."""
    if paragraph.lines is None:
        return state.text, paragraph.content_start, paragraph.content_end
    # The lines of a block quote, joined without their markers: offsets in it are no longer the
    # page's.
    text = "\n".join([state.text[start:end] for start, end in paragraph.lines])
    return text, 0, len(text)


def _definition_draft(
    state: State, paragraph: ParagraphDraft, match: _Match, text: str, pos: int
) -> LinkDefinitionDraft:
    """The draft of a definition. Lines between the markers of a block quote are consumed."""
    if paragraph.lines is None:
        start, end = pos, match.end
    else:
        count = text.count("\n", pos, match.end) + 1
        start, end = paragraph.lines[0][0], paragraph.lines[count - 1][1]
        del paragraph.lines[:count]
        end = trim(state.text, start, end, " \t")[1]
    return LinkDefinitionDraft(start, end, match.definition)


class _Match(NamedTuple):
    """A definition that was found."""

    definition: LinkDefinition
    end: int
    """The end of its content on its last line."""
    next_start: int
    """The start of the next line, without its indentation."""


def _match_definition(text: str, start: int, end: int, with_attributes: bool) -> _Match | None:
    """The definition that begins at `start`."""
    label = LABEL.match(text, start, end)
    if (
        label is None
        or not text.startswith(":", label.end())
        # A label is not white space alone (CommonMark 6.3).
        or not label[1].strip()
        or len(label[1]) > LONGEST_LABEL
    ):
        return None
    pos = GAP.match(text, label.end() + 1, end).end()  # type: ignore[union-attr]  # it matches anywhere
    destination = find_destination(text, pos, end)
    # An empty destination needs its angle brackets: `[a]: <>`.
    if destination is None or destination[2] == pos:
        return None
    url, url_end = text[destination[0] : destination[1]], destination[2]
    title_start = GAP.match(text, url_end, end).end()  # type: ignore[union-attr]
    # `[a]: /b"c"` has no title: white space must be before one.
    title = TITLE.match(text, title_start, end) if title_start > url_end else None
    if title is not None:
        attributes, after = _attributes(text, title.end(), end, with_attributes)
        if line_end := LINE_END.match(text, after, end):
            definition = LinkDefinition(label[1], url, title_of(title), attributes)
            return _Match(definition, after, line_end.end())
    # With text after it, it was no title: the definition may end on the line before.
    attributes, after = _attributes(text, url_end, end, with_attributes)
    line_end = LINE_END.match(text, after, end)
    if line_end is None:
        return None
    return _Match(LinkDefinition(label[1], url, "", attributes), after, line_end.end())


def _attributes(text: str, start: int, end: int, with_attributes: bool) -> tuple[Attributes, int]:
    """The attributes at the end of a definition, and where they end."""
    if with_attributes:
        gap_end = GAP.match(text, start, end).end()  # type: ignore[union-attr]
        found = find_attributes(text, gap_end, end)
        if found is not None:
            return found
    return (), start
