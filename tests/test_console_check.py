"""`wikiparse check`: what it reports, where, in which form, and with which exit status."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest

import wikiparse
from sarif_schema import SCHEMA, standard_schemas
from steps import steps_of
from wikiparse import console
from wikiparse.console import progress
from wikiparse.console.cells import cells_of, text_of, width_of
from wikiparse.console.check_formats import Text
from wikiparse.console.colors import plain
from wikiparse.console.context import lines_of
from wikiparse.console.findings import AROUND, findings_of
from wikiparse.diagnostics import help_url
from wikiparse.etl.pages import SourcePage

jsonschema = pytest.importorskip("jsonschema")
DOCS = Path(__file__).resolve().parents[1] / "docs"

# An error, a warning, an info and one about no part of the text.
BAD = b'a \xff [e](f "wikilink")\n\nd\t\xe9\xa2\xa8 {{b\n\n```\nc\n'
DUMP = """<mediawiki xml:lang="de"><siteinfo><namespaces>
<namespace key="0" /><namespace key="4">Wiki</namespace></namespaces></siteinfo>
<page><title>Markt, alt</title><ns>0</ns><id>7</id><revision><id>70</id>
<text>Ein &lt;!-- Platz.</text></revision></page>
<page><title>Wiki:B</title><ns>4</ns><id>8</id><revision><id>80</id>
<text>&lt;b&gt; c</text></revision></page>
</mediawiki>"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "bad page.md").write_bytes(BAD)
    (folder / "good.md").write_text("# A\n\n*b*\n")
    return folder


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = console.main(["check", *arguments])
    return status, *capsys.readouterr()


# --- for people


