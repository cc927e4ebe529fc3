"""Pipe tables (GFM 4.10), and tables that lost their delimiter row.

table         = row delimiter-row row*        row = ["|"] cell ("|" cell)* ["|"]
delimiter-row = a row of cells of ":"? "-"+ ":"?, as many as the row above has
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import PipeRowDraft, PipeTableDraft
from wikiparse.markdown.blocks.state import LEAF, NONE
from wikiparse.source import trim

if TYPE_CHECKING:
    from wikiparse.dialect import Dialect
    from wikiparse.drafts import Draft, ParagraphDraft, Ranges
    from wikiparse.markdown.blocks.state import State, Step

# | :-- | --- |    At least one hyphen in a cell; the outer pipes are optional.
DELIMITER_ROW = re.compile(
    r"\|?[ \t]*+:?-++:?[ \t]*+(?>(?:\|[ \t]*+:?-++:?[ \t]*+)*)\|?[ \t]*+(?=\n)"
)
# `\\[^\n]?`: a backslash takes the character after it along, a bar above all; at the end of the row
# it is alone.
CELL = re.compile(r"(?>(?:[^|\\]++|\\[^\n]?)*)")
LONGEST_TAG = 8
"""Lines that a tag in a row may be broken over: it has three attributes."""
# Two rows or more, each between two bars; one line between bars is often text.
BARE_ROWS = re.compile(r"\|[^\n]*\|[ \t]*(?:\n[ \t]*\|[^\n]*\|[ \t]*)+")
OPEN_WIKILINK = re.compile(r"\[\[[^\[\]]*\Z")
CLOSED_WIKILINK = re.compile(r"[^\[\]]*\]\]")
ALIGNMENTS: dict[tuple[bool, bool], str | None] = {
    (False, False): None,
    (True, False): "left",
    (True, True): "center",
    (False, True): "right",
}


def start_table(state: State) -> Step:
    """A delimiter row below the last line of a paragraph makes that line the header row of a
    table.
    """
    text, start, paragraph = state.text, state.nonspace, state.paragraph
    if paragraph is None or not state.interrupts:
        return NONE
    match = DELIMITER_ROW.match(text, start)
    if match is None:
        return NONE
    is_pandoc = state.dialect.text_tables
    if is_pandoc and (not paragraph.is_one_line(text) or "|" not in match[0]):
        return NONE  # a table begins with its header
    header_start, header_end = _last_line(text, paragraph, breaks_tags(state.dialect))
    # Dashes alone below a line without pipes are a setext underline or a break; to pandoc no line
    # without them is a header.
    if (
        (is_pandoc or "|" not in match[0])
        and text.find("|", header_start, header_end) < 0
        and not is_spaced(state, match.end(), paragraph)
    ):
        return NONE
    delimiters = cells_of(text, start, match.end())
    header = _row(text, header_start, header_end)
    # Of the rows only the header must have as many cells as there are columns (GFM 4.10).
    if len(header.cells) != len(delimiters) and not is_pandoc:
        return NONE
    # In GFM a table interrupts a paragraph with its header row: the lines above it stay a
    # paragraph.
    above = []
    if state.dialect.page_urls and "|" in match[0]:
        # trafilatura has the caption in a row above the header row.
        above = _rows_above(text, paragraph, header_start)
    _cut_last_line(state, paragraph, above[0].start if above else header_start)
    alignments = [
        ALIGNMENTS[text[left] == ":", text[right - 1] == ":"] for left, right in delimiters
    ]
    end = start + len(match[0].rstrip(" \t"))
    table = PipeTableDraft(
        above[0].start if above else header_start, end, alignments, [*above, header]
    )
    state.add(table)
    state.table = table
    state.pos = match.end() + 1
    return LEAF


def breaks_tags(dialect: Dialect) -> bool:
    """Whether the writer breaks lines within the tags of links, even in a row: pandoc does."""
    return dialect.wikilink_titles or dialect.page_urls


def _rows_above(text: str, paragraph: ParagraphDraft, header_start: int) -> list[PipeRowDraft]:
    """The rows above a header row, where the paragraph consists of rows."""
    start = paragraph.content_start
    if paragraph.lines is not None or start >= header_start:
        return []
    rows = []
    for line in text[start : header_start - 1].split("\n"):
        stripped = line.strip(" \t")
        if not (len(stripped) > 1 and stripped[0] == stripped[-1] == "|"):
            return []
        left = start + len(line) - len(line.lstrip(" \t"))
        rows.append(_row(text, left, start + len(line)))
        start += len(line) + 1
    return rows


def is_spaced(state: State, end: int, paragraph: ParagraphDraft) -> bool:
    """Whether the rows of a table end with two spaces, as html2text writes them: then it may have
    one column, and no bar at all.
    """
    text = state.text
    return (
        state.dialect.spaced_rows
        and text.startswith("---  \n", state.nonspace)
        and text.startswith("  \n", paragraph.content_end - 2)
        and text.startswith("\n", end)
    )


def _last_line(text: str, paragraph: ParagraphDraft, may_break: bool) -> tuple[int, int]:
    """The last line of a paragraph, without its indentation; with the lines before it where a tag
    is broken over them.
    """
    if paragraph.lines is not None:
        return paragraph.lines[-1]
    first, end = paragraph.content_start, paragraph.content_end
    start = text.rfind("\n", first, end) + 1 or first
    # text of the paragraph
    # | <a href="b" class="wikilink"         pandoc wraps within tags, in a row as well
    # title="c">c</a> | d |                  and the line that ends the row does not begin it
    # |---|---|
    while may_break and start > first:
        line_start = text.rfind("\n", first, start - 1) + 1 or first
        if _open_tag(text, line_start, start) is None:
            break
        start = line_start
    while text[start] in " \t":
        start += 1
    return start, end


def _cut_last_line(state: State, paragraph: ParagraphDraft, line_start: int) -> None:
    """Take the header row out of the paragraph; without other lines the paragraph is gone."""
    if line_start == paragraph.content_start:
        state.parent.children.pop()
        state.paragraph = None
        return
    end = state.text.rfind("\n", paragraph.content_start, line_start)
    if paragraph.lines is not None:
        paragraph.lines.pop()
        end = paragraph.lines[-1][1]
    paragraph.end = paragraph.content_end = end


def _open_tag(text: str, start: int, end: int) -> int | None:
    """Where the tag of a link begins that is open at the end of a line."""
    # Most rows hold no tag, and one character is found much faster than three.
    if text.find("<", start, end) < 0:
        return None
    # `end + 1`: the line ending right after `<a` is at `end` itself.
    tag = max(text.rfind("<a ", start, end), text.rfind("<a\n", start, end + 1))
    return tag if tag >= 0 and text.find(">", tag, end) < 0 else None


def add_row(state: State) -> int:
    """Take the line as a row of the open table; returns the start of the next.

    pandoc breaks lines in the tags of links even where that breaks the row.
    """
    text, pos, table = state.text, state.nonspace, state.table
    assert table is not None  # the caller's condition
    end = text.index("\n", pos)
    if breaks_tags(state.dialect) and not state.blockquotes:
        tag = _open_tag(text, pos, end)
        lines = 1
        while tag is not None and lines < LONGEST_TAG and text[end + 1 : end + 2] not in ("", "\n"):
            end = text.index("\n", end + 1)
            tag = _open_tag(text, tag, end)
            lines += 1
    if (
        state.dialect.page_urls
        and text[pos] == "|"
        and not text[pos + 1 : end].rstrip().endswith("|")
    ):
        end = _end_of_row(state, pos, end)
    row = _row(text, pos, end)
    table.rows.append(row)
    table.end = row.end
    return end + 1


ROW_END = re.compile(r"\|[ \t]*\n")
OTHER_BLOCK = re.compile(r"\n(?:#{1,6} |\|[^\n]*\||<|```)")
LONGEST_ROW = 10_000
"""Code points of a row that is broken over lines."""


def _end_of_row(state: State, pos: int, end: int) -> int:
    """The end of a row whose cells are broken over lines, as turndown writes blocks in a cell: the
    line that ends with a bar. The end of the line where there is none.
    """
    found = None if state.containers else state.search(ROW_END, end)
    if found is None or found - pos > LONGEST_ROW:
        return end
    if OTHER_BLOCK.search(state.text, end, found):
        return end
    return state.text.index("\n", found)


def table_of_rows(text: str, paragraph: ParagraphDraft) -> Draft:
    """A paragraph of two or more lines, each between two `|`, as a table without a header row; any
    other as it is.
    """
    start, end = paragraph.content_start, paragraph.content_end
    if paragraph.lines is not None or not BARE_ROWS.fullmatch(text, start, end):
        return paragraph
    rows = []
    pos = start
    for line in text[start:end].split("\n"):
        left = pos + len(line) - len(line.lstrip(" \t"))
        rows.append(_row(text, left, pos + len(line)))
        pos += len(line) + 1
    return PipeTableDraft(paragraph.start, paragraph.end, None, rows)


def _row(text: str, start: int, end: int) -> PipeRowDraft:
    return PipeRowDraft(start, trim(text, start, end, " \t")[1], cells_of(text, start, end))


def cells_of(text: str, pos: int, end: int) -> Ranges:
    r"""The ranges of the cells of a row, white space around them left out. `\|` is no boundary,
    nor is the bar of a wikilink.
    """
    line = text[pos:end].rstrip(" \t")
    end = pos + len(line)
    if line.startswith("|"):
        pos += 1
    if "\\" not in line:
        # The equal of `_split` in one call.
        parts = text[pos:end].split("|")
        # |a|b|     split: a, b, and the nothing after the last bar; `||` is one empty cell
        if not parts[-1] and len(parts) > 1:
            parts.pop()  # after the last boundary
    else:
        parts = _split(text, pos, end)
    if "[[" in line:
        parts = _with_whole_wikilinks(parts)
    cells = []
    for part in parts:
        content = part.strip(" \t")
        # `find` of an empty content is 0: an empty cell begins where its part does.
        left = pos + part.find(content)
        cells.append((left, left + len(content)))
        pos += len(part) + 1
    return cells


def _with_whole_wikilinks(parts: list[str]) -> list[str]:
    """The parts of a row, those joined that a bar in a wikilink separates: pandoc writes it without
    a backslash.
    """
    out: list[str] = []
    start = 0
    while start < len(parts):
        end = start
        # `while`: the part that closes one link may open another.
        while OPEN_WIKILINK.search(parts[end]) and (closing := _closing_part(parts, end + 1)):
            end = closing
        out.append("|".join(parts[start : end + 1]))
        start = end + 1
    return out


def _closing_part(parts: list[str], start: int) -> int | None:
    """The first part with brackets, if these close a wikilink."""
    for index in range(start, len(parts)):
        if "[" in parts[index] or "]" in parts[index]:
            return index if CLOSED_WIKILINK.match(parts[index]) else None
    return None


def _split(text: str, pos: int, end: int) -> list[str]:
    """The row split at each `|` that has no backslash before it."""
    parts = []
    while pos < end:
        stop = min(CELL.match(text, pos, end).end(), end)  # type: ignore[union-attr]  # it matches anywhere
        parts.append(text[pos:stop])
        pos = stop + 1
    return parts
