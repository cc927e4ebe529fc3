"""Pipe tables (GFM 4.10), and tables that lost their rule row.

table = row rule row*           row  = ["|"] cell ("|" cell)* ["|"]
rule  = a row of cells of ":"? "-"+ ":"?, as many as the row above has
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.drafts import Draft
from wikiparse.markdown.blocks.state import LEAF, NONE, Step

if TYPE_CHECKING:
    from wikiparse.markdown.blocks.state import State

RULE = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?>(?:\|[ \t]*+:?-++:?[ \t]*+)*)\|?[ \t]*+(?=\n)")
CELL = re.compile(r"(?>(?:[^|\\\n]++|\\[^\n]?)*)")
BARE_ROWS = re.compile(r"\|[^\n]*\|[ \t]*(?:\n[ \t]*\|[^\n]*\|[ \t]*)+")
ALIGN = {
    (False, False): None,
    (True, False): "left",
    (True, True): "center",
    (False, True): "right",
}


def cells_of(text: str, pos: int, end: int) -> list[tuple[int, int]]:
    r"""The places of the cells of a row, white space around them left out. `\\|` is no boundary."""
    line = text[pos:end].rstrip(" \t")
    end = pos + len(line)
    if line.startswith("|"):
        pos += 1
    if "\\" not in line:
        parts = text[pos:end].split("|")
        if not parts[-1] and len(parts) > 1:
            parts.pop()  # behind the last boundary
    else:
        parts = _parts(text, pos, end)
    cells = []
    for part in parts:
        words = part.strip(" \t")
        left = pos + part.find(words)
        cells.append((left, left + len(words)))
        pos += len(part) + 1
    return cells


def _parts(text: str, pos: int, stop: int) -> list[str]:
    """The row split at each `|` that has no backslash before it."""
    parts = []
    while pos < stop:
        end = min(CELL.match(text, pos, stop).end(), stop)  # type: ignore[union-attr]
        parts.append(text[pos:end])
        pos = end + 1
    return parts


def _row(text: str, start: int, stop: int) -> Draft:
    end = stop
    while end > start and text[end - 1] in " \t":
        end -= 1
    return Draft("table_row", start, end, info=cells_of(text, start, stop))


def start_table(state: State) -> Step:
    """A rule row below the last line of a paragraph makes that line the head of a table."""
    start = state.nonspace
    text, para = state.text, state.paragraph
    if para is None or not state.interrupts:
        return NONE
    match = RULE.match(text, start)
    if match is None:
        return NONE
    if para.lines is not None:
        head_at, head_stop = para.lines[-1]
    else:
        head_at, head_stop = text.rfind("\n", para.at, para.to) + 1 or para.at, para.to
        while text[head_at] in " \t":
            head_at += 1
    head = text[head_at:head_stop]
    if "|" not in head and "|" not in match[0]:
        return NONE
    rules = cells_of(text, start, match.end())
    table_head = _row(text, head_at, head_stop)
    if len(table_head.info) != len(rules):
        return NONE
    _cut_last_line(state, para, head_at)
    aligns = [ALIGN[text[left] == ":", text[right - 1] == ":"] for left, right in rules]
    table = Draft("table", head_at, start + len(match[0].rstrip(" \t")), info=aligns)
    table.children.append(table_head)
    state.add(table)
    state.table = table
    state.pos = match.end() + 1
    return LEAF


def _cut_last_line(state: State, para: Draft, head_at: int) -> None:
    """Take the head row out of the paragraph; without other lines the paragraph is gone."""
    if head_at == para.at:
        state.parent.children.pop()
        state.paragraph = None
        return
    end = state.text.rfind("\n", para.at, head_at)
    para.end = para.to = end
    if para.lines is not None:
        para.lines.pop()
        para.end = para.to = para.lines[-1][1]


def add_row(state: State) -> int:
    """Take the line as a row of the open table."""
    text, pos = state.text, state.nonspace
    end = text.index("\n", pos)
    row = _row(text, pos, end)
    table = state.table
    assert table is not None  # the caller's condition
    table.children.append(row)
    table.end = row.end
    return end + 1


def table_without_rule(state: State, para: Draft) -> None:
    """Make a paragraph of two or more lines, each between two `|`, a table without a head."""
    text = state.text
    if para.lines is not None or not BARE_ROWS.fullmatch(text, para.at, para.to):
        return
    pos = para.at
    rows = []
    for line in text[para.at : para.to].split("\n"):
        left = pos + len(line) - len(line.lstrip(" \t"))
        rows.append(_row(text, left, pos + len(line)))
        pos += len(line) + 1
    para.kind, para.info, para.children = "table", None, rows