def test_the_text(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = check(capsys, "pages")
    assert status == 1
    assert out == (
        "pages/bad page.md:1:3: error: Bytes 2 to 3 are not UTF-8 (invalid start byte); they became"
        " U+FFFD. [invalid-utf8]\n"
        '  1 | a \ufffd [e](f "wikilink")\n'
        "    |   ^\n"
        "pages/bad page.md:3:5: info: Two braces open a template that is not closed; they are left"
        " as text. [unclosed-template]\n"
        "  3 | d    風 {{b\n"
        "    |         ^^\n"
        "pages/bad page.md:5:1: warning: A fenced code block has no closing fence; it runs to the"
        " end of its container. [unclosed-code]\n"
        "  5 | ```\n"
        "    | ^^^\n"
    )
    assert err == "wikiparse: 2 pages: 1 error, 1 warning, 1 info in 1 of them\n"


def test_nothing_found(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, "pages/good.md") == (0, "", "wikiparse: 1 page: no diagnostics\n")


def test_a_page_of_a_dump(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("w.xml").write_text(DUMP, encoding="utf-8")
    out = check(capsys, "w.xml")[1]
    assert re.findall(r"(?m)^w\.xml: .*:\d+:\d+: \w+:", out) == [
        "w.xml: Markt, alt:1:5: warning:",
        "w.xml: Wiki:B:1:1: info:",
    ]
    assert "Wiki:B" not in check(capsys, "w.xml", "--namespaces", "0")[1]


def test_lines_end_as_the_source_counts_them(
    pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pages / "bad page.md").write_bytes("a\r\nb\rc\u2028d {{e\r\nf".encode())
    out = check(capsys, "pages/bad page.md")[1]
    assert out.splitlines()[1:] == ["  3 | c\\u2028d {{e", "    |          ^^"]
    assert ":3:5: info" in out


# A line with its finding in brackets, and what is shown in so many columns.
LINES = [
    ("a [b] c", 40, "a b c", "  ^"),
    ("\t[b]\tc", 40, "    b    c", "    ^"),
    ("[a\tb]", 40, "a    b", "^^^^^^"),
    ("風[風]風", 40, "風風風", "  ^^"),
    ("e\u0301[e\u0301]", 40, "e\u0301e\u0301", " ^"),
    ("a[]b", 40, "ab", " ^"),
    ("ab[]", 40, "ab", "  ^"),
    ("\x1b[\x07]\u202e", 40, r"\x1b\x07\u202e", " " * 4 + "^" * 4),
    ("\u3000\xa0[b]", 40, "\u3000\xa0b", "   ^"),
    ("می\u200cر[ب]", 40, "می\u200cرب", "   ^"),
    ("x" * 50 + "[y]" + "z" * 50, 20, "..." + "x" * 6 + "y" + "z" * 7 + "...", " " * 9 + "^"),
    ("[y]" + "z" * 50, 20, "y" + "z" * 13 + "...", "^"),
    ("x" * 50 + "[y]", 20, "..." + "x" * 13 + "y", " " * 16 + "^"),
    ("a[" + "y" * 50 + "]b", 20, "..." + "y" * 14 + "...", "   " + "^" * 14),
    ("風" * 50 + "[風]", 20, "..." + "風" * 6 + "風", " " * 15 + "^^"),
]


@pytest.mark.parametrize(("marked", "width", "line", "carets"), LINES)
def test_carets_are_below_the_finding(marked: str, width: int, line: str, carets: str) -> None:
    context = context_of(marked)
    assert lines_of(context, width, "utf-8") == (line, carets)
    assert width_of(cells_of(line)) <= width
    assert len(carets) <= width


def context_of(marked: str):
    """The context of a text whose finding is in brackets, those in it aside."""
    before, rest = re.fullmatch(r"(.*?)\[(.*)", marked, re.S).groups()
    inside, after = rest.rsplit("]", 1)
    doc = wikiparse.parse(before + inside + after, dialect="commonmark")
    span = wikiparse.Span(len(before), len(before) + len(inside))
    doc = wikiparse.Document(
        doc.children,
        source=doc.source,
        diagnostics=(wikiparse.Diagnostic("unpaired-tag", "info", "m", span),),
    )
    page = SourcePage(raw="", source="a.md")
    found = findings_of(doc, page, codes=frozenset(wikiparse.CODES), with_context=True)
    return found.findings[0].context


def test_an_encoding_that_cannot_show_it() -> None:
    assert lines_of(context_of("風[風]é"), 40, "ascii") == (r"\u98a8\u98a8\xe9", "      ^^^^^^")
    assert lines_of(context_of("風[風]é"), 40, "latin-1") == (r"\u98a8\u98a8é", "      ^^^^^^")


def test_a_line_of_megabytes_is_not_sent_to_anybody() -> None:
    context = context_of("x" * 500_000 + "[" + "y" * 500_000 + "]")
    assert [len(part) for part in context[:3]] == [AROUND, AROUND, AROUND]


@pytest.mark.parametrize("unit", ["{{a ", "<b>\t風", "a <b>\n\n", "}}" + "x" * 300])
def test_the_work_grows_as_the_findings_do(unit: str) -> None:
    page = SourcePage(raw="", source="a.md")
    text = Text(plain, 100, "utf-8")

    def steps(number: int) -> int:
        doc = wikiparse.parse(unit * number, dialect="hybrid")
        codes = frozenset(wikiparse.CODES)

        def work() -> int:
            found = findings_of(doc, page, codes=codes, with_context=True).findings
            text.page(found)
            return len(found)

        taken, findings = steps_of(work)
        assert findings >= number
        return taken

    assert steps(400) < 4.5 * steps(100)


def test_cells_are_characters_of_a_known_width() -> None:
    """None of all characters draws on the terminal or makes carets slip by being escaped."""
    for code in range(0x20, 0x30000, 7):
        character = chr(code)
        shown, width = next(cells_of(character))
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", shown)
        if shown == character:
            assert (width == 0) == (
                unicodedata.category(character) in ("Mn", "Me") or character in "\u200c\u200d"
            )
        else:
            assert width == len(shown)
    assert text_of(cells_of("a\tb")) == "a    b"


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_no_name_and_no_text_draws_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "a\x1b[31m.md").write_text("\x1b]0;x\x07 {{b \x9b\u202e", encoding="utf-8")
    terminal = Terminal(io.BytesIO(), encoding="utf-8", write_through=True)
    monkeypatch.setattr(sys, "stdout", terminal)
    assert console.main(["check", str(tmp_path)]) == 0
    written = terminal.buffer.getvalue().decode()  # type: ignore[attr-defined]
    assert "a\\x1b[31m.md:1:" in written
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", written)


# --- for programs


def test_json(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = check(capsys, "pages", "--format", "json")
    found = json.loads(out)
    assert status == 1
    assert [(f["code"], f["line"], f["column"]) for f in found] == [
        ("invalid-utf8", 1, 3),
        ("unclosed-template", 3, 5),
        ("unclosed-code", 5, 1),
    ]
    assert found[1] == {
        "file": "pages/bad page.md",
        "page": None,
        "code": "unclosed-template",
        "severity": "info",
        "message": "Two braces open a template that is not closed; they are left as text.",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 7,
        "start": 27,
        "end": 29,
        "url": help_url("unclosed-template"),
    }
    assert json.loads(check(capsys, "pages/good.md", "--format", "json")[1]) == []


def test_the_offsets_are_those_of_the_diagnostics(
    pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doc = wikiparse.read(pages / "bad page.md")
    found = json.loads(check(capsys, "pages", "--format", "json")[1])
    spans = sorted([d.span for d in doc.diagnostics])
    assert [(f["start"], f["end"]) for f in found] == spans
    for one in found:
        assert doc.source.offset(one["line"], one["column"]) == one["start"]
        assert doc.source.offset(one["end_line"], one["end_column"]) == one["end"]


def sarif(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    log = json.loads(check(capsys, *arguments, "--format", "sarif")[1])
    for schema in (SCHEMA, *standard_schemas()):
        validator = jsonschema.validators.validator_for(schema)
        validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    return log["runs"][0]


@pytest.mark.skipif(not standard_schemas(), reason="needs the extra `migration`")
def test_the_schema_of_the_standard_is_asked() -> None:
    (schema,) = standard_schemas()
    assert schema["id"].endswith("sarif-schema-2.1.0.json")
    validator = jsonschema.validators.validator_for(schema)(schema)
    validator.check_schema(schema)
    result: dict = {"message": {"text": "a"}, "level": "warning"}
    log = {
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "a"}}, "results": [result]}],
    }
    assert validator.is_valid(log)
    result["level"] = "fatal"
    assert not validator.is_valid(log)


