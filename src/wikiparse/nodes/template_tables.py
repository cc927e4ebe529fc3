"""Which templates carry text, by name and language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from wikiparse.nodes.template_functions import (
    argument,
    constant,
    date,
    fraction,
    joined,
    last,
    measure,
    spoken,
    texts_of,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wikiparse.nodes.template_functions import TextFunction

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

COMMON: Final[Mapping[str, TextFunction]] = {
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
        date((), ""),
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
    **dict.fromkeys(("sortname", "sort name"), lambda template: " ".join(texts_of(template)[:2])),
    **dict.fromkeys(("sort", "hs", "nts-text"), last),
    **dict.fromkeys(("isbn", "isbnt"), wrapped("ISBN ", argument(1))),
    "ipac-en": spoken,
    "issn": wrapped("ISSN ", argument(1)),
    "oclc": wrapped("OCLC ", argument(1)),
    "doi": wrapped("doi:", argument(1)),
    **dict.fromkeys(("circa", "c.", "ca.", "ca"), wrapped("c. ", argument(1))),
    "as of": wrapped("As of ", argument(1)),
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


@lru_cache(maxsize=512)
def functions_of(lang: str | None) -> Mapping[str, TextFunction]:
    """The functions by name on the wikis of a language; of all where it is not known."""
    del lang
    return COMMON
