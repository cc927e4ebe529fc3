"""Sources: what they find, in which order, and what they say of files that are damaged, cut off, or
bombs."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from etl_samples import HEAD, TAIL, text_of, write_multistream, write_pages, xml_dump, xml_page
from wikiparse.etl.sources import (
    Bounds,
    Damage,
    FileUnit,
    InputError,
    Record,
    Selection,
    Skipped,
    check_inputs,
    units_of,
)
from wikiparse.etl.sources.dumps import StreamUnit, index_of
from wikiparse.sites.site import Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

zstandard = pytest.importorskip("zstandard")

BOUNDS = Bounds(page=1 << 20)
SITE = Site(lang="de", name="dewiki", namespaces={0: "", 1: "Diskussion", 14: "Kategorie"})
"""The wiki of the samples' dumps."""
PACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
}


def found(
    *inputs: Path | str, bounds: Bounds = BOUNDS, selection: Selection | None = None
) -> list[Record | Damage | Skipped]:
    """All items of some inputs."""
    units = units_of([str(given) for given in inputs], bounds, selection or Selection())
    return [item for unit in units for item in unit.items(bounds)]


def records(items: list[Record | Damage | Skipped]) -> list[Record]:
    return [item for item in items if isinstance(item, Record)]


def damages(items: list[Record | Damage | Skipped]) -> list[Damage]:
    return [item for item in items if isinstance(item, Damage)]


# --- folders


def test_folders_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.wikitext", "a/B.MD", "c.txt", "d.truth.json", "a/deep/x.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    items = records(found(tmp_path))
    assert [item.raw for item in items] == [b"b.md", b"a/B.MD", b"a/z.wikitext", b"a/deep/x.md"]
    assert [item.fields["dialect"] for item in items] == [None, None, "wikitext", None]
    assert items[2].fields["id"] == f"{tmp_path.as_posix()}/a/z.wikitext"
    assert check_inputs([str(tmp_path)], BOUNDS, Selection()) == sum(
        len(item.raw or b"") for item in items
    )


def test_patterns_and_files(tmp_path: Path) -> None:
    write_pages(tmp_path / "x", 3)
    (tmp_path / "x" / "other.txt").write_bytes(b"")
    assert len(found(f"{tmp_path}/**/*")) == 3
    assert len(found(f"{tmp_path}/x/page_0000[01].md", tmp_path / "x" / "page_00002.md")) == 3


def test_a_file_that_vanishes_is_a_record_with_a_fault(tmp_path: Path) -> None:
    (record,) = FileUnit(str(tmp_path / "gone.md"), 5, {"id": "x"}).items(BOUNDS)
    assert isinstance(record, Record)
    assert record.fault is not None
    assert record.fault[1] == "read"


def test_a_page_that_is_too_large_is_not_held(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x" * 1001)
    (record,) = records(found(tmp_path, bounds=Bounds(page=1000)))
    assert record.raw is None
    assert record.fault == ("the page is larger than 1,000 bytes", "page")


# --- archives


@pytest.mark.parametrize("suffix", PACK)
def test_tar_archives(tmp_path: Path, suffix: str) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for number in range(50):
            text = text_of(number).encode()
            member = tarfile.TarInfo(
                f"{'long/' * 40}page_{number}.md" if number % 2 else f"page_{number}.md"
            )
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
        archive.addfile(tarfile.TarInfo("readme.txt"))
    path = tmp_path / f"pages.tar{suffix}"
    path.write_bytes(PACK[suffix](data.getvalue()))
    items = found(path)
    assert [record.raw for record in records(items)] == [
        text_of(number).encode() for number in range(50)
    ]
    assert records(items)[0].fields == {
        "id": f"{path}/page_0.md",
        "title": "page 0",
        "dialect": None,
    }
    assert len(items) == 50
    # Cut off: every page before the cut, and word of the rest.
    path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 2])
    items = found(path)
    assert len(damages(items)) == 1
    assert len(records(items)) == len(items) - 1 < 50
    assert all(
        record.raw == text_of(number).encode() for number, record in enumerate(records(items))
    )


def test_a_tar_header_that_promises_too_much_is_refused(tmp_path: Path) -> None:
    member = tarfile.TarInfo("x")
    member.type, member.size = tarfile.XHDTYPE, 1 << 40
    (tmp_path / "a.tar").write_bytes(member.tobuf(tarfile.GNU_FORMAT) + bytes(10240))
    (damage,) = found(tmp_path / "a.tar")
    assert "header of a member" in damage.error