def test_sarif(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = sarif(capsys, "pages")
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(wikiparse.CODES)
    assert [rule["shortDescription"]["text"] for rule in rules] == [
        meaning for _, meaning in wikiparse.CODES.values()
    ]
    assert [(r["ruleId"], r["level"]) for r in run["results"]] == [
        ("invalid-utf8", "error"),
        ("unclosed-template", "note"),
        ("unclosed-code", "warning"),
    ]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][1]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "pages/bad%20page.md"},
                "region": {
                    "startLine": 3,
                    "startColumn": 5,
                    "endLine": 3,
                    "endColumn": 7,
                    "charOffset": 27,
                    "charLength": 2,
                },
            }
        }
    ]
    assert sarif(capsys, "pages/good.md")["results"] == []


def test_sarif_of_a_dump(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The lines are those of a page, which a dump does not have."""
    Path("w.xml").write_text(DUMP, encoding="utf-8")
    first = sarif(capsys, "w.xml")["results"][0]
    assert first["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "w.xml"}},
            "logicalLocations": [{"fullyQualifiedName": "Markt, alt", "kind": "resource"}],
        }
    ]
    assert first["message"]["text"].startswith("Markt, alt, line 1, column 5: A comment has no end")


@pytest.mark.parametrize("name", ["a b.md", "a:b.md", "ä%.md", "[x]#?.md"])
def test_uris_are_the_paths(name: str, pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path(name).write_text("{{a", encoding="utf-8")
    for given in (name, str(Path(name).resolve())):
        location = sarif(capsys, given)["results"][0]["locations"][0]["physicalLocation"]
        uri = location["artifactLocation"]["uri"]
        assert uri.isascii()
        assert not re.search(r"[\s?#\[\]]|^[^/]*:(?!///)", uri)
        assert Path(unquote(uri.removeprefix("file://"))) == Path(given)


FILE = "file=pages/bad page.md"


def text_of_command(code: str, page: str = "") -> str:
    return f"title=wikiparse%3A {code}::{page}{wikiparse.CODES[code][1]}"


def test_github(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = check(capsys, "pages", "--format", "github")[1]
    template = text_of_command("unclosed-template")
    assert out.splitlines()[1:] == [
        f"::notice {FILE},line=3,endLine=3,col=5,endColumn=7,{template}",
        # Columns are allowed within one line only.
        f"::warning {FILE},line=5,endLine=6,{text_of_command('unclosed-code')}",
    ]


def test_github_escapes(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "a,b:c%\n.md"
    Path(name).write_text("{{a")
    Path("w.jsonl").write_text(json.dumps({"title": "d\r\n::error::x%", "text": "{{a"}))
    out = check(capsys, name, "w.jsonl", "--format", "github")[1]
    page = "w.jsonl: d%0D%0A::error::x%25:1:1: "
    assert [line.partition(",line")[0] for line in out.splitlines()] == [
        "::notice file=a%2Cb%3Ac%25%0A.md",
        f"::notice file=w.jsonl,{text_of_command('unclosed-template', page)}",
    ]


def test_github_knows_no_dots(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for given in ("./pages", "pages/", "pages"):
        out = check(capsys, given, "--format", "github")[1]
        assert out.count(f" {FILE},") == 3


# --- which, and how bad

FAILS = [
    ((), 1),
    (("--fail-on", "error"), 1),
    (("--fail-on", "warning"), 1),
    (("--fail-on", "never"), 0),
    (("--ignore", "error"), 0),
    (("--ignore", "invalid-utf8", "--fail-on", "warning"), 1),
    (("--ignore", "error,warning", "--fail-on", "warning"), 0),
    (("--ignore", "error,warning", "--fail-on", "info"), 1),
    (("--select", "unclosed-template"), 0),
    (("--select", "unclosed-template", "--fail-on", "info"), 1),
    (("--select", "error , info", "--ignore", "invalid-utf8"), 0),
    (("--select", ""), 0),
]


@pytest.mark.parametrize(("options", "status"), FAILS)
def test_the_exit_status(
    options: tuple[str, ...], status: int, pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(capsys, "pages", *options)[0] == status


def test_codes_are_selected(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def codes(*options: str) -> list[str]:
        return re.findall(r"\[([\w-]+)\]$", check(capsys, "pages", *options)[1], re.M)

    assert codes("--select", "info,unclosed-code") == ["unclosed-template", "unclosed-code"]
    assert codes("--select", "info,unclosed-code", "--ignore", "info") == ["unclosed-code"]
    assert codes("--ignore", "invalid-utf8, unclosed-code") == ["unclosed-template"]


def test_a_page_that_cannot_be_read_is_no_success(
    pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pages / "gone.md").symlink_to("nowhere")
    Path("cut.xml").write_text(DUMP[: DUMP.index("<page><title>Wiki")])
    for name, told in (("pages", "gone"), ("cut.xml", "cut.xml")):
        status, _, err = check(capsys, name, "--fail-on", "never")
        first, last = err.splitlines()
        assert status == 2
        assert told in first
        assert last.endswith("; 1 could not be read")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing.md",), "cannot read nothing.md: No such file or directory"),
        (("a.txt",), "cannot tell what a.txt is"),
        (("empty",), "no pages in empty"),
        (("-", "pages"), "- is standard input, and can only be the one input"),
        (("*.xml",), "nothing matches *.xml"),
    ],
)
def test_inputs_that_are_wrong(
    arguments: tuple[str, ...], told: str, pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.txt").write_text("a")
    Path("empty").mkdir()
    for options in ((), ("--format", "json")):
        status, out, err = check(capsys, *arguments, *options)
        assert (status, out) == (2, "")
        assert err.startswith(f"wikiparse: {told}")
        assert err.count("\n") == 1


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a {{b")))
    assert check(capsys, "-")[1].startswith("-:1:3: info: ")


def test_an_empty_page(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").touch()
    assert check(capsys, "e.md") == (0, "", "wikiparse: 1 page: no diagnostics\n")


def test_workers_find_the_same(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("text", "json"):
        here, there = (
            check(capsys, "pages", "--format", form, "--workers", number) for number in "02"
        )
        assert here == there


# --- progress


def test_progress_is_for_terminals(
    pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "EVERY", 0)
    terminal = Terminal(io.BytesIO(), encoding="utf-8", write_through=True)
    monkeypatch.setattr(sys, "stderr", terminal)
    assert console.main(["check", "pages", "--format", "json"]) == 1
    written = terminal.buffer.getvalue().decode()  # type: ignore[attr-defined]
    line = r"2 pages, 0\.0 M characters, [\d,]+ pages/s"
    # The line is cleared before anything else is written.
    assert re.fullmatch(rf"\r{line}\r +\rwikiparse: 2 pages: .*\n", written)


# --- help


def test_every_code_has_a_section() -> None:
    page = (DOCS / "diagnostics.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^### `([\w-]+)`$", page) == list(wikiparse.CODES)
    assert help_url("unclosed-code").endswith("/diagnostics.html#unclosed-code")


def test_the_help_lists_codes_and_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        console.main(["check", "--help"])
    out = capsys.readouterr().out
    assert [code for code in wikiparse.CODES if code not in out] == []
    assert "exit status: 0 if" in out
