"""Tables as data frames of pandas, which is the extra `frames`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wikiparse.nodes.blocks import TableTexts, column_names, header_rows, most_slots

if TYPE_CHECKING:
    from wikiparse.nodes.blocks import Table, TableCell


def frame_of(table: Table) -> Any:
    """The rows after the header rows as a `pandas.DataFrame`.

    Raises ImportError where pandas is missing.
    """
    try:
        import pandas as pd  # noqa: PLC0415  # an optional package
    except ImportError as error:
        message = "to_frame() needs the package pandas: pip install 'wikiparse-tree[frames]'"
        raise ImportError(message, name="pandas") from error
    grid = table.grid()
    headers = header_rows(grid)
    # A table that is far from a rectangle has rows of different lengths, and cannot be filled up.
    most = most_slots([row.cells for row in table.rows])
    width = min(max(map(len, grid), default=0), most // (len(grid) or 1))
    texts = TableTexts(table.rows)
    rows = [
        [None if cell is None else texts.take(cell) for cell in _filled(line, width)]
        for line in grid[headers:]
    ]
    columns = _columns(grid[:headers], width, texts)
    names: Any = pd.Index(columns, dtype=object, tupleize_cols=False)
    if headers > 1 and columns:
        # Level by level, so that pandas takes no text for something else.
        levels = [pd.Index(level, dtype=object) for level in zip(*columns, strict=True)]
        names = pd.MultiIndex.from_arrays(levels)
    # `object` keeps the texts as they are, and None where no cell is.
    return pd.DataFrame(rows, columns=names, dtype=object)


def _filled(line: tuple[TableCell | None, ...], width: int) -> tuple[TableCell | None, ...]:
    return line[:width] + (None,) * (width - len(line))


def _columns(
    headers: tuple[tuple[TableCell | None, ...], ...], width: int, texts: TableTexts
) -> list[Any]:
    """The names of the columns, no two the same: of several header rows a tuple of their texts, in
    which the last one tells columns apart.
    """
    if len(headers) < 2:
        return column_names(headers[0] if headers else (), width, texts)
    lines = [[texts.take(cell) for cell in _filled(line, width)] for line in headers]
    names: dict[tuple[str, ...], None] = {}
    for number, name in enumerate(zip(*lines, strict=True), 1):
        # A column without any text, or one whose name was given already, gets its number.
        unique = name
        if not any(name) or name in names:
            unique = (*name[:-1], f"{name[-1]} {number}".strip())
        while unique in names:
            unique = (*unique[:-1], unique[-1] + "'")
        names[unique] = None
    return list(names)
