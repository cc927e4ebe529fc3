"""The two passes over all pages, as functions that workers are given: first the names, then the
pages themselves.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from wikiparse.etl.clean import clean
from wikiparse.etl.convert.index import Reader
from wikiparse.etl.convert.links import Links
from wikiparse.etl.convert.names import path_of_parts, path_of_title
from wikiparse.etl.convert.titles import key_of, key_of_title, namespace_of
from wikiparse.etl.convert.writing import anchors_of, written
from wikiparse.etl.sources.folders import is_page
from wikiparse.sites import split_title

if TYPE_CHECKING:
    from wikiparse.document import Document
    from wikiparse.etl.convert.settings import Writing
    from wikiparse.etl.outcomes import DeadLetter
    from wikiparse.etl.pages import SourcePage

FILE_DIALECTS = frozenset(("markdown", "commonmark"))
"""Dialects whose pages link to each other's files: these keep their names."""


class Named(NamedTuple):
    """The names and anchors of a page, as the first pass finds them.

    `target`: the key of the page that it leads to, None where it is no redirect. `keys`: of its
    title, and of its path.
    """

    size: int
    identity: bytes
    title: str
    keys: tuple[str, ...]
    path: str
    anchors: str
    target: str | None
    fragment: str


class Written(NamedTuple):
    """A page as it is written; without text a redirect, whose links lead to its target."""

    size: int
    identity: bytes
    title: str
    path: str
    text: bytes | None
    lost: dict[str, int]
    links: dict[str, Any]


def identity_of(page: SourcePage | DeadLetter) -> bytes:
    """The bytes by which a page is found again in the second pass."""
    facts = (page.source, page.offset, page.id, page.title, page.revision_id)
    return blake2b(repr(facts).encode("ascii", "backslashreplace"), digest_size=16).digest()


@attrs.frozen
class Names:
    """The first pass. `roots` are the inputs: folders that pages keep their paths in. `out` is the
    folder of the output if it is in one of them, otherwise "": it is no input.
    """

    writing: Writing
    roots: tuple[str, ...]
    out: str

    def __call__(self, doc: Document, page: SourcePage) -> Named | None:
        """The names of a page; None of a file of the output."""
        if self.out and is_below(page.source, self.out):
            return None
        title = title_of(doc, page)
        form = self.writing.format
        parts = _file_parts(page, self.roots)
        path = wanted_path(doc, title, parts, self.writing)
        keys = [key_of_title(title, doc)]
        if parts is not None and len(parts) > 1:
            # Markdown wikis name a page by its path too.
            keys.append(key_of_title("/".join(parts), doc))
        target, fragment = (None, "") if form.links == "titles" else _target(doc, page)
        anchors = "" if target is not None else json.dumps(anchors_of(doc, self.writing))
        return Named(
            len(str(doc)),
            identity_of(page),
            title,
            tuple(keys),
            path,
            "" if anchors == "{}" else anchors,
            target,
            clean(fragment),
        )


def is_below(path: str, folder: str) -> bool:
    """Whether a path is in a folder, or below it."""
    return os.path.realpath(path).startswith(folder.rstrip(os.sep) + os.sep)


def title_of(doc: Document, page: SourcePage) -> str:
    """The title of a page, or another name where it has none."""
    found = page.title or doc.title or page.id or f"Page {page.offset}"
    return clean(found)


def _target(doc: Document, page: SourcePage) -> tuple[str | None, str]:
    """The key of the title that a page leads to, and the section there."""
    redirect = doc.redirect
    if redirect is not None and redirect.title:
        return key_of_title(redirect.title, doc), redirect.fragment
    if page.redirect is not None:
        parts = split_title(page.redirect, doc._links.wiki)
        return key_of(parts.namespace, parts.title, doc._links.site), parts.fragment
    return None, ""


def _file_parts(page: SourcePage, roots: tuple[str, ...]) -> list[str] | None:
    """Folders and name of the file of a page, without its suffix; None of another."""
    if not page.id or not is_page(page.id):
        return None
    path = page.id.replace("\\", "/")
    for root in roots:
        folder = root.rstrip("/") + "/"
        if path.startswith(folder):
            path = path.removeprefix(folder)
            break
    else:
        if path == page.source.replace("\\", "/"):
            path = path.rpartition("/")[2]  # a file that was given itself
    path = path.rpartition(".")[0]
    return [part for part in path.split("/") if part not in ("", ".", "..")] or ["_"]


def wanted_path(doc: Document, title: str, parts: list[str] | None, writing: Writing) -> str:
    """The path that a page would have alone, without extension."""
    form = writing.format
    if parts is None:
        return path_of_title(title, namespace_of(title, doc)[1], form.space, form.extension)
    if doc.dialect in FILE_DIALECTS and form.links != "titles":
        return path_of_parts(parts, " ", form.extension)
    return path_of_parts([*parts[:-1], parts[-1].replace("_", " ")], form.space, form.extension)


@lru_cache(1)
def reader(path: str) -> Reader:
    """The index, opened once in each process."""
    return Reader(path)


@attrs.frozen
class Write:
    """The second pass. `index`: the file of the index; "" for a form whose links are titles."""

    writing: Writing
    roots: tuple[str, ...]
    out: str
    index: str

    def __call__(self, doc: Document, page: SourcePage) -> Written | None:
        """The page in its form; None of a file of the output."""
        if self.out and is_below(page.source, self.out):
            return None
        title, identity, size = title_of(doc, page), identity_of(page), len(str(doc))
        if not self.index:
            path = wanted_path(doc, title, _file_parts(page, self.roots), self.writing)
            text, lost = written(doc, self.writing, None)
            return Written(size, identity, title, path, clean(text).encode(), lost, {})
        if _target(doc, page)[0] is not None:
            return Written(size, identity, title, "", None, {}, {})
        names = reader(self.index)
        paths = names.paths_of(identity)
        if not paths:
            message = "the page was not there when the names were read"
            raise LookupError(message)
        number, path = paths[0]
        links = Links(self.writing, title, path, names)
        aliases = names.aliases(number)
        text, lost = written(doc, self.writing, links, aliases)
        return Written(size, identity, title, path, clean(text).encode(), lost, links.report())
