"""The entry point: decode, detect, and parse by the grammar of the page's dialect."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from wikiparse.diagnostics import Diagnostic
from wikiparse.dialect import DIALECTS, Dialect
from wikiparse.document import Document, document_of
from wikiparse.limits import DEFAULT_LIMITS, Limits
from wikiparse.nodes.page import Detection
from wikiparse.nodes.template_text import Registry
from wikiparse.sites.languages import resolve_language
from wikiparse.sites.words import variant_tags
from wikiparse.suggest import did_you_mean, suggests_keywords

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from wikiparse.expand.store import TemplateStore
    from wikiparse.nodes.template_text import TextFunction
    from wikiparse.sites.site import Site


@suggests_keywords
def parse(
    text: str | bytes,
    *,
    dialect: str | Dialect = "auto",
    title: str | None = None,
    lang: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    templates: Mapping[str, TextFunction] | TemplateStore | None = None,
    site: Site | None = None,
) -> Document:
    """The tree of a page.

    `text` is the source; bytes are decoded as UTF-8. `dialect` is "auto" or a name of
    `wikiparse.DIALECTS`, or a `Dialect`. `lang` is the language of the wiki, whose namespace names
    are used then; without it those of all languages are. `site` has the namespaces and prefixes of
    a wiki that is no Wikipedia, and its language, unless `lang` gives one. `templates` is a
    `TemplateStore`, by which the calls in a page of wikitext are expanded, or has functions from a
    template to its text, by name.

    Never raises because of what a text holds: trouble is reported in `doc.diagnostics`. Raises
    TypeError for a text that is neither str nor bytes and for a title, language, limits or
    site of another type, and ValueError for an unknown dialect.

    >>> doc = wikiparse.parse("See [[wind]]s.", dialect="wikitext", lang="en")
    >>> doc.wikilinks[0].title, doc.text
    ('wind', 'See winds.')
    """
    _checked(title, lang, limits)
    store, functions = None, templates
    if templates is not None and not hasattr(templates, "items"):
        store = _store(templates)
        functions = store.functions
        lang = lang or store.lang
        site = site or store.site
    if site is not None:
        own = _language_of(site)
        lang = own if lang is None else lang
    diagnostics: list[Diagnostic] = []
    source = _decoded(text, diagnostics)
    rules, detection = _dialect(dialect, source)
    known = _language(lang, diagnostics)
    texts = Registry(known, functions) if functions else Registry.of(known)  # type: ignore[arg-type]
    if store is not None and not rules.wikitext:
        from wikiparse.expanded_text import StoreRegistry  # noqa: PLC0415  # few callers have one

        texts = StoreRegistry(known, store.functions, store, title)
    return document_of(
        source, rules, detection, title, texts, limits, diagnostics, site=site, store=store
    )


@suggests_keywords
def read(
    path: str | os.PathLike[str],
    *,
    dialect: str | Dialect = "auto",
    title: str | None = None,
    lang: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    templates: Mapping[str, TextFunction] | TemplateStore | None = None,
    site: Site | None = None,
) -> Document:
    """The tree of a file.

    The title is taken from the file's name unless given. Raises OSError as `open` does.

    >>> doc = wikiparse.read("tests/fixtures/pml.md", lang="zh")
    >>> doc.title, doc.dialect, len(doc.wikilinks)
    ('pml', 'hybrid', 26)
    """
    from pathlib import Path  # noqa: PLC0415  # slow to load; most callers have the text

    file = Path(path)
    name = file.stem.replace("_", " ") if title is None else title
    data = file.read_bytes()
    return parse(
        data,
        dialect=dialect,
        title=name,
        lang=lang,
        limits=limits,
        templates=templates,
        site=site,
    )


def _decoded(text: str | bytes, diagnostics: list[Diagnostic]) -> str:
    """The text; bytes that are not UTF-8 are replaced and reported."""
    if isinstance(text, str):
        return text
    if not isinstance(text, (bytes, bytearray, memoryview)):
        message = f"parse() takes str or bytes, not {type(text).__name__}"
        raise TypeError(message)
    data = bytes(text)
    if sign := _sign_of_utf16(data):
        source = data.decode("utf-8", "replace")
        message = f"The bytes are UTF-16, not UTF-8 ({sign}): decode them, then call parse()."
        diagnostics.append(Diagnostic.of("invalid-utf8", (0, len(source)), message))
        return source
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _repaired(data, diagnostics)


def _sign_of_utf16(data: bytes) -> str:
    """The sign that bytes are UTF-16; "" if there is none."""
    if len(data) > len(codecs.BOM_UTF16) and data.startswith(
        (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        return "they begin with its byte order mark"
    # "Aberg" in UTF-16:   41 00 62 00 65 00 …    all zeros are at odd offsets, or all at even ones
    # ones
    sample = data[:256]
    zeros = sample[::2].count(0), sample[1::2].count(0)
    # One half of a Latin letter is a zero byte, and the other never is.
    is_sure = len(sample) >= SURE_OF_UTF16 and min(zeros) == 0 and max(zeros) > len(sample) // 4
    return "every other byte is zero" if is_sure else ""


SURE_OF_UTF16 = 16
"""Bytes from which zeros say that a text without a byte order mark is UTF-16."""


def _repaired(data: bytes, diagnostics: list[Diagnostic]) -> str:
    """The text of bytes that are not all UTF-8: each bad sequence is replaced, and reported with
    the offsets of its bytes.

    An error of the decoder holds a copy of all it was given, so it is given the whole once, where
    a bad byte becomes a lone surrogate, and then each bad sequence on its own.
    """
    # b"a\xe9b"  →  "a\udce9b"      one surrogate for each bad byte, so their places are found by a
    # pattern
    escaped = data.decode("utf-8", "surrogateescape")
    parts: list[str] = []
    seen = pos = length = 0  # in the escaped text, the bytes, and the text that is returned
    for run in re.finditer("[\udc80-\udcff]+", escaped):
        good = escaped[seen : run.start()]
        seen = run.end()
        parts.append(good)
        length += len(good)
        pos += len(good.encode())
        stop = pos + len(run[0])
        while pos < stop:
            # By the decoder itself: it alone knows how many bytes belong to one bad sequence.
            size, reason = _bad_sequence(data[pos : pos + 4])
            message = f"Bytes {pos} to {pos + size} are not UTF-8 ({reason}); they became U+FFFD."
            diagnostics.append(Diagnostic.of("invalid-utf8", (length, length + 1), message))
            parts.append("\ufffd")
            length += 1
            pos += size
    parts.append(escaped[seen:])
    return "".join(parts)


def _bad_sequence(data: bytes) -> tuple[int, str]:
    """How many bytes at the start of some are a bad sequence, and the decoder's reason. No
    character has more than four.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end, error.reason
    raise AssertionError  # it is called where the decoder found an error


