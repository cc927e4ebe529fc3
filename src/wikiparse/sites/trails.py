"""Which letters behind a link belong to it: `[[bus]]es` shows "buses" on every wiki, `[[автобус]]ы`
only where Cyrillic letters count.

Each wiki has a rule of its own (MediaWiki: `$linkTrail` of the messages of a language). What is
here are the letters they take, in short: those of the Latin alphabet everywhere, and with them the
letters that the language is written in. Chinese takes none.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from wikiparse.sites.languages import resolve_language

LATIN: Final = "a-z"
_CYRILLIC = "a-zа-яё"

LETTERS: Final[dict[str, str]] = {
    # no letters at all
    **dict.fromkeys(("zh", "gan", "wuu", "zh-classical", "zh-yue", "hak", "cdo"), ""),
    # Latin with more letters
    **dict.fromkeys(
        ("de", "als", "nds", "bar", "pfl", "stq", "frr", "ksh", "pdc", "lb"), "a-zäöüß"
    ),
    "af": "a-z",
    "an": "a-záéíóúñ",
    "ast": "a-záéíóúñ",
    "az": "a-zçəğıöşü",
    "br": "a-zàâçéèêîôûäëïöüùñ",
    "bs": "a-zćčžšđž",
    "ca": "a-zàèéíòóúç·ïü",
    "co": "a-zàéèíîìóòúù",
    "cs": "a-záčďéěíňóřšťúůýž",
    "cy": "a-zâêîôûŵŷ",
    "da": "a-zæøå",
    "el": "a-zα-ωάέήίόύώϊϋΐΰς",
    "eo": "a-zĉĝĥĵŝŭ",
    "es": "a-záéíóúñ",
    "et": "a-zäöõšüž",
    "fi": "a-zäö",
    "fo": "a-záðíóúýæø",
    "fr": "a-zàâçéèêîôûäëïöüùÇÉÂÊÎÔÛÄËÏÖÜÀÈÙ",
    "fur": "a-zàéèíîìóòúù",
    "fy": "a-zàáèéìíòóùúâêîôûäëïöü",
    "ga": "a-záéíóú",
    "gl": "a-záâãàéêẽçíòóôõq̃úüűũñ",
    "hr": "a-zčšžćđß",
    "hsb": "a-zäöüßćčđěłńóřšžźż",
    "dsb": "a-zäöüßćčđěłńóŕřšśžź",
    "hu": "a-záéíóúöüőű",
    "id": "a-z",
    "io": "a-z",
    "is": "a-záðéíóúýþæö–-",
    "it": "a-zàéèíîìóòúù",
    "ku": "a-zçêîşûẍḧ",
    "la": "a-z",
    "lij": "a-zàéèíîìóòúù",
    "li": "a-zäöüïëéèà",
    "lmo": "a-zàéèíîìóòúù",
    "lt": "a-ząčęėįšųūž",
    "lv": "a-zāčēģīķļņōŗšūž",
    "nap": "a-zàéèíîìóòúù",
    "nl": "a-zäöüïëéèà",
    "nn": "a-zæøå",
    "no": "a-zæøå",
    "oc": "a-zàâçéèêîôû",
    "pl": "a-zęóąśłżźćńĘÓĄŚŁŻŹĆŃ",
    "pms": "a-zàéèíîìóòúù",
    "pt": "a-záâãàéêẽçíòóôõq̃úüűũ",
    "ro": "a-zăâîşţșțĂÂÎŞŢȘȚ",
    "roa-rup": "a-zăâîşţșț",
    "sc": "a-zàéèíîìóòúù",
    "scn": "a-zàéèíîìóòúù",
    "sh": "a-zčćđžš",
    "sk": "a-záäčďéíľĺňóôŕšťúýž",
    "sl": "a-zčšžćđ",
    "sq": "a-zëç",
    "sv": "a-zåäöéÅÄÖÉ",
    "tr": "a-zÇĞçğıİÖöŞşÜüÂâÎîÛû",
    "vec": "a-zàéèíîìóòúù",
    "vls": "a-zäöüïëéèà",
    "vi": "a-zàâçéèêîôûäëïöüùÇÉÂÊÎÔÛÄËÏÖÜÀÈÙ",
    "wa": "a-zåâêîôûçéè",
    # Cyrillic
    **dict.fromkeys(
        (
            "ru",
            "ba",
            "cv",
            "koi",
            "kv",
            "mhr",
            "mrj",
            "myv",
            "mdf",
            "os",
            "sah",
            "tyv",
            "udm",
            "xal",
            "lez",
            "av",
            "ce",
        ),
        _CYRILLIC,
    ),
    "ab": _CYRILLIC + "әҩҭҵҽҿџқҟҕӡҷҳҧ",
    **dict.fromkeys(("be", "be-x-old"), "абвгґджзеёжзійклмнопрстуўфхцчшыьэюяćčłńśšŭźža-z"),
    "bg": "a-zабвгдежзийклмнопрстуфхцчшщъыьэюя",
    "bxr": _CYRILLIC + "үөһ",
    "kk": "a-zäçéğıïñöşüýа-яёіғқңөұүһәʺʹابپتجحدرزسشعفقكلمنڭەوۇۋۆىيچھ",
    "ky": _CYRILLIC + "ңөү",
    "mk": "a-zабвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "mn": _CYRILLIC + "үө",
    "sr": "abvgdđežzijklljmnnjoprstćufhcčdžšабвгдђежзијклљмнњопрстћуфхцчџшa-z",
    "tg": _CYRILLIC + "ғӣқӯҳҷ",
    "tt": "a-zабвгдеёжзийклмнопрстуфхцчшщъыьэюяҗңөүһәçğıñöşü",
    "uk": "a-zабвгґдеєжзиіїйклмнопрстуфхцчшщьєюяёъы“»",
    "rue": "a-zабвгґдеєжзиіїйклмнопрстуфхцчшщьєюяёъы",
    # other scripts
    "ar": "a-zء-ي",
    "arz": "a-zء-ي",
    "azb": "a-zابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآأئؤة‌",
    "bn": r"a-z\u0980-\u09ff",
    "ckb": "a-zئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهھەیێ‌",
    "fa": "a-zابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآأئؤة‌",
    "glk": "a-zابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآأئؤة‌",
    "gu": r"a-z\u0a80-\u0aff",
    "he": "a-zא-ת",
    "hi": r"a-z\u0900-\u0963\u0966-\u097f",
    "hy": "a-zաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև«»",
    "ka": "a-zაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ“»",
    "km": r"a-z\u1780-\u17ff",
    "kn": r"a-z\u0c80-\u0cff",
    "ml": r"a-z\u0d00-\u0d7f",
    "mr": r"a-z\u0900-\u097f\u200d",
    "mzn": "a-zابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآأئؤة‌",
    "pa": r"a-z\u0a00-\u0a7f",
    "ta": r"a-z\u0b80-\u0bff",
    "te": r"a-z\u0c01-\u0c39\u0c3e-\u0c6f",
    "ur": "a-z",
    "yi": "a-zא-ת",
}
"""The letters by language; where there is no entry, `LATIN`."""

WITH_APOSTROPHE: Final = frozenset(("br", "ca"))
"""Where an apostrophe counts as a letter, if it is no mark of italics."""


@cache
def trail_pattern(lang: str | None) -> str:
    """A pattern of the letters that may follow a link on the wiki of a language; it matches nothing
    where there are none.
    """
    code = resolve_language(lang) or ""
    letters = LETTERS.get(code, LATIN)
    if code in WITH_APOSTROPHE:
        return f"(?>(?:[{letters}]|'(?!'))*)"
    return f"[{letters}]*+" if letters else ""
