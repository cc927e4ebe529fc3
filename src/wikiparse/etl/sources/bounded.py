"""Decompression that cannot run away: a little at a time, and no further than a ratio.

What was read before a file turns out to be damaged is given first; then comes a SourceError with
the place.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from wikiparse.etl.sources.records import Bounds, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK: Final = 64 << 10
"""Bytes that are asked for at a time."""
XZ_MEMORY: Final = 80 << 20
"""What the decoder of xz may take: its highest level needs 65 MiB."""
ZSTD_WINDOW: Final = 16 << 20
"""The farthest that zstd may look back; its highest ordinary level, 19, needs 8 MiB."""
ZSTD_BITE: Final = 512
"""Bytes of zstd that are fed at once: four of them can stand for 128 KiB, and the decoder cannot be
told to stop."""


class _Decoder(Protocol):
    """What `bz2` and `lzma` have."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


class _Gzip:
    """`zlib` in the form of the others."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)
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
        import zstandard

        self._inner = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = 0) -> bytes:  # noqa: ARG002  # it knows no such bound
        return self._inner.decompress(data) if data else b""


def _xz() -> _Decoder:
    return lzma.LZMADecompressor(memlimit=XZ_MEMORY)


_DECODERS: Final[dict[str, Callable[[], _Decoder]]] = {
    "bz2": bz2.BZ2Decompressor,
    "gz": _Gzip,
    "xz": _xz,
    "zst": _Zstd,
}

COMPRESSIONS: Final = tuple(_DECODERS)
"""The suffixes of compressed files that can be read."""


def needs(suffix: str) -> str | None:
    """The package that a compression needs and that is missing, or None."""
    from importlib.util import find_spec

    return "zstandard" if suffix == "zst" and find_spec("zstandard") is None else None


class Reader:
    """A file, decompressed as it is read.

    `position` counts the bytes of the file that were consumed.

    `stop` ends the file before its end, for one stream of many. `size_limit` is not needed: what is
    read is handed on at once.
    """

    def __init__(
        self, file: BinaryIO, compression: str, bounds: Bounds, end: int | None = None
    ) -> None:
        self._file, self._make, self._bounds, self._stop = (
            file,
            _DECODERS.get(compression),
            bounds,
            end,
        )
        self._bite = ZSTD_BITE if compression == "zst" else CHUNK
        self._decoder: _Decoder | None = None
        self._ahead, self._begun, self._ready = b"", False, b""
        self._given = 0
        self._first = self.position = file.tell()
        self._failed: SourceError | None = None

    def read(self, size: int = CHUNK) -> bytes:
        """Up to `size` bytes, `b""` at the end.

        Raises SourceError for what is damaged, cut off, or grows beyond the ratio.
        """
        if not self._ready:
            self._ready = self._more(size)
        out, self._ready = self._ready[:size], self._ready[size:]
        self._given += len(out)
        return out

    def _more(self, size: int) -> bytes:
        if self._make is None:
            return self._take(size)
        try:
            return self._decoded(size)
        except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError) as error:
            message = f"the compressed data is damaged: {error}"
            raise SourceError(message, self.position) from error
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            message = f"the compressed data is damaged: {error}"
            raise SourceError(message, self.position) from error

    def _decoded(self, size: int) -> bytes:
        assert self._make is not None
        while True:
            if self._decoder is None:
                # Files may be padded with zeros behind a stream.
                data = self._ahead.lstrip(b"\0") or self._take(self._bite)
                self._ahead = b""
                if self._begun:
                    data = data.lstrip(b"\0") if data else data
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
            if self._given + len(out) > self._bounds.free + self._bounds.ratio * (
                self.position - self._first
            ):
                message = (
                    f"the file grows more than {self._bounds.ratio:,} times when it is decompressed"
                )
                raise SourceError(message, self.position)
            if out:
                return out
            if ended:
                message = "the compressed data ends too early: the file is cut off"
                raise SourceError(message, self.position)

    def _take(self, size: int) -> bytes:
        if self._stop is not None:
            size = min(size, self._stop - self.position)
        data = self._file.read(size) if size > 0 else b""
        self.position += len(data)
        return data
