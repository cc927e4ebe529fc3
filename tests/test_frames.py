"""`table.to_frame()`: the rows of a table as a data frame of pandas."""

from __future__ import annotations

import sys

import pytest

import wikiparse

pd = pytest.importorskip("pandas")


def table(source: str, dialect: str = "wikitext") -> wikiparse.Table:
    (found,) = wikiparse.parse(source, dialect=dialect).tables
    return found


def rows(source: str) -> tuple[list[object], list[list[object]]]:
    frame = table(source).to_frame()
    return list(frame.columns), [list(row) for row in frame.itertuples(index=False, name=None)]


def test_a_header_row_names_the_columns() -> None:
    columns, cells = rows("{|\n! Name !! Size\n|-\n| A || 1,5\n|-\n| B || 007\n|}")
    assert columns == ["Name", "Size"]
    # Texts stay texts: 007 is no seven.
    assert cells == [["A", "1,5"], ["B", "007"]]


def test_the_texts_are_converted_by_the_caller() -> None:
    frame = table("{|\n! a\n|-\n| 1,234\n|-\n| none\n|}").to_frame()
    numbers = pd.to_numeric(frame["a"].str.replace(",", ""), errors="coerce")
    assert numbers[0] == 1234
    assert pd.isna(numbers[1])


def test_without_a_header_row_columns_are_numbered() -> None:
    assert rows("{|\n| A || 1\n|-\n| B || 2\n|}") == (["1", "2"], [["A", "1"], ["B", "2"]])


def test_columns_of_one_name_are_told_apart() -> None:
    columns, _ = rows("{|\n! a !! a !! !! a 2\n|-\n| 1 || 2 || 3 || 4\n|}")
    assert columns == ["a", "a 2", "3", "a 2 4"]


def test_several_header_rows_are_a_multi_index() -> None:
    frame = table(
        "{|\n! rowspan=2 | A !! colspan=2 | B\n|-\n! c !! d\n|-\n| 1 || 2 || 3\n|}"
    ).to_frame()
    assert isinstance(frame.columns, pd.MultiIndex)
    assert list(frame.columns) == [("A", "A"), ("B", "c"), ("B", "d")]
    assert frame["B"]["d"].tolist() == ["3"]


def test_columns_of_several_header_rows_are_told_apart() -> None:
    frame = table("{|\n! a !! a !! \n|-\n! b !! b !! \n|-\n| 1 || 2 || 3\n|}").to_frame()
    assert list(frame.columns) == [("a", "b"), ("a", "b 2"), ("", "3")]


def test_cells_that_span_others_are_in_each_slot() -> None:
    _, cells = rows("{|\n| rowspan=2 | a || b\n|-\n| c\n|-\n| colspan=2 | d\n|}")
    assert cells == [["a", "b"], ["a", "c"], ["d", "d"]]


def test_slots_without_a_cell_are_none() -> None:
    columns, cells = rows("{|\n| a\n|-\n| b || c || d\n|}")
    assert columns == ["1", "2", "3"]
    assert cells == [["a", None, None], ["b", "c", "d"]]


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("{|\n|}", (0, 0)),
        ("{|\n! a !! b\n|}", (0, 2)),
        ("{|\n! a\n|-\n! b\n|}", (0, 1)),
        ("{|\n! \ud800 !! b\n|-\n! \udc00 !! c\n|-\n| \ud800 || d\n|}", (1, 2)),
    ],
)
def test_a_table_of_few_rows_or_strange_texts(source: str, shape: tuple[int, int]) -> None:
    assert table(source).to_frame().shape == shape


def test_it_agrees_with_the_records() -> None:
    source = "{|\n! a !! b !! a\n|-\n| 1 || colspan=2 | 2\n|-\n| 3\n|}"
    records = table(source).to_records()
    frame = table(source).to_frame()
    assert list(frame.columns) == list(records[0])
    assert frame.fillna("").to_dict("records") == records


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr>" + "<td>" * 2000 + "</tr>" + "<tr><td>" * 2000 + "</table>",
        '<table><tr><td rowspan="1000" colspan="1000">a</td></tr>' + "<tr><td>" * 500 + "</table>",
    ],
)
def test_a_table_far_from_a_rectangle_is_bounded(source: str) -> None:
    found = table(source)
    cells = sum(len(row.cells) for row in found.rows) + len(found.rows)
    height, width = found.to_frame().shape
    assert height * width <= 64 * cells + 1000
    assert height == len(found.rows)


def test_without_pandas_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"wikiparse-tree\[frames\]"):
        table("{|\n| a\n|}").to_frame()


@pytest.mark.parametrize(
    ("dialect", "source"),
    [
        ("wikitext", '{| class="a"\n|+ id=c | b\n|- style="d"\n| data-e="&lt;" | f\n|}'),
        (
            "wikitext",
            (
                '<table class="a"><caption id="c">b</caption>'
                '<tr style="d"><td data-e="&lt;">f</td></tr></table>'
            ),
        ),
        (
            "hybrid",
            (
                '<table class="a">\n<caption id="c">b</caption>\n<tbody>\n<tr style="d">\n'
                '<td data-e="&lt;">f</td>\n</tr>\n</tbody>\n</table>\n'
            ),
        ),
        (
            "markdown",
            (
                '<table class="a"><caption id="c">b</caption>'
                '<tr style="d"><td data-e="&lt;">f</td></tr></table>'
            ),
        ),
    ],
)
def test_attributes_are_kept(dialect: str, source: str) -> None:
    found = table(source, dialect)
    (row,) = found.rows
    assert found.get("CLASS") == "a"
    assert found.caption is not None
    assert found.caption.attributes == (("id", "c"),)
    assert row.get("style") == "d"
    assert row.cells[0].attributes == (("data-e", "<"),)
    assert row.cells[0].get("data-e") == "<"
    assert row.cells[0].get("x", "none") == "none"
    again = wikiparse.Document.from_dict(wikiparse.parse(source, dialect=dialect).to_dict())
    assert again.tables == (found,)


def test_attributes_that_no_cell_has() -> None:
    found = table("| a |\n|---|\n| b |\n", "markdown")
    assert found.attributes == found.rows[0].attributes == found.rows[0].cells[0].attributes == ()


def test_attributes_of_html_cells_in_wikitext() -> None:
    found = table('{|\n<tr class="a"><td id=b>c</td></tr>\n|- class=d\n| e || id=f | g\n|}')
    assert [row.attributes for row in found.rows] == [(("class", "a"),), (("class", "d"),)]
    cells = [cell.attributes for row in found.rows for cell in row.cells]
    assert cells == [(("id", "b"),), (), (("id", "f"),)]
