"""Write `src/wikiparse/sites/_table.py`: the namespace names of every Wikipedia, from the tables of
mwconstants.

    python scripts/generate_sites.py [YYYY-MM-DD]

The date goes into the header; without one it is today's. Nothing is fetched and nothing of the
project is imported, so the script also runs when the table is missing. The same mwconstants and the
same date give the same bytes.

mwconstants maps a language to its local names: `{"de": {"Datei": {"canonical": "File", "aliases":
["Bild"]}}}`. `canonical` is absent where it equals the local name, and also where a namespace
exists on this wiki only. What equals the English tables (`DEFAULT_NAMESPACES`) is left out, so `en`
and `simple` lack Category; here the English names are a line of their own, which counts on every
wiki.
"""

from __future__ import annotations

import sys
import unicodedata
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

Table = dict[str, dict[str, Any]]
"""Local name -> what mwconstants says of it: `canonical` and `aliases`, either of which may be
absent."""

Defaults = dict[str, list[str]]
"""English name -> English aliases."""

TARGET = Path(__file__).resolve().parents[1] / "src" / "wikiparse" / "sites" / "_table.py"

# mwconstants does not know that "Портал" and "Bozza" are what the English wiki calls Portal and
# Draft: MediaWiki gives such namespaces a number but no English name. The names below are those
# wikis' own. One that no wiki has is an error.
ENGLISH_NAMES_OF = {
    "Portal": """
        Portaal|በር|بوابة|قيسارية|ৱিকিচ'ৰা|پوْرتال|Портал|Партал|Lawang|Ков|دەروازە|Portál
        Porth|Πύλη|Portalo|Atari|درگاه|Teemasivu|Portail|פורטל|Պորտալ|Gátt|Portale|Puotal
        Gapura|პორტალი|Awwur|포털|Porta|Portaol|Purtaal|Vikisritis|Portāls|दालन|पोर्टल|दबू|Tema
        ପୋର୍ଟାଲ|ਫਾਟਕ|تانبه|प्रवेशद्वारम्|Purtali|باب|Portála|ၵိူၼ်ႇတူ|வலைவாசல்|వేదిక|สถานีย่อย
        ማዕጾ|Portada|Portałe|Cổng thông tin|פארטאל
    """,
    "Portal talk": """
        Portaalbespreking|Portal Diskussion|በር ውይይት|Descusión Portal|نقاش البوابة
        لمداكرة د لقيسارية|ৱিকিচ'ৰা আলোচনা|Portal müzakirəsi|پوْرتال دانیشیغی
        Портал буйынса фекерләшеү|Portal Dischkrian|Абмеркаваньне парталу|Портал беседа
        Pamandiran Lawang|Portal Discussió|Ков дийцаре|Sgwrs Porth|Portaldiskussion
        Portal vaten|Συζήτηση πύλης|Portala diskuto|Portal discusión|Atari eztabaida|بحث درگاه
        Keskustelu teemasivusta|Discussion Portail|שיחת פורטל|Razgovor o portalu|Portálvita
        Պորտալի քննարկում|Discussion Portal|Pembicaraan Portal|Gáttaspjall|Discussioni portale
        Portal‐ノート|Puotal diskoshan|Parembugan Gapura|პორტალი განხილვა|Amyannan uwwur
        Портал талқылауы|포털토론|Gotûbêja portalê|Keskows Porth|Disputatio Portae
        Diskusyón de Portal|Euverlèk portaol|Descüssiú Portal|Descüssiun Purtaal
        Vikisrities aptarimas|Portāla diskusija|Diskusi Portal|Разговор за Портал|दालन चर्चा
        Diskussjoni portal|Cumbersa portal|Portal Diskuschoon|पोर्टल वार्ता|दबू खँलाबँला
        Huhuo portal|Overleg portaal|Temadiskusjon|ପୋର୍ଟାଲ ଆଲୋଚନା|ਫਾਟਕ ਗੱਲ-ਬਾਤ
        Dyskusja portalu|د تانبې خبرې اترې|Portal Discussão|'Ngazzaminde d'u Portale
        Обсуждение портала|प्रवेशद्वारसम्भाषणम्|Discussioni purtali|باب بحث|Portálaságastallan
        တွၼ်ႈဢုပ်ႇ ၵိူၼ်ႇတူ|Diskusia k portálu|Pogovor o portalu|Portal diskutim
        Разговор о порталу|Obrolan portal|வலைவாசல் பேச்சு|వేదిక చర్చ|Баҳси портал
        คุยเรื่องสถานีย่อย|ምይይጥ ማዕጾ|Usapang Portada|Portal tartışma|Портал бәхәсе
        Обговорення порталу|Portal munozarasi|Discussion portałe|Thảo luận Cổng thông tin
        פארטאל רעדן
    """,
    "Draft": "Bozza|Սևագիր|ฉบับร่าง",
    "Draft talk": "Discussioni bozza|Սևագրի քննարկում|คุยเรื่องฉบับร่าง",
}

