"""Pages as files that link to each other: which names they get, where links lead, and that nobody's
file is touched. `scripts/converted_links.py` converts whole folders, and looks up every link."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import wikiparse
from wikiparse.etl.convert.names import LONGEST, file_name, path_key, path_of_title
from wikiparse.etl.convert.report import NAME, own_files
from wikiparse.etl.convert.run import ConvertError, Listener, Settings, convert
from wikiparse.etl.convert.settings import Writing
from wikiparse.render.markdown.anchors import github_slug, obsidian_anchors

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "dev"
FORMS = ["gfm", "obsidian", "html"]

# --- names

NAMES = {
    "Oak": "Oak",
    "What is it?": "What_is_it_",
    "Star Trek: Picard": "Star_Trek__Picard",
    "AC/DC": "AC/DC",
    "A//B": "A__B",
    "/x": "_x",
    "CON": "CON_",
    "nul.tar": "nul_.tar",
    "Com1": "Com1_",
    "Console": "Console",
    "LPT¹": "LPT¹_",
    "etc.": "etc_",
    "...": "_._",
    ".git": "_git",
    "../../etc/passwd": "__/__/etc/passwd",
    "a\tb\u3000c": "a_b_c",
    "e\u0301": "é",
    "\u200fא\ufeff": "_א_",
    "می\u200cخواهم": "می\u200cخواهم",
    "x\ud800": "x_",
    "": "_",
    "Foo.md/Bar": "Foo.md_/Bar",
    "100%": "100_",
    "[[a]]|{b}#c^": "__a____b__c_",
}


@pytest.mark.parametrize("title", NAMES, ids=ascii)
def test_names_are_those_that_every_file_system_takes(title: str) -> None:
    assert path_of_title(title, "", "_", ".md") == NAMES[title]


def test_a_namespace_is_a_folder() -> None:
    assert path_of_title("Help talk:A b/C", "Help talk", " ", ".md") == "Help talk/A b/C"


@pytest.mark.parametrize("letter", ["a", "風", "e\u0301", "🧪"])
def test_long_names_are_cut_and_distinct(letter: str) -> None:
    one, two = (file_name(letter * 5000 + end, "_") for end in "xy")
    assert one != two
    assert max(len(one.encode()), len(two.encode())) <= LONGEST


def test_many_slashes_make_no_deep_folders() -> None:
    assert path_of_title("a/" * 3000 + "b", "", "_", ".md").count("/") == 0


def test_names_that_differ_in_case_have_one_key() -> None:
    assert path_key("Straße") == path_key("STRASSE") == path_key("strasse")
    assert path_key("ı") == path_key("I")


# --- anchors

SLUGS = {
    "Life & work": "life--work",
    "C#": "c",
    "हिन्दी": "हिन्दी",
    "a²b": "ab",
    "snake_case-x": "snake_case-x",
    "می\u200cخواهم": "می\u200cخواهم",
    "Ärger (1920–1930)": "ärger-19201930",
}


@pytest.mark.parametrize("text", SLUGS)
def test_anchors_are_those_of_github(text: str) -> None:
    assert github_slug(text) == SLUGS[text]


def test_obsidian_finds_the_first_heading_of_a_text() -> None:
    source = "== A ==\n=== B: c ===\n== D ==\n=== B: c ===\n=== ''a'' ===\n=== [[x]] ===\n"
    doc = wikiparse.parse(source, dialect="wikitext")
    found = obsidian_anchors(doc)
    assert [found.get(id(section)) for section in doc.find_all(wikiparse.Section)] == [
        *("A", "B c", "D", "D#B c"),
        *("D#a", None),
    ]


# --- a wiki


WIKI = {
    "Oak": """'''Oaks''' are [[oak tree|tree]]s of [[hard wood#Hard & soft|''wood'']], see
[[Help:Editing#A_2]], [[/Acorn]], [[What?]], [[con]], [[CON]], [[Missing]], [[w:Oak|there]],
[[#Use|down]], [[#.C3.84rger|legacy]], [[#nowhere|lost]], [[Wood#nowhere]], [[#place]].

== Use ==
{{anchor|place}} [[File:Leaf a.png|thumb|A leaf]] {{unknown}}

== Ärger ==
[[Category:Trees]]""",
    "Oak/Acorn": "An [[Oak]]'s [[Oak#Use|use]], [[hard wood]].",
    "Oak tree": "#REDIRECT [[Oak#Use]]",
    "Old tree": "#REDIRECT [[Oak tree]]",
    "Round": "#REDIRECT [[Square]]",
    "Square": "#REDIRECT [[Round]]",
    "Wood": "== Hard & soft ==\n[[Old tree]] [[Round]]",
    "Hard wood": "#REDIRECT [[Wood]]",
    "CON": "A device.",
    "Con": "Another.",
    "What?": "[[what?]]",
    "Help:Editing": "== A ==\n== A ==\n[[Oak]]",
}


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    path = tmp_path / "wiki.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for title, text in WIKI.items():
            record = {"title": title, "text": text, "dialect": "wikitext", "language": "en"}
            out.write(json.dumps(record) + "\n")
    return path


def converted(source: Path, to: str, out: Path, **choices: Any) -> list[dict[str, Any]]:
    """The lines of the report."""
    settings = {name: choices.pop(name) for name in ("update", "workers") if name in choices}
    convert([str(source)], out, Settings(writing=Writing(to=to, **choices), **settings))
    return lines_of(out)


def lines_of(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / NAME).read_text("utf-8").splitlines()]


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def text_of(path: Path) -> str:
    return " ".join(path.read_text("utf-8").split())


def test_links_lead_to_files_on_github(wiki: Path, tmp_path: Path) -> None:
    converted(wiki, "gfm", tmp_path / "out")
    text = text_of(tmp_path / "out" / "Oak.md")
    for link in (
        "[trees](Oak.md#use)",
        "[*wood*](Wood.md#hard--soft)",
        "[Help:Editing#A_2](Help/Editing.md#a-1)",
        "[/Acorn](Oak/Acorn.md)",
        "[What?](What_.md)",
        "[con](Con__%282%29.md), [CON](CON_.md)",
        "Missing, there, [down](#use), [legacy](#%C3%A4rger), lost, [Wood#nowhere](Wood.md)",
        "[#place](#use)",
    ):
        assert link in text
    assert "[use](../Oak.md#use), [hard wood](../Wood.md)" in text_of(
        tmp_path / "out" / "Oak" / "Acorn.md"
    )
    assert text_of(tmp_path / "out" / "Wood.md") == "## Hard & soft [Old tree](Oak.md#use) Round"


def test_links_lead_to_notes_in_obsidian(wiki: Path, tmp_path: Path) -> None:
    converted(wiki, "obsidian", tmp_path / "out")
    text = text_of(tmp_path / "out" / "Oak.md")
    for link in (
        'aliases: - "Oak tree" - "Old tree" ---',
        "[[Oak#Use|trees]]",
        "[*wood*](Wood#Hard%20%26%20soft)",
        "[[Oak/Acorn|/Acorn]]",
        "[[What_|What?]]",
        "[[Con_ (2)|con]], [[CON_|CON]], Missing, there, [[#Use|down]]",
        "![[Leaf a.png|A leaf]]",
    ):
        assert link in text


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("text", "Missing, there"),
        ("wiki", "[Missing](https://w.example/x/Missing), [there](https://w.example/x/w:Oak)"),
        ("link", "[Missing](./Missing), [there](./w:Oak)"),
    ],
)
def test_links_to_pages_that_are_not_written(
    wiki: Path, tmp_path: Path, missing: Any, expected: str
) -> None:
    converted(wiki, "gfm", tmp_path / "out", missing=missing, wiki="https://w.example/x/$1")
    assert expected in text_of(tmp_path / "out" / "Oak.md")


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ("files", "![A leaf](./files/Leaf_a.png)"),
        ("https://i.example/", "![A leaf](https://i.example/Leaf_a.png)"),
    ],
)
def test_images_lead_to_their_folder(
    wiki: Path, tmp_path: Path, images: str, expected: str
) -> None:
    converted(wiki, "gfm", tmp_path / "out", images=images)
    assert expected in text_of(tmp_path / "out" / "Oak.md")


def test_the_report_says_what_became_of_each_page(wiki: Path, tmp_path: Path) -> None:
    lines = converted(wiki, "gfm", tmp_path / "out")
    oak = next(line for line in lines if line.get("title") == "Oak")
    assert oak["lost"] == {"category": 1, "template unknown": 1}
    assert oak["links"]["missing titles"] == {"Missing": 1}
    assert oak["links"]["missing sections"] == {"#nowhere": 1, "Wood#nowhere": 1}
    redirects = {line["title"]: line["file"] for line in lines if line["kind"] == "redirect"}
    assert redirects == {
        "Oak tree": "Oak.md",
        "Old tree": "Oak.md",
        "Hard wood": "Wood.md",
        "Round": None,
        "Square": None,
    }
    clash = next(line for line in lines if line["kind"] == "clash")
    assert (clash["title"], clash["file"]) == ("Con", "Con__(2).md")
    assert lines[-1]["kind"] == "summary"
    assert lines[-1]["complete"]
    written = {line["file"] for line in lines if line["kind"] == "page"}
    assert set(files_in(tmp_path / "out")) == {*written, NAME}


@pytest.mark.parametrize("to", [*FORMS, "hybrid", "wikitext"])
def test_the_output_is_the_same_for_any_number_of_workers(
    wiki: Path, tmp_path: Path, to: str
) -> None:
    converted(wiki, to, tmp_path / "here")
    converted(wiki, to, tmp_path / "there", workers=2)
    assert files_in(tmp_path / "here") == files_in(tmp_path / "there")


@pytest.mark.parametrize("to", ["hybrid", "wikitext"])
def test_titles_are_kept_where_links_are_titles(wiki: Path, tmp_path: Path, to: str) -> None:
    lines = converted(wiki, to, tmp_path / "out")
    assert lines[-1]["written"] == len(WIKI)
    suffix = ".md" if to == "hybrid" else ".wikitext"
    text = (tmp_path / "out" / f"Old_tree{suffix}").read_text("utf-8")
    assert [link.title for link in wikiparse.parse(text, dialect=to).wikilinks] == ["Oak tree"]


# --- sources


def test_files_keep_their_folders(tmp_path: Path) -> None:
    source, out = tmp_path / "pages", tmp_path / "out"
    (source / "a").mkdir(parents=True)
    (source / "One_two.wikitext").write_text("[[three]]", "utf-8")
    (source / "a" / "Three.wikitext").write_text("[[One two]]", "utf-8")
    (source / "a" / "My_note.md").write_text("[[One two]] [x](Other_file.md)\n", "utf-8")
    converted(source, "gfm", out)
    assert files_in(out).keys() == {"One_two.md", "a/Three.md", "a/My_note.md", NAME}
    assert text_of(out / "One_two.md") == "[three](a/Three.md)"
    assert text_of(out / "a" / "My_note.md") == "[One two](../One_two.md) [x](Other_file.md)"


def test_a_dump_tells_its_namespaces(tmp_path: Path) -> None:
    path = tmp_path / "w.xml"
    spaces = '<namespaces><namespace key="0"/><namespace key="100">Lore</namespace></namespaces>'
    path.write_text(
        f"<mediawiki><siteinfo><dbname>w</dbname>{spaces}</siteinfo>"
        "<page><title>A</title><ns>0</ns><id>1</id><revision><id>1</id>"
        "<text>[[lore:b]] [[Other:C]]</text></revision></page>"
        "<page><title>Lore:B</title><ns>100</ns><id>2</id><revision><id>2</id>"
        "<text>[[A]]</text></revision></page>"
        "<page><title>Other:C</title><ns>0</ns><id>3</id><revision><id>3</id>"
        "<text>x</text></revision></page></mediawiki>",
        "utf-8",
    )
    converted(path, "gfm", tmp_path / "out")
    assert text_of(tmp_path / "out" / "A.md") == "[lore:b](Lore/B.md) [Other:C](Other_C.md)"
    assert text_of(tmp_path / "out" / "Lore" / "B.md") == "[A](../A.md)"


def test_pages_of_one_title_are_all_written(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("".join(f'{{"title": "A", "text": "{n} [[a]]"}}\n' for n in range(3)), "utf-8")
    lines = converted(path, "obsidian", tmp_path / "out")
    assert files_in(tmp_path / "out").keys() == {"A.md", "A (2).md", "A (3).md", NAME}
    reasons = [line["reason"] for line in lines if line["kind"] == "clash"]
    assert reasons == ["a page has this title"] * 2


def test_a_page_that_fails_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    good = ['{"title": "A", "text": "[[B]] [[C]]"}', '{"title": "C", "text": "c"}']
    path.write_text("\n".join([good[0], "{", '{"title": "B", "text": 5}', good[1], ""]), "utf-8")
    heard: list[object] = []
    settings = Settings(writing=Writing(to="gfm"))
    summary = convert([str(path)], tmp_path / "out", settings, Listener(loss=heard.append))
    assert (summary.written, summary.dead, len(heard)) == (2, 2, 2)
    kinds = [line["kind"] for line in lines_of(tmp_path / "out")]
    assert kinds.count("dead") == 2
    assert (tmp_path / "out" / "A.md").read_text("utf-8") == "B [C](C.md)\n"


# --- other people's files


def test_a_folder_with_other_files_is_refused(wiki: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("x", "utf-8")
    with pytest.raises(ConvertError, match=r"thesis\.txt"):
        converted(wiki, "gfm", out)
    assert files_in(out) == {"thesis.txt": b"x"}


def test_hidden_files_are_no_obstacle(wiki: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / ".obsidian").mkdir(parents=True)
    assert converted(wiki, "obsidian", tmp_path / "out")[-1]["complete"]


def test_update_touches_no_file_but_its_own(wiki: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    foreign = {"Oak.md": b"mine", "x.tmp": b"mine", "_Wood.md.tmp": b"mine", "Help": b"mine"}
    for name, data in foreign.items():
        (out / name).write_bytes(data)
    lines = converted(wiki, "gfm", out, update=True)
    found = files_in(out)
    assert {name: found[name] for name in foreign} == foreign
    assert lines[-1]["kept"] == 1
    # Where a temporary file or a folder would be, there is one of somebody else's.
    assert sorted(line["title"] for line in lines if line["kind"] == "dead") == [
        *("Help:Editing", "Wood"),
    ]


def test_update_writes_what_it_wrote_unless_somebody_changed_it(wiki: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = converted(wiki, "gfm", out)
    (out / "CON_.md").write_text("edited", "utf-8")
    wiki.write_text(wiki.read_text("utf-8").replace("soft ==", "soft ==\\nNew."), "utf-8")
    lines = converted(wiki, "gfm", out, update=True)
    outcomes = {line["file"]: line["outcome"] for line in lines if line["kind"] == "page"}
    assert outcomes["CON_.md"] == "kept"
    assert outcomes["Wood.md"] == "written"
    assert set(outcomes.values()) == {"kept", "written", "unchanged"}
    assert before[-1]["written"] == len(outcomes)
    # A file of the first conversion that is none of the second stays, and stays ours.
    wiki.write_text("".join(wiki.read_text("utf-8").splitlines(keepends=True)[:1]), "utf-8")
    assert converted(wiki, "gfm", out, update=True)[-1]["earlier"] == len(outcomes) - 2
    assert "Wood.md" in dict(own_files(out))


def test_an_interrupted_conversion_knows_its_files(wiki: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    stages: list[str] = []

    def page_done(_: int) -> None:
        if stages[-1] == "writing" and (out / "Wood.md").exists():
            raise KeyboardInterrupt

    settings = Settings(writing=Writing(to="gfm"))
    with pytest.raises(KeyboardInterrupt):
        convert([str(wiki)], out, settings, Listener(stage=stages.append, page=page_done))
    assert not lines_of(out)[-1]["complete"]
    assert stages == ["reading names", "writing"]
    lines = converted(wiki, "gfm", out, update=True)
    assert lines[-1]["kept"] == 0
    assert lines[-1]["unchanged"] > 0
    assert lines[-1]["complete"]


def test_a_conversion_that_was_killed_can_be_repeated(wiki: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    converted(wiki, "gfm", out)
    before = files_in(out)
    # As after a kill: files are there, and the report has lost its end.
    (out / NAME).rename(out / f"{NAME}.tmp")
    (out / f"{NAME}.tmp").write_bytes(before[NAME][:300])
    (out / "Wood.md").unlink()
    (out / "_Wood.md.tmp").write_bytes(before["Wood.md"][:5])
    lines = converted(wiki, "gfm", out, update=True)
    outcomes = {line["file"]: line["outcome"] for line in lines if line["kind"] == "page"}
    assert outcomes.pop("Wood.md") == "written"
    assert set(outcomes.values()) == {"unchanged"}
    assert files_in(out).keys() == before.keys()


def test_the_output_is_no_input(tmp_path: Path) -> None:
    (tmp_path / "A.wikitext").write_text("[[B]]", "utf-8")
    (tmp_path / "B.wikitext").write_text("b", "utf-8")
    out = tmp_path / "out"
    assert converted(tmp_path, "gfm", out)[-1]["written"] == 2
    assert converted(tmp_path, "gfm", out, update=True)[-1]["unchanged"] == 2
    with pytest.raises(ConvertError, match="holds the input"):
        converted(out, "gfm", out, update=True)


# --- read as others read it


@pytest.fixture(scope="module")
def reader() -> ModuleType:
    pytest.importorskip("cmarkgfm")
    path = ROOT / "scripts" / "converted_links.py"
    spec = importlib.util.spec_from_file_location("converted_links", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("to", FORMS)
def test_no_link_is_dead(wiki: Path, tmp_path: Path, reader: ModuleType, to: str) -> None:
    converted(wiki, to, tmp_path / "out")
    counts, wrong = reader.check(tmp_path / "out", to, 0)
    assert wrong == []
    assert counts["places"] >= 7


def test_a_dead_link_is_found(tmp_path: Path, reader: ModuleType) -> None:
    (tmp_path / "a.md").write_text("[b](b.md) [c](#c) [[d]] [[a#e]]\n\n# C\n", "utf-8")
    assert len(reader.check(tmp_path, "gfm", 0)[1]) == 1
    assert len(reader.check(tmp_path, "obsidian", 0)[1]) == 3


@pytest.mark.long
@pytest.mark.skipif(not CORPUS.exists(), reason="needs the evaluation corpus")
@pytest.mark.parametrize("to", FORMS)
def test_no_link_is_dead_in_a_corpus(tmp_path: Path, reader: ModuleType, to: str) -> None:
    inputs = reader.with_titles([str(CORPUS)], tmp_path)
    convert(inputs, tmp_path / "out", Settings(writing=Writing(to=to), workers=2))
    counts, wrong = reader.check(tmp_path / "out", to, 0)
    assert wrong == []
    assert counts["links"] > 1000
