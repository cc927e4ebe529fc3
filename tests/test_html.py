"""HTML: what each node becomes, what of a stranger's page may be shown, and that a browser reads
what was written."""

from __future__ import annotations

import html
import re
import threading
from typing import TYPE_CHECKING

import attrs
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wikiparse
from cases import Case, read_cases, write_cases
from checks import html_faults
from wikiparse import Document, Image, LineBreak, Paragraph, Text, Wikilink, parse
from wikiparse.nodes.links import LinkContext
from wikiparse.render.html import bare as html_bare
from wikiparse.render.html import sanitize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

# ------------------------------------------------------------------------------------ fixtures


def _cases() -> list[object]:
    return [
        pytest.param(stem, case, id=f"{stem}: {case.title}")
        for stem in ("safe", "bare")
        for case in read_cases(f"html/{stem}")[1]
    ]


def _html(stem: str, case: Case) -> str:
    return case.parse().to_html(safe=stem == "safe")


@pytest.fixture(scope="session", autouse=True)
def _refresh(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--refresh-fixtures"):
        for stem in ("safe", "bare"):
            head, cases = read_cases(f"html/{stem}")
            write_cases(
                f"html/{stem}",
                head,
                [attrs.evolve(case, expected=_html(stem, case)) for case in cases],
            )


@pytest.mark.parametrize(("stem", "case"), _cases())
def test_fixtures(stem: str, case: Case) -> None:
    assert _html(stem, case).splitlines() == case.expected.splitlines(), (
        f"fixtures/html/{stem}.txt:{case.line}"
    )


# ------------------------------------------------------------------------------------ pages and
# resolvers


def test_a_page() -> None:
    page = parse("a", title="B <c>", lang="zh").to_html(page=True)
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>B &lt;c&gt;</title>" in page
    assert "<main>\n<h1>B &lt;c&gt;</h1>\n<p>a</p>\n</main>" in page


@pytest.mark.parametrize(
    ("source", "title", "shown", "headings"),
    [
        ("a", None, "Untitled", 0),
        ("## b *c*", None, "b c", 0),
        ("# b", "b", "b", 1),
        ("# b", "c", "c", 2),
        ("a", "", "Untitled", 0),
    ],
)
def test_the_title_of_a_page(source: str, title: str | None, shown: str, headings: int) -> None:
    page = parse(source, title=title).to_html(page=True)
    assert f"<title>{shown}</title>" in page
    assert page.count("<h1") == headings
    assert "<html>" in page


@pytest.mark.parametrize("safe", [True, False])
def test_link_resolver(safe: bool) -> None:
    doc = parse(
        '[a](../Page/A.md "wikilink") [b](../Page/B.md "wikilink") [c](C.md)', dialect="hybrid"
    )

    def resolve(link: Wikilink) -> str | None:
        return {"A": "/wiki/A&x"}.get(link.title)

    assert (
        doc.to_html(safe=safe, link_resolver=resolve)
        == '<p><a href="/wiki/A&amp;x">a</a> b <a href="C.md">c</a></p>\n'
    )


def test_what_a_resolver_gives_is_held_to_the_lists() -> None:
    doc = parse('[a](A "wikilink") ![b](c.png)', dialect="hybrid")
    shown = doc.to_html(
        link_resolver=lambda link: "javascript:" + link.title,
        image_resolver=lambda image: "data:" + image.name,
    )
    assert shown == '<p>a <a href="c.png">b</a></p>\n'


def test_places_of_the_page_itself_are_not_asked_for() -> None:
    doc = parse('# A\n\n[b](#A "wikilink")', dialect="hybrid")
    assert '<a href="#section-a">b</a>' in doc.to_html(link_resolver=lambda _: None)


def test_image_resolver() -> None:
    doc = parse("![a *b*](File:C.png)\n\nd ![e](File:F.png) ![g](h.png)", dialect="hybrid")

    def resolve(image: Image) -> str | None:
        return f"/files/{image.name}" if image.name == "C.png" else None

    assert doc.to_html(image_resolver=resolve) == (
        '<figure>\n<img src="/files/C.png" alt="a b"><figcaption>'
        "a <em>b</em></figcaption>\n</figure>\n"
        '<p>d <a href="./File:F.png">e</a> <a href="h.png">g</a></p>\n'
    )


def test_wikitext_addresses_are_titles() -> None:
    context = LinkContext("en", is_wikitext=True)
    links = [
        Wikilink((Text("x"),), href, context=context)
        for href in ("A b#C d", "de:E%", "File:F?.png", "#g")
    ]
    assert re.findall('href="([^"]*)"', Document((Paragraph(tuple(links)),)).to_html()) == [
        "./A_b#C_d",
        "./de:E%25",
        "./File:F%3F.png",
        "#g",
    ]


# ------------------------------------------------------------------------------------ trees that no
# source holds


def test_trees_made_by_hand() -> None:
    words = (
        Text("a"),
        LineBreak(),
        wikiparse.HtmlElement((Text("b"),), "kbd"),
        wikiparse.HtmlTag("wbr"),
        wikiparse.Comment("c"),
    )
    doc = Document((Paragraph(words), Paragraph(()), wikiparse.HtmlBlock("<hr>")))
    assert doc.to_html() == "<p>a<br>\n<kbd>b</kbd><wbr></p>\n<hr>"
    assert doc.to_html(safe=False) == "<p>a<br />\n<kbd>b</kbd><wbr><!--c--></p>\n<hr>\n"


@pytest.mark.parametrize(
    "cls", [wikiparse.List, wikiparse.Table, wikiparse.TableRow, wikiparse.DescriptionList]
)
def test_words_where_none_can_stand(cls: type[wikiparse.Node]) -> None:
    doc = Document((cls((Text("a"), Paragraph((Text("b"),)))),))  # type: ignore[call-arg]
    assert not html_faults(doc.to_html())
    assert isinstance(doc.to_html(safe=False), str)


def test_a_gallery() -> None:
    doc = Document((wikiparse.Gallery((Image((Text("a"),), "B.png", "File:B.png"),)),))
    assert doc.to_html() == '<ul>\n<li><a href="./File:B.png">a</a></li>\n</ul>\n'


def test_an_empty_list_of_references_collects_the_notes_before_it() -> None:
    def mark(words: str) -> wikiparse.FootnoteReference:
        return wikiparse.FootnoteReference(
            (wikiparse.FootnoteDefinition((Text(words),), None),), None
        )

    shown = Document(
        (Paragraph((mark("a"),)), wikiparse.FootnoteList(()), Paragraph((mark("b"),)))
    ).to_html()
    assert re.findall(r">([ab1]) *<", shown) == ["1", "a", "1", "b"]


# ------------------------------------------------------------------------------------ the lists


@pytest.mark.parametrize(
    "tag", sorted(sanitize.PHRASING - {"a", "rb", "rp", "rt", "rtc"} | sanitize.BLOCKS - {"hr"})
)
def test_allowed_tags(tag: str) -> None:
    assert f"<{tag}>" in parse(f"<{tag}>x</{tag}>", dialect="commonmark").to_html()
    assert f"<{tag}>" in Document((wikiparse.HtmlElement((Text("x"),), tag),)).to_html()


@pytest.mark.parametrize(
    "tag",
    [
        "font",
        "center",
        "form",
        "input",
        "button",
        "marquee",
        "main",
        "body",
        "link",
        "meta",
        "base",
        "x-y",
        "blink",
    ],
)
def test_other_tags_leave_their_words(tag: str) -> None:
    for node in (
        wikiparse.HtmlElement((Text("x"),), tag),
        wikiparse.HtmlBlock(f"<{tag}>x</{tag}>"),
    ):
        assert Document((node,)).to_html() == "x"
    assert Document((wikiparse.HtmlTag(tag), Text("x"))).to_html() == "x"


@pytest.mark.parametrize("tag", sorted(sanitize.DROPPED - {"embed"}))
def test_dropped_tags_leave_nothing(tag: str) -> None:
    for node in (
        wikiparse.HtmlElement((Text("x"),), tag),
        wikiparse.HtmlBlock(f"<{tag} a='b'>x</{tag.upper()} >"),
    ):
        assert Document((node, Text("y"))).to_html() == "y"
    assert Document((wikiparse.HtmlBlock(f"a<{tag}>x"),)).to_html() == "a"


def _attributes(tag: str, source: str) -> str:
    return sanitize.attributes_markup(
        sanitize.safe_attributes(tag, next(iter(sanitize.tokens(f"<{tag} {source}>")))[2])
    )


@pytest.mark.parametrize(
    ("tag", "source", "shown"),
    [
        ("b", 'title="a&quot;b" lang=en dir=RTL', ' title="a&quot;b" lang="en" dir="RTL"'),
        (
            "b",
            (
                'class=a style="b" onclick=c onClick=d data-e=f href=g '
                "src=h target=i cite=j srcdoc=k is=l"
            ),
            "",
        ),
        ("b", 'dir=up lang="a b"', ""),
        ("b", "title=a TITLE=b", ' title="a"'),
        ("b", "id=a", ' id="a"'),
        ("b", "name=a id=b", ' id="a"'),
        ("a", "href=a rel=b ping=c download=d", ' href="a"'),
        ("a", "href='java&#x73;cript:a'", ""),
        (
            "img",
            "src=a alt=b width=12 height=3 srcset=c longdesc=d loading=e",
            ' src="a" alt="b" width="12" height="3"',
        ),
        ("img", "src=data:a width=100% height=1em", ""),
        (
            "td",
            "colspan=2 rowspan=99999 align=Right headers=a",
            ' colspan="2" rowspan="1000" style="text-align:right"',
        ),
        ("td", "colspan=0 rowspan=-1 align='a;b'", ' colspan="1"'),
        ("ol", "start=-3 reversed type=a", ' start="-3" reversed=""'),
        ("ol", "start=x", ""),
        ("li", "value=4", ' value="4"'),
        ("time", "datetime=2020-01-02", ' datetime="2020-01-02"'),
        ("del", "datetime='<' cite=a", ""),
    ],
)
def test_attributes(tag: str, source: str, shown: str) -> None:
    assert _attributes(tag, source) == shown


@pytest.mark.parametrize("scheme", sorted(sanitize.SCHEMES))
def test_allowed_schemes(scheme: str) -> None:
    assert sanitize.safe_url(f"{scheme}:a") == f"{scheme}:a"
    assert sanitize.safe_url(f" {scheme.upper()}:a") == f"{scheme.upper()}:a"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:a",
            "JavaScript:a",
            "vbscript:a",
            "data:a",
            "file:a",
            "blob:a",
            "about:a",
            "view-source:a",
            "x:a",
            "ws:a",
            "java\tscript:a",
        ),
        *(
            "\x01javascript:a",
            " \njavascript:a",
            "j\ra\nvascript:a",
            "jar:a",
            "feed:a",
            "javascript\t:a",
            "\x1f\x00 data:a",
        ),
    ],
)
def test_other_schemes(url: str) -> None:
    assert sanitize.safe_url(url) is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("", ""),
        ("/a:b", "/a:b"),
        ("?a:b", "?a:b"),
        ("#a:b", "#a:b"),
        ("//a.example/", "//a.example/"),
        ("甲/é", "甲/é"),
        ("a b\"c'd<e>f\\g`h", "a%20b%22c%27d%3Ce%3Ef%5Cg%60h"),
        ("a\x00b\x7fc\x85d", "a%00b%7Fc%C2%85d"),
        ("a\u202eb\u2066c\u200fd\u2028e\xa0f", "a%E2%80%AEb%E2%81%A6c%E2%80%8Fd%E2%80%A8e%C2%A0f"),
        ("a\ud800b", "a\ufffdb"),
        ("  a  ", "a"),
        ("a%20%b", "a%20%b"),
    ],
)
def test_addresses(url: str, shown: str) -> None:
    assert sanitize.safe_url(url) == shown


