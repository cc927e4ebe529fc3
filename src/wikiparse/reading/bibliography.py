"""The citations of a page, as the items of CSL-JSON: `doc.citations`.

Source of the names and types: the CSL-JSON schema of citationstyles.org, csl-data.json, and the CSL
1.0.2 specification, appendices III and IV.
"""

from __future__ import annotations

import re
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from wikiparse.nodes.archives import find_archive
from wikiparse.nodes.blocks import FootnoteDefinition
from wikiparse.nodes.citation_names import COPIES, family_of
from wikiparse.nodes.citation_types import type_of
from wikiparse.nodes.inlines import Template, Text
from wikiparse.nodes.links import ExternalLink
from wikiparse.nodes.template_text import fold_name
from wikiparse.reading.citation_dates import date_of, has_year
from wikiparse.reading.citation_fields import KINDS_OF_PEOPLE, Fields
from wikiparse.reading.identifiers import doi_of, identifiers_in, isbn_of
from wikiparse.reading.people import names_of, person, vancouver, without_role, without_year
from wikiparse.reading.plain_citations import PlainFootnote, plain_citation

if TYPE_CHECKING:
    from collections.abc import Callable, KeysView

    from wikiparse.nodes.page import Page
    from wikiparse.reading.people import Name
    from wikiparse.reading.plain_citations import Evidence, Item


class Citation(NamedTuple):
    """A source that a page cites.

    `node` is the citation template, or the `FootnoteDefinition` whose plain text names the source.
    `data` is an item of CSL-JSON. `evidence` says how it was read: pairs of a kind of evidence and
    its text.

    >>> source = "<ref>{{cite book |title=Mills |last=Berg |year=1999}}</ref>"
    >>> data = wikiparse.parse(source, dialect="wikitext").citations[0].data
    >>> data["type"], data["title"], data["issued"]
    ('book', 'Mills', {'date-parts': [[1999]]})
    """

    node: Template | FootnoteDefinition
    """The template or the footnote."""
    data: Item
    """An item of CSL-JSON (schema 1.0.2)."""
    evidence: Evidence
    """Pairs of a kind of evidence and its text."""


def find_citations(page: Page) -> tuple[Citation, ...]:
    """The citations of a page, in source order."""
    lang = page.lang
    templates = page.templates
    # Most templates cite nothing, and many have one name: each is asked about once.
    names = {name for name in {t.name for t in templates} if family_of(fold_name(name))}
    cited = {
        id(template): citation
        for template in templates
        if template.name in names and (citation := template_citation(template, lang)) is not None
    }
    out = list(cited.values())
    for definition in page.footnotes:
        if definition.children and (footnote := _plain(definition, cited.keys())) is not None:
            read = plain_citation(footnote, lang, page._footnote_text)
            if read is not None:
                out.append(_new_citation((definition, *read)))
    if len(out) > len(cited) > 0:
        out.sort(key=_order(page, out))
    for number, citation in enumerate(out, 1):
        citation.data["id"] = f"citation-{number}"
    return tuple(out)


def _order(page: Page, citations: list[Citation]) -> Callable[[Citation], int]:
    """The order of citations in the source; in the tree, where a node was made by hand."""
    start_of = attrgetter("node._start")
    if not page.is_edited and min(map(start_of, citations)) >= 0:
        return start_of
    numbers = {id(node): number for number, node in enumerate(page.walk())}
    return lambda citation: numbers[id(citation.node)]


def _plain(definition: FootnoteDefinition, cited: KeysView[int]) -> PlainFootnote | None:
    """The links of a footnote; None where a citation template is in it. `cited` are the identities
    of those.
    """
    children = definition.children
    # Most have one right in them.
    if not cited.isdisjoint(map(id, children)):
        return None
    footnote = PlainFootnote(definition)
    stack = list(children[::-1])
    while stack:
        node = stack.pop()
        cls = type(node)
        if cls is Text or cls is FootnoteDefinition:
            continue  # a footnote in this one is read by itself
        if cls is Template:
            if id(node) in cited:
                return None
            if fold_name(node.name) in COPIES:  # type: ignore[attr-defined]  # it is a template
                footnote.copies.append(node)  # type: ignore[arg-type]  # as above
                # The link in it is that of the copy; a citation in it makes it no plain one.
                if any(id(below) in cited for below in node.find_all(Template)):
                    return None
                continue
        elif cls is ExternalLink:
            footnote.links.append(node)  # type: ignore[arg-type]  # as above
        below = node.children
        # Most hold one text.
        if len(below) != 1 or type(below[0]) is not Text:
            stack += below[::-1]
    return footnote


