"""The command line: what it writes, where, with which exit status, and that no text or stream makes
it fall over."""

from __future__ import annotations

import base64
import contextlib
import csv
import errno
import hashlib
import html
import importlib.util
import io
import json
import os
import re
import subprocess
import sys
from itertools import cycle, product
from pathlib import Path
from unicodedata import unidata_version

import pytest

import wikiparse
from lengths import long_but
from wikiparse import console
from wikiparse.console import colors, links
from wikiparse.console import page as one_page
from wikiparse.console.errors import PIPE_CLOSED
from wikiparse.render.json import schema

jsonschema = pytest.importorskip("jsonschema")

SOURCE = Path(wikiparse.__file__).parents[1]
PAGE = """A [wind](../Page/Wind_power.md#Types "wikilink")y [b](en:B "wikilink") **x**\\[1\\].

![A hill](pic.png "fig:") [a
b](http://a.example/ "t") <http://c.example> [rel](x/y.txt)

[Category:Air](Category:Air "wikilink")

1.  note
"""
ODD = "é 風 🧪 \ud800 \x1b[31m \x07\x7f \x9b \u202e \u2028\n"

CHANGING = ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONIOENCODING", "PYTHONUNBUFFERED")
"""What changes how Python and the command write."""
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in CHANGING},
    "PYTHONUTF8": "1",
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "My_page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def odd_page(tmp_path: Path) -> Path:
    path = tmp_path / "odd.md"
    path.write_bytes(ODD.encode("utf-8", "surrogatepass"))
    return path


def run(
    *arguments: object, stdin: bytes = b"", python: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """`python -m wikiparse` in a process of its own, bytes in and out."""
    command = [sys.executable, *python, "-m", "wikiparse", *map(str, arguments)]
    return subprocess.run(
        command, input=stdin, capture_output=True, check=False, env={**ENVIRONMENT, **environment}
    )


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, newline="\n", write_through=True)

    def isatty(self) -> bool:
        return True

    def written(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined]


def on_terminal(
    monkeypatch: pytest.MonkeyPatch,
    *arguments: str,
    encoding: str = "utf-8",
    term: str = "xterm-256color",
) -> str:
    """What a terminal is given."""
    terminal = Terminal(encoding)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("TERM", term)
    assert console.main(arguments) == 0
    return terminal.written()


# --- parse


def test_parse_shows_the_tree(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["parse", str(page)]) == 0
    assert capsys.readouterr().out == wikiparse.read(page).tree()


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (["--dialect", "commonmark"], {"dialect": "commonmark"}),
        (["--lang", "zh"], {"lang": "zh"}),
        (["--title", "Wind"], {"title": "Wind"}),
        (["--title", ""], {"title": ""}),
        (
            ["--dialect=hybrid", "--lang=de", "--title=T"],
            {"dialect": "hybrid", "lang": "de", "title": "T"},
        ),
    ],
)
def test_parse_options(
    page: Path, capsys: pytest.CaptureFixture[str], options: list[str], settings: dict[str, str]
) -> None:
    assert console.main(["parse", *options, str(page)]) == 0
    assert capsys.readouterr().out == wikiparse.read(page, **settings).tree()


