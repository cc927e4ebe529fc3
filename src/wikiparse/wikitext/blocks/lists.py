"""Lists of wikitext (MediaWiki: `BlockLevelPass::execute`).

    item = marker+ content          "*" bulleted, "#" numbered, ";" term, ":" details
    term = ";" content [":" content]

Two neighboring lines share the lists of their common markers; `;` and `:` are one marker there.
Markers beyond the deepest level that is allowed are text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import (
    DescriptionDetailsDraft,
    DescriptionListDraft,
    DescriptionTermDraft,
    ItemContentDraft,
    ListDraft,
    ListItemDraft,
    leaf,
)
from wikiparse.source import trim
from wikiparse.wikitext.blocks.comments import comment_line_end
from wikiparse.wikitext.blocks.tables import TABLE_START, start_table
from wikiparse.wikitext.preprocessor import PLAIN_LINK, after_hidden

if TYPE_CHECKING:
    from wikiparse.drafts import Draft
    from wikiparse.wikitext.blocks.state import State
    from wikiparse.wikitext.preprocessor import Island

    AnyList = ListDraft | DescriptionListDraft
    AnyItem = ListItemDraft | DescriptionTermDraft | DescriptionDetailsDraft

MARKERS = re.compile(r"[*#:;]+")


def start_list(state: State, pos: int) -> int:
    """All lines of a list; comments alone on a line are part of the item before them."""
    text, end = state.text, state.end
    if text[pos] == ":" and TABLE_START.match(text, pos, end):
        return start_table(state, pos)
    # First all lines, then their structure: which list a marker goes on with depends on the line
    # before.
    lines: list[tuple[int, int, int]] = []
    line_end = state.lines.line_end
    start = pos
    while pos < end:
        match = MARKERS.match(text, pos, end)
        if match is None:
            # Comments before a marker are part of the item before it.
            if not (text.startswith("<", pos) and lines):
                break
            begin = after_hidden(text, state.islands, pos, end)
            match = MARKERS.match(text, begin, end) if begin > pos else None
            if match is None:
                break
            lines[-1] = (*lines[-1][:2], begin)
            pos = begin
        stop = line_end(text, pos, end)
        # A line of only comments is no line to MediaWiki, so the list goes on after it.
        while (
            text.startswith(("<!--", " "), stop + 1)
            and (comment := comment_line_end(state, stop + 1)) >= 0
        ):
            stop = comment
        lines.append((pos, match.end(), stop))
        pos = stop + 1
    state.close(start)
    state.drafts += list_drafts(text, state.islands, lines, max(state.levels, 1))
    return pos


COLON = re.compile(
    # A colon that ends the term, or anything in which one does not: a link, braces, a tag, a link
    # with a URL. `:(?!//)`: not that of `http://`.
    rf":(?!//)|{PLAIN_LINK}|\[\[|\{{\{{|-\{{|<[^<>\n]*>?|\[(?:https?:)?//[^\[\]\n]*\]"
)


def list_drafts(
    text: str, islands: dict[int, Island], lines: list[tuple[int, int, int]], levels: int
) -> list[Draft]:
    """The lists that lines make; a line is where it starts, where its markers end, and where it
    ends.
    """
    mark = text[lines[0][0]]
    if mark in "*#" and all(
        content - start == 1 and text[start] == mark for start, content, _ in lines
    ):
        return [_flat_list(text, mark, lines)]
    out: list[Draft] = []
    opened: list[AnyList] = []  # the lists that are open, the outermost first
    before = ""
    for start, content, end in lines:
        # MediaWiki: `$prefix2`, in which `;` and `:` are one kind of list. More markers than there
        # is room for belong to the innermost list.
        marks = text[start : min(content, start + levels)].replace(";", ":")
        common = _common(before, marks)
        # before  *#      common: the lists that go on
        # now     *#:     the rest: lists that open, each in the last item of the one outside
        if common == len(marks):
            del opened[common:]
        else:
            del opened[common:]
            for depth in range(common, len(marks)):
                made = _list(marks[depth], start + depth, end)
                if opened:
                    opened[-1].items[-1].children.append(made)
                else:
                    out.append(made)
                opened.append(made)
                # `***` after `*`: the levels between have items without content.
                if depth < len(marks) - 1:
                    _append(made, _item(text[start + depth], start + depth, end))
        _add_items(text, islands, opened[-1], start + len(marks) - 1, end)
        for level in opened:
            level.end = level.items[-1].end = end
        before = marks
    for top in out:
        _trim(text, top)
    return out


def _flat_list(text: str, mark: str, lines: list[tuple[int, int, int]]) -> ListDraft:
    """The list of lines that have nothing but one and the same marker, as most have."""
    made = ListDraft(lines[0][0], 0, mark, 1 if mark == "#" else None)
    items = made.items
    for start, content, stop in lines:
        pos, to = trim(text, content, stop)
        item = ListItemDraft(start, to if pos < to else start + 1)
        if pos < to:
            item.children.append(leaf(ItemContentDraft, pos, to))
        items.append(item)
    made.end = items[-1].end
    return made


def _common(before: str, marks: str) -> int:
    """How many markers two lines share."""
    if before == marks:
        return len(marks)
    common = 0
    for a, b in zip(before, marks, strict=False):
        if a != b:
            break
        common += 1
    return common


def _list(mark: str, start: int, end: int) -> AnyList:
    if mark in ";:":
        return DescriptionListDraft(start, end)
    return ListDraft(start, end, mark, 1 if mark == "#" else None)


def _item(mark: str, start: int, end: int) -> AnyItem:
    if mark in "*#":
        return ListItemDraft(start, end)
    return (DescriptionTermDraft if mark == ";" else DescriptionDetailsDraft)(start, end)


def _append(parent: AnyList, item: AnyItem) -> None:
    # A list and its items are made of the same markers, so they are of the same kind.
    parent.items.append(item)  # type: ignore[arg-type]


def _add_items(
    text: str, islands: dict[int, Island], parent: AnyList, start: int, stop: int
) -> None:
    """Add the item of a line, whose last marker is at `start`; a term may have its details after a
    colon.
    """
    item = _item(text[start], start, stop)
    _append(parent, item)
    end = stop
    if (
        isinstance(item, DescriptionTermDraft)
        and (colon := _details(text, islands, start + 1, stop)) >= 0
    ):
        details = DescriptionDetailsDraft(colon, stop)
        _append(parent, details)
        # The term ends at the colon, the details begin with it.
        item.end = end = colon
        _add_content(text, details, colon + 1, stop)
    _add_content(text, item, start + 1, end)


def _add_content(text: str, item: AnyItem, pos: int, end: int) -> None:
    pos, end = trim(text, pos, end)
    if isinstance(item, DescriptionTermDraft):
        item.content_start, item.content_end = pos, end
    elif pos < end:
        item.children.append(leaf(ItemContentDraft, pos, end))


def _details(text: str, islands: dict[int, Island], pos: int, end: int) -> int:
    """The colon that ends a term: not one in a link, a template or a tag
    (`BlockLevelPass::findColonNoLinks`); or -1.
    """
    skip = pos
    depth = 0
    for match in COLON.finditer(text, pos, end):
        start = match.start()
        if start < skip:
            continue
        token = match[0]
        if token == ":":
            if depth <= 0:
                return start
        elif (island := islands.get(start)) is not None:
            skip = island.end
        # A tag that is open: the colons within it count for nothing (`$level` in MediaWiki).
        elif (
            token[0] == "<"
            and len(token) > 2
            and not token.endswith("/>")
            and not token.startswith("<br")
        ):
            depth += -1 if token[1] == "/" else 1
    return -1


def _trim(text: str, top: Draft) -> None:
    """Ends of lists and items without the white space at the end of their last line."""
    stack = [top]
    while stack:
        draft = stack.pop()
        draft.end = trim(text, draft.start + 1, draft.end)[1]
        if isinstance(draft, ListDraft | DescriptionListDraft):
            stack += draft.items
        elif isinstance(draft, ListItemDraft | DescriptionTermDraft | DescriptionDetailsDraft):
            stack += [child for child in draft.children if type(child) is not ItemContentDraft]