def template_citation(template: Template, lang: str | None) -> Citation | None:
    """The citation of a template; None if it is not known to cite, or does not say which source."""
    name = fold_name(template.name)
    family = family_of(name)
    if not family:
        return None
    fields = Fields(template, name)
    by_name = type_of(name)
    # {{cite encyclopedia}} may cite all of the encyclopedia.
    is_whole = by_name.startswith("entry-") and "container" in fields
    if not is_whole and SAYS_WHICH.isdisjoint(fields.texts):
        return None
    data: Item = {"id": "", "type": by_name}
    _titles(data, fields)
    _people(data, fields)
    _publication(data, fields, lang)
    _identifiers(data, fields)
    if not data["type"]:
        data["type"] = _type_by_arguments(data)
    evidence = (
        ("template" if family == name else "family", template.name if family == name else family),
        ("type", "name" if by_name else "arguments"),
    )
    return _new_citation((template, data, evidence))


# As the class itself, but without a call of Python.
_new_citation = cast(
    "Callable[[tuple[Template | FootnoteDefinition, Item, Evidence]], Citation]",
    partial(tuple.__new__, Citation),
)


SAYS_WHICH: Final = frozenset(
    ("title", "script-title", "chapter", "url", "chapter-url", "doi", "isbn")
)
"""One of these is needed: a name alone, or a page, is no source."""

PLAIN: Final = {
    "original-title": "original-title",
    "collection": "collection-title",
    "collection-number": "collection-number",
    "publisher": "publisher",
    "place": "publisher-place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "number-of-pages": "number-of-pages",
    "language": "language",
    "genre": "genre",
    "event": "event",
}
"""Variables of CSL that take a text as it is, by the meaning of the argument."""
CUSTOM: Final = (
    "translated-title", "oclc", "jstor", "arxiv", "bibcode", "hdl", "s2cid", "lccn", "asin", "zbl",
    "mr", "rfc", "ol", "ssrn", "citeseerx", "quote",
)  # fmt: skip
"""Arguments for which CSL has no variable: they are in `custom`."""
_CUSTOM: Final = frozenset(CUSTOM)
_IDENTIFIERS: Final = frozenset(("doi", "isbn", "issn", "pmid", "pmcid"))
OF_A_WHOLE: Final = frozenset(("article-journal", "article-newspaper", "article-magazine", "post"))
"""Types whose section is a part of the periodical."""


def _titles(data: Item, fields: Fields) -> None:
    """Title and container; of a chapter the book is the container."""
    get = fields.texts.get
    title = get("title") or get("script-title")
    if title and (subtitle := get("subtitle")):
        title = f"{title}: {subtitle}"
    chapter, container = get("chapter"), get("container")
    if chapter and title and data["type"] in OF_A_WHOLE:
        data["section"] = chapter
    elif chapter:
        if title:
            if container and "collection" not in fields:
                data["collection-title"] = container
            container = title
        title = chapter
        if data["type"] in ("", "book", "report"):
            data["type"] = "chapter"
    if title:
        data["title"] = title
    if container:
        data["container-title"] = container


def _people(data: Item, fields: Fields) -> None:
    if fields.people:
        for kind in KINDS_OF_PEOPLE:
            if names := _names(data, fields, kind):
                data[kind] = [*names, *data[kind]] if kind in data else names
    get = fields.texts.get
    if (text := get("coauthors")) and (more := names_of(text, several=True)):
        data.setdefault("author", []).extend(more)
    if (text := get("container-author")) and (names := names_of(text, several=True)):
        data["container-author"] = names


def _names(data: Item, fields: Fields, kind: str) -> list[Name]:
    names: list[Name] = []
    for family, given, whole in fields.persons(kind):
        if family and given:
            names.append({"family": family, "given": given})
        elif family or given:
            # CS1: `author1` is another name of `last1` where there is a `first1`.
            names += person(family or whole, given)
        elif f"v{kind}s" in fields.lists:
            names += vancouver(whole)
        else:
            text, year = without_year(whole)
            if year and not fields.dates:
                fields.dates.append(year)
            text, role = without_role(text)
            found = names_of(text, several=kind in fields.lists)
            if role in ("author", kind) or kind != "author":
                names += found
            elif found:
                data.setdefault(role, []).extend(found)
    return names


