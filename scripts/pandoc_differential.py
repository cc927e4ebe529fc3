"""Where the dialect `pandoc` and pandoc itself read a text differently.

    python scripts/pandoc_differential.py --pandoc PATH [--count 20000] [--seed 1] [--show 20]

Texts are put together from atoms of markup, and their trees are compared as outlines: blocks,
inlines and text, without spans. pandoc (3.0 or later) reads all of them in one process, from a
script in Lua. A text that differs is made smaller as long as it differs, and told apart by the
kinds of nodes that only one of the two has.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import wikiparse
from wikiparse import nodes

READER = """
local texts = pandoc.json.decode(io.read('a'))
local out = {}
for i, text in ipairs(texts) do
  local ok, doc = pcall(pandoc.read, text, arg[1])
  out[i] = ok and pandoc.write(doc, 'json') or 'null'
end
io.write('[' .. table.concat(out, ',\\n') .. ']')
"""

BREAK = re.compile(r"</?br[\s/>]", re.I)
"""A break as HTML, which is a node here."""

EMPTY = {"Subscript": "~~", "Superscript": "^^"}

WORDS = ("a", "bc", "d e", "Ab", "1", "é", "木")

INLINE = (
    *(
        "*a*",
        "**b**",
        "_c_",
        "__d__",
        "***e***",
        "*",
        "**",
        "_",
        "`f`",
        "``g` h``",
        "~x~",
        "^2^",
        "~~y~~",
        "~",
        "^",
        "~~",
    ),
    *(
        "[k](l)",
        '[m](n "o")',
        '[p](Q_r "p"){.wikilink}',
        "[s]{.t #u}",
        "![v](w.jpg)",
        "[x][y]",
        "[y]",
        "[",
        "]",
        "](z)",
        "{.a}",
        "{",
        "}",
        "<http://a.b>",
        '![c](d.png "e"){width="3"}',
    ),
    *("$f$", "$$g$$", "$", "[^1]", "^[h]", "^[", "\\*", "\\_", "\\ ", "\\[", "\\", "\\\n", "&amp;"),
    *("`{{i}}`{=mediawiki}", "`j`{.k}", "`<br>`{=html}"),
    *('"', "'", "--", "---", "...", "!", "(", ")"),
)

STARTS = (
    *("# ", "## ", "- ", "* ", "1. ", "2) ", "a. ", "(i) ", "#. ", "> ", "    ", "  ", "   "),
    *(":   ", "| ", "~   ", "[^1]: ", "[y]: /z", "Table: ", ": "),
)

LINES = (
    *("", "", "", "---", "===", "* * *", "```", "~~~", "``` {.py}", "```{=mediawiki}"),
    *(":::", "::: {.a}"),
    *("  --- ---", "----", "--------", " a b", "  a   b", "| a | b |", "|---|--:|", "| c | d |"),
    *("+---+---+", "| a | b |", "+===+===+", "|   | c |", "|   +---+"),
    *("<div>", "</div>", "<!-- x -->"),
    *("## h {#i .j}", "h", "-----", "1.  a", "    b", "- c", "  - d", ":   e", "> f", "{{g}}"),
)


def make_text(draw: random.Random) -> str:
    """A text of some lines."""
    lines = []
    for _ in range(draw.randint(1, 7)):
        kind = draw.random()
        if kind < 0.3:
            lines.append(draw.choice(LINES))
            continue
        parts = []
        if kind < 0.6:
            parts += [draw.choice(STARTS) for _ in range(draw.randint(1, 2))]
        for _ in range(draw.randint(0, 6)):
            parts.append(draw.choice(INLINE) if draw.random() < 0.55 else draw.choice(WORDS))
            if draw.random() < 0.35:
                parts.append(" ")
        lines.append("".join(parts))
    return "\n".join(lines) + "\n"


# -------------------------------------------------------------------------------- outlines

Outline = list[Any]


def with_text(items: Outline) -> Outline:
    """Inlines with neighboring texts joined, and white space made one space."""
    out: Outline = []
    for item in items:
        if isinstance(item, str) and out and isinstance(out[-1], str):
            out[-1] += item
        else:
            out.append(item)
    out = [re.sub(r"[ \n]+", " ", item) if isinstance(item, str) else item for item in out]
    # White space before a break is nobody's.
    for index, item in enumerate(out[1:]):
        if item == ["br"] and isinstance(out[index], str):
            out[index] = out[index].rstrip(" ")
    if out and isinstance(out[0], str):
        out[0] = out[0].lstrip(" ")
    if out and isinstance(out[-1], str):
        out[-1] = out[-1].rstrip(" ")
    return [item for item in out if item != ""]


def url_of(url: str) -> str:
    """A URL as both would write it."""
    return re.sub(r"\s+", " ", unquote(url)).strip()


AS_WRITTEN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "--", "—": "---", "…": "..."}
)
"""pandoc makes these characters of plain ones; this library leaves them as they are written."""


class OfPandoc:
    """The outline of pandoc's tree."""

    def blocks(self, found: list[dict[str, Any]]) -> Outline:
        """The outline of some blocks."""
        return [item for block in found for item in self.block(block)]

    def block(self, block: dict[str, Any]) -> Outline:  # noqa: PLR0911  # a line for each kind
        """The outline of a block."""
        kind, content = block["t"], block.get("c")
        match kind:
            case "Para" | "Plain":
                inlines = self.inlines(content)
                return [["p", *inlines]] if inlines else []
            case "Header":
                return [["h", content[0], *self.inlines(content[2])]]
            case "BulletList":
                return [["ul", *[["li", *self.blocks(item)] for item in content]]]
            case "OrderedList":
                return [["ol", content[0][0], *[["li", *self.blocks(item)] for item in content[1]]]]
            case "DefinitionList":
                parts: Outline = []
                for term, definitions in content:
                    parts.append(["dt", *self.inlines(term)])
                    parts += [["dd", *self.blocks(one)] for one in definitions]
                return [["dl", *parts]]
            case "CodeBlock":
                return [["pre", content[1].strip("\n")]]
            case "BlockQuote":
                return [["q", *self.blocks(content)]]
            case "HorizontalRule":
                return [["hr"]]
            case "Div":
                return [["div", *self.blocks(content[1])]]
            case "Figure":
                return self.blocks(content[2])
            case "LineBlock":
                lines = [[["br"], *self.inlines(line)] for line in content]
                inlines = with_text([item for line in lines for item in line][1:])
                return [["p", *inlines]] if inlines else []
            case "Table":
                return [self.table(content)]
            case "RawBlock":
                return []
        return [[kind]]

    def table(self, content: list[Any]) -> Outline:
        """The outline of a table."""
        rows: Outline = []
        groups = [content[3][1], *[body[2] + body[3] for body in content[4]], content[5][1]]
        for group in groups:
            for row in group:
                cells = [["td", cell[2], cell[3], *self.blocks(cell[4])] for cell in row[1]]
                if any(len(cell) > 3 for cell in cells):
                    rows.append(["tr", *cells])
        caption = self.blocks(content[1][1])
        return ["table", *([["caption", *caption]] if caption else []), *rows]

    def inlines(self, found: list[dict[str, Any]]) -> Outline:
        """The outline of some inlines."""
        return with_text([item for inline in found for item in self.inline(inline)])

    def inline(self, inline: dict[str, Any]) -> Outline:  # noqa: PLR0911  # as above
        """The outline of an inline."""
        kind, content = inline["t"], inline.get("c")
        match kind:
            case "Str":
                return [content.translate(AS_WRITTEN)]
            case "Space" | "SoftBreak":
                return [" "]
            case "LineBreak":
                return [["br"]]
            case "Emph" | "Strong" | "Strikeout" | "Superscript" | "Subscript":
                inner = self.inlines(content)
                # An empty one is two marks, which are text here.
                return [[kind, *inner]] if inner else [EMPTY.get(kind, "")]
            case "Quoted":
                single = content[0]["t"] == "SingleQuote"
                quote = "'" if single else '"'
                return [quote, *self.inlines(content[1]), quote]
            case "Code":
                return [["code", content[1].strip()]]
            case "Math":
                return [["math", content[1].strip()]]
            case "Link":
                return [["a", url_of(content[2][0]), *self.inlines(content[1])]]
            case "Image":
                return [["img", url_of(content[2][0]), *self.inlines(content[1])]]
            case "Note":
                return [["note", *self.blocks(content)]]
            case "Span":
                return self.inlines(content[1])
            case "Cite":
                return self.inlines(content[1])
            case "RawInline":
                if content[0] == "mediawiki":
                    return [["raw", content[1]]]
                return [["br"]] if BREAK.match(content[1]) else []
        return [[kind]]