def test_parse_to_json_is_one_line_of_valid_json(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert console.main(["parse", "--format", "json", str(page)]) == 0
    out = capsys.readouterr().out
    assert out.endswith("\n")
    assert out.count("\n") == 1
    jsonschema.validate(json.loads(out), schema())
    assert wikiparse.Document.from_dict(json.loads(out)) == wikiparse.read(page)


def test_parse_to_text(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["parse", "--format", "text", str(page)]) == 0
    out = capsys.readouterr().out
    assert out == wikiparse.read(page).to_text()
    assert out.endswith("\n")


def test_parse_to_html_is_a_whole_page(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["parse", "--format", "html", "--lang", "de", str(page)]) == 0
    out = capsys.readouterr().out
    assert out == wikiparse.read(page, lang="de").to_html(page=True)
    assert out.startswith('<!DOCTYPE html>\n<html lang="de">')


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_html_is_ascii_where_the_output_is_not_utf_8(encoding: str, odd_page: Path) -> None:
    done = run("parse", "--format=html", odd_page, PYTHONIOENCODING=encoding)
    ascii_ = done.stdout.decode()
    plain = wikiparse.read(odd_page).to_html(page=True)
    assert ascii_.isascii()
    assert html.unescape(ascii_) == html.unescape(re.sub("[\x80-\x9f]", "\ufffd", plain))


def test_the_tree(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doc = wikiparse.read(page, title="T", lang="de", dialect="markdown")
    options = ["--title=T", "--lang=de", "--dialect=markdown", str(page)]
    assert console.main(["tree", *options]) == 0
    assert console.main(["tree", "--no-spans", *options]) == 0
    assert console.main(["parse", *options]) == 0
    out, err = capsys.readouterr()
    assert out == doc.tree() + doc.tree(spans=False) + doc.tree()
    assert err == ""


def test_standard_input(page: Path) -> None:
    done = run("parse", "-", "--title", "My page", stdin=PAGE.encode())
    assert done.stdout.decode() == wikiparse.read(page).tree()
    assert wikiparse.parse(PAGE).tree().encode() == run("parse", "-", stdin=PAGE.encode()).stdout


def test_bytes_that_are_no_utf_8_are_counted_and_no_error() -> None:
    done = run("parse", "-", stdin=b"a \xff b \xfe\n[x]: \xff")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("document ")
    assert done.stderr == b"wikiparse: 3 diagnostics: 3 invalid-utf8\n"


@pytest.mark.parametrize("format_", ["json", "html", "text"])
def test_diagnostics_are_counted_for_people_only(format_: str) -> None:
    done = run("parse", "--format", format_, "-", stdin=b"a \xff b")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", [("parse",), ("parse", "--format", "text"), ("links",)])
def test_an_unknown_language_is_told(
    page: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert console.main([*command, "--lang", "qqq", str(page)]) == 0
    assert "wikiparse: The language 'qqq' is not known" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [("parse",), ("parse", "--format=json"), ("parse", "--format=text"), ("links",)]
)
def test_an_empty_page(command: tuple[str, ...]) -> None:
    done = run(*command, "-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert not done.stdout or done.stdout.endswith(b"\n")


# --- links


def test_links(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["links", "--lang", "en", str(page)]) == 0
    rows = list(
        csv.reader(io.StringIO(capsys.readouterr().out), "excel-tab", quoting=csv.QUOTE_NONE)
    )
    assert tuple(rows[0]) == links.COLUMNS
    assert [row[:7] for row in rows[1:]] == [
        ["wikilink", "Wind power", "", "Types", "", "wind", "../Page/Wind_power.md#Types"],
        ["wikilink", "B", "", "", "en", "b", "en:B"],
        ["image", "pic.png", "File", "", "", "A hill", "pic.png"],
        ["external_link", "http://a.example/", "", "", "", "a b", "http://a.example/"],
        ["external_link", "http://c.example", "", "", "", "http://c.example", "http://c.example"],
        ["link", "x/y.txt", "", "", "", "rel", "x/y.txt"],
        ["category", "Air", "Category", "", "", "Category:Air", "Category:Air"],
    ]
    assert [PAGE[int(row[7])] + PAGE[int(row[8]) - 1] for row in rows[1:]] == [
        "[)",
        "[)",
        "!)",
        "[)",
        "<>",
        "[)",
        "[)",
    ]


def test_links_keep_a_row_in_its_line() -> None:
    text = '[a\tb\u2028c\x85d\ne\x0bf\x1cg](x "wikilink") [ ](y "wikilink")\n'
    lines = run("links", "--dialect=hybrid", "-", stdin=text.encode()).stdout.decode().splitlines()
    assert [line.split("\t")[5:7] for line in lines[1:]] == [["a b c d e f g", "x"], [" ", "y"]]


def test_links_of_a_page_without_links_are_the_header(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "x").write_text("no links\n")
    assert console.main(["links", str(tmp_path / "x")]) == 0
    assert capsys.readouterr().out == "\t".join(links.COLUMNS) + "\n"


# --- what cannot be read


def assert_one_line(done: subprocess.CompletedProcess[bytes], status: int) -> str:
    assert (done.returncode, done.stdout) == (status, b"")
    assert done.stderr.endswith(b"\n")
    assert done.stderr.count(b"\n") == 1
    return done.stderr.decode()


@pytest.mark.parametrize("command", ["parse", "links"])
def test_a_missing_file(command: str, tmp_path: Path) -> None:
    name = tmp_path / "no page.md"
    assert (
        assert_one_line(run(command, name), 2)
        == f"wikiparse: cannot read {name}: {os.strerror(errno.ENOENT)}\n"
    )


def test_a_folder(tmp_path: Path) -> None:
    assert (
        assert_one_line(run("parse", tmp_path), 2)
        == f"wikiparse: cannot read {tmp_path}: {os.strerror(errno.EISDIR)}\n"
    )


def test_a_file_as_a_folder(page: Path) -> None:
    assert os.strerror(errno.ENOTDIR) in assert_one_line(run("parse", page / "x"), 2)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_is_not_permitted(page: Path) -> None:
    page.chmod(0)
    assert os.strerror(errno.EACCES) in assert_one_line(run("parse", page), 2)


def test_an_unreadable_file_whoever_asks(
    page: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert console.main(["parse", str(page)]) == 2
    assert capsys.readouterr() == (
        "",
        f"wikiparse: cannot read {page}: {os.strerror(errno.EACCES)}\n",
    )


def test_the_name_of_a_file_cannot_draw_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["parse", "a\x1b[31m\nb\udc80é"]) == 2
    assert capsys.readouterr().err.startswith("wikiparse: cannot read a\\x1b[31m\\nb\\udc80é: ")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize(("closed", "status"), [("<&-", 2), (">&-", 0), ("2>&-", 0)])
def test_closed_streams(closed: str, status: int) -> None:
    line = f"printf 'a' | '{sys.executable}' -m wikiparse parse - {closed}"
    done = subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, check=False, env=ENVIRONMENT
    )
    assert done.returncode == status
    assert done.stderr == (
        b"wikiparse: cannot read standard input: it is closed\n" if status else b""
    )


# --- the command line itself


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "required: COMMAND"),
        (["parse"], "required: FILE"),
        (["prase", "x"], "did you mean 'parse'?"),
        (["link", "x"], "did you mean 'links'?"),
        (
            ["zzz"],
            "'zzz' is none of tree, view, check, stats, parse, links, diff, convert, ",
        ),
        (["parse", "--format", "jsn", "x"], "did you mean 'json'?"),
        (["links", "--dialect", "hibrid", "x"], "did you mean 'hybrid'?"),
        (["parse", "--form", "json", "x"], "unrecognized arguments: --form"),
        (
            ["parse", "--formt=json", "x"],
            "unrecognized arguments: --formt=json; did you mean '--format'?",
        ),
        (["tree", "x", "--colour", "never"], "did you mean '--color'?"),
        (["check", "--qqq", "x"], "unrecognized arguments: --qqq\n"),
        (["check", "--select", "unclosed-cod", "x"], "did you mean 'unclosed-code'?"),
        (["check", "--ignore", "warnings", "x"], "did you mean 'warning'?"),
        (["parse", "a\0b"], "a file's name cannot hold NUL"),
        (["parse", "a", "b"], "unrecognized arguments: b"),
    ],
)
def test_bad_usage(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        console.main(arguments)
    assert stop.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        console.main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"wikiparse-tree {wikiparse.__version__}\n"


@pytest.mark.parametrize("command", ["tree", "links", "doctor"])
def test_help_has_an_example_that_runs(
    command: str, page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (["--help"], [command, "--help"]):
        with pytest.raises(SystemExit) as stop:
            console.main(arguments)
        assert stop.value.code == 0
    helped = capsys.readouterr().out
    assert helped.isascii()
    examples = re.findall(
        rf"wikiparse ({command}.*?)(?: [|>].*|   .*)?$",
        re.sub(r"^usage:.*", "", helped, flags=re.M),
        re.M,
    )
    assert len(examples) == 2
    monkeypatch.chdir(page.parent)
    page.rename("page.md")
    for example in examples:
        assert console.main(example.split()) == 0


# --- any stream


ENCODINGS = ("ascii", "latin-1", "utf-8", "utf-16", "ascii:strict", "cp1252")
COMMANDS = (("parse",), ("parse", "--format=json"), ("parse", "--format=text"), ("links",))


@pytest.mark.parametrize(
    "asked",
    long_but(zip(cycle(COMMANDS), ENCODINGS, strict=False), product(COMMANDS, ENCODINGS)),
    ids=str,
)
def test_any_encoding(asked: tuple[tuple[str, ...], str]) -> None:
    command, encoding = asked
    text = '[é 風](風.md "wikilink") 🧪 \u202e\n'
    done = run(*command, "-", stdin=text.encode(), PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    out = done.stdout.decode(encoding.partition(":")[0])
    assert out.endswith("\n")
    if "--format=json" in command:
        assert json.loads(out)["source"] == text
    else:
        assert ("風" if encoding.startswith("utf") else "\\u98a8") in out


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
@pytest.mark.parametrize("format_", ["tree", "json", "text"])
def test_lone_surrogates(
    encoding: str, format_: str, monkeypatch: pytest.MonkeyPatch, page: Path
) -> None:
    """They come in by the title, since no file holds them."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert console.main(["parse", "--format", format_, "--title", "a\ud800", str(page)]) == 0
    out = sys.stdout.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    if format_ == "json":
        assert json.loads(out)["title"] == "a\ud800"
    assert ("\\ud800" in out) == (format_ != "text")


def test_json_in_ascii_is_the_same_json(odd_page: Path) -> None:
    plain, ascii_ = (
        run("parse", "--format=json", odd_page, PYTHONIOENCODING=name).stdout
        for name in ("utf-8", "ascii")
    )
    assert ascii_.isascii()
    assert plain != ascii_
    assert json.loads(plain) == json.loads(ascii_)


def test_a_stream_without_an_encoding(page: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert console.main(["parse", str(page)]) == 0
    assert out.getvalue() == wikiparse.read(page).tree()


@pytest.mark.parametrize("format_", ["tree", "json", "html", "text"])
def test_a_terminal_gets_no_control_characters(
    format_: str, odd_page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = on_terminal(
        monkeypatch, "parse", "--format", format_, "--title", "\x1b]0;x\x07\n", str(odd_page)
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)
    if format_ == "json":
        assert json.loads(out)["title"] == "\x1b]0;x\x07\n"
        assert json.loads(out)["source"] == wikiparse.read(odd_page).source


def test_links_on_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "x").write_text('[\x1bc](a\x9b.md "wikilink")')
    out = on_terminal(monkeypatch, "links", str(tmp_path / "x"))
    assert "\\x1bc" in out
    assert "\x1b" not in out


def test_the_tree_has_no_control_characters_anywhere(odd_page: Path) -> None:
    out = run("parse", "--title", "\x1b\u202e\n", odd_page).stdout.decode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", out)


def test_a_file_gets_the_text_as_it_is(odd_page: Path) -> None:
    assert (
        run("parse", "--format", "text", odd_page).stdout.decode()
        == wikiparse.read(odd_page).to_text()
    )


# --- colours


COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_colours_change_no_character(
    encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("rich")
    monkeypatch.delenv("NO_COLOR", raising=False)
    path = tmp_path / "x.md"
    path.write_text(
        PAGE
        + ODD.replace("\ud800", "")
        + "[bold]x[/bold] :smile: "
        + "風" * 500
        + " x" * 200
        + "\n\n"
        + "> " * 30
        + "deep\n",
        encoding="utf-8",
    )
    coloured = on_terminal(monkeypatch, "parse", str(path), encoding=encoding)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = on_terminal(monkeypatch, "parse", str(path), encoding=encoding)
    assert COLOUR.search(coloured)
    assert "\x1b" not in plain
    assert (
        COLOUR.sub("", coloured)
        == plain
        == wikiparse.read(path).tree().encode(encoding, "backslashreplace").decode(encoding)
    )


def test_an_empty_no_color_is_none(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rich")
    monkeypatch.setenv("NO_COLOR", "")
    assert COLOUR.search(on_terminal(monkeypatch, "parse", str(page)))


def test_without_rich_the_tree_is_plain(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(colors, "find_spec", lambda name: None)
    assert on_terminal(monkeypatch, "parse", str(page)) == wikiparse.read(page).tree()


# Option, environment, whether the output is a terminal, and whether there are colors.
CHOICES = [
    ("", {}, True, True),
    ("", {}, False, False),
    ("", {"TERM": "dumb"}, True, False),
    ("", {"NO_COLOR": "1"}, True, False),
    ("", {"NO_COLOR": ""}, True, True),
    ("", {"FORCE_COLOR": "1"}, False, True),
    ("", {"FORCE_COLOR": ""}, False, False),
    ("", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
    ("", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ("--color=auto", {"FORCE_COLOR": "1"}, False, True),
    ("--color=always", {"NO_COLOR": "1"}, False, True),
    ("--color=never", {"FORCE_COLOR": "1"}, True, False),
]


@pytest.mark.parametrize(("option", "environment", "is_terminal", "has_colors"), CHOICES)
@pytest.mark.parametrize("command", ["tree", "check", "stats"])
def test_who_decides_about_colors(
    command: str,
    option: str,
    environment: dict[str, str],
    is_terminal: bool,
    has_colors: bool,
    page: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("rich")
    page.write_text("a {{b", encoding="utf-8")
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    arguments = [command, *([option] if option else []), str(page)]
    if is_terminal:
        term = environment.get("TERM", "xterm-256color")
        written = on_terminal(monkeypatch, *arguments, term=term)
    else:
        assert console.main(arguments) == 0
        written = capsys.readouterr().out
    assert bool(COLOUR.search(written)) == has_colors


def test_colors_that_are_asked_for_need_rich(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(colors, "find_spec", lambda name: None)
    assert console.main(["tree", "--color=always", str(page)]) == 2
    assert capsys.readouterr().err == ("wikiparse: colors need rich: install the extra 'console'\n")


# --- interrupted


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX pipes")
@pytest.mark.parametrize("size", [1, 20_000])
def test_a_reader_that_goes_away(size: int, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("a *b*\n\n" * size)
    command = [sys.executable, "-m", "wikiparse", "parse", str(path)]
    reader, writer = os.pipe()
    os.close(reader)
    with subprocess.Popen(
        command, stdout=writer, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        os.close(writer)
        assert process.communicate()[1] == b""
    assert process.returncode == PIPE_CLOSED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("size", [1, 20_000])
def test_a_full_disk(size: int, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("a *b*\n\n" * size)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "wikiparse", "parse", path],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=ENVIRONMENT,
        )
    assert (done.returncode, done.stderr.decode()) == (
        1,
        f"wikiparse: cannot write the output: {os.strerror(errno.ENOSPC)}\n",
    )


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt() -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(one_page, "standard_input", interrupt)
    assert console.main(["parse", "-"]) == 130
    assert capsys.readouterr() == ("", "")


# --- doctor


def add_distribution(folder: Path, name: str, **files: str) -> None:
    """Make a folder look as if a distribution were installed there; `files` are its files, with the
    text that they had."""
    info = folder / f"{name.replace('-', '_')}-9.9.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 9.9\n")
    rows = []
    for path, text in files.items():
        digest = (
            base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
        )
        rows.append(f"{path},sha256={digest},{len(text)}\n")
    (info / "RECORD").write_text("".join(rows) + f"{info.name}/RECORD,,\n")


def doctor(*folders: Path) -> subprocess.CompletedProcess[bytes]:
    return run("doctor", PYTHONPATH=os.pathsep.join(map(str, folders)))


def test_doctor_of_a_sound_installation(tmp_path: Path) -> None:
    (tmp_path / "wikiparse").mkdir()
    (tmp_path / "wikiparse" / "x.py").write_text("sound")
    add_distribution(
        tmp_path,
        "wikiparse-tree",
        **{"wikiparse/x.py": "sound", "elsewhere/y.py": "changed, but none of ours"},
    )
    done = doctor(tmp_path, SOURCE)
    assert (done.returncode, done.stderr) == (0, b"")
    told = dict(line.split(maxsplit=1) for line in done.stdout.decode().splitlines())
    assert told["python"] == ".".join(map(str, sys.version_info[:3]))
    assert told["wikiparse-tree"] == f"9.9 in {SOURCE / 'wikiparse'}"
    assert told["Unicode"] == unidata_version
    assert set(told) == {
        "python",
        "Unicode",
        "wikiparse-tree",
        "attrs",
        "regex",
        "mwparserfromhell",
        "rich",
    }
    assert re.fullmatch(r"\d+\.\d+.*", told["attrs"])


def assert_fault(done: subprocess.CompletedProcess[bytes], *words: str) -> None:
    assert done.returncode == 1
    assert done.stdout.startswith(b"python ")
    line = done.stderr.decode()
    assert line.count("\n") == 1
    assert "To fix: python -m pip uninstall -y " in line
    assert [word for word in words if word not in line] == []


def test_doctor_sees_the_other_distribution(tmp_path: Path) -> None:
    add_distribution(tmp_path, "wikiparse")
    assert_fault(
        doctor(tmp_path, SOURCE), "'wikiparse' (9.9)", "uninstall -y wikiparse wikiparse-tree,"
    )


def test_doctor_is_not_alarmed_by_other_names(tmp_path: Path) -> None:
    add_distribution(tmp_path, "wikiparser")
    add_distribution(tmp_path, "wikiparse-extras")
    add_distribution(tmp_path, "wikiparse-tree")
    assert doctor(tmp_path, SOURCE).returncode == 0


def test_doctor_sees_files_that_were_overwritten_or_taken_away(tmp_path: Path) -> None:
    (tmp_path / "wikiparse").mkdir()
    (tmp_path / "wikiparse" / "x.py").write_text("the other's")
    names = ("x", "lost", "gone", "away", "off")
    add_distribution(
        tmp_path, "wikiparse-tree", **{f"wikiparse/{name}.py": "ours" for name in names}
    )
    assert_fault(
        doctor(tmp_path, SOURCE), "wikiparse/x.py, wikiparse/lost.py, wikiparse/gone.py and 2 more"
    )


def without_our_init(folder: Path) -> Path:
    """A folder with our package but for `wikiparse/__init__.py`, and with what it needs."""
    package = folder / "wikiparse"
    package.mkdir()
    for path in (SOURCE / "wikiparse").iterdir():
        if path.name != "__init__.py":
            (package / path.name).symlink_to(path)
    for name in ("attr", "attrs", "regex"):
        spec = importlib.util.find_spec(name)
        assert spec
        assert spec.origin
        (folder / name).symlink_to(Path(spec.origin).parent)
    return package


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_doctor_runs_in_what_the_other_leaves_behind(tmp_path: Path) -> None:
    """Removing the other distribution takes the file away that both have."""
    without_our_init(tmp_path)
    add_distribution(tmp_path, "wikiparse-tree")
    assert_fault(
        run("doctor", python=("-S", "-P"), PYTHONPATH=str(tmp_path)), "a folder without __init__.py"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_doctor_runs_under_the_other_package(tmp_path: Path) -> None:
    """The other's `wikiparse/__init__.py`, with nothing of ours in it, stands where ours was."""
    (without_our_init(tmp_path) / "__init__.py").write_text("")
    add_distribution(tmp_path, "wikiparse-tree", **{"wikiparse/__init__.py": "ours"})
    assert_fault(doctor(tmp_path), "wikiparse/__init__.py")
    assert run("parse", "-", stdin=b"x", PYTHONPATH=str(tmp_path)).stdout.startswith(
        b"document 0:1"
    )


# --- the ways in


@pytest.mark.skipif(sys.platform == "win32", reason="scripts are elsewhere")
def test_the_command_is_installed(page: Path) -> None:
    command = Path(sys.executable).parent / "wikiparse"
    if not command.exists():
        pytest.skip("the package is not installed")
    done = subprocess.run(
        [command, "parse", page], capture_output=True, check=False, env=ENVIRONMENT
    )
    assert (done.returncode, done.stdout) == (0, run("parse", page).stdout)


def test_the_library_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    doc = wikiparse.parse(b"\xff [^x] {{a <b>", lang="qqq")
    assert doc.diagnostics
    assert (doc.tree(), doc.to_json(), doc.to_text()) != ("", "", "")
    assert capfd.readouterr() == ("", "")