def _checked(title: object, lang: object, limits: object) -> None:
    """Raise TypeError for values that only fail later, far from here."""
    for name, value in (("title", title), ("lang", lang)):
        if value is not None and not isinstance(value, str):
            message = f"{name} must be a str or None, not {type(value).__name__}"
            raise TypeError(message)
    if not isinstance(limits, Limits):
        message = f"limits must be a wikiparse.Limits, not {type(limits).__name__}"
        raise TypeError(message)


def _language_of(site: object) -> str | None:
    """The language of a site. Raises TypeError for any other object."""
    from wikiparse.sites.site import Site  # noqa: PLC0415  # few wikis are described by one

    if not isinstance(site, Site):
        message = f"site must be a wikiparse.Site or None, not {type(site).__name__}"
        raise TypeError(message)
    return site.lang


def _store(templates: object) -> TemplateStore:
    """A store of templates. Raises TypeError for any other object."""
    from wikiparse.expand.store import TemplateStore  # noqa: PLC0415  # few callers have one

    if not isinstance(templates, TemplateStore):
        kind = type(templates).__name__
        message = f"templates must be a mapping, a wikiparse.TemplateStore or None, not {kind}"
        raise TypeError(message)
    return templates


def _dialect(dialect: object, source: str) -> tuple[Dialect, Detection]:
    if isinstance(dialect, Dialect):
        return dialect, Detection(dialect.name)
    if dialect == "auto":
        # Who names the dialect needs no signs.
        from wikiparse.detect import detect  # noqa: PLC0415

        detection = detect(source)
        return DIALECTS[detection.dialect], detection
    if not isinstance(dialect, str) or dialect not in DIALECTS:
        hint = did_you_mean(dialect, ("auto", *DIALECTS))
        message = f"unknown dialect {dialect!r}: there are auto, {', '.join(DIALECTS)}{hint}"
        raise ValueError(message)
    return DIALECTS[dialect], Detection(dialect)


def _language(lang: str | None, diagnostics: list[Diagnostic]) -> str | None:
    known = resolve_language(lang)
    tag = None if lang is None else lang.lower().replace("_", "-")
    if tag != known:
        if known is not None and tag in variant_tags(known):
            return tag
        used = f"{known!r} is used" if known else "no language is used"
        diagnostics.append(
            Diagnostic.of("unknown-language", None, f"The language {lang!r} is not known; {used}.")
        )
    return known
