"""Writing to standard output and standard error, whatever they can show."""

from __future__ import annotations

import os
import re
import sys
from codecs import lookup
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from wikiparse.console.errors import FAILED, ConsoleError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that a terminal may take for a command. A file or another program gets them as they
are."""


Escape = Callable[[re.Match[str]], str]


def text_escape(match: re.Match[str]) -> str:
    """The characters as escapes of Python."""
    return match[0].encode("unicode_escape").decode("ascii")


def json_escape(match: re.Match[str]) -> str:
    """The characters as escapes of JSON, which count in UTF-16 units."""
    units = match[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[pos : pos + 4]}" for pos in range(0, len(units), 4)])


def html_escape(match: re.Match[str]) -> str:
    """The characters as character references. A control has none of its own in HTML."""
    return "".join(
        [
            "&#65533;" if _CONTROL.match(character) else f"&#{ord(character)};"
            for character in match[0]
        ]
    )


def fit(text: str, out: TextIO, escape: Escape | None = text_escape) -> str:
    """The text with escapes for characters that a terminal would obey, and for those that the
    encoding of a stream does not have. Without `escape` it has colors, and nothing to be escaped.
    """
    # A file or a pipe gets the characters as they are; a terminal would obey them.
    if escape is not None and out.isatty():
        text = _CONTROL.sub(escape, text)
    encoding = out.encoding or "utf-8"
    if (
        escape is html_escape and lookup(encoding).name != "utf-8"
    ):  # the page says that it is UTF-8, and ASCII is
        return re.sub(r"[^\x00-\x7f]+", escape, text)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        if escape is json_escape:  # in ASCII it is still the same JSON
            return re.sub(r"[^\x00-\x7f]+", escape, text)
        return text.encode(encoding, "backslashreplace").decode(encoding)
    return text


def write(text: str, escape: Escape | None = text_escape) -> None:
    """Write to standard output."""
    if sys.stdout is not None:  # it is None where the caller has closed it: then nobody reads
        with writing(sys.stdout) as out:
            out.write(fit(text, out, escape))


@contextmanager
def writing(out: TextIO) -> Iterator[TextIO]:
    """Say in one line why an output cannot be written; a closed pipe is for `main`."""
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        message = f"cannot write the output: {error.strerror or error}"
        raise ConsoleError(message, FAILED) from error


def drop_output() -> None:
    """Discard all that is still buffered: Python would try to write it at its end, and
    complain.
    """
    with suppress(OSError):
        # The handle itself is replaced: anything still buffered then goes to the null device.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(message: str) -> None:
    """Write one line to standard error."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(fit(f"wikiparse: {one_line(message)}\n", sys.stderr))


def one_line(text: str) -> str:
    """The text with escapes for all that is not printed: names of files may hold anything."""
    return "".join(
        [c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text]
    )
