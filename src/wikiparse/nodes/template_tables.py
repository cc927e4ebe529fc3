"""Which templates carry text on the wikis of a language, and which text that is.

`COMMON` has templates that mean the same on every wiki that has them; most came from the English
Wikipedia. `LANGUAGES` has those of one language, which count before them. Where the language of a
page is not known all of them count, the common ones first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from wikiparse.nodes import template_names as names
from wikiparse.nodes.citation_text import citation
from wikiparse.nodes.coordinate_text import NAMES as COORDINATES
from wikiparse.nodes.coordinate_text import coordinates
from wikiparse.nodes.footnotes import named_references
from wikiparse.nodes.template_functions import (
    argument,
    centuries,
    cited_in_text,
    concatenated,
    constant,
    date,
    flag_with_name,
    fraction,
    joined,
    last,
    measure,
    quantity_in_parts,
    scientific,
    scientific_power,
    ship,
    spoken,
    texts_of,
    wrapped,
    years_of_life,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wikiparse.nodes.template_functions import TextFunction

Table = dict[str, "TextFunction"]


def _all(listed: str, function: TextFunction) -> Table:
    return dict.fromkeys([name for name in listed.replace("\n", "").split("|") if name], function)


def _each(listed: str, function: TextFunction) -> Table:
    return dict.fromkeys([name.replace("_", " ").lower() for name in listed.split()], function)


SECOND: Final = argument(2, "name", "title", "label", "nome", "titolo", 1)

COMMON: Final[Table] = {
    **_all(names.FIRST, argument(1, "text", "quote", "content", "Text", "testo", "texte", "texto")),
    **_all(names.SECOND, SECOND),
    **_all(names.LANGUAGES_FIRST, argument(1)),
    **_all(names.CITATIONS, citation),
    **_all(names.MEASURES, measure),
    **_all(names.JOINED, joined(", ")),
    # en: Template:Lang, Template:Langx; the word is second.
    **_each("lang langue lang-x langx zxx lingua sprache idioma språk taal język idioma2 язык",
            argument(2, "text", "texto", "texte")),
    **_each("transl transliteration translit", last),
    **_each("tsl-text script_2 lang2 lang-en-nb", last),
    **_each("仮リンク illm ill interlanguage_link link-interwiki", argument("label", "lt", 1)),
    **_each("quote cquote quotation blockquote quote_box zitat citat cita citazione",
            argument("text", "quote", "Text", "testo", "zitat", "inhoud", "tekst", 1)),
    **_each("color colored font_color fontcolor text_color colore colour", last),
    **_each("frac fraction sfrac bruch fract", fraction),
    **_each("respell pron-en", joined("-")),
    # en: Template:R; only of a wiki that has it the arguments are references.
    **_each("r", named_references),
    **_each("harvtxt harvard_citation_text", cited_in_text),
    **_each("sortname sort_name", lambda template: " ".join(texts_of(template)[:2])),
    **_each("sort hs nts-text nts sortable ntsh-text nobrsort", last),
    # en: Template:Val; the number, its uncertainty, its unit.
    **_each("val", scientific),
    **_each("chem chem2 ce chemical_formula formule_chimique formula_chimica", concatenated("")),
    **_each("isbn isbnt", wrapped("ISBN ", argument(1))),
    **_each("issn", wrapped("ISSN ", argument(1))),
    **_each("oclc", wrapped("OCLC ", argument(1))),
    **_each("doi", wrapped("doi:", argument(1))),
    **_each("pmid", wrapped("PMID ", argument(1))),
    **_each("jstor", wrapped("JSTOR ", argument(1))),
    **_each("arxiv", wrapped("arXiv:", argument(1, "eprint"))),
    **_each("circa c. ca. ca", wrapped("c.\u00a0", argument(1))),
    **_each("floruit fl. fl", wrapped("fl.\u00a0", argument(1))),
    **_each("reign r.", wrapped("r.\u00a0", argument(1))),
    **_each("as_of", wrapped("As of ", argument(1))),
    **_each("usd us$ us_dollar", wrapped("US$", argument(1))),
    **_each("gbp £", wrapped("£", argument(1))),
    **_each("eur euro € euros", wrapped("€", argument(1))),
    **_each("jpy yen ¥", wrapped("¥", argument(1))),
    **_each("inr indian_rupee ₹", wrapped("₹", argument(1))),
    **_each("fs_player football_squad_player nat_fs_player nat_fs_g_player", argument("name", 3)),
    **_each("flag_icon_text ship", argument("name", 2, 1)),
    **{name.lower(): ship(name) for name in "USS HMS HMAS HMCS SS MS MV RMS".split()},
    **_each("url official_url", argument(2, 1)),
    **_each("officialsite homepage", argument(2, "name", 1)),
    **_each("spaces space nbsp spc pad 0 -spc ensp emsp thinsp hairsp figure_space", constant(" ")),
    **_each("snd spaced_ndash spnd spaced_en_dash", constant(" – ")),
    **_each("ndash – en_dash", constant("–")),
    **_each("mdash — em_dash", constant("—")),
    **_each("... … ellipsis", constant("…")),
    **_each("· • dot bull middot bullet ·w •w", constant(" · ")),
    **_each("' apos", constant("'")),
    "ipac-en": spoken,
    "!": constant("|"),
    "=": constant("="),
    "'s": constant("'s"),
    "veergude loend": argument(1),
    "mehrspaltige liste": argument("liste"),
    "wikicite": argument("reference"),
    "!!": constant("||"),
    "(": constant("{"),
    ")": constant("}"),
    "pi": constant("π"),
    "°": constant("°"),
}  # fmt: skip
"""The functions by name: lower case, spaces for underscores."""

MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
    " listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
ORDER: Final = {
    "en": ("{m} {d}, {y}", "{d} {m} {y}"), "de": ("{d}. {m} {y}", ""),
    "es": ("{d} de {m} de {y}", ""), "pt": ("{d} de {m} de {y}", ""),
    "ja": ("{y}年{m}{d}日", ""), "zh": ("{y}年{m}{d}日", ""), "ko": ("{y}년 {m} {d}일", ""),
}  # fmt: skip
"""How a date is written, and how it is where the template says so (`df=yes`)."""
NUMBERED: Final = {"ja": "{}月", "zh": "{}月", "ko": "{}월"}
"""Languages whose months have numbers."""


def _dates(lang: str | None) -> Table:
    if lang in NUMBERED:
        months = tuple([NUMBERED[lang].format(number) for number in range(1, 13)])
    else:
        months = tuple(MONTHS.get(lang or "", "").split())
    pattern, other = ORDER.get(lang or "", ("{d} {m} {y}", ""))
    return _all(names.DATES, date(months, pattern, other))


def _coordinates(lang: str | None) -> Table:
    return dict.fromkeys(COORDINATES, coordinates(lang))


QUOTED: Final = argument("Text", "text", "testo", 1)

LANGUAGES: Final[dict[str, Table]] = {
    "en": {
        **_each("langr zhi zhp lang-zh", last),
        **_each("ubl2", joined(", ")),
        **_each("nihongo", wrapped("", argument(1, 2))),
    },
    # de: Vorlage:" (a quotation in quotation marks), Vorlage:Höhe, Vorlage:Zitat.
    "de": {
        '"': wrapped("„", QUOTED, "“"),
        "zitat": wrapped("„", QUOTED, "“"),
        "höhe": wrapped("", argument(1), " m"),
        **_each("nowrap nobr", argument(1)),
        **_each("enS laS grcS frS itS esS russische_Aussprache deS", argument(1)),
        **_each("arS arF heS ruS zh polytonisch", argument(1)),
        **_each("fn", constant("")),
        **_each("s. §", wrapped("S. ", argument(1))),
        **_each("EWZ", constant("")),
    },
    # fr: Modèle:S (centuries), Modèle:Unité, Modèle:Lien, Modèle:Citation.
    "fr": {
        **_each("s- s siècle sp-", centuries("e siècle")),
        **_each("citation citation_étrangère", wrapped("« ", argument(1), " »")),
        **_each("lien", argument("texte", "trad", 1)),
        **_each("date date-", lambda template: " ".join(filter(None, texts_of(template)[:3]))),
        **_each("1er", constant("1er")),
        **_each("1re", constant("1re")),
        **_each("n° numéro no", wrapped("no ", argument(1))),
        **_each("nb nombre", argument(1)),
        **_each("souverain souverain2 souverain3 souverain-", argument(1)),
        **_each("lang-en lang-de", argument(1)),
        **_each("japonais chinois", argument(1)),
        **_each("unité nb_unité", measure),
        **_each("tmp", argument(1)),
        **_each("opus", wrapped("op. ", argument(1))),
    },
    # es: Plantilla:Siglo, Plantilla:Unidad.
    "es": {
        **_each("siglo", wrapped("siglo ", argument(1))),
        **_each("cita", wrapped("«", argument(1), "»")),
        **_each("esd", argument(1)),
        **_each("enlace_archivo", argument(1)),
        **_each("nowrap esp", argument(1)),
    },
    # it: Template:M (quantities), Template:Exp, Template:TA, Template:Q, Template:Bandiera.
    "it": {
        "m": quantity_in_parts,
        "exp": scientific_power,
        **_each("q citazione", wrapped("«", argument("testo", 1), "»")),
        "bandiera": flag_with_name,
        **_each("cita_testo", argument("titolo", 1)),
        **_each("dl divo", argument(1)),
        **_each("collegamenti_esterni", constant("")),
        **_each("calciatore_in_rosa calciatore_in_rosa/inizio", argument("nome")),
        **_each("simbolo", constant("")),
        **_each("cognome", argument(1)),
        **_each("imdb", constant("")),
    },
    # pt: Predefinição:Séc, Predefinição:Fmtn, Predefinição:Link, Predefinição:Flagicon.
    "pt": {
        **_each("séc", wrapped("século ", argument(1))),
        **_each("link", argument(3, 2)),
        **_each("dtlink data", lambda template: " de ".join(filter(None, texts_of(template)[:3]))),
        **_each("langx língua", argument(2)),
    },
    # ca: Plantilla:Segle.
    "ca": {**_each("segle", wrapped("segle ", argument(1)))},
    # nl: Sjabloon:Citaat, Sjabloon:Aut.
    "nl": {**_each("aut", argument(1)), **_each("citaat", argument(1))},
    # pl: Szablon:J, Szablon:K; {{lang|de}} names the language of a page.
    "pl": {
        **_each("lang", constant("")),
        **_each("j w_języku", argument(2)),
        **_each("cytat", argument(1)),
        **_each("u", named_references),
    },
    "sv": {**_each("lang-sv", argument(1)), **_each("språk", argument(2))},
    # ru: Шаблон:S (no break), Шаблон:Нп5 (links to be written), Шаблон:Lang-*, Шаблон:Число.
    "ru": {
        **_each("s nobr", argument(1)),
        **_each("нп нп1 нп2 нп3 нп4 нп5 не_переведено не_переведено_2 не_переведено_3"
                " не_переведено_4 не_переведено_5", argument(2, 1)),
        **_each("число", argument(1)),
        **_each("начало_цитаты", argument(1)),
        **_each("comment", argument(1)),
        **_each("lj мгц", argument(1)),
        **_each("юлиандата oldstyledate", argument(1)),
        **_each("век", argument(1)),
    },
    # ja: Template:Lang-en-short, Template:Llang, Template:R (footnotes), Template:読み仮名.
    "ja": {
        **_each("en-short", argument(1)),
        **_each("refnest", constant("")),
        **_each("nihongo", argument(1)),
        **_each("和暦 年度", argument(1)),
    },
    # zh: Template:Link-en (the article's name, then that on the other wiki), Template:Le,
    # Template:Tsl (language, name there, name here), Template:Tnavbar.
    "zh": {
        **_each("le", argument(1)),
        **_each("tsl translink internal_link_helper/en", argument(3, 2)),
        **_each("link-wikidata", argument(1)),
        **_each("bd", years_of_life),
        **_each("noteta noteTA", constant("")),
        **_each("lang", argument(2)),
    },
    "ko": {**_each("llang lang", argument(2)), **_each("국기", argument("이름", 1)),
           **_each("국기나라 나라", argument(1)), **_each("인용문 인용문2", argument(1))},
    # ar, fa: see LANGUAGES_FIRST.
    "ar": {**_each("اقتباس", argument(1)), **_each("لغات لغة", argument(2, 1)),
           **_each("وإو", argument(1))},
    "fa": {**_each("نقل_قول", argument(1)), **_each("یادکرد-فرهنگ", citation)},
    "cs": {**_each("vjazyce vjazyce2", constant("")), **_each("citát", argument(1)),
           **_each("nowrap", argument(1)), **_each("cizojazyčně", argument(2))},
    # sk: Šablóna:Km, Šablóna:Mnm (quantities).
    "sk": {**_each("km", wrapped("", argument(1), " km")),
           **_each("mnm", wrapped("", argument(1), " m n. m."))},
    "hu": {**_each("szám", argument(1)), **_each("lang-hu", argument(1))},
    "id": {**_each("lang-id", argument(1))},
    "uk": {**_each("нп нп5 не_перекладено", argument(2, 1)), **_each("s", argument(1))},
    "he": {**_each("ציטוט", argument("תוכן", 1)), **_each("כ", argument(1))},
}  # fmt: skip
"""Templates of the Wikipedia in one language."""

CODES_AS_NAMES: Final = frozenset(("ja", "lt", "ko", "zh", "th", "vi", "la", "be", "ltg"))
"""Languages on whose Wikipedia `{{en|word}}` marks a word of a language, by its code."""

PREFIXES: Final = (
    ("lang-", ""), ("ipa-", ""), ("ipac-", ""), ("link-", "zh"), ("dil-", "az"), ("vol-", "ltg"),
    ("لغة-", "ar"), ("lång-", "sv"), ("script/", ""), ("lfe-", "br"),
)  # fmt: skip
"""How the names of families begin, one template for each language, and on which wiki: en
Category:Lang-x templates, zh Template:Link-en, az Şablon:Dil-de, ltg Veidne:Vol-ru."""

FIRST: Final = argument(1, "text")


@lru_cache(maxsize=512)
def functions_of(lang: str | None) -> Mapping[str, TextFunction]:
    """The functions by name on the wikis of a language; of all where it is not known."""
    base = (lang or "").partition("-")[0]
    if lang is None:
        table: Table = {}
        for own in LANGUAGES.values():
            table |= own
        return {**table, **COMMON, **_dates(None), **_coordinates(None)}
    return {**COMMON, **_dates(base), **_coordinates(base), **LANGUAGES.get(base, {})}


def function_of_family(name: str, lang: str | None) -> TextFunction | None:
    """The function of a template that is one of a family, as `lang-de` is."""
    base = (lang or "").partition("-")[0]
    for prefix, wiki in PREFIXES:
        if name.startswith(prefix) and (not wiki or lang is None or wiki == base):
            return FIRST
    if base in CODES_AS_NAMES and len(name) in (2, 3) and name.isascii() and name.isalpha():
        return FIRST
    return None
