"""Properties that a page sets itself: its displayed title, its sort key, whether it is a
disambiguation page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wikiparse.nodes.inlines import MagicWord, ParserFunction, Template
from wikiparse.nodes.links import Category
from wikiparse.nodes.template_text import fold_name
from wikiparse.sites.magic_words import function_of

if TYPE_CHECKING:
    from wikiparse.nodes.page import Page


def function_argument(page: Page, identifier: str) -> str | None:
    """The first argument of the last call of a parser function; None if there is none with text."""
    found = None
    for node in page.walk():
        if not isinstance(node, ParserFunction | Template):
            continue
        # A converter may leave `{{DEFAULTSORT:x}}` as a template of that name.
        name, colon, rest = node.name.partition(":")
        if function_of(name.strip(), page.lang) != identifier:
            continue
        value = rest.strip() if colon else ""
        if not colon and node.arguments:
            value = node.arguments[0].text.strip()
        found = value or found
    return found


TEMPLATES = frozenset("""
disambig|disambiguation|disambiguation page|dab|disam|disamb|hndis|human name disambiguation
|geodis|place name disambiguation|school disambiguation|hospital disambiguation|roaddis
|road disambiguation|genus disambiguation|species latin name disambiguation|mathdab
|mathematical disambiguation|letter-number combination disambiguation|numberdis|callsigndis
|airport disambiguation|biology disambiguation|chemistry disambiguation|church disambiguation
|music disambiguation|military unit disambiguation|portal disambiguation
|station disambiguation|taxonomy disambiguation|village disambiguation
|begriffsklärung|begriffsklaerung|bkl
|homonymie|paronymie|patronyme|toponymie|internationalisation|homonyme
|desambiguación|desambiguacion|des|disambigua|disambigua2
|aimai|曖昧さ回避|人名の曖昧さ回避|地名の曖昧さ回避|同名の作品|曖昧さ回避ページ
|disambig-cn|消歧义|消歧義|消歧义页|消歧義頁|消歧义页面|人名消歧义|地名消歧义|roadindex
|неоднозначность|многозначность|неоднозначность улица|однофамильцы|тёзки
|desambiguação|desambig|desambiguacao|dp|dpintro|doorverwijspagina
|ujednoznacznienie|strona ujednoznaczniająca|توضيح|صفحة توضيح|توضيح أسماء|동음이의|동명이인
|동음이의어|förgrening|gren|grensida|namnförgrening|desambiguació|rozcestník|rozcestnik
|багатозначність|неоднозначність|täsmennyssivu|täsmennys|peker|pekerside|flertydig|egyért
|egyértelműsítő lap|dezambiguizare|anlam ayrımı|anlamayrımı|ابهام‌زدایی|ابهام زدایی|פירושונים
|định hướng|trang định hướng|disambiguasi|αποσαφήνιση|пояснителна страница|пояснение
|вишезначна одредница|вишезначност|razdvojba|rozlišovacia stránka|razločitev|nuorodinis
|täpsustuslehekülg|täpsustuslehekülg|argipen|homónimos|apartigilo|discretiva|nyahkekaburan
""".replace("\n", "").split("|")) - {""}  # fmt: skip
"""Templates of disambiguation pages, as the Wikipedias list them at MediaWiki:Disambiguationspage
and in the category of such templates."""

CATEGORIES = frozenset("""
disambiguation pages|all disambiguation pages|all article disambiguation pages|disambiguation
|human name disambiguation pages|place name disambiguation pages|begriffsklärung|homonymie
|desambiguación|pagine di disambiguazione|曖昧さ回避|消歧义|消歧義|全部消歧义页面|全部消歧義頁面
|страницы значений по алфавиту|многозначные термины|страницы значений|desambiguação
|doorverwijspagina|strony ujednoznaczniające|صفحات توضيح|동음이의어 문서|동음이의
|förgreningssidor|grensidor|desambiguació|rozcestníky|багатозначні терміни|täsmennyssivut
|pekere|flertydig|egyértelműsítő lapok|dezambiguizare|anlam ayrımı|صفحه‌های ابهام‌زدایی
|trang định hướng|halaman disambiguasi|αποσαφήνιση|פירושונים
""".replace("\n", "").split("|")) - {""}  # fmt: skip
"""Categories of disambiguation pages, as the Wikipedias call them."""

ENDINGS = ("disambiguation pages", "disambiguation")
"""How the names of further English templates and categories end: `Surname disambiguation pages`."""


def disambiguation_evidence(page: Page) -> tuple[tuple[str, str], ...]:
    """The evidence that a page is a disambiguation page: pairs of "template", "category" or "magic
    word" and a name; () if nothing does.
    """
    out: list[tuple[str, str]] = []
    for node in page.walk():
        if isinstance(node, Template):
            name = fold_name(node.name)
            if name in TEMPLATES or name.endswith(" disambiguation"):
                out.append(("template", node.name))
        elif isinstance(node, MagicWord):
            if node.name.upper() == "DISAMBIG":
                out.append(("magic word", node.name))
        elif isinstance(node, Category):
            name = fold_name(node.name)
            if name in CATEGORIES or name.endswith(ENDINGS):
                out.append(("category", node.name))
    return tuple(out)
