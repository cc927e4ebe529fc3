"""The entry point: decode, detect, and parse by the grammar of the page's dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.detect import detect
from wikiparse.diagnostics import Diagnostic
from wikiparse.dialect import DIALECTS, Dialect
from wikiparse.document import Document, document_of
from wikiparse.limits import DEFAULT_LIMITS, Limits
from wikiparse.nodes.page import Detection
from wikiparse.sites.languages import resolve_language

if TYPE_CHECKING:
    import os


def parse(
    text: str | bytes,
    *,
    dialect: str | Dialect = "auto",
    title: str | None = None,
    lang: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """The tree of a page.

    `text` is the source; bytes are decoded as UTF-8. `dialect` is "auto" or a name of
    `wikiparse.DIALECTS`, or a `Dialect`. `lang` is the language of the wiki, whose namespace names
    are used then; without it those of all languages are.

    Never raises because of what a text holds: trouble is reported in `doc.diagnostics`. Raises
    TypeError for a text that is neither str nor bytes, and ValueError for an unknown dialect.
    """
    diagnostics: list[Diagnostic] = []
    source = _decoded(text, diagnostics)
    rules, detection = _dialect(dialect, source)
    known = _language(lang, diagnostics)
    return document_of(source, rules, detection, title, known, limits, diagnostics)


def read(
    path: str | os.PathLike[str],
    *,
    dialect: str | Dialect = "auto",
    title: str | None = None,
    lang: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """The tree of a file.

    The title is taken from the file's name unless given. Raises OSError as `open` does.
    """
    from pathlib import Path  # noqa: PLC0415  # slow to load; most callers have the text

    file = Path(path)
    name = file.stem.replace("_", " ") if title is None else title
    return parse(file.read_bytes(), dialect=dialect, title=name, lang=lang, limits=limits)


def _decoded(text: str | bytes, diagnostics: list[Diagnostic]) -> str:
    """The text; bytes that are not UTF-8 are replaced, each bad sequence reported with the offsets
    of its bytes.
    """
    if isinstance(text, str):
        return text
    if not isinstance(text, (bytes, bytearray, memoryview)):
        message = f"parse() takes str or bytes, not {type(text).__name__}"
        raise TypeError(message)
    view = memoryview(text).cast("B")
    parts: list[str] = []
    pos = length = 0
    while pos < len(view):
        try:
            parts.append(str(view[pos:], "utf-8"))
            break
        except UnicodeDecodeError as error:
            first, last = pos + error.start, pos + error.end
            good = str(view[pos:first], "utf-8")
            parts += (good, "\ufffd")
            length += len(good) + 1
            message = f"Bytes {first} to {last} are not UTF-8 ({error.reason}); they became U+FFFD."
            diagnostics.append(Diagnostic.of("invalid-utf8", (length - 1, length), message))
            pos = last
    return "".join(parts)


def _dialect(dialect: str | Dialect, source: str) -> tuple[Dialect, Detection]:
    if isinstance(dialect, Dialect):
        return dialect, Detection(dialect.name)
    if dialect == "auto":
        detection = detect(source)
        return DIALECTS[detection.dialect], detection
    if dialect not in DIALECTS:
        message = f"unknown dialect {dialect!r}: there are auto, {', '.join(DIALECTS)}"
        raise ValueError(message)
    return DIALECTS[dialect], Detection(dialect)


def _language(lang: str | None, diagnostics: list[Diagnostic]) -> str | None:
    known = resolve_language(lang)
    if lang is not None and known != lang.lower().replace("_", "-"):
        used = f"{known!r} is used" if known else "no language is used"
        diagnostics.append(
            Diagnostic.of("unknown-language", None, f"The language {lang!r} is not known; {used}.")
        )
    return known
