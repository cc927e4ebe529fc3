"""`iter_pages`: the pages of every source in a plain loop, as the batch has them, and what dumps
say of them."""

from __future__ import annotations

import gc
import gzip
import json
import math
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import wikiparse
from etl_samples import HEAD, TAIL, text_of, write_multistream, write_pages, xml_dump, xml_page
from wikiparse import Site, console
from wikiparse.etl import (
    Damage,
    DamageWarning,
    Options,
    SourcePage,
    iter_pages,
    parse_many,
    parse_record,
)
from wikiparse.etl.batch import Settings, run
from wikiparse.etl.metadata import number_of, time_of
from wikiparse.etl.sources import Bounds, Selection
from wikiparse.etl.sources.dump_xml import PageReader

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = Settings(workers=1, format="jsonl", timeout=30)
EVERY = Selection(namespaces=None, redirects=True)


def pages_xml(count: int) -> list[str]:
    return [xml_page(n, f"'''{n}''' [[Seite {n + 1}]]") for n in range(count)]


def xml(path: Path) -> Path:
    path.write_text(xml_dump(20), encoding="utf-8")
    return path


def packed(path: Path) -> Path:
    path.write_bytes(gzip.compress(xml_dump(20).encode()))
    return path


def lines(path: Path) -> Path:
    made = [{"id": n, "title": f"T {n}", "text": text_of(n), "page_id": n} for n in range(20)]
    path.write_text("".join([json.dumps(one) + "\n" for one in made]), encoding="utf-8")
    return path


def parquet(path: Path) -> Path:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    columns = {
        "text": [text_of(n) for n in range(200)],
        "pageid": pa.array(range(200), pa.int32()),
        "namespace": pa.array([n % 3 for n in range(200)], pa.int8()),
        "timestamp": pa.array([datetime(2024, 1, 1, tzinfo=UTC)] * 200),
        "revision_id": pa.array([None if n % 2 else float(n) for n in range(200)]),
    }
    pq.write_table(pa.table(columns), path, row_group_size=70)
    return path


