"""The source that a footnote without a citation template names in its text.

Only the facts that are sure: the one URL that the footnote links to, with the link text as title, a
DOI, an ISBN whose check digit is right, and a date or a year in parentheses. A footnote that links
to several sources names none here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from wikiparse.nodes.archives import find_archive
from wikiparse.nodes.base import with_single_spaces
from wikiparse.nodes.inlines import Emphasis
from wikiparse.reading.citation_dates import YEARS, date_of, has_year
from wikiparse.reading.identifiers import doi_in, doi_of, identifiers_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from wikiparse.nodes.blocks import FootnoteDefinition
    from wikiparse.nodes.inlines import Template
    from wikiparse.nodes.links import ExternalLink

Item = dict[str, Any]
"""An item of CSL-JSON."""
Evidence = tuple[tuple[str, str], ...]
"""Pairs of a kind of evidence and its text."""

LONGEST: Final = 2_000
"""Characters of a footnote that is read for dates; a longer one is prose."""
FOUR_DIGITS: Final = re.compile(r"\d{4}")
YEAR: Final = re.compile(r"[(（](\d{4})年?[)）]")
DATE: Final = re.compile(
    # 2010-05-03, 2010年5月3日, 3 May 2010, 3. Mai 2010, May 3, 2010
    # No \b: in CJK text no space is before a date.
    r"(?<![\d-])(?:\d{4}-\d{2}-\d{2}(?![\d-])|\d{4}年\d{1,2}月\d{1,2}日"
    # Possessive: no letter comes after a word.
    r"|\d{1,2}\.? (?:de |d')?[^\W\d_]{3,12}+\.?(?: de| del)? \d{4}\b"
    r"|[^\W\d_]{3,12}+\.? \d{1,2}, \d{4}\b)"
)
BEFORE_YEAR: Final = 25
"""Characters that `DATE` finds before the year, at most."""
ACCESSED: Final = re.compile(
    r"(?:retrieved|accessed|access ?date|visited|abgerufen|zugriff|abruf|consult|accesso|acess"
    r"|acceso|geraadpleegd|bezocht|hämtad|läst|hentet|besøkt|dostęp|проверено|обращения|閲覧|访问"
    r"|訪問|查阅|查閱|存取|확인|viitattu|erişim|citováno|cit\.|letöltés|truy cập|diakses|الوصول"
    r"|بازبینی|archiv|存档|存檔"
    r"|stand)\W[^.;]{0,30}\Z",
    re.I,
)
"""The text before a date on which a source was only looked at, or archived; in Japanese and Chinese
that is after it."""
ACCESSED_AFTER: Final = re.compile(
    r" ?(?:に|的)?(?:閲覧|確認|取得|アクセス|访问|造访|查阅|存取|확인)"
)
BRACKETS: Final = (("「", "」"), ("『", "』"), ("《", "》"))
NO_TITLE: Final = frozenset(
    "archived archive archiv archivo archiviato pdf link here online website web official original"
    " the homepage html doc source quelle fonte url lien ici aquí qui hier copy internet wayback"
    " machine 存档 存檔 原文 官方网站".split()
)
"""Link texts of nothing but these are no titles."""
DOI_HOSTS: Final = ("://doi.org/", "://dx.doi.org/", "://www.doi.org/")


class PlainFootnote:
    """A footnote without a citation template: its links and the templates of copies in it."""

    __slots__ = ("copies", "links", "node")

    def __init__(self, node: FootnoteDefinition) -> None:
        self.node: FootnoteDefinition = node
        self.links: list[ExternalLink] = []
        self.copies: list[Template] = []
        """Templates that lead to a copy in an archive."""


def plain_citation(
    footnote: PlainFootnote, lang: str | None, text_of: Callable[[FootnoteDefinition], str]
) -> tuple[Item, Evidence] | None:
    """The item and the evidence for it; None where nothing is sure. `text_of` reads a footnote."""
    originals, links, dois = _sources(footnote)
    if len(originals) > 1:
        return None
    copies = footnote.copies
    if not originals and not dois and not copies and not footnote.node.children:
        return None
    text = text_of(footnote.node)
    if len(text) > LONGEST:
        return None
    data: Item = {"id": "", "type": "document"}
    evidence: list[tuple[str, str]] = []
    data |= identifiers_in(text)
    for doi in dict.fromkeys(dois):
        data.setdefault("DOI", doi)
    for url in originals:
        data["URL"] = url
        data["type"] = "webpage"
    if not originals and copies:
        _from_copy(data, copies[0])
    if not {"URL", "DOI", "ISBN"} & data.keys():
        return None
    if "ISBN" in data:
        data["type"] = "book"
    evidence += [(key, str(data[key])) for key in ("URL", "DOI", "ISBN") if key in data]
    title = next(filter(None, map(_title, links)), "")
    if title:
        data.setdefault("title", title)
        evidence.append(("title", "link text"))
    elif "title" not in data and (title := _italic(footnote)):
        data["title"] = title
        evidence.append(("title", "italics"))
    for name, date in _dates(text, title, lang).items():
        data[name] = date
        evidence.append((name, str(date["date-parts"])))
    return data, (("footnote", "plain text"), *evidence)


def _sources(footnote: PlainFootnote) -> tuple[dict[str, None], list[ExternalLink], list[str]]:
    """The URLs, copies in archives by the URL they are copies of, and the links to them; the DOIs
    that are linked.
    """
    originals: dict[str, None] = {}
    links: list[ExternalLink] = []
    dois: list[str] = []
    for link in footnote.links:
        url = link.url
        if archived := link.archived:
            url = archived.original_url
        if "doi.org/" in url and any(host in url for host in DOI_HOSTS):
            dois += [doi for doi in (doi_of(url),) if doi]
        elif url.startswith(("http://", "https://", "//")):
            originals[url] = None
            links.append(link)
    return originals, links, dois


def _title(link: ExternalLink) -> str:
    """The text of a link where it can be a title."""
    if link.is_bare:
        return ""
    text = with_single_spaces(link.text).strip(" \"“”„«»'")
    for opening, closing in BRACKETS:
        if text.startswith(opening) and text.find(closing) == len(text) - 1:
            text = text[1:-1]
    parts = text.lower().strip(".[]()").split()
    if "://" in text or doi_in(text) or NO_TITLE.issuperset(parts):
        return ""
    # The first characters of most say it.
    return text if _letters(text[:12]) > 2 or _letters(text) > 2 else ""


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _italic(footnote: PlainFootnote) -> str:
    """The one text in italics, which is a title beside an ISBN or a DOI."""
    found = list(footnote.node.find_all(Emphasis)) if not footnote.links else []
    text = with_single_spaces(found[0].text) if len(found) == 1 else ""
    return text if len(text) > 2 else ""


def _from_copy(data: Item, copy: Template) -> None:
    """{{Webarchiv|url=…|text=…}}: the source is the original of the copy."""
    values = {a.name.strip().lower(): a.text.strip() for a in copy.arguments if not a.is_positional}
    url = values.get("url", "")
    if not url.lower().startswith(("http://", "https://", "//")):
        return
    archive = find_archive(url)
    data["URL"] = archive.original_url if archive else url
    data["type"] = "webpage"
    if title := (values.get("title") or values.get("text", "")):
        data["title"] = title


def _dates(text: str, title: str, lang: str | None) -> dict[str, Any]:
    """The date of the source, and that on which it was looked at, where they are told apart."""
    # Quick to find, as `DATE` is not, and in every date.
    if not FOUR_DIGITS.search(text):
        return {}
    if title:
        text = text.replace(title, " ", 1)
    text = text.replace("\xa0", " ")
    issued: list[dict[str, Any]] = []
    accessed: list[dict[str, Any]] = []
    end = 0
    for digits in FOUR_DIGITS.finditer(text):
        # The year of a date is the first number of four digits in it, not far from its beginning:
        # the text before that is not searched.
        if (start := digits.start()) < end:
            continue
        match = DATE.search(text, max(start - BEFORE_YEAR, end))
        if match is None:
            break
        end = match.end()
        date = date_of(match[0], lang)
        if not has_year(date) or len(date["date-parts"][0]) != len(("year", "month", "day")):
            continue
        before = text[max(match.start() - 60, 0) : match.start()] + " "
        # [2010-05-03] at the end is how zh and ja write it.
        in_brackets = before.rstrip()[-1:] == "[" and text[match.end() : match.end() + 1] == "]"
        is_accessed = (
            in_brackets or ACCESSED.search(before) or ACCESSED_AFTER.match(text, match.end())
        )
        (accessed if is_accessed else issued).append(date)
    out: dict[str, Any] = {}
    years = [int(m[1]) for m in YEAR.finditer(text) if int(m[1]) in YEARS]
    if len(issued) == 1:
        out["issued"] = issued[0]
    elif not issued and len(years) == 1:
        out["issued"] = {"date-parts": [[years[0]]]}
    if len(accessed) == 1:
        out["accessed"] = accessed[0]
    return out