def test_zip_archives(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"sub/page_{number}.md", text_of(number))
        archive.writestr("bomb.md", bytes(5 << 20))
        archive.writestr("readme.txt", "x")
    items = records(found(path))
    assert [record.raw for record in items[:5]] == [text_of(number).encode() for number in range(5)]
    assert items[5].fault == ("the page is larger than 1,048,576 bytes", "page")
    data = bytearray(path.read_bytes())
    data[60] ^= 255  # in the first member
    path.write_bytes(data)
    items = records(found(path))
    assert items[0].fault is not None
    assert items[0].fault[1] == "read"
    assert items[1].raw == text_of(1).encode()
    path.write_bytes(path.read_bytes()[:100])
    assert len(damages(found(path))) == 1


# --- lines and tables


@pytest.mark.parametrize("suffix", PACK)
def test_json_lines(tmp_path: Path, suffix: str) -> None:
    lines = [
        json.dumps(
            {"id": number, "title": "T", "lang": "de", "text": text_of(number), "other": [1]}
        )
        for number in range(100)
    ]
    path = tmp_path / f"pages.jsonl{suffix}"
    path.write_bytes(
        PACK[suffix]("\n".join([*lines, "", "{broken", "[1]", "[" * 100_000]).encode())
    )
    items = records(found(path))
    assert len(items) == 103
    assert items[7].to_dict() == {"id": 7, "title": "T", "language": "de", "text": text_of(7)}
    for item in items[100:]:
        with pytest.raises(ValueError, match=r"JSON|Expecting"):
            item.to_dict()
    offset = sum(len(line) + 1 for line in lines[:7])
    assert items[7].offset == offset


def test_a_line_that_is_too_long_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text(
        json.dumps({"text": "x" * 9000}) + "\n" + json.dumps({"text": "y"}), encoding="utf-8"
    )
    first, second = records(found(path, bounds=Bounds(page=1000)))
    assert first.fault is not None
    assert first.raw is None
    assert second.to_dict()["text"] == "y"
    assert second.offset == 9000 + len('{"text": ""}\n')


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    path = tmp_path / "pages.parquet"
    texts = [*map(text_of, range(200)), None, "x" * (BOUNDS.page + 1)]
    pq.write_table(
        pa.table({"id": list(range(202)), "text": texts, "lang": ["de"] * 202}),
        path,
        row_group_size=50,
    )
    items = records(found(path))
    assert items[150].to_dict() == {
        "id": 150,
        "title": None,
        "dialect": None,
        "redirect": None,
        "language": "de",
        "text": text_of(150).encode(),
    }
    assert [item.fault and item.fault[1] for item in items[200:]] == ["read", "page"]
    path.write_bytes(path.read_bytes()[:-20])
    assert len(damages(found(path))) == 1
    pq.write_table(pa.table({"body": ["x"]}), path)
    assert damages(found(path))[0].error == "the file has no column 'text'"


# --- dumps


