"""The view of a document: the file, its data, its policy, and that no page can be more than text in
it. What a browser makes of it is in `test_view_browser.py`."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest

import wikiparse
from wikiparse import console
from wikiparse.console import view as command
from wikiparse.render.view import notebook
from wikiparse.render.view.data import LONGEST
from wikiparse.render.view.page import SCRIPTS, asset

FIXTURES = Path(__file__).parent / "fixtures"
HOSTILE = (
    "",
    "</script><script>hit()</script>",
    "<!-- <script> ",
    "</SCRIPT\t>",
    "]]> --!> <![CDATA[",
    "</title></style><img src=x onerror=hit()>",
    "%DATA% %SCRIPT% %TITLE% %STYLE% %POLICY%",
    "\u2028\u2029\ufeff\x00\x7f\x85\x1b[31m",
    "\ud800 \udc00 \ud83d\ude00 \udfff\ud83d",
    "\u202e\u2066abc\u2069 \u200f",
    '"\\u003c" \\ \r\n \r ',
    "𝔘 🧪 [𝔄](𝔅 \"wikilink\") '''𝔉'''",
    '{{T|</script>|<!--}} [[</script>|<!--]] [x](</script> "wikilink")',
)


class Reader(HTMLParser):
    """The elements of a page, and the text of the script that is data."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.is_in = False  # whether the last element that began is open
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes) -> None:
        self.elements.append((tag, dict(attributes)))
        self.texts.append("")
        self.is_in = True

    def handle_endtag(self, tag) -> None:
        self.is_in = False

    def handle_data(self, data) -> None:
        if self.is_in:
            self.texts[-1] += data

    def text_of(self, tag: str, **attributes: str) -> str:
        found = [
            text
            for (name, has), text in zip(self.elements, self.texts, strict=True)
            if name == tag and attributes.items() <= has.items()
        ]
        assert len(found) == 1
        return found[0]


def data_of(page: str) -> dict:
    return json.loads(Reader(page).text_of("script", id="data"))


def starts(view: dict) -> list[int]:
    """The starts of the nodes, which the data has as differences."""
    out, last = [], 0
    for step in view["start"]:
        last += step
        out.append(last)
    return out


# --- data


@pytest.mark.parametrize("dialect", wikiparse.DIALECTS)
@pytest.mark.parametrize("text", HOSTILE)
def test_the_data_is_the_tree(text: str, dialect: str) -> None:
    doc = wikiparse.parse(f"# A {text}\n\n* {text}\n", dialect=dialect, title=text.strip())
    data = data_of(doc.to_view())
    (view,) = data["views"]
    nodes = list(doc.walk())
    # JSON joins the halves of a character that Python keeps apart.
    assert data["source"] == joined(str(doc))
    assert [view["kinds"][kind] for kind in view["kind"]] == [node.kind for node in nodes]
    spans = [
        (start, start + size) if size >= 0 else None
        for start, size in zip(starts(view), view["size"], strict=True)
    ]
    assert spans == [node.span for node in nodes]
    depths = [len(doc.ancestors(node)) for node in nodes]
    assert view["depth"] == depths
    plain = doc.plain_text()
    assert view["text"]["text"] == joined(plain.text)
    mentions = view["text"]["mentions"]
    assert [nodes[number] for number in mentions[2::3]] == [one.link for one in plain.mentions]
    assert list(zip(mentions[::3], mentions[1::3], strict=True)) == [
        (one.start, one.end) for one in plain.mentions
    ]


