"""Jobs over pages whose templates are expanded."""

from __future__ import annotations

import json

import pytest

import wikiparse
from wikiparse import TemplateStore
from wikiparse.console.command_line import main
from wikiparse.etl import Options, map_pages, parse_record, write_templates

PAGE = "'''{{PAGENAME}}''' is {{T|[[old]]}} {{Q}}.\n{|\n{{Row|a|{{Z}}}}\n|}"


@pytest.fixture
def wiki(tmp_path):
    """A folder of pages, and the file of its templates."""
    (tmp_path / "pages").mkdir()
    for name in ("Oak", "Ash"):
        (tmp_path / "pages" / f"{name}.wikitext").write_text(PAGE)
    texts = {"T": "very {{{1}}}", "Row": "|-\n| {{{1}}} || {{{2}}}"}
    write_templates(texts, tmp_path / "t.sqlite", lang="en")
    return tmp_path


def store_of(wiki):
    return TemplateStore.open(wiki / "t.sqlite")


def test_a_row_has_what_its_templates_become(wiki):
    options = Options(dialect="wikitext", templates=store_of(wiki))
    row = parse_record({"text": PAGE, "title": "Oak"}, options)
    assert row["error"] is None
    assert row["text"].startswith("Oak is very old .")
    assert row["tables"][0]["cells"] == [["a", ""]]
    link = row["links"][0]
    assert row["text"][link["text_start"] : link["text_stop"]] == "old"
    assert PAGE[link["start"] : link["stop"]] == "[[old]]"
    assert [call["name"] for call in row["templates"]] == ["T", "Q", "Row", "Z"]
    left = [p for p in row["problems"] if p["code"] == "unknown-call"]
    assert [PAGE[p["start"] : p["stop"]] for p in left] == ["{{Q}}", "{{Row|a|{{Z}}}}"]


def test_templates_cannot_make_a_row_that_is_refused():
    options = Options(dialect="wikitext", templates=TemplateStore({"T": "a\ud800[[b\udc00]]"}))
    row = parse_record({"text": "{{T}}", "title": "Oak"}, options)
    json.dumps(row, ensure_ascii=False, default=str).encode()


def test_pages_of_a_loop_take_a_store(wiki):
    pages = list(wikiparse.iter_pages(wiki / "pages"))
    store = store_of(wiki)
    assert [page.parse(templates=store).text.split(" ")[0] for page in pages] == ["Ash", "Oak"]


def _first(doc):
    return doc.text.partition(" .")[0]


def test_functions_of_jobs_see_through_templates(wiki):
    options = Options(templates=store_of(wiki))
    found = list(map_pages(_first, wiki / "pages", options=options, workers=0))
    assert found == ["Ash is very old", "Oak is very old"]


def run(wiki, *arguments):
    folders = [str(wiki / "pages"), "-o", str(wiki / "out")]
    return main(["batch", *folders, "--format", "jsonl", "--workers", "1", *arguments])


def test_the_command_takes_the_file(wiki, capsys):
    path = str(wiki / "t.sqlite")
    assert run(wiki, "--templates", path) == 0
    (part,) = (wiki / "out").glob("part-*.jsonl")
    rows = [json.loads(line) for line in part.read_text().splitlines()]
    assert [row["text"].split(" .")[0] for row in rows] == ["Ash is very old", "Oak is very old"]
    # A run goes on with the same templates alone.
    assert run(wiki, "--templates", path, "--resume") == 0
    write_templates({"T": "quite {{{1}}}"}, path, lang="en")
    capsys.readouterr()
    assert run(wiki, "--templates", path, "--resume") != 0
    assert "templates" in capsys.readouterr().err
    assert run(wiki, "--resume") != 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no.sqlite", "no.sqlite: No such file"),
        ("pages/Oak.wikitext", "is not a file of templates"),
    ],
)
def test_the_command_says_which_file_it_cannot_read(wiki, capsys, name, message):
    assert run(wiki, "--templates", str(wiki / name)) == 2
    assert message in capsys.readouterr().err
