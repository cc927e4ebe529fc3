"""`wikiparse stats`: what it counts, how it is shown, and that its memory is bounded."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import wikiparse
from wikiparse import console
from wikiparse.console.name_counts import NameCounts
from wikiparse.console.page_counts import CONSTRUCTS, TABLES, counts_of
from wikiparse.console.totals import SIZES, Totals
from wikiparse.etl.pages import SourcePage

DUMP = """<mediawiki xml:lang="de"><siteinfo><namespaces><namespace key="0" />
<namespace key="6">Datei</namespace><namespace key="10">Vorlage</namespace>
<namespace key="14">Kategorie</namespace></namespaces></siteinfo>
<page><title>Eiche</title><ns>0</ns><id>7</id><revision><id>70</id><text>{{Infobox Baum
| Höhe = 40
}}
Ein [[Baum]] im [[wald|Wald]], [[#Holz]], [[en:Oak]].&lt;ref&gt;a&lt;/ref&gt; {{lang|en|oak}}
{{Vorlage:lang|fr|x}}
[http://www.A.example/b c] http://a.example/d {{#if:a|b}} {{#IF:c}}

== Holz ==
{|
| a
|}
[[Datei:A.jpg|mini]] [[Kategorie:Baum]] &lt;b&gt;</text></revision></page>
<page><title>Oak</title><ns>0</ns><id>8</id><redirect title="Eiche" />
<revision><id>80</id><text>#WEITERLEITUNG [[Eiche]]</text></revision></page>
<page><title>Leer</title><ns>0</ns><id>9</id><revision><id>90</id><text> </text></revision></page>
</mediawiki>"""


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("w.xml").write_text(DUMP, encoding="utf-8")
    return "w.xml"


def stats(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert console.main(["stats", "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def names(table: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {one["name"]: (one["count"], one["pages"]) for one in table["largest"]}


def test_what_is_counted(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = stats(capsys, dump)
    assert (found["pages"], found["redirects"], found["empty"], found["not_read"]) == (3, 1, 1, 0)
    pages = [page.text for page in wikiparse.iter_pages(dump)]
    assert found["characters"] == sum(map(len, pages))
    assert names(found["dialects"]) == {"wikitext": (3, 3)}
    assert names(found["languages"]) == {"de": (3, 3)}
    assert names(found["constructs"]) == {
        "footnote references": (1, 1),
        "footnotes": (1, 1),
        "images": (1, 1),
        "sections": (1, 1),
        "tables": (1, 1),
    }
    assert names(found["links"]) == {
        "(articles)": (3, 2),
        "(external)": (2, 1),
        "(other wikis)": (1, 1),
        "(the page itself)": (1, 1),
        "Category (membership)": (1, 1),
        "File (images)": (1, 1),
    }
    assert names(found["interwikis"]) == {"en": (1, 1)}
    assert names(found["templates"]) == {"Lang": (2, 1), "Infobox Baum": (1, 1)}
    assert names(found["parser_functions"]) == {"#if": (2, 1)}
    assert names(found["infoboxes"]) == {"Infobox Baum": (1, 1)}
    assert names(found["categories"]) == {"Baum": (1, 1)}
    assert names(found["hosts"]) == {"a.example": (2, 1)}
    assert names(found["diagnostics"]) == {"unpaired-tag": (1, 1)}
    assert found["largest"][0] == {"file": dump, "page": "Eiche", "characters": len(pages[0])}
    assert [size["pages"] for size in found["sizes"]] == [2, 1, 0, 0, 0, 0]


def test_writers_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(
        'See [B](../Page/B.md "wikilink").\n\n[c](d.md "wikilink")\n' * 9
    )
    found = stats(capsys, str(tmp_path))
    assert names(found["writers"]) == {"pandoc-gfm": (1, 1)}
    assert found["largest"][0]["page"] is None


def test_workers_count_the_same(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert stats(capsys, dump, "--workers", "2") == stats(capsys, dump, "--workers", "0")


def test_namespaces_and_top(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert stats(capsys, dump, "--namespaces", "Vorlage")["pages"] == 0
    templates = stats(capsys, dump, "--top", "1")["templates"]
    assert [one["name"] for one in templates["largest"]] == ["Lang"]
    assert (templates["names"], templates["total"]) == (2, 3)
    # Tables whose names the library knows are whole.
    assert len(stats(capsys, dump, "--top", "1")["constructs"]["largest"]) == 5


def test_the_report(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["stats", dump, "--top", "1"]) == 0
    out = capsys.readouterr().out
    found = stats(capsys, dump)
    assert out.startswith(
        f"3 pages, {found['characters']} characters ({found['characters'] // 3} a page), "
        "1 redirect, 1 empty\n"
    )
    assert "\nwriters" not in out  # nothing to be shown
    assert "\ntemplates: 1 of 2, 3 in all\n  Lang  2  " in out
    assert re.search(r"(?m)^  sections {13}1  █{20}$", out)
    assert max(map(len, out.splitlines())) <= 80


def test_bars_in_ascii(dump: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert console.main(["stats", dump]) == 0
    sys.stdout.flush()
    out = raw.getvalue().decode("ascii")
    assert re.search(r"(?m)^  \(articles\) {13}3  #{20}  on 2 pages$", out)
    assert re.search(r"(?m)^  \(external\) {13}2  #{13} +on 1 page$", out)


def test_names_that_are_wide_and_hostile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "{{風}} {{風}} {{ab}} {{" + "長" * 400 + "}} {{a\x1b[31m}}"
    (tmp_path / "a.wikitext").write_text(page, encoding="utf-8")
    assert console.main(["stats", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    rows = re.findall(r"(?m)^  (風|Ab)( +)\d  █", out)
    assert len(rows[1][0]) + len(rows[1][1]) == 2 * len(rows[0][0]) + len(rows[0][1])
    assert "長..." in out
    assert "\x1b" not in out


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_nothing_at_all(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").touch()
    assert console.main(["stats", *options, str(tmp_path / "a.jsonl")]) == 0
    assert capsys.readouterr().out


def test_pages_that_cannot_be_read_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").symlink_to("nowhere")
    (tmp_path / "b.md").write_text("a")
    assert console.main(["stats", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("1 page, 1 character (1 a page), 1 not read\n")
    assert "a.md" in err


def test_every_table_has_a_name_of_its_own() -> None:
    page = SourcePage(raw="", source="a.md")
    counted = counts_of(wikiparse.parse(DUMP, dialect="wikitext"), page).counts
    assert set(counted) <= set(TABLES)
    assert set(Totals(10).to_dict()) >= {name.replace(" ", "_") for name in TABLES}
    assert all(issubclass(cls, wikiparse.Node) for cls in CONSTRUCTS)
    assert list(SIZES) == sorted(SIZES)


# --- bounded memory


def test_a_tally_is_exact_as_long_as_it_may_be() -> None:
    counts = NameCounts(100)
    counts.add({"a": 2, "b": 5})
    counts.add({"a": 4, "c": 5})
    assert counts.largest(2) == [("a", 6, 2), ("b", 5, 1)]
    assert (len(counts), counts.total, counts.lost) == (3, 16, 0)


@pytest.mark.parametrize("seed", range(5))
def test_a_tally_that_is_cut_says_how_much_may_be_missing(seed: int) -> None:
    random.seed(seed)
    exact: Counter[str] = Counter()
    counts, most = NameCounts(200), 0
    for _ in range(3_000):
        # A few names are frequent, most come once.
        page = Counter(f"n{int(random.paretovariate(0.4))}" for _ in range(5))
        exact += page
        counts.add(page)
        most = max(most, len(counts))
    assert most <= 200
    assert counts.total == exact.total()
    assert 0 < counts.lost < 200
    for name, count, _ in counts.largest(200):
        assert exact[name] - counts.lost <= count <= exact[name]
    # Whatever is more frequent than that cannot have been dropped.
    kept = {one.name for one in counts.largest(200)}
    assert {name for name, count in exact.items() if count > counts.lost} <= kept


def test_a_cut_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from wikiparse.console import totals
    from wikiparse.console.colors import plain
    from wikiparse.console.stats_report import report_of

    monkeypatch.setattr(totals, "NameCounts", lambda: NameCounts(4))
    all_ = Totals(10)
    page = SourcePage(raw="", source="a.md")
    for number in range(9):
        all_.add(counts_of(wikiparse.parse("{{a}} {{n%d}}" % number, dialect="wikitext"), page))  # noqa: UP031
    assert all_.to_dict()["templates"]["missing_at_most"] > 0
    report = report_of(all_, plain, 80, "utf-8")
    assert re.search(r"templates: \d of more than \d, 18 in all; a count may lack \d", report)