@pytest.mark.parametrize("suffix", PACK)
def test_dumps(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"dewiki-pages.xml{suffix}"
    path.write_bytes(PACK[suffix](xml_dump(500).encode()))
    items = records(found(path))
    assert [item.raw for item in items] == [
        f"'''{number}''' [[Seite {number + 1}]]".encode() for number in range(500)
    ]
    assert items[3].fields == {
        "id": "dewiki:3",
        "title": "Seite 3",
        "language": "de",
        "dialect": "wikitext",
        "redirect": None,
        "page_id": 3,
        "revision_id": 39,
        "namespace": 0,
        "timestamp": datetime(2024, 1, 1, tzinfo=UTC),
        "site": SITE,
    }
    assert items[3].offset == 3
    packed = path.read_bytes()
    path.write_bytes(packed[: len(packed) * 2 // 3])
    items = found(path)
    (damage,) = damages(items)
    assert "cut off" in damage.error
    assert items[-1] is damage
    assert [item.raw for item in records(items)] == [
        f"'''{n}''' [[Seite {n + 1}]]".encode() for n in range(len(items) - 1)
    ]


def test_namespaces_and_redirects_are_selected(tmp_path: Path) -> None:
    pages = [
        xml_page(1, "a"),
        xml_page(2, "b", "Kategorie:B", 14),
        xml_page(3, "#WEITERLEITUNG [[A]]", redirect="A & B"),
        xml_page(4, "c", "Kategorie:C", None),  # as old dumps have it
        xml_page(5, "body {}").replace("<model>wikitext", "<model>css"),
    ]
    path = tmp_path / "x.xml"
    path.write_text(HEAD + "".join(pages) + TAIL, encoding="utf-8")

    def ids(**selection: object) -> list[str]:
        return [
            item.fields["id"].partition(":")[2]
            for item in records(found(path, selection=Selection(**selection)))
        ]  # type: ignore[arg-type]

    assert ids() == ["1"]
    assert ids(redirects=True) == ["1", "3"]
    assert ids(namespaces=("14",)) == ["2", "4"]
    assert ids(namespaces=("0", "kategorie")) == ["1", "2", "4"]
    assert ids(namespaces=None, redirects=True) == ["1", "2", "3", "4"]
    assert sum(isinstance(item, Skipped) for item in found(path)) == 4
    assert (
        records(found(path, selection=Selection(redirects=True)))[1].fields["redirect"] == "A & B"
    )


def test_multistream_dumps_are_read_by_their_index(tmp_path: Path) -> None:
    pages = [xml_page(number, text_of(number)) for number in range(950)]
    path = write_multistream(tmp_path / "x-pages-articles-multistream.xml.bz2", pages)
    units = list(units_of([str(path)], BOUNDS, Selection()))
    assert len(units) == 10  # the last one has the end of the root element too
    assert all(isinstance(unit, StreamUnit) for unit in units)
    items = found(path)
    assert [item.raw for item in records(items)] == [
        text_of(number).encode() for number in range(950)
    ]
    assert items[0].fields["id"] == "dewiki:0"
    assert not damages(items)
    # Without an index the same pages are found one after another.
    index_path = index_of(str(path))
    assert index_path is not None
    (tmp_path / "index").write_bytes((tmp_path / index_path).read_bytes())
    (tmp_path / index_path).unlink()
    assert [item.fields for item in records(found(path))] == [
        item.fields for item in records(items)
    ]
    (tmp_path / index_path).write_bytes((tmp_path / "index").read_bytes())
    # A damaged stream costs its own pages alone.
    data = bytearray(path.read_bytes())
    unit = units[4]
    assert isinstance(unit, StreamUnit)
    data[unit.offset + 30 : unit.offset + 60] = bytes(30)
    path.write_bytes(data)
    items = found(path)
    (damage,) = damages(items)
    assert damage.start is not None
    assert unit.offset <= damage.start < damage.end == unit.offset + unit.weight
    assert len(records(items)) == 850
    # Cut off: what the index names behind the end is told.
    path.write_bytes(data[: unit.offset])
    items = found(path)
    assert len(records(items)) == 400
    assert any("cut off" in damage.error for damage in damages(items))


@pytest.mark.parametrize(
    "index", [b"", b"12:1:x\n5:2:y\n", b"999999999:1:x\n", b"nonsense\n", b"1:1:x\n2:2:y\n"]
)
def test_an_index_that_is_wrong_is_told(tmp_path: Path, index: bytes) -> None:
    path = write_multistream(tmp_path / "x-multistream.xml.bz2", [xml_page(1, "a")])
    (tmp_path / "x-multistream-index.txt.bz2").write_bytes(bz2.compress(index))
    assert damages(found(path))


def test_an_index_has_the_name_of_its_part(tmp_path: Path) -> None:
    index = tmp_path / "enwiki-1-pages-articles-multistream-index1.txt-p1p41242.bz2"
    index.write_bytes(b"")
    assert index_of(str(tmp_path / "enwiki-1-pages-articles-multistream1.xml-p1p41242.bz2")) == str(
        index
    )
    assert index_of(str(tmp_path / "enwiki-1-pages-articles.xml.bz2")) is None


def test_of_several_revisions_the_last_counts(tmp_path: Path) -> None:
    page = xml_page(1, "old").replace(
        "</revision>", "</revision><revision><text>new</text></revision>"
    )
    (tmp_path / "x.xml").write_text(HEAD + page + TAIL, encoding="utf-8")
    assert [item.raw for item in records(found(tmp_path / "x.xml"))] == [b"new"]


# --- hostile files

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join([f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)])
    + "]>\n<mediawiki><page><title>&j;</title></page></mediawiki>"
)


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (LAUGHS.encode(), "DOCTYPE"),
        (LAUGHS.encode("utf-16"), "DOCTYPE"),
        (b'<?xml version="1.0" encoding="x-unknown"?><a/>', "XML"),
        (b"<mediawiki>" + b"<a>" * 100, "nested"),
        (b"\0" * 1000, "well-formed"),
        (b"", None),
        (b"<mediawiki><" + b"x" * (5 << 20), "longer than"),
        (b"<mediawiki><page a='" + b"x" * (5 << 20), "longer than"),
        (b"<mediawiki><!--" + b"x" * (5 << 20), "longer than"),
        (b"<mediawiki>&undefined;</mediawiki>", "XML"),
    ],
    ids=[
        "laughs",
        "laughs in UTF-16",
        "encoding",
        "deep",
        "zeros",
        "empty",
        "tag",
        "attribute",
        "comment",
        "entity",
    ],
)
def test_hostile_xml_is_told(tmp_path: Path, xml: bytes, told: str | None) -> None:
    (tmp_path / "x.xml").write_bytes(xml)
    found_damages = damages(found(tmp_path / "x.xml"))
    assert [told in damage.error for damage in found_damages] == ([True] if told else [])  # type: ignore[operator]


