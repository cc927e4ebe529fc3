"""What sites know: namespaces, interwiki prefixes, languages, and link targets taken apart."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wikiparse.sites import Title, interwiki_of, namespace_of, resolve_language, split_title
from wikiparse.sites import _table as table
from wikiparse.sites.folding import fold
from wikiparse.sites.languages import OTHER_WIKIPEDIAS, SYNONYMS, language_prefixes
from wikiparse.sites.prefixes import PROJECTS, interwiki_prefixes, names_of

ROOT = Path(__file__).resolve().parents[1]
TAGS = (None, "zh", "ko", "mai", "pt-BR", "xx", "")
ODD_TEXTS = (
    *(
        "",
        ":",
        "::",
        "#",
        ":#",
        "_",
        " _ ",
        "a:",
        ":a",
        "a:b:c:d",
        "en:",
        ":en:",
        "en::",
        "en:en:en:X",
        "de:Datei:",
    ),
    *(
        "Category:",
        "Category: #x",
        "w:Category:",
        "\0:\0",
        "\ud800:\udfff",
        "\u2028:\u2029",
        "\r\n:\r",
        "İ:ı",
        "ß:ẞ",
    ),
    *(
        "\u200e:\u200f",
        "ﷺ:x",
        "e\u0301:x",
        "-",
        "--",
        "-x",
        "x-",
        "\0",
        "\ud800",
        "zh-\ud800",
        "日本語",
    ),
    *(mark * 5_000 for mark in ("x-", "a:", "#", ":", "_", "-")),
)


# --- namespace_of


@pytest.mark.parametrize(
    ("lang", "prefix", "namespace"),
    [
        ("ko", "분류", "Category"),
        ("ko", "파일", "File"),
        ("ko", "그림", "File"),
        ("ko", "초안", "Draft"),
        ("ko", "포털", "Portal"),
        ("zh", "分类", "Category"),
        ("zh", "分類", "Category"),
        ("zh", "CAT", "Category"),
        ("zh", "文件", "File"),
        ("zh", "U", "User"),
        ("zh", "用户讨论", "User talk"),
        ("zh", "模块", "Module"),
        ("it", "Categoria", "Category"),
        ("it", "Bozza", "Draft"),
        ("ja", "ファイル", "File"),
        ("ja", "カテゴリ", "Category"),
        ("ja", "Portal‐ノート", "Portal talk"),
        ("de", "Datei", "File"),
        ("de", "Bild", "File"),
        ("de", "P", "Portal"),
        ("de", "Benutzer Diskussion", "User talk"),
        ("ru", "Файл", "File"),
        ("ru", "Портал", "Portal"),
        ("ru", "Обсуждение портала", "Portal talk"),
        ("ru", "ВП", "Project"),
        ("fr", "Fichier", "File"),
        ("fr", "Discussion Portail", "Portal talk"),
        ("bn", "বিষয়শ্রেণী", "Category"),
        ("es", "Anexo", "Anexo"),
        ("mai", "ca", "Category"),
        ("kcg", "sa", "Category"),
        ("az", "İstifadəçi", "User"),
        ("az", "istifadəçi", "User"),
    ],
)
def test_local_names(lang: str, prefix: str, namespace: str) -> None:
    assert namespace_of(prefix, lang) == namespace


@pytest.mark.parametrize("lang", [None, *sorted(table.LANGUAGES)])
def test_english_names_count_on_every_wiki(lang: str | None) -> None:
    for prefix, namespace in {
        "Category": "Category",
        "category": "Category",
        "File": "File",
        "Image": "File",
        "image talk": "File talk",
        "Template": "Template",
        "User talk": "User talk",
        "Wikipedia": "Project",
        "Project": "Project",
        "WP": "Project",
        "wt": "Project talk",
        "MediaWiki": "MediaWiki",
        "Special": "Special",
        "Media": "Media",
        "Help": "Help",
        "Talk": "Talk",
        "Portal": "Portal",
        "Draft talk": "Draft talk",
        "Module": "Module",
    }.items():
        assert namespace_of(prefix, lang) == namespace


def test_every_wiki_has_a_category_and_a_file_name() -> None:
    assert len(table.LANGUAGES) == 318
    for lang in table.LANGUAGES:
        assert {"Category", "File"} <= set(names_of(lang).values())


@pytest.mark.parametrize(
    "prefix",
    [
        "user talk",
        "USER_TALK",
        " _User__ talk_ ",
        "User\u00a0talk",
        "\u200eUser talk\u200f",
        "\nUser\ttalk",
    ],
)
def test_writing_does_not_matter(prefix: str) -> None:
    assert namespace_of(prefix, "en") == "User talk"
    assert namespace_of(prefix, None) == "User talk"


def test_decomposed_letters_are_composed() -> None:
    assert namespace_of("Discussio\u0301", "ca") == "Talk"


def test_foreign_names_do_not_count() -> None:
    assert namespace_of("Datei", "fr") is None
    assert namespace_of("Kategorie", "en") is None
    assert namespace_of("分类", "ko") is None
    assert namespace_of("Re", "zh") is None
    assert namespace_of("", "zh") is None


@pytest.mark.parametrize("lang", [None, "xx", "", "tlh-Latn"])
def test_an_unknown_language_means_all(lang: str | None) -> None:
    assert namespace_of("Datei", lang) == "File"
    assert namespace_of("분류", lang) == "Category"
    assert namespace_of("分类", lang) == "Category"
    assert namespace_of("Re", lang) is None


@pytest.mark.parametrize(
    ("prefix", "namespace"),
    [
        ("t", "Template"),
        ("ct", "Category talk"),
        ("datoteka", "File"),
        ("stampa", "File"),
        ("alat", "Gadget"),
        ("портал", "Portal"),
    ],
)
def test_of_several_meanings_the_one_most_languages_share_counts(
    prefix: str, namespace: str
) -> None:
    assert namespace_of(prefix, None) == namespace


def test_most_languages_share_is_what_the_union_does() -> None:
    meanings: dict[str, dict[str, int]] = {}
    english = names_of("en")
    for lang in table.LANGUAGES:
        for name, namespace in names_of(lang).items():
            counts = meanings.setdefault(name, {})
            counts[namespace] = counts.get(namespace, 0) + 1
    assert sorted(set(meanings) - set(names_of(None))) == ["ca", "jam", "sa"]
    for name, namespace in names_of(None).items():
        best = min(meanings[name], key=lambda one: (-meanings[name][one], one))
        assert namespace == english.get(name, best)


# --- interwiki_of


@pytest.mark.parametrize("lang", [None, "en", "zh", "xx"])
def test_interwikis(lang: str | None) -> None:
    known = (
        "en",
        "zh-yue",
        "zh-classical",
        "simple",
        "be-x-old",
        "yue",
        "aa",
        "wikt",
        "mw",
        "commons",
        "c",
        "phab",
    )
    for prefix in known:
        assert interwiki_of(prefix, lang) == prefix
        assert interwiki_of(f" {prefix.upper()} ", lang) == prefix
    for prefix in (
        "Re",
        "Wikipedia",
        "Category",
        "MOS",
        "Project",
        "http",
        "f",
        "",
        "123",
        "C++",
        "Zelda",
    ):
        assert interwiki_of(prefix, lang) is None


@pytest.mark.parametrize(("prefix", "home"), [("ca", "mai"), ("sa", "kcg"), ("jam", "din")])
def test_languages_that_are_names_on_one_wiki(prefix: str, home: str) -> None:
    assert interwiki_of(prefix, home) is None
    assert namespace_of(prefix, home) is not None
    for lang in (None, "en", "zh"):
        assert interwiki_of(prefix, lang) == prefix
        assert namespace_of(prefix, lang) is None


@pytest.mark.parametrize("lang", [None, *sorted(table.LANGUAGES)])
def test_no_prefix_is_both(lang: str | None) -> None:
    for prefix in (*interwiki_prefixes(), *names_of(lang)):
        assert (namespace_of(prefix, lang) is None) == (interwiki_of(prefix, lang) is not None)


def test_the_lists_of_prefixes_are_folded_and_apart() -> None:
    assert all(fold(prefix) == prefix for prefix in interwiki_prefixes())
    assert not PROJECTS & language_prefixes()
    assert not OTHER_WIKIPEDIAS & {*table.LANGUAGES, *SYNONYMS}
    assert set(SYNONYMS.values()) <= set(table.LANGUAGES)
    assert not set(SYNONYMS) & set(table.LANGUAGES)


# --- resolve_language


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("zh", "zh"),
        ("ZH", "zh"),
        (" zh ", "zh"),
        ("pt-BR", "pt"),
        ("zh_Hant", "zh"),
        ("zh-Hant-HK", "zh"),
        ("en_US.UTF-8", "en"),
        ("zh-classical", "zh-classical"),
        ("zh-min-nan", "zh-min-nan"),
        ("zh_yue", "zh-yue"),
        ("yue-Hant", "zh-yue"),
        ("be-tarask", "be-x-old"),
        ("nb-NO", "no"),
        ("nds-nl", "nds-nl"),
        ("simple", "simple"),
        ("sr-ec", "sr"),
        ("tlh", None),
        ("aa", None),
        ("english", None),
        ("und", None),
        ("-zh", None),
        ("", None),
        (None, None),
    ],
)
def test_resolve_language(tag: str | None, code: str | None) -> None:
    assert resolve_language(tag) == code


def test_known_languages_resolve_to_themselves() -> None:
    for lang in table.LANGUAGES:
        assert resolve_language(lang) == resolve_language(lang.upper()) == lang


# --- split_title


@pytest.mark.parametrize(
    ("target", "lang", "title"),
    [
        ("SQL_injection", "en", Title("", "", "SQL injection", "")),
        ("  A__ b\n c_ ", "en", Title("", "", "A b c", "")),
        ("brentuximab", "zh", Title("", "", "brentuximab", "")),
        ("PRODUCE_101#第九集", "zh", Title("", "", "PRODUCE 101", "第九集")),
        (
            "SM_STATION#第三季「STATION_X_0」",
            "zh",
            Title("", "", "SM STATION", "第三季「STATION X 0」"),
        ),
        ("#小川2009", "zh", Title("", "", "", "小川2009")),
        ("C#", "en", Title("", "", "C", "")),
        ("A#b#c:d", "en", Title("", "", "A", "b#c:d")),
        ("Wikipedia:封禁方針#参见", "zh", Title("", "Project", "Wikipedia:封禁方針", "参见")),
        ("WP:OS", "zh", Title("", "Project", "WP:OS", "")),
        ("MediaWiki:Blockiptext", "zh", Title("", "MediaWiki", "MediaWiki:Blockiptext", "")),
        ("Special:Log/block", "zh", Title("", "Special", "Special:Log/block", "")),
        ("User_talk:X/Archive_1", "en", Title("", "User talk", "User talk:X/Archive 1", "")),
        ("Re:Zero", "ja", Title("", "", "Re:Zero", "")),
        ("Re:Zero", None, Title("", "", "Re:Zero", "")),
        (":Re:Zero", "ja", Title("", "", "Re:Zero", "")),
        ("Terminator_2:_Judgment_Day", "en", Title("", "", "Terminator 2: Judgment Day", "")),
        ("12:30", "en", Title("", "", "12:30", "")),
        ("分类:IEEE_标准", "zh", Title("", "Category", "分类:IEEE 标准", "")),
        ("분류:IEEE_표준", "ko", Title("", "Category", "분류:IEEE 표준", "")),
        ("kategoria:x", "pl", Title("", "Category", "kategoria:x", "")),
        ("category:x", "zh", Title("", "Category", "category:x", "")),
        (":Category:X", "zh", Title("", "Category", "Category:X", "")),
        (": Category:X", "zh", Title("", "Category", "Category:X", "")),
        ("Category_:_X", "zh", Title("", "Category", "Category : X", "")),
        ("Category:", "zh", Title("", "", "Category:", "")),
        ("Datei:X.png", "zh", Title("", "", "Datei:X.png", "")),
        ("Datei:X.png", None, Title("", "File", "Datei:X.png", "")),
        ("Talk:File:X", "en", Title("", "Talk", "Talk:File:X", "")),
        ("mw:Range_blocks", "zh", Title("mw", "", "Range blocks", "")),
        ("wikt:&#x%X;", "zh", Title("wikt", "", "&", "x%X;")),
        ("wikt:Haus", "de", Title("wikt", "", "Haus", "")),
        ("wikt:Kategorie:X", "de", Title("wikt", "Category", "Kategorie:X", "")),
        ("c:File:X.png", "zh", Title("c", "File", "File:X.png", "")),
        (":en:Dye_laser", "ja", Title("en", "", "Dye laser", "")),
        ("en:AoTuV", "ja", Title("en", "", "AoTuV", "")),
        ("EN:AoTuV", "ja", Title("en", "", "AoTuV", "")),
        ("sv:Toppdomän#A", "ja", Title("sv", "", "Toppdomän", "A")),
        ("sv:#A", "ja", Title("sv", "", "", "A")),
        ("en:", "ja", Title("en", "", "", "")),
        ("en::Category:X", "ja", Title("en", "Category", "Category:X", "")),
        ("de:Datei:X.png", "zh", Title("de", "File", "Datei:X.png", "")),
        ("de:分类:X", "zh", Title("de", "", "分类:X", "")),
        ("yue:分類:X", "en", Title("yue", "Category", "分類:X", "")),
        ("aa:Category:X", "zh", Title("aa", "Category", "Category:X", "")),
        ("aa:分类:X", "zh", Title("aa", "", "分类:X", "")),
        ("w:de:Haus", "zh", Title("w", "", "de:Haus", "")),
        ("en:en:X", "zh", Title("en", "", "en:X", "")),
        ("zh:X", "zh", Title("zh", "", "X", "")),
        ("ca:Barcelona", None, Title("ca", "", "Barcelona", "")),
        ("ca:Barcelona", "zh", Title("ca", "", "Barcelona", "")),
        ("ca:Barcelona", "mai", Title("", "Category", "ca:Barcelona", "")),
        ("sa:X", None, Title("sa", "", "X", "")),
        ("::X", "zh", Title("", "", ":X", "")),
        (":", "zh", Title("", "", "", "")),
        ("", None, Title("", "", "", "")),
    ],
)
def test_split_title(target: str, lang: str | None, title: Title) -> None:
    assert split_title(target, lang) == title


@pytest.mark.parametrize("lang", TAGS)
def test_any_text_is_accepted(lang: str | None) -> None:
    for text in ODD_TEXTS:
        title = split_title(text, lang)
        assert all(isinstance(part, str) for part in title)
        assert "#" not in title.title
        assert title.title == " ".join(title.title.split())
        assert title.interwiki in ("", *interwiki_prefixes())
        assert title.namespace in ("", *table.NAMESPACES)
        assert namespace_of(text, lang) != ""
        assert interwiki_of(text, lang) != ""
        assert resolve_language(text) != ""
        assert namespace_of("File", text) == "File"


# --- the table


def test_names_in_the_table_are_folded() -> None:
    for lang in table.LANGUAGES:
        assert all(fold(name) == name for name in names_of(lang))
    assert set(names_of("en")) == set(names_of("simple"))


def test_the_table_is_loaded_on_demand() -> None:
    code = (
        "import sys; before = set(sys.modules); from wikiparse.sites import "
        "split_title; split_title('A_b#c', 'zh');"
        "new = set(sys.modules) - before; print('wikiparse.sites._table' in new);"
        "split_title('A:b', 'zh'); print('wikiparse.sites._table' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src"
    )
    assert done.stdout.split() == ["False", "True"]


def _generator() -> Any:
    spec = importlib.util.spec_from_file_location(
        "generate_sites", ROOT / "scripts" / "generate_sites.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _mwconstants() -> Any:
    """The tables the names came from, if they are installed in the version that was used."""
    pytest.importorskip("mwconstants")
    assert table.__doc__ is not None
    if f"mwconstants {importlib.metadata.version('mwconstants')}," not in table.__doc__:
        pytest.skip("another version of mwconstants")
    return importlib.import_module("mwconstants.constants.c_namespaces")


def test_the_table_is_what_the_generator_writes() -> None:
    _mwconstants()
    generator = _generator()
    committed = generator.TARGET.read_text(encoding="utf-8")
    date = re.search(r"generate_sites\.py`, (\d{4}-\d\d-\d\d)\.", committed)
    assert date is not None
    assert generator.table_source(date[1]) == committed


def test_generator_and_library_fold_alike() -> None:
    source = _mwconstants()
    fold_there = _generator().folded
    for names in source.NAMESPACE_ALIASES.values():
        for local, entry in names.items():
            for name in (local, *entry.get("aliases", ())):
                assert fold_there(name) == fold(name)


def test_every_name_of_the_source_is_known() -> None:
    """All names of all namespaces, per language, as mwconstants has them."""
    source = _mwconstants()
    english = [
        (name, space)
        for space, aliases in source.DEFAULT_NAMESPACES.items()
        for name in (space, *aliases)
    ]
    for lang, names in source.NAMESPACE_ALIASES.items():
        local = [
            (name, entry.get("canonical"))
            for key, entry in names.items()
            for name in (key, *entry.get("aliases", ()))
        ]
        for name, space in [*english, *local]:
            for written in (name, name.lower(), name.replace(" ", "_")):
                found = namespace_of(written, lang)
                assert found is not None
                assert space in (None, found)
