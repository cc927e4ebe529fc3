"""Damaged and hostile inputs for batch runs, and the books that say whether every unit of them is
accounted for: as a row, a dead letter, or within a named stretch of damage.

`containers` writes one file of each kind that holds many pages, with the extent of each page in it;
`damaged` changes such a file. The checks know nothing of how the sources read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from etl_samples import HEAD, TAIL, text_of, xml_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path


class Page(NamedTuple):
    """A page of a container: its id in the rows, and its extent in the unit that damage has."""

    identifier: str
    start: int
    end: int


class Container(NamedTuple):
    """A file with pages. `is_stream`: it is compressed as a whole, and its pages have no extents
    but their order."""

    path: Path
    pages: tuple[Page, ...]
    is_stream: bool = False


PAGES = 60


def records(name: str) -> list[dict[str, Any]]:
    """The pages of a container. Ids say which container they are of."""
    return [
        {"id": f"{name}:{number}", "title": f"T{number}", "text": text_of(number)}
        for number in range(PAGES)
    ]


# --- containers


def jsonl(path: Path) -> Container:
    lines = [json.dumps(record).encode() + b"\n" for record in records(path.name)]
    path.write_bytes(b"".join(lines))
    return Container(path, tuple(_extents(path.name, lines)))


def _extents(name: str, pieces: Sequence[bytes], start: int = 0) -> Iterator[Page]:
    for number, piece in enumerate(pieces):
        yield Page(f"{name}:{number}", start, start + len(piece))
        start += len(piece)


def packed(make: Callable[[Path], Container], pack: Callable[[bytes], bytes]) -> Any:
    """A container that is compressed as a whole."""

    def packed_container(path: Path) -> Container:
        made = make(path)
        path.write_bytes(pack(path.read_bytes()))
        return Container(path, made.pages, is_stream=True)

    return packed_container


def tar(path: Path) -> Container:
    data, pages = io.BytesIO(), []
    with tarfile.open(fileobj=data, mode="w") as archive:
        for number in range(PAGES):
            start = data.tell()
            text = text_of(number).encode()
            member = tarfile.TarInfo(f"{'long/' * 40 * (number % 3)}page_{number}.md")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
            pages.append(Page(f"{path}/{member.name}", start, data.tell()))
    path.write_bytes(data.getvalue())
    return Container(path, tuple(pages))


def zipped(method: int) -> Any:
    def zip_container(path: Path) -> Container:
        with zipfile.ZipFile(path, "w", method) as archive:
            for number in range(PAGES):
                archive.writestr(f"page_{number}.md", text_of(number))
        # What damage names is the directory: a member that is damaged is a dead letter.
        data, pages = path.read_bytes(), []
        pos = data.index(b"PK\1\2")
        for number in range(PAGES):
            end = data.find(b"PK\1\2", pos + 4)
            end = data.index(b"PK\5\6") if end < 0 else end
            pages.append(Page(f"{path}/page_{number}.md", pos, end))
            pos = end
        return Container(path, tuple(pages))

    return zip_container


def dump(path: Path) -> Container:
    name = _wiki(path)
    head = HEAD.replace("dewiki", name).encode()
    pieces = [xml_page(number, text_of(number)).encode() for number in range(PAGES)]
    path.write_bytes(head + b"".join(pieces) + TAIL.encode())
    return Container(path, tuple(_extents(name, pieces, len(head))))


def _wiki(path: Path) -> str:
    return path.name.partition(".")[0].replace("-", "_")


def multistream(path: Path) -> Container:
    name = _wiki(path)
    data, index, pages = bz2.compress(HEAD.replace("dewiki", name).encode()), [], []
    for first in range(0, PAGES, 10):
        numbers = range(first, first + 10)
        stream = bz2.compress("".join([xml_page(n, text_of(n)) for n in numbers]).encode())
        index += [f"{len(data)}:{number}:Seite {number}\n" for number in numbers]
        pages += [Page(f"{name}:{n}", len(data), len(data) + len(stream)) for n in numbers]
        data += stream
    path.write_bytes(data + bz2.compress(TAIL.encode()))
    index_name = path.name.replace(".xml.bz2", "-index.txt.bz2")
    path.with_name(index_name).write_bytes(bz2.compress("".join(index).encode()))
    return Container(path, tuple(pages))


def parquet(path: Path) -> Container:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(records(path.name)), path, row_group_size=16)
    pages = [Page(f"{path.name}:{number}", number, number + 1) for number in range(PAGES)]
    return Container(path, tuple(pages))


def zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


CONTAINERS: Mapping[str, Callable[[Path], Container]] = {
    "a.jsonl": jsonl,
    "a.jsonl.gz": packed(jsonl, gzip.compress),
    "a.jsonl.bz2": packed(jsonl, bz2.compress),
    "a.jsonl.xz": packed(jsonl, lzma.compress),
    "a.jsonl.zst": packed(jsonl, zstd),
    "a.tar": tar,
    "a.tar.gz": packed(tar, gzip.compress),
    "a.stored.zip": zipped(zipfile.ZIP_STORED),
    "a.deflate.zip": zipped(zipfile.ZIP_DEFLATED),
    "a.bzip2.zip": zipped(zipfile.ZIP_BZIP2),
    "a.lzma.zip": zipped(zipfile.ZIP_LZMA),
    "a.xml": dump,
    "a.xml.bz2": packed(dump, bz2.compress),
    "a-multistream.xml.bz2": multistream,
    "a.parquet": parquet,
}
"""One of each kind, by the ending of its name."""


# --- damage


def flip(data: bytearray, seed: random.Random) -> None:
    """Some bits are others."""
    for _ in range(seed.choice((1, 1, 3, 20))):
        data[seed.randrange(len(data))] ^= 1 << seed.randrange(8)


def cut(data: bytearray, seed: random.Random) -> None:
    """The end is missing."""
    del data[seed.randrange(len(data)) :]


def blank(data: bytearray, seed: random.Random) -> None:
    """A stretch is zeros, as after a power cut."""
    start = seed.randrange(len(data))
    end = min(start + seed.choice((16, 512, 4096)), len(data))
    data[start:end] = bytes(end - start)


def noise(data: bytearray, seed: random.Random) -> None:
    """A stretch is random."""
    start = seed.randrange(len(data))
    end = min(start + seed.choice((4, 64, 1024)), len(data))
    data[start:end] = seed.randbytes(end - start)


def copy_within(data: bytearray, seed: random.Random) -> None:
    """A stretch is another stretch of the file."""
    length = seed.choice((32, 256, 1024))
    source, target = seed.randrange(len(data)), seed.randrange(len(data))
    piece = data[source : source + length]
    data[target : target + len(piece)] = piece


CHANGES = (flip, cut, blank, noise, copy_within)
"""None moves the bytes after it, so that the extents of the pages stay what they are."""


def damaged(folder: Path, number: int, seed: random.Random) -> Container:
    """The how many-th container, with a damage; every one whose number is 0 has none."""
    names = list(CONTAINERS)
    name = names[number % len(names)]
    path = folder / f"c{number:03}{name.removeprefix('a')}"
    made = CONTAINERS[name](path)
    turn = number // len(names)
    if turn:
        data = bytearray(path.read_bytes())
        # The head of a multistream dump names the wiki, and ids begin with that.
        head = made.pages[0].start if "multistream" in name else 0
        tail = data[head:]
        CHANGES[turn % len(CHANGES)](tail, seed)
        path.write_bytes(data[:head] + tail)
    return made


# --- the books


def missing(container: Container, seen: set[str], damages: Sequence[Mapping[str, Any]]) -> int:
    """How many pages are nowhere: no row, no dead letter, and in no named stretch of damage."""
    own = [d for d in damages if d["source"] == str(container.path)]
    last = max((n for n, p in enumerate(container.pages) if p.identifier in seen), default=-1)
    lost = 0
    for number, page in enumerate(container.pages):
        if page.identifier in seen:
            continue
        if container.is_stream:
            lost += not (own and number > last)
        else:
            lost += not any(_covers(damage, page) for damage in own)
    return lost


def _covers(damage: Mapping[str, Any], page: Page) -> bool:
    start = damage["start"] or 0
    end = damage["end"]
    return page.end > start and (end is None or page.start < end)


def joined(container: Container, seen: Sequence[str]) -> int:
    """How many pages of the container may have become a part of another, or the same as another, or
    no page by its name: damage can do that."""
    known = [page.identifier for page in container.pages]
    twice = len([identifier for identifier in seen if identifier in set(known)])
    twice -= len(set(known).intersection(seen))
    data = container.path.read_bytes()
    suffix = container.path.suffix
    if suffix == ".jsonl":
        left = len([line for line in data.split(b"\n") if line.strip()])
    elif suffix == ".xml":
        left = data.count(b"</page>")
    elif suffix in (".zip", ".tar"):
        end = b".md" if suffix == ".zip" else b".md\0"
        left = len([page for page in container.pages if end in data[page.start : page.end]])
    else:
        left = PAGES
    return twice + max(PAGES - left, 0)


def unaccounted(
    containers: Sequence[Container], seen: Sequence[str], damages: Sequence[Mapping[str, Any]]
) -> list[str]:
    """The containers with pages that are nowhere, and how many more they are than pages that came
    under a name that nobody has given."""
    ids = set(seen)
    known = {page.identifier for container in containers for page in container.pages}
    strangers = len([identifier for identifier in ids - known if "/hostile" not in identifier])
    lost = {
        container.path.name: missing(container, ids, damages) - joined(container, seen)
        for container in containers
    }
    if sum([count for count in lost.values() if count > 0]) <= strangers:
        return []
    return [f"{name}: {count}" for name, count in lost.items() if count > 0]


# --- hostile files


def _bytes_of_zip(names: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, text in names.items():
            archive.writestr(name, text)
    return data.getvalue()


def _headers(kind: bytes, count: int) -> bytes:
    """So many extended headers of tar in a row."""
    member = tarfile.TarInfo("x")
    member.type, member.size = kind, 3
    return (member.tobuf(tarfile.GNU_FORMAT) + b"abc".ljust(512, b"\0")) * count


def _pax(size: str) -> bytes:
    """A member whose extended header gives its size."""
    record = f"size={size}\n"
    record = f"{len(record) + 3} {record}"
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.XHDTYPE, len(record)
    member = tarfile.TarInfo("a.txt")
    return (
        head.tobuf(tarfile.GNU_FORMAT)
        + record.encode().ljust(512, b"\0")
        + member.tobuf(tarfile.GNU_FORMAT)
        + bytes(1024)
    )


def _later_version() -> bytes:
    data = bytearray(_bytes_of_zip({"a.md": b"x"}))
    data[data.index(b"PK\1\2") + 6] = 99
    return bytes(data)


def _bad_lzma() -> bytes:
    data = bytearray(_bytes_of_zip({"a.md": b"x" * 5000}, zipfile.ZIP_LZMA))
    data[50:70] = bytes(20)
    return bytes(data)


def overlapping(count: int) -> bytes:
    """A zip archive of many members that all are the same bytes of it."""
    text = bytes(1 << 20)
    data = bytearray(_bytes_of_zip({"0.md": text}, zipfile.ZIP_DEFLATED))
    start = data.index(b"PK\1\2")
    entry, local = bytes(data[start : data.index(b"PK\5\6")]), data[:start]
    directory = b"".join([entry.replace(b"0.md", b"%c.md" % (33 + n % 200)) for n in range(count)])
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, count % 65536, count % 65536, len(directory), len(local), 0
    )
    return bytes(local) + directory + end


def _letter(**changes: object) -> bytes:
    """A dead letter in which something is wrong."""
    named = dict.fromkeys(("id", "title", "language", "dialect", "redirect", "sha256", "limit"))
    rest = {"source": "x", "offset": 0, "form": "text", "raw": "eA==", "error": ""}
    return json.dumps({**named, **rest, **changes}).encode()


HOSTILE: Mapping[str, bytes] = {
    "lzma.zip": _bad_lzma(),
    "version.zip": _later_version(),
    "encrypted.zip": _bytes_of_zip({"a.md": b"x"}).replace(b"\x14\3\x14\0\0", b"\x14\3\x14\0\1"),
    "comment.zip": _bytes_of_zip({"a.md": b"x"}) + b"PK\5\6" * 5,
    "empty.zip": b"",
    "overlap.zip": overlapping(50),
    "names.zip": _bytes_of_zip({"../../etc/a.md": b"x", "/b.md": b"y", "c\0.md": b"z"}),
    "longnames.tar": _headers(tarfile.GNUTYPE_LONGNAME, 2000),
    "longlinks.tar": _headers(tarfile.GNUTYPE_LONGLINK, 2000),
    "pax.tar": _headers(tarfile.XHDTYPE, 2000),
    "global.tar": _headers(tarfile.XGLTYPE, 2000),
    "size.tar": _pax("99999999999999"),
    "negative.tar": _pax("-99999999999999"),
    "nan.tar": _pax("nan"),
    "empty.tar": b"",
    "zeros.tar": bytes(10240),
    "noise.tar": random.Random(1).randbytes(10240),
    "bom.jsonl": b'\xef\xbb\xbf{"text": "a"}\n{"text": "b"}\n',
    "deep.jsonl": b"[" * 100_000 + b"\n" + b'{"a":' * 100_000 + b"\n",
    "numbers.jsonl": b'{"id": ' + b"9" * 5000 + b', "text": "a"}\n{"text": 5}\n{"text": null}\n',
    "nul.jsonl": b"\0" * 1000 + b"\n",
    "nan.jsonl": b'{"id": NaN, "text": "a", "title": {"x": 1}, "lang": [5], "dialect": 7}\n',
    "klingon.jsonl": b'{"text": "a", "dialect": "klingon"}\n{"text": "a", "lang": "klingon"}\n',
    "surrogates.jsonl": b'{"id": "\\udc80", "text": "\\ud800"}\n{"id": "\\udc81", "text": "x"}\n',
    "utf16.jsonl": '{"text": "a"}\n'.encode("utf-16"),
    "_dead-00000.jsonl": b"\n".join(
        [
            b'{"source": 5}',
            b"[]",
            b"5",
            b"null",
            b"[" * 100_000,
            _letter(source=5),
            _letter(sha256="0"),
            _letter(form="record", sha256="0", raw="?"),
        ]
    ),
    "empty.parquet": b"",
    "noise.parquet": random.Random(2).randbytes(5000),
    "magic.parquet": b"PAR1" + bytes(100) + b"\xff\xff\xff\x7fPAR1",
    "doctype.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><mediawiki>&x;</mediawiki>',
    "encoding.xml": b'<?xml version="1.0" encoding="klingon"?><mediawiki/>',
    "deep.xml": b"<mediawiki>" + b"<a>" * 5000,
    "namespaces.xml": b"<mediawiki><siteinfo><namespaces>"
    + b'<namespace key="1">x</namespace>' * 5000,
    "zeros.gz.jsonl.gz": gzip.compress(b"") + b"\0" * 100 + b"x",
    "header.jsonl.zst": b"\x28\xb5\x2f\xfd" + b"\xff" * 20,
    "check.jsonl.xz": lzma.compress(b'{"text": "a"}\n')[:-3],
    "adler.jsonl.gz": b"\x1f\x8b\x08\0\0\0\0\0\0\0" + zlib.compress(b'{"text": "a"}')[2:],
}
"""Small files that must not end a run, each with what it is called."""


def parquet_files(folder: Path) -> None:
    """Tables whose columns are of types that are no text, or hold values that Python has not."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts: dict[str, pa.Array] = {
        "float": pa.array([1.5]),
        "list": pa.array([["x"]]),
        "struct": pa.array([{"a": "x"}]),
        "timestamp": pa.array([1], pa.timestamp("us")),
        "int": pa.array([10**12, 3]),
        "bool": pa.array([True]),
        "null": pa.nulls(3),
    }
    for name, text in texts.items():
        pq.write_table(pa.table({"text": text}), folder / f"text-{name}.parquet")
    ids: dict[str, pa.Array] = {
        "date": pa.array([2_932_897 + 9], pa.date32()),
        "timestamp": pa.array([2**62], pa.timestamp("us")),
        "list": pa.array([[1]]),
        "binary": pa.array([b"\xff\xfe"]),
        "float": pa.array([float("nan")]),
    }
    for name, identifier in ids.items():
        pq.write_table(pa.table({"id": identifier, "text": ["x"]}), folder / f"id-{name}.parquet")
    bad = pa.array([b"\xff\xfe", b"ok"], pa.binary()).view(pa.binary())
    pq.write_table(pa.table({"text": bad, "title": pa.array([5, 6])}), folder / "bytes.parquet")
    pq.write_table(pa.table({"body": ["x"]}), folder / "none.parquet")
    write_repeated(folder / "repeated.parquet", 50, 40 << 20)


def write_repeated(path: Path, count: int, size: int) -> None:
    """A table in which so many rows are the same large text, which the file holds once."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), ["x" * size])
    pq.write_table(pa.table({"text": texts}), path, compression="zstd", store_schema=False)