HEADER = '''\
"""Namespace names of {languages} Wikipedias.

Generated: change `scripts/generate_sites.py`, not this file.
Source: mwconstants {version}, a snapshot of what each wiki says of its namespaces.
MIT license, see `NOTICE.md`.
Generator: `scripts/generate_sites.py`, {date}.

`NAMESPACES` are the canonical names. A line of names is `n=name/alias;n=name`, where
`NAMESPACES[n]` is the meaning of all names up to the semicolon. Names are folded: lower case,
spaces for underscores, NFC. `ENGLISH` counts on every wiki, so the lines of `LANGUAGES` hold only
what differs from it. mwconstants has no Category and no File for `en` and `simple`: `ENGLISH` has
both for every wiki.
"""

# ruff: noqa: E501, RUF001
# fmt: off

from typing import Final
'''


def table_source(date: str) -> str:
    """The text of the table module, with `date` in its header."""
    source = import_module("mwconstants.constants.c_namespaces")
    defaults: Defaults = source.DEFAULT_NAMESPACES
    tables: dict[str, Table] = source.NAMESPACE_ALIASES
    local_meanings = _local_meanings(tables, defaults)
    english = {
        folded(name): space for space, aliases in defaults.items() for name in (space, *aliases)
    }
    languages = {
        lang: _names(lang, tables[lang], defaults, local_meanings, english)
        for lang in sorted(tables)
    }
    spaces = sorted(set(english.values()).union(*(names.values() for names in languages.values())))
    number = {space: str(n) for n, space in enumerate(spaces)}
    header = HEADER.format(languages=len(languages), version=version("mwconstants"), date=date)
    return "\n".join(
        [
            header,
            "NAMESPACES: Final[tuple[str, ...]] = (",
            *(f"    {_literal(space)}," for space in spaces),
            ")",
            "",
            f"ENGLISH: Final[str] = {_literal(_line(english, number))}",
            "",
            "LANGUAGES: Final[dict[str, str]] = {",
            *(
                f"    {_literal(lang)}: {_literal(_line(names, number))},"
                for lang, names in languages.items()
            ),
            "}",
            "",
        ]
    )


def folded(name: str) -> str:
    """The form in which names are compared, as `wikiparse.sites.prefixes.fold` has it; a test
    compares both.
    """
    lower = " ".join(name.replace("_", " ").split()).lower()
    return unicodedata.normalize("NFC", lower.replace("i\u0307", "i"))


def _local_meanings(tables: dict[str, Table], defaults: Defaults) -> dict[str, str]:
    """Local name -> English name, from `ENGLISH_NAMES_OF`."""
    meanings = {
        name.strip(): space
        for space, names in ENGLISH_NAMES_OF.items()
        for line in names.splitlines()
        for name in line.split("|")
        if name.strip()
    }
    unnamed = {
        local.replace("_", " ")
        for names in tables.values()
        for local, entry in names.items()
        if "canonical" not in entry and local not in defaults
    }
    if unknown := sorted(set(meanings) - unnamed):
        message = f"no wiki has a namespace of this name: {unknown}"
        raise ValueError(message)
    return meanings


def _names(
    lang: str,
    table: Table,
    defaults: Defaults,
    local_meanings: dict[str, str],
    english: dict[str, str],
) -> dict[str, str]:
    """Folded name -> canonical name, for one wiki, without what `english` says already."""
    result: dict[str, str] = {}
    for raw_local, entry in table.items():
        local, aliases = raw_local.replace("_", " "), entry.get("aliases", [])
        space = entry.get("canonical") or _meaning(local, aliases, defaults, local_meanings)
        for name in (local, *aliases):
            key = folded(name)
            if result.setdefault(key, space) != space or english.get(key, space) != space:
                message = f"{lang}: {name!r} is {space!r} and something else"
                raise ValueError(message)
    return {key: space for key, space in result.items() if key not in english}


def _meaning(
    local: str, aliases: list[str], defaults: Defaults, local_meanings: dict[str, str]
) -> str:
    """The name of a namespace for which mwconstants gives none: an English alias, or what is known
    here, or its own.
    """
    by_alias = next((alias for alias in aliases if alias in defaults), None)
    return by_alias or local_meanings.get(local) or local


def _line(names: dict[str, str], number: dict[str, str]) -> str:
    groups: dict[str, list[str]] = {}
    for name, space in names.items():
        if any(mark in name for mark in "=/;"):
            message = f"a name holds a separator: {name!r}"
            raise ValueError(message)
        groups.setdefault(space, []).append(name)
    return ";".join(
        f"{number[space]}={'/'.join(sorted(groups[space]))}" for space in sorted(groups)
    )


def _literal(text: str) -> str:
    """A double-quoted string literal; what does not print is escaped."""
    body = repr("'" + text)[2:-1]  # the leading quote makes repr choose double quotes where it can
    return f'"{body}"' if '"' not in text else repr(text)


if __name__ == "__main__":
    day = sys.argv[1] if len(sys.argv) > 1 else datetime.now(tz=UTC).date().isoformat()
    TARGET.write_text(table_source(day), encoding="utf-8", newline="\n")