def test_a_page_of_xml_that_is_too_large_is_not_held(tmp_path: Path) -> None:
    pages = [xml_page(1, "a"), xml_page(2, "x" * 2000), xml_page(3, "c")]
    (tmp_path / "x.xml").write_text(HEAD + "".join(pages) + TAIL, encoding="utf-8")
    items = records(found(tmp_path / "x.xml", bounds=Bounds(page=1000)))
    assert [item.raw for item in items] == [b"a", None, b"c"]
    assert items[1].fault is not None
    assert items[1].fields["id"] == "dewiki:2"


MEASURE = """
import sys
from pathlib import Path
from wikiparse.etl.sources import Bounds, Damage, Record, Selection, units_of
import zstandard, pyarrow
def peak():
    # Of this process alone: the figure of getrusage begins with that of its parent.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024
before = peak()
bounds = Bounds(page=1 << 20)
units = units_of(sys.argv[1:], bounds, Selection())
items = [item for unit in units for item in unit.items(bounds)]
errors = [item.error for item in items if isinstance(item, Damage)]
print(peak() - before, sum(isinstance(item, Record) for item in items), *errors)
"""


def bomb(kind: str, inner: bytes, times: int) -> bytes:
    """A stream of one piece repeated, packed without holding it."""
    packer = {
        "bz2": bz2.BZ2Compressor,
        "gz": gzip_packer,
        "zst": lambda: zstandard.ZstdCompressor().compressobj(),
    }[kind]()
    return b"".join([packer.compress(inner) for _ in range(times)]) + packer.flush()


def gzip_packer() -> object:
    import zlib

    return zlib.compressobj(9, zlib.DEFLATED, 31)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted as Linux does")
@pytest.mark.parametrize("kind", ["bz2", "gz", "zst"])
@pytest.mark.parametrize("name", ["x.xml", "x.jsonl", "x.tar"])
def test_bombs_are_told_and_held_in_little_memory(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / f"{name}.{kind}"
    head = {
        "x.xml": HEAD.encode() + b"<page><revision><text>",
        "x.jsonl": b'{"text": "',
        "x.tar": b"",
    }[name]
    data = bomb(kind, bytes(1 << 20) if name == "x.tar" else b"x" * (1 << 20), 100)
    # Of bz2 and zstd a file may be several streams.
    path.write_bytes(PACK[f".{kind}"](head) + data)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    grown, _, told = done.stdout.partition(" ")
    assert int(grown) < 64
    if name != "x.tar":  # zeros end an archive
        assert "grows more than 1,000 times" in told or "cut off" in told or told.strip() == "1"


def test_a_zstd_window_that_is_too_large_is_refused(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters(
        window_log=27, enable_ldm=True, write_content_size=False
    )
    data = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    (tmp_path / "x.jsonl.zst").write_bytes(data.compress(b'{"text": "x"}') + data.flush())
    (damage,) = damages(found(tmp_path / "x.jsonl.zst"))
    assert "damaged" in damage.error


def test_packed_files_of_several_streams_and_padding(tmp_path: Path) -> None:
    for suffix in (".gz", ".bz2", ".xz", ".zst"):
        path = tmp_path / f"x.jsonl{suffix}"
        pack = PACK[suffix]
        path.write_bytes(
            pack(b'{"text": "a"}\n') + pack(b"") + pack(b'{"text": "b"}\n') + bytes(512)
        )
        assert [item.to_dict()["text"] for item in records(found(path))] == ["a", "b"]
        assert not damages(found(path))
        path.write_bytes(pack(b'{"text": "a"}\n') + b"garbage")
        assert len(records(found(path))) == len(damages(found(path))) == 1


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        found(tmp_path / "no.xml")
    with pytest.raises(InputError, match="cannot tell what"):
        found(__file__)