class OfWikiparse:
    """The outline of this library's tree."""

    def __init__(self, doc: wikiparse.Document) -> None:
        self.doc = doc
        self.open_notes: set[int] = set()

    def blocks(self, found: tuple[nodes.Node, ...]) -> Outline:
        """The outline of some blocks, or of inlines without a paragraph."""
        out: Outline = []
        loose: Outline = []
        for node in found:
            outline = self.block(node)
            if outline is None:
                loose += self.inline(node)
                continue
            if loose:
                out.append(["p", *with_text(loose)])
                loose = []
            out += outline
        if loose and (text := with_text(loose)):
            out.append(["p", *text])
        return out

    def block(self, node: nodes.Node) -> Outline | None:  # noqa: PLR0911  # as above
        """The outline of a block, None for an inline."""
        match node:
            case wikiparse.Section():
                return self.blocks(node.children)
            case wikiparse.Paragraph():
                inlines = self.inlines(node.children)
                return [["p", *inlines]] if inlines else []
            case wikiparse.Heading():
                return [["h", node.level, *self.inlines(node.children)]]
            case wikiparse.List():
                items = [["li", *self.blocks(item.children)] for item in node.children]
                return [["ul", *items] if node.start is None else ["ol", node.start, *items]]
            case wikiparse.DescriptionList():
                parts: Outline = []
                for part in node.children:
                    if isinstance(part, wikiparse.DescriptionTerm):
                        parts.append(["dt", *self.inlines(part.children)])
                    else:
                        parts.append(["dd", *self.blocks(part.children)])
                return [["dl", *parts]]
            case wikiparse.CodeBlock():
                return [["pre", node.value.strip("\n")]]
            case wikiparse.MathBlock():
                return [["p", ["math", node.value.strip()]]]
            case wikiparse.Blockquote():
                return [["q", *self.blocks(node.children)]]
            case wikiparse.ThematicBreak():
                return [["hr"]]
            case wikiparse.HtmlElement(tag="div"):
                inner = self.blocks(node.children)
                is_html = self.doc.source.startswith("<", node.span.start if node.span else 0)
                return inner if is_html else [["div", *inner]]
            case wikiparse.Table():
                return [self.table(node)]
            case (
                wikiparse.FootnoteDefinition()
                | wikiparse.LinkReferenceDefinition()
                | wikiparse.HtmlBlock()
                | wikiparse.FrontMatter()
            ):
                return []
        return None

    def table(self, node: wikiparse.Table) -> Outline:
        """The outline of a table."""
        rows: Outline = []
        for row in node.rows:
            cells = [["td", c.rowspan, c.colspan, *self.blocks(c.children)] for c in row.cells]
            if any(len(cell) > 3 for cell in cells):
                rows.append(["tr", *cells])
        caption = [] if node.caption is None else self.blocks(node.caption.children)
        return ["table", *([["caption", *caption]] if caption else []), *rows]

    def inlines(self, found: tuple[nodes.Node, ...]) -> Outline:
        """The outline of some inlines."""
        return with_text([item for node in found for item in self.inline(node)])

    def inline(self, node: nodes.Node) -> Outline:  # noqa: C901, PLR0911  # as above
        """The outline of an inline."""
        match node:
            case wikiparse.Text():
                return [node.value]
            case wikiparse.LineBreak():
                return [["br"]]
            case wikiparse.Emphasis():
                return [["Emph", *self.inlines(node.children)]]
            case wikiparse.Strong():
                return [["Strong", *self.inlines(node.children)]]
            case wikiparse.Strikethrough():
                return [["Strikeout", *self.inlines(node.children)]]
            case wikiparse.HtmlElement(tag="sup"):
                return [["Superscript", *self.inlines(node.children)]]
            case wikiparse.HtmlElement(tag="sub"):
                return [["Subscript", *self.inlines(node.children)]]
            case wikiparse.InlineCode():
                return [["code", node.value.strip()]]
            case wikiparse.Math():
                return [["math", node.value.strip()]]
            case wikiparse.Wikilink():
                return [["a", url_of(node.href), *self.inlines(node.children)]]
            case wikiparse.ExternalLink() | wikiparse.Link():
                return [["a", url_of(node.url), *self.inlines(node.children)]]
            case wikiparse.Image():
                return [["img", url_of(node.href), *self.inlines(node.children)]]
            case wikiparse.Template() | wikiparse.MagicWord():
                return [["raw", "{{" + node.name + "}}"]]
            case wikiparse.FootnoteReference():
                definition = self.doc.footnote(node)
                if definition is None or id(definition) in self.open_notes:
                    return [["note"]]
                self.open_notes.add(id(definition))
                outline = ["note", *self.blocks(definition.children)]
                self.open_notes.discard(id(definition))
                return [outline]
            case wikiparse.HtmlTag() | wikiparse.HtmlInline() | wikiparse.Comment():
                return []
        return [item for child in node.children for item in self.inline(child)]