def joined(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def test_stretches_are_in_both() -> None:
    doc = wikiparse.parse('a &amp; *b*\nc [d\\_e](F "wikilink") 🧪 g', dialect="hybrid")
    plain = doc.plain_text()
    for text, source, length in plain.stretches():
        shown = plain.text[text : text + length]
        assert len(shown) == length
        for offset in range(length):
            assert plain.to_source(text + offset) == source + offset
    assert sum(stretch.length for stretch in plain.stretches()) >= len("a  b c d_e 🧪 g")


def test_long_values_are_cut() -> None:
    doc = wikiparse.parse(
        f"```x\n{'a' * 9_000}\n```\n\n<p {' '.join(f'a{i}=b' for i in range(99))}>b</p>"
    )
    (view,) = data_of(doc.to_view())["views"]
    values = [value for row in view["values"] for value in row[2:]]
    assert max(len(value) for value in values if isinstance(value, (str, list))) <= LONGEST + 1


def test_the_file_grows_as_the_page_does() -> None:
    small, large = (
        len(wikiparse.parse("[[A|b]] ''c'' {{d|e}}\n\n" * count, dialect="wikitext").to_view())
        for count in (1_000, 4_000)
    )
    shell = len(wikiparse.parse("").to_view())
    assert large - shell < 4.5 * (small - shell)


def test_an_edited_tree_has_a_view() -> None:
    doc = wikiparse.parse("a *b*")
    child = wikiparse.Paragraph((wikiparse.Text("c"),))
    (view,) = data_of(attrs.evolve(doc, children=(child, *doc.children)).to_view())["views"]
    assert view["size"][:3] == [5, -1, -1]


def test_documents_of_one_source_are_compared() -> None:
    text = "# A\n\n''b''"
    first, second = (wikiparse.parse(text, dialect=name) for name in ("markdown", "wikitext"))
    views = data_of(first.to_view(beside=[second]))["views"]
    assert [view["dialect"] for view in views] == ["markdown", "wikitext"]
    with pytest.raises(ValueError, match="one source"):
        first.to_view(beside=[wikiparse.parse("other")])


# --- the file


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_is_text_in_the_file(text: str) -> None:
    plain = Reader(wikiparse.parse("a", title="b").to_view())
    doc = wikiparse.parse(text, dialect="hybrid", title=text)
    page = doc.to_view(beside=[wikiparse.parse(text, dialect="wikitext", title=text)])
    page.encode()  # no lone surrogate is left
    reader = Reader(page)
    assert reader.elements == plain.elements
    assert reader.text_of("style") == asset("view.css")
    assert not re.search("[\x00-\x09\x0b-\x1f\x85\u2028\u2029\u202e\u2066]", page)
    data = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.S)
    assert data is not None
    assert not re.search("[<>&]", data[1])


def test_the_policy_allows_this_script_and_nothing_more() -> None:
    page = wikiparse.parse("a").to_view()
    reader = Reader(page)
    policies = [has["content"] for _, has in reader.elements if "http-equiv" in has]
    assert len(policies) == 1
    rules = dict(rule.split(" ", 1) for rule in policies[0].split("; "))
    assert rules.pop("script-src") == f"'{hash_of(''.join(map(asset, SCRIPTS)))}'"
    assert rules.pop("style-src") == f"'{hash_of(asset('view.css'))}'"
    assert rules == {
        "default-src": "'none'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
    }
    # It comes before all that it rules.
    names = [name for name, _ in reader.elements]
    assert names.index("meta") < names.index("style") < names.index("script")
    # Nothing in the file is fetched, and no attribute is a script or a style.
    for _, has in reader.elements:
        assert not {name for name in has if name.startswith("on") or name in ("style", "src")}
        assert has.get("href", "data:").startswith("data:")


def hash_of(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_script_makes_no_markup_and_no_request() -> None:
    script = "".join(map(asset, SCRIPTS))
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "document.write",
        "eval(",
        "Function(",
    ):
        assert word not in script
    for word in (
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "sendBeacon",
        "import(",
        "http:",
        "https:",
    ):
        assert word not in script
    assert "url(" not in asset("view.css")
    assert "@import" not in asset("view.css")


