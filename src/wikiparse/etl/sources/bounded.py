"""Decompression that cannot run away: a little at a time, and no further than a ratio.

A file that turns out to be damaged is read up to the damage; then comes a SourceError with its
offset.
"""

from __future__ import annotations

import bz2
import lzma
import os
import zlib
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, Final, Protocol

from wikiparse.etl.sources.records import Bounds, CutOffError, Damage, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK: Final = 64 << 10
"""Bytes that are asked for at a time."""
XZ_MEMORY: Final = 80 << 20
"""Bytes that the decoder of xz may take: its highest level needs 65 MiB."""
ZSTD_WINDOW: Final = 16 << 20
"""The farthest that zstd may look back; its highest ordinary level, 19, needs 8 MiB."""
ZSTD_BITE: Final = 512
"""Bytes of zstd that are fed at once: four of them may become 128 KiB, and the decoder cannot be
told to stop."""


class Decoder(Protocol):
    """The methods that the decoders of `bz2` and `lzma` have."""

    @property
    def eof(self) -> bool:
        """Whether the stream has come to its end."""

    @property
    def needs_input(self) -> bool:
        """Whether there is no more output without more data."""

    @property
    def unused_data(self) -> bytes:
        """The data after the end of the stream."""

    def decompress(self, data: bytes, max_length: int = ...) -> bytes:
        """Up to `max_length` bytes of output."""


class _Zlib:
    """`zlib` in the form of the others."""

    def __init__(self, window: int) -> None:
        # 31: with the header of gzip; −15: no header, as zip has it.
        self._inner = zlib.decompressobj(window)
        self._rest = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._rest and not self.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:
        out = self._inner.decompress(self._rest + data, max_length)
        self._rest = self._inner.unconsumed_tail
        return out


class _Zstd:
    """`zstandard` in the form of the others."""

    needs_input = True

    def __init__(self) -> None:
        import zstandard  # an optional package

        self._inner = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:  # noqa: ARG002  # it knows no such bound
        return self._inner.decompress(data) if data else b""


class _ZipLzma:
    """LZMA as zip archives hold it (APPNOTE 5.8.8): the version in two bytes, the length of the
    properties in two, the properties. These and the size are the header of an `.lzma` file.
    """

    def __init__(self) -> None:
        self._inner = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=XZ_MEMORY)
        self._head: bytes | None = b""

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return self._head is not None or self._inner.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if self._head is not None:
            self._head += data
            if len(self._head) < 9:
                return b""
            # The size is not known here, and "unknown" is valid with a marker at the end and
            # without one: the archive says how many bytes are wanted.
            # zip:    version 2, length 2, properties 5, data
            # .lzma:  properties 5, size 8, data            all ones: the size is not known
            data, self._head = self._head[4:9] + b"\xff" * 8 + self._head[9:], None
        return self._inner.decompress(data, max_length)


DECODERS: Final[dict[str, Callable[[], Decoder]]] = {
    "bz2": bz2.BZ2Decompressor,
    "gz": lambda: _Zlib(31),
    "xz": lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY),
    "zst": _Zstd,
    # Only within zip archives:
    "deflate": lambda: _Zlib(-15),
    "lzma": _ZipLzma,
}

COMPRESSIONS: Final = ("bz2", "gz", "xz", "zst")
"""The suffixes of compressed files that can be read."""


def missing_package(compression: str) -> str | None:
    """The package that a compression needs and that is not installed, or None."""
    return "zstandard" if compression == "zst" and find_spec("zstandard") is None else None


class Reader:
    """A file, decompressed as it is read.

    `position` counts the bytes of the file that were consumed, `size` is how many it has, and
    `given` counts the bytes that came out of it. `safe` is an offset before which nothing is
    damaged: where the bite begins that the last output is of. `end` is where reading stops, for one
    stream of many.
    """

    def __init__(
        self, file: IO[bytes], compression: str, bounds: Bounds, end: int | None = None
    ) -> None:
        self._file, self._bounds, self._end = file, bounds, end
        self._make = DECODERS.get(compression)
        self._bite = ZSTD_BITE if compression == "zst" else CHUNK
        self._decoder: Decoder | None = None
        self._ahead, self._begun, self._ready = b"", False, b""
        self.given: int = 0
        self.position: int = file.tell()
        self.safe: int = self.position
        self._first = self._bite_start = self.position
        self.size: int = os.fstat(file.fileno()).st_size

    def read(self, size: int = CHUNK) -> bytes:
        """Up to `size` bytes, `b""` at the end.

        Raises SourceError for data that is damaged, cut off, or grows beyond the ratio.
        """
        if not self._ready:
            self._ready = self._more(size)
        out, self._ready = self._ready[:size], self._ready[size:]
        self.given += len(out)
        if out:
            self.safe = self._bite_start
        return out

    def damage(self, source: str, error: Exception, start: int | None = None) -> Damage:
        """The rest of the file as damage, from `start` on or from where the reader is."""
        end: int | None = self.size if self._end is None else self._end
        if self._end is None and isinstance(error, CutOffError):
            end = None
        return Damage(source, self.safe if start is None else start, end, message_of(error))

    def _more(self, size: int) -> bytes:
        if self._make is None:
            return self._take(size)
        try:
            return self._decoded(size)
        except SourceError:
            raise
        except Exception as error:  # each library of a compression has errors of its own
            if isinstance(error, MemoryError):
                raise
            message = f"the compressed data is damaged: {error}"
            raise SourceError(message) from error

    def _decoded(self, size: int) -> bytes:
        assert self._make is not None
        while True:
            if self._decoder is None:
                # A file may have several streams, and zeros as padding after each.
                # bz2, gzip, xz and zstd may all be concatenated: the output of two files is that of
                # both.
                data = self._ahead.lstrip(b"\0") or self._take(self._bite)
                self._ahead = b""
                if self._begun:
                    data = data.lstrip(b"\0") if data else data
                if not data and not self._begun:
                    message = "the file is empty, and no compressed data"
                    raise CutOffError(message)
                if not data:
                    return b""
                self._decoder = self._make()
            else:
                data = (
                    self._take(self._bite)
                    if self._decoder.needs_input and not self._ahead
                    else self._ahead
                )
                self._ahead = b""
            self._begun = True
            out = self._decoder.decompress(data, size)
            ended = not data and not out
            if self._decoder.eof:
                self._ahead, self._decoder, ended = self._decoder.unused_data, None, False
            # After each bite, before the output is handed on: a bomb is stopped within one chunk.
            self._check_growth(len(out))
            if out:
                return out
            if ended:
                message = "the compressed data ends too early: the file is cut off"
                raise CutOffError(message)

    def _check_growth(self, more: int) -> None:
        # Small files may grow more: a megabyte of one character is a hundred bytes.
        most = self._bounds.free + self._bounds.ratio * (self.position - self._first)
        if self.given + more > most:
            raise SourceError(grows_too_much("file", self._bounds))

    def _take(self, size: int) -> bytes:
        if self._end is not None:
            size = min(size, self._end - self.position)
        data = self._file.read(size) if size > 0 else b""
        if data:
            self._bite_start = self.position
        self.position += len(data)
        return data


def grows_too_much(name: str, bounds: Bounds) -> str:
    """Says that a file or a member of an archive is a bomb."""
    return f"the {name} grows more than {bounds.ratio:,} times when it is decompressed"


def message_of(error: Exception) -> str:
    """An error of reading in one line."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__