# -------------------------------------------------------------------------------- comparing


class Referee:
    """pandoc, which reads many texts at once."""

    def __init__(self, binary: str, reader: str) -> None:
        self.binary, self.reader = binary, reader
        with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
            file.write(READER)
        self.script = Path(file.name)

    def outlines(self, texts: list[str]) -> list[Outline | None]:
        """The outline of each text, None for one that pandoc cannot read."""
        done = subprocess.run(
            [self.binary, "lua", str(self.script), self.reader],
            input=json.dumps(texts).encode(),
            capture_output=True,
            check=True,
        )
        found = json.loads(done.stdout)
        return [None if tree is None else OfPandoc().blocks(tree["blocks"]) for tree in found]


def outline_of(text: str) -> Outline:
    """The outline of this library's tree."""
    doc = wikiparse.parse(text, dialect="pandoc", lang="en")
    return OfWikiparse(doc).blocks(doc.children)


def kinds_in(outline: Any) -> Counter[str]:
    """How many nodes of each kind an outline has."""
    if not isinstance(outline, list):
        return Counter()
    first = outline[0] if outline else ""
    found: Counter[str] = Counter()
    if isinstance(first, str):
        found[first] += 1
    for item in outline:
        found += kinds_in(item)
    return found


def difference(theirs: Outline, ours: Outline) -> str:
    """The kinds of nodes that only one outline has."""
    left, right = kinds_in(["", *theirs]), kinds_in(["", *ours])
    missing = "".join(f" -{kind}" for kind in sorted(left - right) if kind in KINDS)
    extra = "".join(f" +{kind}" for kind in sorted(right - left) if kind in KINDS)
    return (missing + extra).strip() or "text"


