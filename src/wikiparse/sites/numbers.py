"""Numbers by language: how they are written (`{{formatnum:…}}`), and which of several forms a
number takes (`{{plural:…}}`).

The rules are those of MediaWiki 1.39 (`Language::formatNum`, `Language::convertPlural`), which has
them from CLDR. English counts where the language is not known.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.sites.words import mediawiki_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NUMBER = re.compile(r"(-(?=[\d.]))?(\d+|(?=\.\d))(\.\d*)?([Ee][-+]?\d+)?", re.A)
"""A number in a text: sign, digits, fraction, exponent."""


class _Form(NamedTuple):
    """How numbers are written: the separators of groups of digits and of the fraction, the digits,
    how many of them are not grouped, and whether groups beyond the first are of two (12,34,567).
    """

    group: str = ","
    point: str = "."
    digits: str = "0123456789"
    ungrouped: int = 3
    is_by_twos: bool = False


def _digits(zero: str) -> str:
    return "".join([chr(ord(zero) + value) for value in range(10)])


_SPACE = "\xa0"

_FORMS: Final = {
    "af atj be bm br co cs eml eo ff fi fr frp fur gcr ht hu ia io it ka kab kbp ky lij lld lmo ln "
    "lt ltg lv mg mwl nap nb nn nrm oc olo pcd pms pt roa-tara scn se sg sgs shi sk smn sv tet tg "
    "tk ty uz vec wa wo": _Form(_SPACE, ","),
    "ab alt an ast av avk ay ba be-tarask bg bxr cbk-zam ce csb cv es et ext gn hy hyw inh kaa kk "
    "koi krc ksh kv lad lbe lez mdf mhr mrj myv nah os pl qu ru rue sah szl tt tyv udm uk vep vro "
    "xal": _Form(_SPACE, ",", ungrouped=4),
    "ace az ban bar bjn bs bug ca crh cu da de dsb el eu fo frr fy gag gl gor gsw hr hsb id is jv "
    "kl lb li mad map-bms min mk nds nds-nl nia nl pdc pfl pnt rmy rn ro rup rw sc sh sl sq sr srn "
    "stq su tr vi vls zea": _Form(".", ","),
    "ku": _Form(".", ",", ungrouped=4),
    "la xh": _Form(_SPACE, "."),
    "rm": _Form("’"),
    "ml pa ta te": _Form(is_by_twos=True),
    "azb fa glk ks mzn ps": _Form("٬", "٫", _digits("۰")),
    "ar ckb sd": _Form("٬", "٫", _digits("٠")),
    "pnb": _Form(digits=_digits("۰")),
    "skr": _Form(digits=_digits("٠")),
    "awa hi mai mr sa": _Form(digits=_digits("०"), is_by_twos=True),
    "bh dty ne new pi": _Form(digits=_digits("०")),
    "as bn bpy": _Form(digits=_digits("০"), is_by_twos=True),
    "mni": _Form(digits=_digits("০")),
    "kn tcy": _Form(digits=_digits("೦"), is_by_twos=True),
    "gu": _Form(digits=_digits("૦"), is_by_twos=True),
    "or": _Form(digits=_digits("୦"), is_by_twos=True),
    "bo dz": _Form(digits=_digits("༠")),
    "nqo": _Form(digits=_digits("߀")),
    "sat": _Form(digits=_digits("᱐")),
    "lo": _Form(".", ",", _digits("໐")),
    "blk mnw my": _Form("", ".", _digits("၀")),
    "km": _Form("", ".", _digits("០")),
    "lzh": _Form("", "點", "〇一二三四五六七八九"),
}
"""The forms other than the English one, by languages."""


@cache
def _form(code: str | None) -> _Form:
    return next((form for codes, form in _FORMS.items() if code in codes.split()), _Form())


def format_numbers(text: str, lang: str | None, *, is_grouped: bool = True) -> str:
    """The numbers in a text, as a wiki of the language writes them."""
    form = _form(mediawiki_code(lang))
    return NUMBER.sub(lambda match: _formatted(match, form, is_grouped=is_grouped), text)


def _formatted(match: re.Match[str], form: _Form, *, is_grouped: bool) -> str:
    sign, whole, fraction, exponent = match.groups("")
    if not match[0]:
        return ""
    if is_grouped and form.group and len(whole) > form.ungrouped:
        width = 2 if form.is_by_twos else 3
        groups, rest = [whole[-3:]], whole[:-3]
        # 1234567 → 567, 234, 1       from the right, then reversed; in Indian scripts 567, 34, 12
        while rest:
            groups.append(rest[-width:])
            rest = rest[:-width]
        whole = form.group.join(reversed(groups))
    # MediaWiki: without separators the point stays, too.
    number = whole + (fraction.replace(".", form.point) if is_grouped else fraction) + exponent
    if form.digits[0] != "0":
        number = "".join([form.digits[int(c)] if c in "0123456789" else c for c in number])
    return ("−" if sign else "") + number


def plain_number(text: str, lang: str | None) -> str:
    """A number that was written for readers, as programs write it: `1.300,5` is 1300.5 in
    German.
    """
    form = _form(mediawiki_code(lang))
    text = text.replace("−", "-")
    if form.group:
        text = text.replace(form.group, "")
    # After the groups are gone: in German the point groups and the comma is the point.
    text = text.replace(form.point, ".")
    return "".join([str(form.digits.index(c)) if c in form.digits else _western(c) for c in text])


def _western(character: str) -> str:
    # Digits of any script: a page may have those of another language.
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


# ------------------------------------------------------------------------------------ plural


def _slavic(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2


def _lithuanian(n: int) -> int:
    if 11 <= n % 100 <= 19 or n % 10 == 0:
        return 3
    return 0 if n % 10 == 1 else 1


def _arabic(n: int) -> int:
    if n <= 2:
        return n
    if 3 <= n % 100 <= 10:
        return 3
    return 4 if n % 100 >= 11 else 5


def _hebrew(n: int) -> int:
    if n in (1, 2):
        return n - 1
    return 2 if n > 10 and n % 10 == 0 else 3


def _irish(n: int) -> int:
    if n in (1, 2):
        return n - 1
    if 3 <= n <= 6:
        return 2
    return 3 if 7 <= n <= 10 else 4


def _gaelic(n: int) -> int:
    if n in (1, 11):
        return 0
    if n in (2, 12):
        return 1
    return 2 if 3 <= n <= 19 else 3


def _maltese(n: int) -> int:
    if n == 1:
        return 0
    if n == 0 or 2 <= n % 100 <= 10:
        return 1
    return 2 if 11 <= n % 100 <= 19 else 3


def _latvian(n: int) -> int:
    if n % 10 == 0 or 11 <= n % 100 <= 19:
        return 0
    return 1 if n % 10 == 1 else 2


def _romanian(n: int) -> int:
    if n == 1:
        return 0
    return 1 if n == 0 or 1 <= n % 100 <= 19 else 2


def _slovenian(n: int) -> int:
    return {1: 0, 2: 1, 3: 2, 4: 2}.get(n % 100, 3)


_PLURALS: Final[Mapping[str, Callable[[int], int]]] = {
    "ab alt av ba be be-tarask bxr ce cv inh koi krc kv lbe lez mdf mhr mrj myv ru rue sah tt tyv "
    "udm uk xal bs hr sh sr": _slavic,
    "atj avk bm ff fr frp gcr ht hy hyw kab kbp nrm pcd sg ty wo am awa azb bn bpy fa glk gu hi kn "
    "mai mr mzn sa tcy zu ak bh guw ln mg mwl nso pa pt si tet ti wa": lambda n: int(n > 1),
    "ar ary arz": _arabic,
    "csb pl szl": lambda n: 0 if n == 1 else max(_slavic(n), 1) if n % 10 != 1 else 2,
    "iu kw se": lambda n: {1: 0, 2: 1}.get(n, 2),
    "rmy ro rup": _romanian,
    "cs sk": lambda n: 0 if n == 1 else 1 if 2 <= n <= 4 else 3,
    "dsb hsb sl": _slovenian,
    "ltg lv": _latvian,
    "lt": _lithuanian,
    "he": _hebrew,
    "ga": _irish,
    "gd": _gaelic,
    "mt": _maltese,
    "cy": lambda n: {0: 0, 1: 1, 2: 2, 3: 3, 6: 4}.get(n, 5),
    "cu": lambda n: {1: 0, 2: 1, 3: 2, 4: 2}.get(n % 10, 3),
    "is": lambda n: int(n % 10 != 1 or n % 100 == 11),
    "mk": lambda n: int(n % 10 != 1),
    "shi": lambda n: 0 if n <= 1 else 1 if n <= 10 else 2,
    "ksh": lambda n: {0: 2, 1: 0}.get(n, 1),
    "tl": lambda n: int(n % 10 in (4, 6, 9)),
}
"""From a number to the index of its form, by languages; in all others one thing has the first form
and all other numbers have the second."""


@cache
def _rule(code: str | None) -> Callable[[int], int]:
    return next(
        (rule for codes, rule in _PLURALS.items() if code in codes.split()), lambda n: int(n != 1)
    )


def plural_form(number: int, lang: str | None) -> int:
    """The index of the form that a number has: 0 for "1 day" and 1 for "2 days"."""
    return _rule(mediawiki_code(lang))(abs(number))