def test_it_is_read_from_a_zip(tmp_path: Path) -> None:
    package = Path(wikiparse.__file__).parent
    archive = tmp_path / "wikiparse.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for path in package.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                out.write(path, Path("wikiparse") / path.relative_to(package))
    statement = "import wikiparse; print(wikiparse.__file__); print(wikiparse.parse('a').to_view())"
    done = subprocess.run(
        [sys.executable, "-c", statement],
        env={**os.environ, "PYTHONPATH": str(archive), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    where, _, page = done.stdout.partition("\n")
    assert str(archive) in where
    assert page == wikiparse.parse("a").to_view() + "\n"


# --- the documentation


def test_the_documentation_has_the_bounds_and_the_keys() -> None:
    page = (Path(__file__).parents[1] / "docs/view.md").read_text("utf-8")
    script = asset("filters.js")
    bounds = [LONGEST, notebook.MOST_SOURCE, notebook.MOST_VIEW]
    for name in ("PROBLEMS", "MATCHES"):
        match = re.search(rf"^const {name} = ([\d_]+);", script, re.M)
        assert match is not None
        bounds.append(int(match[1]))
    assert all(f"{bound:,}" in page for bound in bounds)
    keys = re.findall("<kbd>(.*?)</kbd>", asset("view.html"))
    table = page.partition("## Keys")[2].partition("## ")[0].replace("\\*", "*")
    assert len(keys) > 15
    assert [key for key in keys if key not in table] == []


# --- notebooks


def test_a_notebook_shows_the_view_of_a_small_page() -> None:
    doc = wikiparse.parse('a "b" & <c>', title='T "x" & <y>')
    shown = Reader(doc._repr_html_())
    ((_, frame),) = [one for one in shown.elements if one[0] == "iframe"]
    assert frame["srcdoc"] == doc.to_view()
    assert frame["sandbox"] == "allow-scripts"
    assert "T &quot;x&quot; &amp; &lt;y&gt;" in doc._repr_html_().split("<iframe")[0]


@pytest.mark.parametrize("text", ["# A </b>\n\nx\n" * 20_000, "''a'' " * 9_000])
def test_and_the_facts_of_a_large_one(text: str) -> None:
    doc = wikiparse.parse(text, title="<T>", dialect="wikitext")
    shown = doc._repr_html_()
    assert len(shown) < notebook.MOST_VIEW
    if len(text) > notebook.MOST_SOURCE:
        assert "<iframe" not in shown
        assert len(shown) < 5_000
        assert "to_view()" in shown


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("dialect", ["hybrid", "wikitext"])
def test_a_node_is_a_line_without_markup_of_the_page(text: str, dialect: str) -> None:
    doc = wikiparse.parse(f"{text}\n\n{{{{x|{text}}}}} <b title='{text}'>c</b>", dialect=dialect)
    for node in list(doc.walk())[1:]:
        shown = node._repr_html_()
        shown.encode()
        elements = [name for name, _ in Reader(shown).elements]
        assert set(elements) <= {"div", "strong", "span", "br", "code"}
        assert f"<strong>{node.kind}</strong>" in shown
        assert shown.count("\n") == 1
        assert len(html.unescape(shown)) < 3_000


def test_a_node_has_its_span_its_values_and_an_excerpt() -> None:
    doc = wikiparse.parse('a [b](../Page/C.md#d "wikilink") {{E|f}}', dialect="hybrid", lang="en")
    shown = html.unescape(re.sub("<[^>]+>", "", doc.wikilinks[0]._repr_html_()))
    assert shown == "wikilink 2:32 href ../Page/C.md#d title C fragment d label b\n"
    assert "<code>a b</code>" in doc.children[0]._repr_html_()
    assert "{{E|f}}" in doc.templates[0]._repr_html_()


# --- the command


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "My_page.md"
    path.write_text("# A\n\n[b](B \"wikilink\") ''c''\n", encoding="utf-8")
    return path


def test_it_writes_a_file_beside_you(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["view", str(page)]) == 0
    assert capsys.readouterr().out == "My_page.view.html\n"
    assert Path("My_page.view.html").read_text("utf-8") == wikiparse.read(page).to_view()


def test_dialects_are_side_by_side(page: Path) -> None:
    arguments = ["--as", "hybrid", "--as", "markdown", "--as", "hybrid", "--lang", "de"]
    assert console.main(["view", *arguments, "--title", "T", "-o", "out.html", str(page)]) == 0
    views = data_of(Path("out.html").read_text("utf-8"))["views"]
    assert [(view["dialect"], view["lang"], view["title"]) for view in views] == [
        ("hybrid", "de", "T"),
        ("markdown", "de", "T"),
    ]
    assert console.main(["view", "--dialect", "wikitext", "--as", "hybrid", str(page)]) == 0
    views = data_of(Path("My_page.view.html").read_text("utf-8"))["views"]
    assert [view["dialect"] for view in views] == ["wikitext", "hybrid"]


def test_standard_input_and_output(page: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wikiparse", "view", "-", "-o", "-"],
        input="é 🧪 ▸".encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    written = done.stdout.decode()
    assert data_of(written)["source"] == "é 🧪 ▸"
    assert written == wikiparse.parse("é 🧪 ▸").to_view()
    assert list(page.parent.iterdir()) == [page]


@pytest.mark.parametrize(
    ("environment", "platform", "is_opened"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"SSH_CONNECTION": "a"}, "darwin", False),
    ],
)
def test_it_is_opened_where_there_is_a_desktop(
    page: Path, monkeypatch: pytest.MonkeyPatch, environment, platform, is_opened
) -> None:
    import webbrowser

    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(command.sys, "platform", platform)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert console.main(["view", str(page)]) == 0
    assert opened == [Path("My_page.view.html").resolve().as_uri()] * is_opened
    assert console.main(["view", "--no-open", str(page)]) == 0
    assert console.main(["view", "-o", "-", str(page)]) == 0
    assert len(opened) == is_opened


def test_the_page_itself_is_not_overwritten(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = page.read_bytes()
    assert console.main(["view", str(page), "-o", page.name]) == 2
    assert "is the page itself" in capsys.readouterr().err
    assert page.read_bytes() == before


def test_trouble_is_one_line(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert console.main(["view", "none.md"]) == 2
    assert console.main(["view", str(page), "-o", "none/out.html"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "wikiparse: cannot read none.md: No such file or directory",
        "wikiparse: cannot write none/out.html: No such file or directory",
    ]
    with pytest.raises(SystemExit):
        console.main(["view", "--as", "markdwn", str(page)])
    assert "did you mean 'markdown'?" in capsys.readouterr().err