def archive(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for number in range(5):
            file.writestr(f"page_{number}.md", text_of(number))
    return path


SOURCES: dict[str, Callable[[Path], Path]] = {
    "a.xml": xml,
    "a.xml.gz": packed,
    "a-multistream.xml.bz2": lambda path: write_multistream(path, pages_xml(20), 7),
    "a.jsonl": lines,
    "a.parquet": parquet,
    "a.zip": archive,
    "folder": lambda path: write_pages(path, 20),
    "a.md": lambda path: path.write_text("a", encoding="utf-8") and path,
}


@pytest.mark.parametrize("name", SOURCES)
def test_the_rows_are_those_of_the_batch(tmp_path: Path, name: str) -> None:
    source = SOURCES[name](tmp_path / name)
    settings = attrs.evolve(LINES, selection=EVERY)
    run([str(source)], tmp_path / "out", settings)
    rows = [
        json.loads(line)
        for path in sorted((tmp_path / "out").glob("part-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    plain = [
        json.loads(json.dumps(page.row(), default=lambda value: value.isoformat()))
        for page in iter_pages(source)
    ]
    assert plain == rows
    again = [page.record() for page in iter_pages(str(source))]
    assert list(parse_many(again)) == [page.row() for page in iter_pages(source)]


@pytest.mark.parametrize("name", SOURCES)
def test_no_source_leaves_cycles_behind(tmp_path: Path, name: str) -> None:
    """As trees leave none: a worker's collector comes late, and a parser of XML holds buffers."""
    source = SOURCES[name](tmp_path / name)
    pages = list(iter_pages(source))  # what is loaded at the first time is no garbage
    gc.collect()
    gc.disable()
    try:
        again = [page.text for page in iter_pages(source)]
        assert gc.collect() == 0
    finally:
        gc.enable()
    assert again == [page.text for page in pages]


def test_what_a_dump_says(tmp_path: Path) -> None:
    path = tmp_path / "dewiki.xml"
    path.write_text(
        HEAD
        + xml_page(5, "#WEITERLEITUNG [[B]]", title="Diskussion:A", namespace=1, redirect="B")
        + TAIL,
        encoding="utf-8",
    )
    (page,) = iter_pages(path)
    assert (page.id, page.title, page.text) == ("dewiki:5", "Diskussion:A", "#WEITERLEITUNG [[B]]")
    assert (page.page_id, page.revision_id, page.namespace, page.redirect) == (5, 59, 1, "B")
    assert page.timestamp == datetime(2024, 1, 1, tzinfo=UTC)
    assert (page.language, page.dialect, page.source, page.offset) == (
        "de",
        "wikitext",
        str(path),
        0,
    )
    assert page.site is not None
    assert page.site.number_of("kategorie") == 14
    doc = page.parse()
    assert (doc.title, doc.lang, doc.dialect, doc.site) == (
        "Diskussion:A",
        "de",
        "wikitext",
        page.site,
    )
    assert page.parse(title="C", dialect="markdown").dialect == "markdown"
    record = page.record()
    assert (record["page_id"], record["site"], record["text"]) == (5, page.site, page.raw)
    assert parse_record(record) == page.row()
    assert "raw" not in repr(page)


HEADER = """<mediawiki xml:lang="de"><siteinfo><sitename>Stadtwiki</sitename>
<dbname>stadt</dbname><base>https://stadt.example/wiki/Start</base><case>case-sensitive</case>
<namespaces><namespace key="-1" case="first-letter">Spezial</namespace><namespace key="0" />
<namespace key="4" case="first-letter">Stadtwiki</namespace>
<namespace key="14" case="case-sensitive">Rubrik</namespace>
<namespace key="100" case="first-letter">Thema</namespace></namespaces></siteinfo>
"""


def test_the_header_of_a_dump_is_its_site(tmp_path: Path) -> None:
    path = tmp_path / "stadt.xml"
    text = "[[Thema:X]] [[Rubrik:A]] [[Portal:X]] [[Wikipedia:X]]"
    path.write_text(HEADER + xml_page(1, text) + TAIL, encoding="utf-8")
    (page,) = iter_pages(path)
    site = page.site
    assert site is not None
    assert (site.lang, site.name, site.case) == ("de", "stadt", "case-sensitive")
    assert site.url == "https://stadt.example/wiki/Start"
    assert [(n.number, n.name, n.case) for n in site.namespaces] == [
        (-1, "Spezial", "first-letter"),
        (0, "", "first-letter"),
        (4, "Stadtwiki", "first-letter"),
        (14, "Rubrik", "case-sensitive"),
        (100, "Thema", "first-letter"),
    ]
    doc = page.parse()
    # `wikipedia` leads to another wiki, since this one's project has another name.
    assert [(link.namespace, link.interwiki) for link in doc.wikilinks] == [
        ("Thema", ""),
        ("", ""),
        ("", "wikipedia"),
    ]
    assert [one.name for one in doc.categories] == ["A"]
    # The batch reads by the same names, and a dead letter keeps them.
    row = page.row()
    assert [link["namespace"] for link in row["links"]] == ["Thema", "", ""]
    assert [one["name"] for one in row["categories"]] == ["A"]


def test_a_dead_letter_is_tried_again_by_the_same_names(tmp_path: Path) -> None:
    path = tmp_path / "stadt.xml"
    page = xml_page(1, "[[Rubrik:A]]", title="A raise", namespace=0)
    path.write_text(HEADER + page + TAIL, encoding="utf-8")
    (expected,) = iter_pages(path)
    run([str(path)], tmp_path / "out", attrs.evolve(LINES, before="etl_samples:inject"))
    (letters,) = (tmp_path / "out").glob("_dead-*.jsonl")
    (found,) = iter_pages(letters)
    assert found == expected
    assert found.row()["categories"][0]["name"] == "A"


def test_namespaces_and_redirects_are_selected(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        HEAD
        + xml_page(1, "a")
        + xml_page(2, "b", title="Diskussion:B", namespace=1)
        + xml_page(3, "c", title="Diskussion:C", namespace=None)
        + xml_page(4, "d", redirect="X")
        + TAIL,
        encoding="utf-8",
    )

    def numbers(**options: Any) -> list[int | None]:
        return [page.page_id for page in iter_pages(path, **options)]

    assert numbers() == [1, 2, 3, 4]
    assert numbers(redirects=False) == [1, 2, 3]
    assert numbers(namespaces=0) == [1, 4]
    assert numbers(namespaces="diskussion") == [2, 3]
    assert numbers(namespaces=[0, "Diskussion"], redirects=False) == [1, 2, 3]
    assert numbers(namespaces=[99]) == []
    with pytest.raises(ValueError, match="'Thema' is no namespace of the dumps"):
        iter_pages(path, namespaces="Thema")
    with pytest.raises(TypeError, match="a number or a name, not bool"):
        iter_pages(path, namespaces=[True])
    with pytest.raises(ValueError, match="revisions"):
        iter_pages(path, revisions="first")  # type: ignore[arg-type]


# --- revisions


def history(count: int, text: str = "") -> str:
    """A page with so many revisions, the last one first edited to be a style sheet."""
    revisions = [
        f"<revision><id>{n}</id><timestamp>2024-01-{n:02}T00:00:00Z</timestamp>"
        f"<contributor><id>3</id></contributor><model>wikitext</model>"
        f"<text>{text}{n}</text></revision>"
        for n in range(1, count + 1)
    ]
    return f"<page><title>A</title><ns>0</ns><id>7</id>{''.join(revisions)}</page>"


def test_all_revisions(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(HEAD + history(3) + xml_page(8, "b") + TAIL, encoding="utf-8")
    last = list(iter_pages(path))
    assert [(page.page_id, page.revision_id, page.text) for page in last] == [
        (7, 3, "3"),
        (8, 89, "b"),
    ]
    every = list(iter_pages(path, revisions="all"))
    assert [(page.id, page.revision_id, page.text) for page in every] == [
        ("dewiki:7", 1, "1"),
        ("dewiki:7", 2, "2"),
        ("dewiki:7", 3, "3"),
        ("dewiki:8", 89, "b"),
    ]
    assert [page.timestamp and page.timestamp.day for page in every] == [1, 2, 3, 1]
    assert len({page.offset for page in every}) == 4


def test_values_of_one_revision_are_none_of_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    empty = '<revision><text deleted="deleted" /></revision>'
    path.write_text(
        HEAD + history(1).replace("</page>", f"{empty}</page>") + TAIL, encoding="utf-8"
    )
    (page,) = iter_pages(path)
    assert (page.revision_id, page.timestamp, page.text) == (None, None, "")
    first, second = iter_pages(path, revisions="all")
    assert (first.revision_id, first.text) == (1, "1")
    assert (second.revision_id, second.timestamp, second.text) == (None, None, "")


def test_a_revision_that_is_too_large_is_the_only_one_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    large = f"<revision><id>9</id><text>{'x' * ((16 << 20) + 1)}</text></revision>"
    path.write_text(HEAD + history(2).replace("<revision><id>2", f"{large}<revision><id>2") + TAIL)
    told: list[Damage] = []
    found = list(iter_pages(path, revisions="all", on_damage=told.append))
    assert [page.revision_id for page in found] == [1, 2]
    assert [damage.error for damage in told] == [
        "the page dewiki:7: the page is larger than 16,777,216 bytes"
    ]
    assert [page.revision_id for page in iter_pages(path)] == [2]


@pytest.mark.parametrize("revisions", ["last", "all"])
def test_one_revision_is_held_at_a_time(revisions: Any) -> None:
    reader = PageReader("a", Bounds(), Selection(namespaces=None, revisions=revisions))
    reader.feed(HEAD.encode())
    held = 0
    for number in range(50):
        start = "<page><id>1</id>" if not number else ""
        reader.feed(f"{start}<revision><text>{'x' * 10_000}".encode())
        reader.feed(b"</text></revision>")
        held = max(held, sum([len(text) for text in reader._pages._revision.values()]))
        assert len(reader.take()) == (revisions == "all")
    assert held == 10_000


def test_a_multistream_dump_has_all_revisions_too(tmp_path: Path) -> None:
    pages = [history(3), history(2)]
    path = write_multistream(tmp_path / "a-multistream.xml.bz2", pages, 1)
    assert [page.revision_id for page in iter_pages(path, revisions="all")] == [1, 2, 3, 1, 2]
    assert [page.revision_id for page in iter_pages(path)] == [3, 2]


def test_a_batch_of_all_revisions(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(HEAD + history(3) + xml_page(8, "b") + TAIL, encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["batch", str(path), "-o", str(out), "--format", "jsonl", "--progress", "never"]
    assert console.main([*arguments, "--workers", "1", "--revisions", "all"]) == 0
    rows = (out / "part-00000.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["text"] for row in rows] == ["1\n", "2\n", "3\n", "b\n"]
    # It is a setting of the run.
    assert console.main([*arguments, "--workers", "1", "--resume"]) == 2


# --- other formats


def test_lines_state_it_under_the_usual_names(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    stamp = datetime(2024, 5, 1, 12, tzinfo=UTC)
    made = [
        {"page_id": 1, "revision_id": 2, "namespace": 3, "timestamp": "2024-05-01T12:00:00Z"},
        {"pageid": 1, "revid": 2, "ns": 3, "timestamp": "20240501120000"},
        {"page_id": "1", "rev_id": "2", "page_namespace": "3", "rev_timestamp": "20240501120000"},
        {"pageid": 1, "revision_id": 2, "ns": 3, "revision_dt": "2024-05-01T14:00:00+02:00"},
    ]
    path.write_text(
        "".join([json.dumps({"text": "a", **one}) + "\n" for one in made]), encoding="utf-8"
    )
    for page in iter_pages(path):
        assert (page.page_id, page.revision_id, page.namespace, page.timestamp) == (1, 2, 3, stamp)


def test_an_article_of_wikimedia_enterprise(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    article = {
        "name": "Wind",
        "identifier": 7,
        "date_modified": "2024-05-01T12:00:00Z",
        "version": {"identifier": 70, "comment": "x"},
        "namespace": {"identifier": 0},
        "in_language": {"identifier": "de"},
        "article_body": {"html": "<p>x</p>", "wikitext": "[[Luft]]"},
    }
    path.write_text(json.dumps(article), encoding="utf-8")
    (page,) = iter_pages(path)
    assert (page.title, page.text, page.language) == ("Wind", "[[Luft]]", "de")
    assert (page.page_id, page.revision_id, page.namespace) == (7, 70, 0)
    assert page.timestamp == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert page.parse().dialect == "wikitext"


def test_columns_of_parquet(tmp_path: Path) -> None:
    pages = list(iter_pages(parquet(tmp_path / "a.parquet")))
    assert [page.page_id for page in pages] == list(range(200))
    assert [page.namespace for page in pages] == [n % 3 for n in range(200)]
    assert [page.revision_id for page in pages] == [None if n % 2 else n for n in range(200)]
    assert {page.timestamp for page in pages} == {datetime(2024, 1, 1, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5),
        ("5", 5),
        (-1, -1),
        ("-1", -1),
        (5.0, 5),
        (5.5, None),
        (math.nan, None),
        (math.inf, None),
        (True, None),
        (1 << 63, None),
        ("9" * 19, None),
        ("9" * 5000, None),
        ("٣", None),
        (" 5", None),
        ("", None),
        (None, None),
        ([], None),
    ],
)
def test_numbers(value: object, number: int | None) -> None:
    assert number_of(value) == number


@pytest.mark.parametrize(
    ("value", "time"),
    [
        ("2024-05-01T12:00:00Z", datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ("20240501120000", datetime(2024, 5, 1, 12, tzinfo=UTC)),
        (datetime(2024, 5, 1, 12), datetime(2024, 5, 1, 12, tzinfo=UTC)),  # noqa: DTZ001
        (
            datetime(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=2))),
            datetime(2024, 5, 1, 10, tzinfo=UTC),
        ),
        ("0001-01-01T00:00:00+14:00", None),
        ("20249901120000", None),
        ("2024", None),
        ("x" * 100_000, None),
        (5, None),
        (None, None),
    ],
)
def test_times(value: object, time: datetime | None) -> None:
    assert time_of(value) == time


def test_numbers_and_times_of_pandas() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"a": [1, 2], "t": pd.to_datetime(["2024-05-01", None])})
    assert [number_of(value) for value in frame["a"]] == [1, 2]
    assert [time_of(value) for value in frame["t"]] == [datetime(2024, 5, 1, tzinfo=UTC), None]
    assert number_of(frame["a"].to_numpy()[0]) == 1


# --- the loop


def test_pages_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", 10)
    pages = iter_pages(folder)
    assert next(pages).title == "page 00000"
    (folder / "page_00009.md").write_text("changed", encoding="utf-8")
    *_, last = pages
    assert last.text == "changed"


def test_several_sources_and_patterns(tmp_path: Path) -> None:
    write_pages(tmp_path / "a", 2)
    (tmp_path / "b.md").write_text("b", encoding="utf-8")
    found = [page.title for page in iter_pages([tmp_path / "b.md", tmp_path / "a"])]
    assert found == ["b", "page 00000", "page 00001"]
    assert [page.title for page in iter_pages(str(tmp_path / "a" / "*1.md"))] == ["page 00001"]


def test_two_loops_over_one_file(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet")
    first = iter_pages(path)
    seen = [page.page_id for page in islice(first, 30)]
    pairs = list(zip(iter_pages(path), iter_pages(path), strict=True))
    assert [(one.page_id, other.page_id) for one, other in pairs] == [(n, n) for n in range(200)]
    assert seen + [page.page_id for page in first] == list(range(200))


def test_a_file_that_is_written_again_is_read_again(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    for text in ("one", "two"):
        pq.write_table(pa.table({"text": [text]}), path)
        assert [page.text for page in iter_pages(path)] == [text]


@pytest.mark.parametrize("name", ["no.xml", "no.md", "no", "no*.md"])
def test_a_source_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        iter_pages(tmp_path / name)
    assert caught.value.filename == str(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        iter_pages([tmp_path, tmp_path / name])


def test_a_source_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_text("a", encoding="utf-8")
    with pytest.raises(ValueError, match=r"cannot tell what .* is"):
        iter_pages(tmp_path / "a.exe")
    with pytest.raises(ValueError, match="no pages in"):
        iter_pages(tmp_path)
    for source in (5, b"a", [5], None):
        with pytest.raises(TypeError):
            iter_pages(source)  # type: ignore[arg-type]


def test_damage_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n{"text": \n{"text": 5}\n[]\n{"text": "b"}\n', encoding="utf-8")
    (tmp_path / "b.xml").write_text(xml_dump(3)[:-40], encoding="utf-8")
    (tmp_path / "c.md").symlink_to("nowhere")
    sources = [path, tmp_path / "b.xml", tmp_path / "c.md"]
    told: list[Damage] = []
    found = [page.text for page in iter_pages(sources, on_damage=told.append)]
    assert found == ["a", "b", "'''0''' [[Seite 1]]", "'''1''' [[Seite 2]]"]
    assert [damage.source for damage in told] == [*[str(path)] * 3, *map(str, sources[1:])]
    with pytest.warns(DamageWarning) as caught:
        assert len(list(iter_pages(sources))) == 4
    assert [str(one.message) for one in caught] == [str(damage) for damage in told]
    assert Path(caught[0].filename) == Path(__file__)


def test_bytes_that_are_not_utf_8_are_those_of_the_batch(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a\xff")
    (page,) = iter_pages(path)
    assert (page.text, page.raw) == ("a\ufffd", b"a\xff")
    assert [d.code for d in page.parse().diagnostics] == ["invalid-utf8"]


def test_rows_take_options() -> None:
    page = SourcePage(raw="[[Thema:X]]")
    options = Options(dialect="wikitext", site=Site(lang="de", namespaces={100: "Thema"}))
    (link,) = page.row(options)["links"]
    assert link["namespace"] == "Thema"


def test_the_names_are_public() -> None:
    assert wikiparse.iter_pages is iter_pages
    assert wikiparse.SourcePage is SourcePage
