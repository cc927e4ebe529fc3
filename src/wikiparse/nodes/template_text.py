"""The text of templates that carry text: `{{lang|de|Wort}}` is read as "Wort".

A template's page is not known here, so the text of one is what a function finds in its arguments.
`DEFAULTS` has functions for frequent templates; `doc.to_text(templates={"name": function})` adds
others or replaces them. A template without a function has no text. Parser functions have theirs
where their arguments are constant (`function_text`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from wikiparse.nodes.base import post_order, with_children
from wikiparse.nodes.function_text import NOT_KNOWN, Result, constant_text
from wikiparse.nodes.inlines import (
    BraceParent,
    MagicWord,
    ParserFunction,
    Template,
    TemplateParameter,
    Text,
)
from wikiparse.sites.magic_words import is_switch

if TYPE_CHECKING:
    from collections.abc import Container

    from wikiparse.nodes.base import Node

TextFunction = Callable[[Template], str]
"""A function from a template to its text. Templates in its arguments are text already."""


def argument(*names: str | int) -> TextFunction:
    """The text of the first of these arguments that is given and not empty."""

    def text(template: Template) -> str:
        for name in names:
            found = template.get(name)
            if found is not None and (value := found.text.strip()):
                return value
        return ""

    return text


def last(template: Template) -> str:
    """The last positional argument."""
    values = positional(template)
    return values[-1] if values else ""


def positional(template: Template) -> list[str]:
    """The text of the positional arguments."""
    return [a.text.strip() for a in template.arguments if a.is_positional]


def joined(separator: str) -> TextFunction:
    """All positional arguments that are not empty, with a separator between them."""
    return lambda template: separator.join([value for value in positional(template) if value])


def constant(value: str) -> TextFunction:
    """The same text each time."""
    return lambda _: value


def measure(template: Template) -> str:
    """`{{convert|5|to|10|km|mi}}`: the numbers and the unit, which is the first word after them."""
    parts: list[str] = []
    for value in positional(template):
        is_number = (
            value[:1].isdigit()
            or value[:1] in "-−+."
            or value.lower() in ("to", "and", "by", "x", "or", "-", "–", "to(-)", "×")
        )
        parts.append(value)
        if not is_number:
            break
    return " ".join([part for part in parts if part])


def date(template: Template) -> str:
    """`{{birth date|1879|3|14}}`: year, month and day, in the form of ISO 8601."""
    numbers = [value for value in positional(template) if value.isdigit()][:3]
    if not numbers:
        return " ".join(positional(template))
    return "-".join([numbers[0], *[number.zfill(2) for number in numbers[1:]]])


def fraction(template: Template) -> str:
    """`{{frac|1|2}}` is 1/2, `{{frac|3|1|2}}` 3 1/2, `{{frac|2}}` 1/2."""
    values = positional(template)
    if len(values) < 2:
        return "/".join(["1", *values])
    return " ".join([*values[:-2], "/".join(values[-2:])])


PRONUNCIATION_OPTIONS = frozenset("icon lang pron us uk audio local ipa".split())


def pronunciation(template: Template) -> str:
    """`{{IPAc-en|lang|b|ɛ|r}}`: the sounds, without the arguments that say how to show them."""
    return "".join(
        [value for value in positional(template) if value.lower() not in PRONUNCIATION_OPTIONS]
    )


def prefixed(prefix: str) -> TextFunction:
    """A prefix, and the first positional argument."""

    def text(template: Template) -> str:
        values = positional(template)
        return f"{prefix} {values[0]}" if values else ""

    return text


_FIRST = """
    nowrap nobr nobreak nowraplinks nbsp-wrap small smaller big larger large sup sub unicode ipa
    ipa-all ipa-en ipac-en ipaslink ipalink api-fon abbr abbrlink tooltip hover title angbr
    angle_bracket lang-en lang-de lang-fr lang-es lang-it lang-ru lang-ja lang-zh lang-ko lang-la
    lang-el lang-grc lang-ar lang-he lang-pl lang-pt lang-nl lang-sv lang-da lang-no lang-fi lang-cs
    lang-hu lang-tr lang-uk lang-fa lang-hi lang-bn lang-ca lang-ro lang-sr lang-hr lang-bg lang-sk
    lang-sl lang-vi lang-th lang-ga lang-cy lang-eu lang-gl flag flagu flagcountry flaglink country
    naz nazione bandiera_nazione math mvar math_var var kbd key keypress samp code mono monospace
    serif script script/hebrew script/arabic rtl-lang ltr rtl polytonic greek hebrew arabic color
    colored text_color fontcolor highlight underline u s strike strikethrough overline bold italic
    center centre align left right resize no_wrap unbulleted 要出典範囲 日本語版にない記事リンク
    vanchor anchored_text visible_anchor val number formatnum quote cquote quotation blockquote
    citazione cita_testo quote_box bquote 引用 wikt link_wikt nihongo nihongo_krt zh zh-hans zh-hant
    kor korean lang-ko_hang lj nowiki not_a_typo not_typo sic typo proper_name as_written
    sortname-first bdi hatena efn-plain ruby ルビ 補助漢字フォント jis2004フォント 拡張漢字 cjk cjkv
    jp unihan link-interwiki illm ill interlanguage_link
