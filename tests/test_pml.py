"""The reference article, whole: every link, section, note and list item by value."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import wikiparse
from checks import all_faults

SOURCE = (Path(__file__).parent / "fixtures" / "pml.md").read_bytes().decode()
WIKI = "https://zh.wikipedia.org/wiki/"

# Title, label, trail, whether the export holds the page, and what stands in the source.
LINKS = [
    ("脑白质炎", "脑白质炎", "", False, f'[脑白质炎]({WIKI}脑白质炎 "wikilink")'),
    ("脑白质", "脑白质", "", False, f'[脑白质]({WIKI}脑白质 "wikilink")'),
    ("炎症", "炎症", "", True, '[炎症](../Page/炎症.md "wikilink")'),
    ("病毒", "病毒", "", True, '[病毒](../Page/病毒.md "wikilink")'),
    ("免疫缺陷", "免疫缺陷", "", True, '[免疫缺陷](../Page/免疫缺陷.md "wikilink")'),
    ("免疫抑制", "免疫抑制", "", True, '[免疫抑制](../Page/免疫抑制.md "wikilink")'),
    ("器官移植", "器官移植", "", True, '[器官移植](../Page/器官移植.md "wikilink")'),
    ("化疗", "化疗", "药物的患者", False, f'[化疗药物的患者]({WIKI}化疗 "wikilink")'),
    ("那他珠单抗", "那他珠单抗", "", False, f'[那他珠单抗]({WIKI}那他珠单抗 "wikilink")'),
    ("单克隆抗体", "单克隆抗体", "", True, '[单克隆抗体](../Page/单克隆抗体.md "wikilink")'),
    ("多发性硬化", "多发性硬化", "", False, f'[多发性硬化]({WIKI}多发性硬化 "wikilink")'),
    (
        "依法利珠单抗",
        "依法利珠单抗",
        "",
        True,
        '[依法利珠单抗](../Page/依法利珠单抗.md "wikilink")',
    ),
    ("银屑病", "银屑病", "的患者", False, f'[银屑病的患者]({WIKI}银屑病 "wikilink")'),
    ("brentuximab", "brentuximab", "", False, f'[brentuximab]({WIKI}brentuximab "wikilink")'),
    ("Raptiva", "Raptiva", "", False, f'[Raptiva]({WIKI}Raptiva "wikilink")'),
    (
        "霍奇金淋巴瘤",
        "霍奇金淋巴瘤",
        "",
        True,
        '[霍奇金淋巴瘤](../Page/霍奇金淋巴瘤.md "wikilink")',
    ),
    ("艾滋病", "艾滋病", "患者", False, f'[艾滋病患者]({WIKI}艾滋病 "wikilink")'),
    ("JC病毒", "JC病毒", "感染所导致", False, f'[JC病毒感染所导致]({WIKI}JC病毒 "wikilink")'),
    ("JC病毒", "JC病毒", "感染能够被", False, f'[JC病毒感染能够被]({WIKI}JC病毒 "wikilink")'),
    ("免疫系统", "免疫系统", "", True, '[免疫系统](../Page/免疫系统.md "wikilink")'),
    ("JC病毒", "JC病毒", "的侵袭", False, f'[JC病毒的侵袭]({WIKI}JC病毒 "wikilink")'),
    ("脑白质病变", "脑白质病变", "", False, f'[脑白质病变]({WIKI}脑白质病变 "wikilink")'),
    (
        "脑白质病变伴发白质消失",
        "脑白质病变伴发白质消失",
        "",
        False,
        f'[脑白质病变伴发白质消失]({WIKI}脑白质病变伴发白质消失 "wikilink")',
    ),
    ("多发性硬化", "多发性硬化", "", False, f'[多发性硬化]({WIKI}多发性硬化 "wikilink")'),
    ("NIH", "NIH", "", False, f'[NIH]({WIKI}NIH "wikilink")'),
    (
        "Cleveland Clinic",
        "Cleveland Clinic",
        "",
        False,
        f'[Cleveland Clinic]({WIKI}Cleveland_Clinic "wikilink")',
    ),
]

# Words, original address, and when the copy was made.
ARCHIVED = [
    (
        "Overview",
        "http://www.ninds.nih.gov/disorders/pml/pml.htm",
        datetime(2015, 1, 4, 18, 6, 1, tzinfo=UTC),
    ),
    (
        "Overview",
        "http://www.clevelandclinic.org/health/health-info/docs/1300/1322.asp?index=6101",
        datetime(2006, 3, 10, 19, 34, 1, tzinfo=UTC),
    ),
    (
        "PML Disease Support Website",
        "http://pml-disease.com/",
        datetime(2011, 6, 16, 12, 48, 17, tzinfo=UTC),
    ),
]

HEADINGS = [
    "发病机制",
    "症状",
    "诊断",
    "治疗",
    "与多发性硬化的关系",
    "相关",
    "参考文献",
    "外部链接",
]
CATEGORIES = ["大脑病变", "一般性医学状况造成的精神疾病", "中枢神经系统病毒感染", "罕见病"]


@pytest.fixture(scope="module", params=["auto", "hybrid"])
def doc(request: pytest.FixtureRequest) -> wikiparse.Document:
    """The article, its dialect found out or given."""
    return wikiparse.parse(SOURCE, dialect=request.param, title="进行性多灶性白质脑病", lang="zh")


def _source_of(node: wikiparse.Node) -> str:
    assert node.span is not None
    return SOURCE[node.span.start : node.span.end]


def test_frame(doc: wikiparse.Document) -> None:
    assert (doc.title, doc.lang, doc.dialect) == ("进行性多灶性白质脑病", "zh", "hybrid")
    assert doc.detection.dialect == "hybrid"
    assert doc.diagnostics == ()
    assert doc.redirect is None
    assert not all_faults(doc, SOURCE)


def test_thirty_wikilinks(doc: wikiparse.Document) -> None:
    assert len(doc.wikilinks) + len(doc.categories) == 30
    assert [(n.title, n.label, n.trail, n.is_local, _source_of(n)) for n in doc.wikilinks] == LINKS


def test_nine_local_and_seventeen_remote(doc: wikiparse.Document) -> None:
    assert len([n for n in doc.wikilinks if n.is_local]) == 9
    assert len([n for n in doc.wikilinks if not n.is_local]) == 17
    assert {(n.namespace, n.interwiki, n.fragment, n.marker) for n in doc.wikilinks} == {
        ("", "", "", "")
    }


def test_six_swallowed_trails(doc: wikiparse.Document) -> None:
    split = [n for n in doc.wikilinks if n.trail]
    assert [(n.label, n.trail) for n in split] == [
        ("化疗", "药物的患者"),
        ("银屑病", "的患者"),
        ("艾滋病", "患者"),
        ("JC病毒", "感染所导致"),
        ("JC病毒", "感染能够被"),
        ("JC病毒", "的侵袭"),
    ]
    assert all(n.text == n.label + n.trail for n in doc.wikilinks)
    assert all(n.trail_certain for n in doc.wikilinks)


def test_four_categories(doc: wikiparse.Document) -> None:
    assert [(n.name, n.sort_key) for n in doc.categories] == [(name, None) for name in CATEGORIES]
    assert [_source_of(n) for n in doc.categories] == [
        f'[Category:{name}]({WIKI}Category:{name} "wikilink")' for name in CATEGORIES
    ]


def test_three_archived_links_and_an_autolink(doc: wikiparse.Document) -> None:
    assert len(doc.external_links) == 4
    archived = [n for n in doc.external_links if n.archived]
    assert [
        (n.text, n.archived.original_url, n.archived.timestamp) for n in archived if n.archived
    ] == ARCHIVED
    assert [n.url for n in archived] == [
        f"https://web.archive.org/web/{stamp:%Y%m%d%H%M%S}/{original}"
        for _, original, stamp in ARCHIVED
    ]
    assert {n.archived.service for n in archived if n.archived} == {"wayback"}
    bare = [n for n in doc.external_links if n.is_bare]
    assert [(n.url, n.archived) for n in bare] == [
        ("http://www.medpagetoday.com/MeetingCoverage/SDEF/12849", None)
    ]
    assert _source_of(bare[0]) == "<http://www.medpagetoday.com/MeetingCoverage/SDEF/12849>"


def test_eight_headings_in_eight_sections(doc: wikiparse.Document) -> None:
    assert [n.text for n in doc.find_all(wikiparse.Heading)] == HEADINGS
    assert [(s.title, s.level, s.sections) for s in doc.sections] == [
        (title, 2, ()) for title in HEADINGS
    ]
    assert len(list(doc.find_all(wikiparse.Section))) == 8
    assert [_source_of(s.heading) for s in doc.sections] == [f"## {title}" for title in HEADINGS]
    assert [type(block) for block in doc.lead] == [wikiparse.Paragraph, wikiparse.Paragraph]


def test_three_notes_each_tied_to_its_mark(doc: wikiparse.Document) -> None:
    assert [(n.identifier, n.is_empty) for n in doc.footnotes] == [
        ("1", True),
        ("2", False),
        ("3", True),
    ]
    assert [n.text for n in doc.footnotes] == [
        "",
        "http://www.medpagetoday.com/MeetingCoverage/SDEF/12849",
        "",
    ]
    assert [(n.identifier, n.label, n.group) for n in doc.footnote_references] == [
        ("1", "1", ""),
        ("2", "2", ""),
        ("3", "3", ""),
    ]
    assert [_source_of(n) for n in doc.footnote_references] == [r"\[1\]", r"\[2\]", r"\[3\]"]
    for mark, note in zip(doc.footnote_references, doc.footnotes, strict=True):
        assert doc.footnote(mark) is note
        assert doc.references(note) == (mark,)


def test_two_empty_items_and_a_template(doc: wikiparse.Document) -> None:
    items = list(doc.find_all(wikiparse.ListItem))
    assert len(items) == 8
    assert [_source_of(n) for n in items if not n.children] == ["-", "-"]
    assert [(n.name, n.arguments, _source_of(n)) for n in doc.templates] == [("-", (), "{{-}}")]


def test_nothing_else(doc: wikiparse.Document) -> None:
    assert (doc.images, doc.tables, doc.code_blocks) == ((), (), ())
    assert [n.text for n in doc.find_all(wikiparse.Strong)] == ["进行性多灶性白质脑病"]
    assert [n.text for n in doc.find_all(wikiparse.Emphasis)] == ["PML"]


def test_the_fixture_is_the_article() -> None:
    assert len(SOURCE) == 2_313
    assert not SOURCE.endswith("\n")