KINDS = frozenset(
    "p h ul ol li dl dt dd pre q hr div table tr td caption br Emph Strong Strikeout Superscript "
    "Subscript code math a img note raw".split()
)


def smaller(text: str) -> list[str]:
    """Texts with a line or a piece less."""
    lines = text.splitlines()
    found = ["\n".join([*lines[:i], *lines[i + 1 :]]) + "\n" for i in range(len(lines))]
    for i, line in enumerate(lines):
        pieces = re.findall(r"\w+|\s+|[^\w\s]+", line)
        for j in range(len(pieces)):
            fewer = "".join(pieces[:j] + pieces[j + 1 :])
            found.append("\n".join([*lines[:i], fewer, *lines[i + 1 :]]) + "\n")
    return found


def shrink(referee: Referee, text: str) -> str:
    """The smallest text that still differs, as far as leaving out pieces finds one."""
    for _ in range(40):
        candidates = smaller(text)
        for candidate, theirs in zip(candidates, referee.outlines(candidates), strict=True):
            if candidate.strip() and theirs is not None and theirs != outline_of(candidate):
                text = candidate
                break
        else:
            return text
    return text


def main() -> int:
    """Compare, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pandoc", default="pandoc")
    # What is read otherwise here on purpose would hide the rest: HTML is tags, TeX is text.
    parser.add_argument("--reader", default="markdown-native_divs-raw_tex")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="how many differences to make smaller")
    parser.add_argument("--text", help="one text: both outlines")
    options = parser.parse_args()
    referee = Referee(options.pandoc, options.reader)
    if options.text is not None:
        text = options.text.encode().decode("unicode_escape").encode("latin-1").decode() + "\n"
        print("pandoc", json.dumps(referee.outlines([text])[0], ensure_ascii=False))
        print("ours  ", json.dumps(outline_of(text), ensure_ascii=False))
        return 0
    draw = random.Random(options.seed)
    texts = [make_text(draw) for _ in range(options.count)]
    differ: list[tuple[str, str]] = []
    count = 0
    for begin in range(0, len(texts), 500):
        batch = texts[begin : begin + 500]
        for text, theirs in zip(batch, referee.outlines(batch), strict=True):
            if theirs is None:
                continue
            count += 1
            ours = outline_of(text)
            if theirs != ours:
                differ.append((text, difference(theirs, ours)))
    print(f"{count} texts, {100 * (1 - len(differ) / count):.2f} % agree")
    for kind, number in Counter(kind for _, kind in differ).most_common(40):
        print(f"  {number:6d} {kind}")
    for text, kind in differ[: options.show]:
        small = shrink(referee, text)
        print(f"\n{kind}\n{small!r}")
        print("   pandoc", json.dumps(referee.outlines([small])[0], ensure_ascii=False))
        print("   ours  ", json.dumps(outline_of(small), ensure_ascii=False))
    referee.script.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