"""
"""Templates whose text is their first argument. Underscores are spaces."""

DEFAULTS: Final[Mapping[str, TextFunction]] = {
    **{name.replace("_", " "): argument(1) for name in _FIRST.split()},
    **dict.fromkeys(
        ("lang", "langue", "lang-x", "langx", "zxx", "lingua", "sprache", "idioma"),
        argument(2, "text", "texto", "texte"),
    ),
    **dict.fromkeys(("transl", "transliteration", "translit"), last),
    **dict.fromkeys(("convert", "cvt", "unit", "unité", "unidades", "unidad"), measure),
    **dict.fromkeys(
        ("仮リンク", "illm", "ill", "interlanguage link", "link-interwiki"),
        argument("label", "lt", 1),
    ),
    **dict.fromkeys(
        ("quote", "cquote", "quotation", "blockquote", "quote box"), argument("text", "quote", 1)
    ),
    **dict.fromkeys(
        ("birth date", "birth date and age", "death date", "death date and age", "start date",
         "start date and age", "end date", "dts", "date", "dob", "film date", "bda", "dda",
         "start-date", "end-date"),
        date,
    ),
    **dict.fromkeys(("frac", "fraction", "sfrac", "bruch"), fraction),
    **dict.fromkeys(("hlist", "flatlist", "cslist", "comma separated entries"), joined(", ")),
    **dict.fromkeys(
        ("ubl", "unbulleted list", "plainlist", "plain list", "ublist", "bulleted list",
         "vunblist"),
        joined(", "),
    ),
    **dict.fromkeys(("respell", "pron-en"), joined("-")),
    **dict.fromkeys(("color", "colored", "font color", "fontcolor", "text color"), last),
    **dict.fromkeys(("sortname", "sort name"), lambda template: " ".join(positional(template)[:2])),
    **dict.fromkeys(("sort", "hs", "nts-text"), last),
    **dict.fromkeys(("isbn", "isbnt"), prefixed("ISBN")),
    "ipac-en": pronunciation,
    "issn": prefixed("ISSN"),
    "oclc": prefixed("OCLC"),
    "doi": prefixed("doi:"),
    **dict.fromkeys(("circa", "c.", "ca.", "ca"), prefixed("c.")),
    "as of": prefixed("As of"),
    **dict.fromkeys(("spaces", "space", "nbsp", "spc", "pad", "0", "-spc"), constant(" ")),
    **dict.fromkeys(("snd", "spaced ndash", "spnd"), constant(" – ")),
    **dict.fromkeys(("ndash", "–", "en dash"), constant("–")),
    **dict.fromkeys(("mdash", "—", "em dash"), constant("—")),
    **dict.fromkeys(("...", "…", "ellipsis"), constant("…")),
    **dict.fromkeys(("·", "•", "dot", "bull", "middot", "bullet"), constant(" · ")),
    "!": constant("|"),
    "=": constant("="),
    "'": constant("'"),
    "'s": constant("'s"),
    "!!": constant("||"),
    "(": constant("{"),
    ")": constant("}"),
}  # fmt: skip
"""The functions by name: lower case, spaces for underscores. Names are those of templates on
several wikis."""


def fold_name(name: str) -> str:
    """A template's name as the registry has it."""
    return " ".join(name.replace("_", " ").split()).lower()


class Registry:
    """The functions for one rendering: the defaults, and those of the caller. `lang` is the
    language of the page, in which parser functions write numbers.
    """

    __slots__ = ("_functions", "_lang", "_own")

    def __init__(
        self, templates: Mapping[str, TextFunction] | None = None, lang: str | None = None
    ) -> None:
        self._own = {fold_name(name): function for name, function in (templates or {}).items()}
        self._functions = {**DEFAULTS, **self._own}
        self._lang = lang

    def text_of(self, node: Node) -> str:
        """The text of a template or parser function that has a function here, or whose arguments
        are constant; "" for every other node.
        """
        if not isinstance(node, (Template, ParserFunction)) or node.is_markup:
            return ""
        if node.__class__ is Template and fold_name(node.name) not in self._functions:
            return ""
        return self._result(node).text

    def _result(self, root: Template | ParserFunction) -> Result:
        """The text of a call, and whether it is known. Those below it are text first, from the
        leaves up.
        """
        made: dict[int, Node] = {}
        unknown: set[int] = set()
        result = NOT_KNOWN
        for node in post_order(root):
            current = node
            if any(id(child) in made for child in node.children):
                current = with_children(
                    node, tuple([made.get(id(c), c) for c in node.children]), node.span
                )
            if isinstance(node, BraceParent) and node.is_markup:
                continue  # it is in the markup, and has no text
            if isinstance(current, CALLS):
                result = self._text(current, unknown)
                current = Text(result.text, span=node.span)
                is_known = result.is_known
            else:
                is_known = not any(id(child) in unknown for child in current.children)
            if current is not node:
                made[id(node)] = current
            if not is_known:
                unknown.add(id(current))
        return result

    def _text(self, node: Node, unknown: Container[int]) -> Result:
        """The text of a call in whose arguments all is text."""
        if isinstance(node, MagicWord):
            return Result("", is_switch(node.name, None))
        if isinstance(node, TemplateParameter):
            has_default = "|" in (node._source or "")[node._start : node._end]
            return Result(node.text, has_default)  # a page is called without arguments
        if not isinstance(node, (Template, ParserFunction)):
            return NOT_KNOWN
        functions = self._functions if isinstance(node, Template) else self._own
        function = functions.get(fold_name(node.name))
        if function is not None:
            return Result(_checked(node, function(node)))  # type: ignore[arg-type]  # a function of the same shape
        if isinstance(node, ParserFunction):
            return constant_text(node, node.arguments, unknown, self._lang)
        return NOT_KNOWN


CALLS = (Template, ParserFunction, TemplateParameter, MagicWord)
"""The nodes whose text depends on more than the page."""


def _checked(node: Template | ParserFunction, text: object) -> str:
    """What a function of the caller returned."""
    if not isinstance(text, str):
        message = (
            f"the function for the template {node.name!r} must return a str, "
            f"not {type(text).__name__}"
        )
        raise TypeError(message)
    return text