def test_characters() -> None:
    doc = Document((Paragraph((Text("a\x00b\x0cc\td\ne\ud800f\r&<>\"'"),)),))
    assert doc.to_html() == "<p>a\ufffdb\ufffdc\td\ne\ufffdf\ufffd&amp;&lt;&gt;&quot;'</p>\n"
    assert doc.to_html(safe=False) == "<p>a\x00b\x0cc\td\ne\ud800f\r&amp;&lt;&gt;&quot;'</p>\n"
    assert html_bare.href("\ud800") == "%ED%A0%80"


# ------------------------------------------------------------------------------------ what a
# browser reads


def _elements(shown: str) -> Iterator[Element]:
    tree = html5lib.parseFragment(shown, treebuilder="etree", namespaceHTMLElements=False)
    return (element for element in tree.iter() if element is not tree)


def live(shown: str) -> list[str]:
    """What of some HTML a browser would run, load, or let a stranger name."""
    found = []
    for element in _elements(shown):
        tag = str(element.tag)
        if tag not in sanitize.TAGS | {"input"}:
            found.append(tag)
        for key, value in element.attrib.items():
            name = str(key)
            if name not in {
                "href",
                "src",
                "alt",
                "title",
                "lang",
                "dir",
                "id",
                "style",
                "class",
                "scope",
                "type",
                "disabled",
                "checked",
            } | {
                *("width", "height", "colspan", "rowspan", "start", "reversed", "value", "datetime")
            }:
                found.append(f"{tag} {name}")
            if name in ("href", "src") and (
                scheme := re.match(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", value, re.I)
            ):
                found += [] if scheme[1].lower() in sanitize.SCHEMES else [value]
            if name == "id" and not re.match("(section|note|noteref|user)-", value):
                found.append(value)
            if name == "style" and not re.fullmatch("text-align:(left|center|right)", value):
                found.append(value)
    return found


VECTORS = (
    '[go](javascript:steal() "wikilink")',
    "[go](<java&Tab;script:steal()>)",
    '![pic"onerror="steal()](x)',
    '[x](y "z\\" onfocus=\\"steal()")',
    "<img src=pic.png onerror=steal()>",
    '<a href="&#1;javascript:steal()">x</a>',
    '<a href="data:text/html,<b onclick=steal()>">x</a>',
    "<p/onclick=steal()>x",
    "<svg/onload=steal()>",
    "<math><a xlink:href='javascript:steal()'>x</a></math>",
    "<title><b title='</title><img src=x onerror=steal()>'></title>",
    "<noscript><b title='</noscript><img src=x onerror=steal()>'></noscript>",
    "<!--><img src=x onerror=steal()>-->",
    "<!---!><script>steal()</script>-->",
    "<?a ><script>steal()</script>?>",
    "<![CDATA[><script>steal()</script>]]>",
    "<scr\0ipt>steal()</scr\0ipt>",
    "<sc<script>ript>steal()</script>",
    "<SCRIPT\n>steal()</SCRIPT\n>",
    "<style>@import 'x'</style><b style='background:url(javascript:steal())'>x</b>",
    "<form action=javascript:steal()><input type=submit formaction=javascript:steal()></form>",
    "<iframe srcdoc='<script>steal()</script>'></iframe><object data=x></object><embed src=x>",
    (
        "<base href=//evil.example><link rel=stylesheet href=x>"
        "<meta http-equiv=refresh content=0;url=x>"
    ),
    '<b id="location"></b><a name="cookie">x</a>',
    "# location\n\n# __proto__",
    '# "><script>steal()</script>',
    '```"><script>steal()</script>\nx\n```',
    'a[^"><script>steal()</script>]\n\n[^"><script>steal()</script>]: b',
    '[Category:"><script>steal()</script>](Category:x "wikilink")',
    "<table><tr><td></table><img src=x onerror=steal()>",
    "<ref name='\"><script>steal()</script>'>x</ref>",
    "<math>\\text{</math><script>steal()</script>}",
    '{| onclick="steal()"\n| style="x" | y\n|}',
    "-{zh:<script>steal()</script>}-",
    "<b title='`'\"><script>steal()</script>'>x</b>",
)


@pytest.mark.parametrize("dialect", sorted(wikiparse.DIALECTS))
@pytest.mark.parametrize("source", VECTORS)
def test_nothing_is_live(source: str, dialect: str) -> None:
    for text in (source, f"> - {source}", f"<div>\n\n{source}\n\n</b></div>\n\n{source}"):
        shown = parse(text, dialect=dialect).to_html()
        assert not live(shown)
        assert not html_faults(shown)


def test_the_judge_sees_what_is_live() -> None:
    assert all(
        live(shown)
        for shown in (
            "<script>",
            "<b onclick=a>",
            "<a href='&#1;javascript:a'>",
            "<b id=a>",
            "<b style='color:red'>",
            "<svg/onload=a>",
            "<form>",
        )
    )


def _pieces(element: Element) -> Iterator[tuple[str, str]]:
    yield "text", element.text or ""
    for child in element:
        yield "start", child.tag
        yield from _pieces(child)
        yield "end", child.tag
        yield "text", child.tail or ""


TOKEN = re.compile(r"<(/?)([a-z0-9]+)[^>]*>|([^<]+)")
EMPTY = frozenset(("br", "hr", "img", "input", "wbr"))


def _written(shown: str) -> Iterator[tuple[str, str]]:
    for match in TOKEN.finditer(shown):
        if match[3]:
            yield "text", html.unescape(match[3])
        else:
            yield "end" if match[1] else "start", match[2]
            if match[2] in EMPTY:
                yield "end", match[2]


def _joined(pieces: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Texts made one; white space alone, and the `tbody` that a browser adds, count for nothing."""
    out: list[tuple[str, str]] = []
    for kind, value in pieces:
        if value == "tbody" or (kind == "text" and not value.strip()):
            continue
        if kind == "text" and out and out[-1][0] == "text":
            out[-1] = ("text", out[-1][1] + value)
        else:
            out.append((kind, value))
    return out


TAGS = sorted(
    sanitize.TAGS
    | {"script", "style", "svg", "title", "math", "nowiki", "center", "ref", "col", "gallery"}
)
tags = st.builds(
    str.format,
    st.sampled_from(
        (
            "<{}>",
            "</{}>",
            "<{}/>",
            "\n<{}>\n",
            "\n</{}>\n",
            "<{} id=x>",
            '<{} href="y" src=z>',
            "<{} onclick=a>",
        )
    ),
    st.sampled_from(TAGS),
)
markup = st.sampled_from(
    (
        "a",
        "\n",
        "\n\n",
        "# h\n",
        "- i\n",
        "1. n\n",
        "> q",
        "  - s\n    d\n",
        "**b**",
        "*e*",
        "`c`",
        "[l](u)",
        "[l [m](n) o](p)",
        "![i](s.png)",
        "| a | b |\n| - | - |\n| c |\n",
        "\\[1\\]",
        "[^1]",
        "\n\n[^1]: note\n\n",
        "<!-- c -->",
        "&lt;b&gt;",
        "```\ncode\n```\n",
        "1.  x\n",
        "{{t|a}}",
        '[Category:A](Category:A "wikilink")',
        "[[a|b]]",
        "<http://x.example>",
        "\\(y\\)",
        "\n    ",
        "\n\n---\n",
    )
)


@given(
    st.lists(tags | markup, max_size=25).map("".join), st.sampled_from(sorted(wikiparse.DIALECTS))
)
def test_a_browser_reads_what_was_written(source: str, dialect: str) -> None:
    doc = parse(source, dialect=dialect)
    shown = doc.to_html()
    assert not html_faults(shown)
    assert not live(shown)
    read = html5lib.parseFragment(shown, treebuilder="etree", namespaceHTMLElements=False)
    assert _joined(_written(shown)) == _joined(_pieces(read))
    assert isinstance(doc.to_html(safe=False), str)


# ------------------------------------------------------------------------------------ size


@pytest.mark.parametrize(
    "source",
    [
        "[^a]" * 3_000 + "\n\n[^a]: b",
        "#\n" * 5_000,
        "# a\n" * 3_000,
        "|\n" * 5_000,
        "[Category:a](Category:a)" * 500,
        "<b>" * 5_000,
        "<div>\n" * 2_000,
        "<table><tr>" * 2_000,
        "<ul><li>" * 2_000,
        "<td>" * 3_000,
        "| " + "a |" * 1_000 + "\n|" + "-|" * 1_000 + "\n" + "| a |\n" * 1_000,
        "|" * 1_000 + "\n|" + ":-:|" * 999 + "\n" + ("|" * 1_000 + "\n") * 20,
        "1. a\n" * 3_000,
    ],
    ids=lambda source: source[:12],
)
def test_the_output_is_in_proportion(source: str) -> None:
    for dialect in ("hybrid", "markdown"):
        doc = parse(source, dialect=dialect)
        assert len(doc.to_html()) <= 20 * len(source) + 4_096
        assert len(doc.to_html(safe=False)) <= 40 * len(source) + 4_096


def test_a_note_leads_back_to_its_first_marks_alone() -> None:
    shown = parse("[^a]" * 100 + "\n\n[^a]: b", dialect="hybrid").to_html()
    assert shown.count("noteref-") == 2 * 26
    assert shown.count('href="#note-1"') == 100


def test_a_small_stack_is_enough() -> None:
    tree: wikiparse.Node = Text("x")
    for _ in range(5_000):
        tree = wikiparse.Strong((wikiparse.Blockquote((tree,)),))
    doc = Document((tree,))
    shown: list[str] = []
    before = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(
            target=lambda: shown.extend((doc.to_html(), doc.to_html(safe=False)))
        )
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert [text.count("<blockquote>") for text in shown] == [5_000, 5_000]


@pytest.mark.parametrize("space", [" ", "\t", "\n"])
@pytest.mark.parametrize("tag", ["syntaxhighlight", "source"])
def test_a_page_chooses_no_class(tag: str, space: str) -> None:
    language = space.join(("c", "modal", "fixed-top"))
    doc = wikiparse.parse(f'<{tag} lang="{language}">x</{tag}>', dialect="wikitext")
    assert doc.to_html() == '<pre><code class="language-c">x\n</code></pre>\n'
    doc = wikiparse.parse(f'<{tag} lang="c;x">x</{tag}>', dialect="wikitext")
    assert doc.to_html() == "<pre><code>x\n</code></pre>\n"


@pytest.mark.parametrize("language", ["c++", "c#", "objective-c", "vb.net", "f90", "日本語"])
def test_the_class_of_a_language(language: str) -> None:
    doc = wikiparse.parse(f"```{language} meta\nx\n```", dialect="commonmark")
    assert f'<code class="language-{language}">' in doc.to_html()
