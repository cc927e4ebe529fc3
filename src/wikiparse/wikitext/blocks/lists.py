"""Lists of wikitext (MediaWiki: `BlockLevelPass::execute`).

    item = marker+ content          "*" bulleted, "#" numbered, ";" term, ":" details
    term = ";" content [":" content]

Two neighboring lines share the lists of their common markers. `;` and `:` are one marker there if
all markers are the same or the line below has `:`; a line with `;` begins another list. Markers
beyond the deepest level that is allowed are text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import (
    DescriptionDetailsDraft,
    DescriptionListDraft,
    DescriptionTermDraft,
    FlatListDraft,
    ItemContentDraft,
    ListDraft,
    ListItemDraft,
    leaf,
)
from wikiparse.mediawiki import (
    KNOWN_TAGS,
    OPAQUE,
    PROTOCOLS,
    SLASHED,
    URL_CHARACTERS,
    VOID_TAGS,
)
from wikiparse.source import WHITE, trim
from wikiparse.wikitext.blocks.comments import comment_line_end
from wikiparse.wikitext.blocks.tables import indented_table, start_table
from wikiparse.wikitext.preprocessor import PLAIN_LINK, FoundTag, after_hidden, find_tag

if TYPE_CHECKING:
    from wikiparse.drafts import Draft
    from wikiparse.wikitext.blocks.state import State
    from wikiparse.wikitext.preprocessor import Extent

    AnyList = ListDraft | DescriptionListDraft
    AnyItem = ListItemDraft | DescriptionTermDraft | DescriptionDetailsDraft

MARKS = "*#:;"

MARKERS = re.compile(rf"[{MARKS}]+")


def start_list(state: State, pos: int) -> int:
    """All lines of a list; comments alone on a line are part of the item before them."""
    text, end = state.text, state.end
    if text[pos] == ":" and (table := indented_table(state, pos)) >= 0:
        return start_table(state, pos, table)
    # First all lines, then their structure: which list a marker goes on with depends on the line
    # before.
    lines: list[tuple[int, int, int]] = []
    start, marker, is_flat = pos, text[pos], True
    extent = -1
    while pos < end:
        char = text[pos]
        if char not in MARKS:
            if not lines or char not in " <":
                break
            # A line of only comments is no line to MediaWiki, so the list goes on after it.
            if (stop := comment_line_end(state, pos)) >= 0:
                lines[-1] = (*lines[-1][:2], stop)
                pos = stop + 1
                continue
            # Comments before a marker are part of the item before it.
            begin = after_hidden(text, state.extents, pos, end)
            if begin in (pos, end) or text[begin] not in MARKS:
                break
            lines[-1] = (*lines[-1][:2], begin)
            pos = begin
            char = text[pos]
        if char == ":" and indented_table(state, pos) >= 0:
            break
        # There is a character after each: a text of blocks ends with a line feed.
        content = pos + 1
        if char != marker or text[content] in MARKS:
            is_flat = False
            content = MARKERS.match(text, pos, end).end()  # type: ignore[union-attr]
        if extent < pos:
            extent = state.lines.next_start(pos)
        # The fast path, as for lines of a paragraph: no extent hides the line ending.
        stop = text.find("\n", content, end)
        if stop < 0 or stop > extent:
            stop = state.line_end(content)
        lines.append((pos, content, stop))
        pos = stop + 1
    state.close(start)
    if is_flat and marker in "*#":
        state.drafts.append(_flat_list(text, marker, lines))
    else:
        state.drafts += list_drafts(text, state.extents, lines, max(state.levels, 1))
    return pos


_URL = rf"(?>(?:{URL_CHARACTERS})+)"

COLON = re.compile(
    rf"(?P<url>\b(?i:{SLASHED}://|{OPAQUE}:){_URL})|(?P<link>\[{PROTOCOLS}{_URL}[^\[\]\n]*+\])"
    rf"|:|{PLAIN_LINK}|(?P<quotes>'{{2,}})|\[\[|\{{\{{|-\{{(?!\{{)|<"
)
"""The end of a term, and constructs that may hide a colon."""

MAYBE_EMPTY = VOID_TAGS | {"dd", "dt", "li"}
"""Tags that are empty where they end with a slash (MediaWiki:
`Sanitizer::getRecognizedTagData`)."""


def list_drafts(
    text: str, extents: dict[int, Extent], lines: list[tuple[int, int, int]], levels: int
) -> list[Draft]:
    """The lists that lines make; a line is where it starts, where its markers end, and where it
    ends.
    """
    out: list[Draft] = []
    opened: list[AnyList] = []  # the lists that are open, the outermost first
    before = ""  # the markers of the line before, with ":" for ";" (MediaWiki: `$lastPrefix`)
    is_term_open = False  # MediaWiki knows one open term, however deep (`$DTopen`)
    for start, content, end in lines:
        markers = text[start : min(content, start + levels)]
        marks = markers.replace(";", ":")
        begin = pos = start + len(markers)
        if marks == before:
            item = _item(markers[-1], begin - 1, end)
            _append(opened[-1], item)
            is_term_open = is_term_open and markers[-1] != ":"
            if markers[-1] == ";":
                pos = _end_term(text, extents, opened[-1], begin, end)
                is_term_open = pos == begin
        else:
            # before  *#      common: the lists that go on
            # now     *#:     the rest: lists that open, each in the last item of the one outside
            common = _common(before, markers)  # a term begins a list of its own
            for closed in opened[common:]:
                is_term_open = is_term_open and isinstance(closed, ListDraft)
            del opened[common:]
            mark = markers[common - 1] if common else ""
            if mark and (common == len(markers) or (is_term_open and mark == ":")):
                _append(opened[-1], _item(mark, start + common - 1, end))
                is_term_open = is_term_open and mark != ":"
            for index in range(common, len(markers)):
                # After a term with its details, whose colon is behind all markers, the next list
                # begins there. `***` after `*`: the levels between have items without content.
                place = start + index if pos == begin else pos
                made = _list(markers[index], place, end)
                _append(made, _item(markers[index], place, end))
                if opened:
                    opened[-1].items[-1].children.append(made)
                else:
                    out.append(made)
                opened.append(made)
                if markers[index] == ";":
                    is_term_open = (colon := _end_term(text, extents, made, pos, end)) == pos
                    pos = colon
        for level in opened:
            level.end = level.items[-1].end = end
        _add_content(text, opened[-1].items[-1], pos, end)
        before = marks
    for top in out:
        _trim(text, top)
    return out


def _end_term(text: str, extents: dict[int, Extent], parent: AnyList, pos: int, end: int) -> int:
    """End a new term at its colon, if it has one, and add its details. Returns where the content of
    the line goes on.
    """
    colon = _details(text, extents, pos, end)
    if colon < 0:
        return pos
    term = parent.items[-1]
    _add_content(text, term, pos, colon)
    term.end = colon
    _append(parent, DescriptionDetailsDraft(colon, end))
    return colon + 1


def _flat_list(text: str, mark: str, lines: list[tuple[int, int, int]]) -> FlatListDraft:
    """The list of lines that have nothing but one and the same marker, as most have."""
    items: list[tuple[int, int, int]] = []
    for start, content, stop in lines:
        pos, to = content, stop
        # As `trim`, without its call: most pages have more of these lines than of any others.
        while to > pos and text[to - 1] in WHITE:
            to -= 1
        while pos < to and text[pos] in WHITE:
            pos += 1
        # An empty item ends with its marker.
        items.append((start, pos, to if pos < to else start + 1))
    return FlatListDraft(lines[0][0], items[-1][2], 1 if mark == "#" else None, items)


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


def _add_content(text: str, item: AnyItem, pos: int, end: int) -> None:
    pos, end = trim(text, pos, end)
    if isinstance(item, DescriptionTermDraft):
        item.content_start, item.content_end = pos, end
    elif pos < end:
        item.children.append(leaf(ItemContentDraft, pos, end))


def _details(text: str, extents: dict[int, Extent], pos: int, end: int) -> int:
    """The colon that ends a term, or -1: not one in a link, a template, bold or italic, or a tag
    that is open (`BlockLevelPass::findColonNoLinks`).
    """
    if text.find(":", pos, end) < 0:
        return -1
    skip, depth = pos, 0
    opened = ""  # of bold and italic
    for match in COLON.finditer(text, pos, end):
        start, token = match.start(), match[0]
        if start < skip:
            continue
        if token == ":":
            if depth == 0 and not opened:
                return start
        elif (extent := extents.get(start)) is not None:
            skip = extent.end
        elif match["url"] is not None:
            colon = len(token.rstrip(",;.:!?\\"))  # a free link does not end with these
            skip = start + colon
            if depth == 0 and not opened and (colon := token.find(":", colon)) >= 0:
                return start + colon
        elif match["quotes"] is not None:
            opened = _turned(opened, len(token))
        elif token == "<":
            if tag := find_tag(text, extents, start, end):
                skip = tag.end if tag.name in KNOWN_TAGS else skip
                depth = max(depth + _levels(tag), 0)
        elif token == "-{":  # no variant of this wiki, but MediaWiki looks for its end
            skip = text.find("}-", start, end)
            if skip < 0:
                return -1
    return -1


def _turned(opened: str, length: int) -> str:
    """Which of bold and italic are open after a run of apostrophes."""
    turned = "i" if length == 2 else "b" if length in (3, 4) else "bi"
    return "".join([letter for letter in "bi" if (letter in opened) != (letter in turned)])


def _levels(tag: FoundTag) -> int:
    """How a tag changes the number of those that are open. A `<br>` opens one, as MediaWiki sees no
    end of it.
    """
    if tag.name not in KNOWN_TAGS:
        return 0
    if tag.is_closing:
        return -1
    return 0 if tag.inner.endswith("/") and tag.name in MAYBE_EMPTY else 1


def _trim(text: str, top: Draft) -> None:
    """Ends of lists and items without the white space at the end of their last line."""
    stack = [top]
    while stack:
        draft = stack.pop()
        # No call where it has none, as most.
        if text[draft.end - 1] in WHITE:
            draft.end = trim(text, draft.start + 1, draft.end)[1]
        if isinstance(draft, (ListDraft, DescriptionListDraft)):
            stack += draft.items
        elif isinstance(draft, (ListItemDraft, DescriptionTermDraft, DescriptionDetailsDraft)):
            stack += [child for child in draft.children if type(child) is not ItemContentDraft]