def _publication(data: Item, fields: Fields, lang: str | None) -> None:
    """Who published it, where and when, and where in it."""
    texts = fields.texts
    if names := texts.keys() & PLAIN.keys():
        # In one order. Many have one of them.
        for name in names if len(names) == 1 else [name for name in PLAIN if name in names]:
            data.setdefault(PLAIN[name], texts[name])
    if "agency" in texts:
        data.setdefault("publisher", texts["agency"])
    if issued := _issued(fields, lang):
        data["issued"] = issued
    if "original-date" in texts:
        data["original-date"] = date_of(texts["original-date"], lang)
    if "accessed" in texts:
        data["accessed"] = date_of(texts["accessed"], lang)
    if page := texts.get("page"):
        if match := ALL_PAGES.fullmatch(page):
            data.setdefault("number-of-pages", match[1])
        else:
            data["page"] = PAGE_WORD.sub("", page, count=1) or page


#                          334 pp
ALL_PAGES: Final = re.compile(
    r"(\d{1,6}) ?(?:pp?|pages|S|Seiten|с|s|str|páginas|pagine|p)\.?", re.I
)
#                          pp.47-58    S. 149
PAGE_WORD: Final = re.compile(
    r"\A(?:pp?|pgs?|pags?|págs?|S|ss?|str|с|стр|lpp|sivut?)\. ?(?=[^ ])", re.I
)


def _issued(fields: Fields, lang: str | None) -> Item:
    """The date that says most of those that are given, or of their parts together."""
    dates, month = fields.dates, fields["month"]
    # Most have one date, or none.
    if len(dates) <= 1 and not month:
        return date_of(dates[0], lang) if dates else {}
    year = dates[0] if dates else ""
    best: Item = {}
    for text in dates:
        date = date_of(text, lang)
        if has_year(date) and len(str(date["date-parts"][0])) > len(str(best.get("date-parts"))):
            best = date
    day = fields["day"]
    if year and month:
        joined = f"{year}-{month:>02}" + (f"-{day:>02}" if day.isdecimal() else "")
        if not month.isdecimal():
            joined = f"{day} {month} {year}"
        date = date_of(joined, lang)
        if has_year(date):
            return date
    if not best and len(dates) > 1:
        date = date_of(" ".join(dates), lang)
        if has_year(date):
            return date
    return best or date_of(year, lang)


def _identifiers(data: Item, fields: Fields) -> None:
    texts = fields.texts
    get = texts.get
    url = get("chapter-url") or get("url") or fields.first_link
    copy = get("archive-url")
    custom: dict[str, str] = {}
    if not _CUSTOM.isdisjoint(texts):
        custom = {name: texts[name] for name in CUSTOM if name in texts}
    if copy:
        archive = find_archive(copy)
        data["archive"] = archive.service if archive else _host(copy)
        data["archive_location"] = copy
        url = url or (archive.original_url if archive else copy)
    if "archive-date" in texts:
        custom["archive-date"] = texts["archive-date"]
    if url:
        data["URL"] = url
    if not _IDENTIFIERS.isdisjoint(texts):
        if (text := get("doi")) and (doi := doi_of(text)):
            data["DOI"] = doi
        if (text := get("isbn")) and (isbn := isbn_of(text)):
            data["ISBN"] = isbn
        if text := get("issn"):
            data["ISSN"] = text
        if text := get("pmid"):
            data["PMID"] = text
        if text := get("pmcid"):
            data["PMCID"] = "PMC" + text.removeprefix("PMC")
    if "id" in texts:
        named = identifiers_in(texts["id"])
        for name, value in named.items():
            data.setdefault(name, value)
        if not named:
            custom["id"] = texts["id"]
    if custom:
        data["custom"] = custom


def _host(url: str) -> str:
    """The host of a URL, or all of it."""
    return url.partition("//")[2].partition("/")[0] or url


def _type_by_arguments(data: Item) -> str:
    """The type where the template's name says none: {{citation}}, {{Literatur}}, {{Cytuj}}."""
    if "container-title" in data:
        if "ISBN" in data or "editor" in data:
            return "chapter"
        if {"volume", "issue", "ISSN", "DOI", "PMID"} & data.keys():
            return "article-journal"
        return "webpage" if "URL" in data and "page" not in data else "document"
    if "ISBN" in data or {"publisher-place", "edition", "number-of-pages"} & data.keys():
        return "book"
    if "URL" in data and ("accessed" in data or "archive" in data):
        return "webpage"
    return "document"
