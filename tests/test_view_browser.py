"""The view in a real browser: pointing, folding, filters, keys, and that nothing but its own script
runs and nothing is asked for. The tests that need no browser are in `test_view.py`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import browsing
import wikiparse
from test_view import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator

if reason := browsing.missing():
    pytest.skip(reason, allow_module_level=True)

from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By

FIXTURES = Path(__file__).parent / "fixtures"
PML = wikiparse.read(FIXTURES / "pml.md", lang="zh", title="进行性多灶性白质脑病")
SMALL = """# Lake

A [lake](../Page/Lake.md "wikilink") with *fish*, {{convert|5|km}} long. </b>

## Fish

* [pike](../Page/Pike.md "wikilink") 🧪 [perch](Perch "wikilink")
* a [river](../Page/River.md "wikilink")

See [the list](http://a.example/).[^9]

[Category:Lakes](Category:Lakes "wikilink")
"""


class View:
    """A page in the browser."""

    def __init__(self, driver: Any, folder: Path) -> None:
        self.driver = driver
        self.folder = folder

    def open(self, doc: wikiparse.Document | str, *beside: wikiparse.Document) -> View:
        path = self.folder / "view.html"
        path.write_bytes((doc if isinstance(doc, str) else doc.to_view(beside=beside)).encode())
        self.url = path.as_uri()
        browsing.requests(self.driver)
        browsing.errors(self.driver)
        self.driver.get(self.url)
        return self

    def check(self) -> None:
        """Nothing but the file was asked for, and no script failed or was refused."""
        assert browsing.requests(self.driver) == [self.url]
        assert browsing.errors(self.driver) == []

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def one(self, selector: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def until(self, expected: Any, script: str, *arguments: Any) -> None:
        """Wait for an answer: the page paints with the next frame."""
        found = None
        for _ in range(100):
            found = self.run(script, *arguments)
            if found == expected:
                return
            time.sleep(0.05)
        assert found == expected

    def painted(self, name: str) -> str:
        return f"return [...(CSS.highlights.get('{name}') ?? [])].map(String).join('\\n')"

    def row(self, node: int, tree: int = 0) -> Any:
        return self.one(f"#tree-{tree}-{node}")

    def lit(self, tree: int = 0) -> str:
        return f"return document.querySelector('#tree-{tree} .row.lit')?.node ?? -1"

    def chosen(self) -> int:
        return self.run("return chosen.node")

    def press(self, *keys: str) -> None:
        ActionChains(self.driver).send_keys(*keys).perform()

    def point_at(self, element: Any) -> None:
        ActionChains(self.driver).move_to_element(element).perform()

    def point_at_text(self, pane: str, offset: int) -> None:
        """Put the pointer on a character of a pane of text."""
        x, y = self.run(
            f"const pane = {pane}; pane.reveal(arguments[0]);"
            "const box = pane.domRange(pane.chunkAt(arguments[0]), arguments[0], arguments[0] + 1)"
            ".getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]",
            offset,
        )
        actions = ActionChains(self.driver)
        actions.w3c_actions.pointer_action.move_to_location(int(x), int(y))
        actions.perform()


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    with browsing.browser() as found:
        yield found


@pytest.fixture
def view(driver: Any, tmp_path: Path) -> View:
    browsing.resize(driver, 1280, 800)
    browsing.color_scheme(driver, "light")
    ActionChains(driver).reset_actions()
    return View(driver, tmp_path)


def number(doc: wikiparse.Document, node: wikiparse.Node) -> int:
    """The number of a node in the data."""
    return next(i for i, other in enumerate(doc.walk()) if other is node)


# --- lighting


def test_a_row_lights_the_source(view: View) -> None:
    view.open(PML)
    link = PML.wikilinks[3]
    view.point_at(view.row(number(PML, link)))
    view.until(PML.source_of(link), view.painted("lit"))
    assert f"{link.span.start}:{link.span.end}" in view.one("#details").text
    view.point_at(view.one("#title"))
    view.until("", view.painted("lit"))
    view.check()


def test_the_source_lights_a_row(view: View) -> None:
    view.open(PML)
    link = PML.wikilinks[20]
    view.point_at_text("sourcePane", link.span.start)
    view.until(PML.source_of(link), view.painted("lit"))
    view.until(number(PML, link), view.lit())
    # Where it is folded away, the row around it.
    view.one("#fold").click()
    view.point_at_text("sourcePane", link.span.start)
    view.until(
        number(PML, PML.ancestors(link)[-2]),
        "return document.querySelector('#tree-0 .row.lit')?.node",
    )
    view.check()


def test_a_click_chooses_and_scrolls(view: View) -> None:
    doc = wikiparse.parse("".join(f"p{i} *a{i}*\n\n" for i in range(2_000)), dialect="markdown")
    view.open(doc)
    last = [node for node in doc.walk() if node.kind == "paragraph"][-1]
    view.one("#tree-0").click()
    view.press(Keys.END)
    view.until(doc.source_of(last), view.painted("chosen"))
    assert view.run("return $('source').scrollTop") > 10_000
    # A click on a row that was scrolled to chooses that row, wherever the chosen one is.
    view.one("#title").click()
    view.run("panes[0].element.scrollTop = 3000")
    view.until(True, "return panes[0].rows.some((row) => row.node === panes[0].shown[140])")
    node = view.run("return panes[0].shown[140]")
    view.row(node).click()
    assert view.chosen() == node
    view.check()


def test_the_text_and_its_mentions(view: View) -> None:
    doc = wikiparse.parse(SMALL, dialect="hybrid")
    view.open(doc)
    view.one("#tab-text").click()
    plain = doc.plain_text()
    shown = "\n".join(plain.text[one.start : one.end] for one in plain.mentions)
    view.until(shown, view.painted("mention"))
    link = plain.mentions[2].link
    view.point_at_text(
        "textPane", doc.plain_text().text.index("perch") + 1
    )  # after one of two units
    view.until(number(doc, link), view.lit())
    # And back: what is chosen in the tree is shown in the text.
    view.row(number(doc, doc.wikilinks[0])).click()
    view.until("lake", view.painted("chosen") + ".split('\\n').at(-1)")
    view.check()


# --- offsets


@pytest.mark.parametrize(
    "text", [SMALL, *HOSTILE, 'a\ud83d\ude00 🧪 [𝔄](B "wikilink")\n\n\ud83d *c*']
)
def test_offsets_are_those_of_python(view: View, text: str) -> None:
    doc = wikiparse.parse(text, dialect="hybrid")
    view.open(doc)
    spans = view.run(
        "const tree = trees[0]; return Array.from(tree.start, (start, i) => tree.end[i] < 0 ? null"
        " : [offsets.point(start), offsets.point(tree.end[i])])"
    )
    assert spans == [node.span and list(node.span) for node in doc.walk()]
    units = view.run(
        "const tree = trees[0]; return Array.from(tree.start, (start, i) =>"
        " tree.source.slice(start, tree.end[i]).split('').map((unit) => unit.charCodeAt(0)))"
    )
    expected = [
        memoryview(doc.source_of(node).encode("utf-16-le", "surrogatepass")).cast("H").tolist()
        for node in doc.walk()
    ]
    assert units == expected
    mentions = view.run(
        "const { point } = Offsets.prototype; return text.mentions.map((one) =>"
        " one.slice(0, 2).map((unit) => point.call(text.offsets, unit)))"
    )
    assert mentions == [[one.start, one.end] for one in doc.plain_text().mentions]
    view.check()


def test_lines_and_columns_are_those_of_python(view: View) -> None:
    doc = wikiparse.parse("a *b*\r🧪 *c*\r\n\r\n\u2028*d*\n\n" + "🧪" * 5_001 + " *e*\n*f*")
    view.open(doc)
    found = view.run(
        "const tree = trees[0]; return Array.from(tree.start, (start) => {"
        " const [line, begin] = sourcePane.lineOf(start);"
        " return [line, offsets.point(start) - offsets.point(begin) + 1]; })"
    )
    assert found == [list(doc.source.position(node.span.start)) for node in doc.walk()]
    view.check()


# --- folding, filters, diagnostics


def test_folding(view: View) -> None:
    view.open(PML)
    count = "return panes[0].shown.length"
    whole = view.run(count)
    first = number(PML, PML.children[0])
    view.row(first).find_element(By.CSS_SELECTOR, ".twisty").click()
    assert view.run(count) < whole
    assert view.row(first).get_attribute("aria-expanded") == "false"
    view.one("#fold").click()
    assert view.run(count) == 1 + len(PML.children)
    for _ in range(8):
        view.one("#unfold").click()
    assert view.run(count) == len(list(PML.walk()))
    view.check()


def test_filter_by_kind(view: View) -> None:
    doc = wikiparse.parse(SMALL, dialect="hybrid")
    view.open(doc)
    view.one("#kinds").click()
    view.one("[data-kind=wikilink]").click()
    assert view.one("#found").text == "4 nodes"
    shown = view.run("return [...panes[0].shown].map((i) => trees[0].name(i))")
    assert shown.count("wikilink") == 4
    assert set(shown) == {"document", "section", "paragraph", "list", "list_item", "wikilink"}
    view.one("[data-kind=category]").click()
    assert view.one("#found").text == "5 nodes"
    view.press(Keys.ESCAPE)
    assert view.one("#found").text == ""
    assert view.one("[data-kind=wikilink]").get_attribute("aria-pressed") == "false"
    view.check()


FIRST_LINE = ".split('\\n')[0].toLowerCase()"


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("PIKE", True),
        ("river", True),
        ("[^9]", True),
        ("🧪", True),
        ("\\(.*+?{|}", False),
        ("zz", False),
    ],
)
def test_filter_by_text(view: View, typed: str, is_found: bool) -> None:
    view.open(wikiparse.parse(SMALL, dialect="hybrid"))
    view.press("/")
    # The driver types no characters beyond the BMP.
    view.run(
        "$('filter').value = arguments[0]; $('filter').dispatchEvent(new Event('input'))", typed
    )
    view.until(True, "return $('found').textContent !== ''")
    nodes = view.run("return [...panes[0].filter].filter((state) => state & FOUND).length")
    assert (nodes > 0) == is_found
    assert view.one("#found").text == f"{nodes} node{'s' * (nodes != 1)}"
    view.until(typed.lower() if is_found else "", view.painted("found") + FIRST_LINE)
    view.check()


def test_diagnostics_are_in_place(view: View) -> None:
    doc = wikiparse.parse(SMALL + "\n```\nx", dialect="hybrid")
    assert len(doc.diagnostics) >= 2
    view.open(doc)
    assert str(len(doc.diagnostics)) in view.one("#tab-problems").text
    first = next(found for found in doc.diagnostics if found.code == "unpaired-tag")
    view.until("</b>", view.painted(first.severity) + ".split('\\n')[0]")
    view.one("#tab-problems").click()
    shown = view.one("#problems").text
    assert all(found.code in shown and found.message in shown for found in doc.diagnostics)
    view.one("[data-problem='0']").click()
    view.until("</b>", view.painted("chosen"))
    assert view.run("return $('source').hidden") is False
    assert view.run("return document.querySelectorAll('.flag').length") >= 1
    view.press(Keys.F8)
    view.until(False, view.painted("chosen") + " === '</b>'")
    view.check()


def test_dialects_side_by_side(view: View) -> None:
    first, second = (wikiparse.parse(SMALL, dialect=name) for name in ("hybrid", "markdown"))
    view.open(first, second)
    assert [one.text for one in view.driver.find_elements(By.CSS_SELECTOR, ".label")] == [
        "hybrid",
        "markdown",
    ]
    link = first.wikilinks[1]
    view.point_at(view.row(number(first, link)))
    (other,) = [one for one in second.walk() if one.span == link.span and one.kind == "link"]
    view.until(number(second, other), view.lit(1))
    view.one("#differences").click()
    kinds = view.run(
        "return [...panes[1].shown].filter((i) => panes[1].filter[i] & FOUND)"
        ".map((i) => trees[1].name(i))"
    )
    assert "link" in kinds
    assert "emphasis" not in kinds
    view.check()


# --- keys


def test_the_keys_of_a_tree(view: View) -> None:
    doc = wikiparse.parse(SMALL, dialect="hybrid")
    view.open(doc)
    active = "return document.activeElement.getAttribute('aria-activedescendant')"
    while view.run("return document.activeElement.id") != "tree-0":
        view.press(Keys.TAB)
    view.press(Keys.HOME)
    assert view.run(active) == "tree-0-0"
    view.press(Keys.ARROW_LEFT)  # folds the document
    assert view.run("return panes[0].shown.length") == 1
    assert view.row(0).get_attribute("aria-expanded") == "false"
    view.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)  # unfolds it; goes to the first child
    assert view.chosen() == 1
    view.press(Keys.ARROW_DOWN)
    assert view.chosen() == view.run("return panes[0].shown[2]")
    view.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT)  # folds, or goes to the parent
    assert view.chosen() in (0, 1)
    view.press(Keys.END)
    assert view.chosen() == view.run("return panes[0].shown.at(-1)")
    view.press(Keys.HOME, Keys.ARROW_DOWN, Keys.ARROW_RIGHT, "w")
    assert view.run("return trees[0].name(chosen.node)") == "wikilink"
    view.until(doc.source_of(doc.wikilinks[0]), view.painted("chosen"))
    view.press(Keys.HOME, "*", Keys.ENTER)
    assert view.row(0).get_attribute("aria-expanded") == "false"
    row = view.row(0)
    assert row.get_attribute("role") == "treeitem"
    assert row.get_attribute("aria-selected") == "true"
    assert [row.get_attribute(f"aria-{name}") for name in ("level", "posinset", "setsize")] == [
        "1",
        "1",
        "1",
    ]
    view.check()


def test_the_keys_of_the_source_and_of_the_page(view: View) -> None:
    doc = wikiparse.parse(SMALL, dialect="hybrid")
    view.open(doc)
    view.press("?")
    assert view.one("#help").is_displayed()
    view.press(Keys.ESCAPE)
    assert not view.one("#help").is_displayed()
    view.one("#tab-source").click()
    view.press(Keys.TAB)
    assert view.run("return document.activeElement.id") == "source"
    view.press(Keys.ARROW_RIGHT)
    view.until("Lake", view.painted("chosen"))
    view.press(Keys.ARROW_DOWN)
    view.until("A ", view.painted("chosen"))
    view.press(Keys.ARROW_RIGHT)
    view.until("lake", view.painted("chosen"))
    view.press(Keys.ARROW_LEFT)
    view.until("A ", view.painted("chosen"))
    view.press(Keys.ENTER)
    assert view.run("return document.activeElement.id") == "tree-0"
    view.press("/")
    assert view.run("return document.activeElement.id") == "filter"
    view.check()


# --- looks


def test_light_and_dark(view: View) -> None:
    color = "return getComputedStyle(document.body).backgroundColor"
    view.open(PML)
    light = view.run(color)
    browsing.color_scheme(view.driver, "dark")
    dark = view.run(color)
    assert light != dark
    view.one("#theme").click()
    assert view.run(color) == light
    browsing.color_scheme(view.driver, "light")
    view.one("#theme").click()
    assert view.run(color) == dark
    view.check()


@pytest.mark.parametrize("beside", [(), ("markdown",)])
def test_on_a_phone(view: View, beside: tuple[str, ...]) -> None:
    browsing.resize(view.driver, 390, 844, touch=True)
    view.open(PML, *(wikiparse.parse(str(PML), dialect=name) for name in beside))
    assert view.run("return document.documentElement.scrollWidth") <= 390
    for name in ("source", "trees", "details", "filter", "ask"):
        box = view.one(f"#{name}").rect
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 26
    link = PML.wikilinks[1]
    view.row(number(PML, link)).click()
    view.until(PML.source_of(link), view.painted("chosen"))
    view.check()


# --- hostile and large pages


@pytest.mark.parametrize("dialect", ["hybrid", "wikitext"])
def test_nothing_of_a_page_is_alive(view: View, dialect: str) -> None:
    text = "\n\n".join(
        (
            *HOSTILE,
            "<img src=x onerror=hit()> <a href=javascript:hit()>a</a> <svg onload=hit()>",
            "[a](javascript:hit()) ![b](http://a.example/x.png) [[File:http://a.example/x.png]]",
            "<iframe srcdoc='<script>parent.hit()</script>'></iframe> <style>*{color:red}</style>",
        )
    )
    doc = wikiparse.parse(text, dialect=dialect, title=text)
    view.open(doc, wikiparse.parse(text, dialect="markdown"))
    for _ in range(9):
        view.one("#unfold").click()
    for name in ("text", "problems", "source"):
        view.one(f"#tab-{name}").click()
    assert view.run("return typeof hit") == "undefined"
    names = view.run(
        "return [...new Set([...document.querySelectorAll('*')].map((one) => one.localName))]"
    )
    assert not {"img", "iframe", "a", "svg", "object"} & set(names)
    assert view.run("return document.scripts.length") == 1
    assert view.run("return document.styleSheets.length") == 1
    view.check()


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("[[A|b]] ''c'' {{d|e}} </b>\n\n" * 8_000, "wikitext"),
        ("x " * 250_000, "markdown"),
        ("\n" * 500_000, "markdown"),
        ("*a* " * 20_000, "markdown"),
        ("> " * 90 + "a\n\n" * 20_000, "markdown"),
        ("\ud83d\ude00🧪" * 100_000, "hybrid"),
    ],
    ids=["many nodes", "one line", "empty lines", "one block", "deep", "astral"],
)
def test_the_page_stays_small(view: View, text: str, dialect: str) -> None:
    """However large the document is: only what is in the window, and a chunk around, is there."""
    doc = wikiparse.parse(text, dialect=dialect)
    view.open(doc)
    size = "return document.querySelectorAll('*').length"
    assert view.run(size) < 2_000
    view.run("for (const pane of panes) { pane.open.fill(1); pane.update(); }")
    count = len(list(doc.walk()))
    assert view.run("return panes[0].shown.length") == count
    view.one("#tree-0").click()
    view.press(Keys.END)
    assert view.chosen() == count - 1
    assert view.run("return panes[0].rows.some((row) => row.node === chosen.node)")
    view.one("#tab-text").click()
    view.one("#tab-problems").click()
    view.one("#tab-source").click()
    view.run("$('source').scrollTop = 1e9; return 0")
    view.until(True, "return sourcePane.chunks.at(-1).lines !== null")
    assert view.run(size) < 6_000
    view.check()


# --- notebooks


def test_a_notebook(view: View) -> None:
    shown = PML._repr_html_()
    view.open(f"<!DOCTYPE html><meta charset=utf-8><link rel=icon href='data:,'>{shown}")
    view.driver.switch_to.frame(view.one("iframe"))
    try:
        view.until(True, "return document.querySelectorAll('.row').length > 5")
        assert view.one("#title").text == PML.title
        view.row(number(PML, PML.wikilinks[0])).click()
        view.until(PML.source_of(PML.wikilinks[0]), view.painted("chosen"))
    finally:
        view.driver.switch_to.default_content()
    view.check()
