"""The infoboxes of a page: the templates and tables that hold its facts as names and values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import attrs

from wikiparse.nodes.base import in_one_line
from wikiparse.nodes.blocks import Section, Table
from wikiparse.nodes.inlines import Template
from wikiparse.nodes.links import FootnoteReference, Wikilink
from wikiparse.nodes.page import Page
from wikiparse.reading.value_lists import items_of, text_of
from wikiparse.text_cache import text_cache

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.blocks import TableCell
    from wikiparse.nodes.inlines import TemplateArgument

NAMES = (
    r"info ?box|taxo ?box|tassobox|chembox|drugbox|geobox|automatic taxo|speciesbox|hybridbox"
    r"|virusbox|ichnobox|oobox|mycomorphbox|taxonbox|starbox|infotaula"
    r"|infobokss?|infokast|infokutija|infotable|inligtingskas|tietolaatikko|faktaboks|faktamall"
    r"|kotak info|ficha|cuadro|info/|infoquadro|steckbrief|kutusu|bilgi|hộp thông tin"
    r"|карточка|картка|картичка|инфокутија|инфобокс|інфабокс|πλαίσιο|κουτί"
    r"|صندوق|جعبه|مربع|معلومات"
    r"|таксон|生物分類表|생물 분류|bảng phân loại"
    r"|基礎情報|基本情報|情報ボックス|信息框|資訊框|资讯框|정보|ज्ञानसन्दूक|তথ্যছক|தகவல்சட்டம்"
    r"|సమాచారపెట్టె|กล่องข้อมูล|ინფოდაფა|տեղեկաքարտ"
)
"""Names of infoboxes, or parts of names, in some languages."""
ENOUGH = 5
"""Named arguments, each on a line of its own, that look like an infobox at the start of a page."""


LONGEST_NAME = 200
"""Code points of a template's name that are looked at."""


@cache
def _names() -> re.Pattern[str]:
    return re.compile(NAMES, re.I)


CLASS = re.compile(r"(?:\A|\s)(?:info|taxo)box(?![^\W_])", re.I)
"""A class of tables that are infoboxes: `infobox`, `infobox_v2`."""


@attrs.frozen
class InfoboxField:
    r"""A name and its value in an infobox.

    `node` is the argument of the template, or the cell of the table, that holds the value.

    >>> source = "{{Infobox town\n| river = [[Wend]]\n}}"
    >>> box = wikiparse.parse(source, dialect="wikitext").infobox
    >>> [(field.name, field.text, field.links[0].title) for field in box.fields]
    [('river', 'Wend', 'Wend')]
    """

    name: str
    """The name as the infobox has it."""
    node: TemplateArgument | TableCell
    """The argument or cell that holds the value."""

    @property
    def text(self) -> str:
        """The text of the value, as the infobox has it by this name."""
        return text_of(self.node.children)

    @property
    def values(self) -> tuple[str, ...]:
        """The texts of the value's items if it is a list (lines that begin with `*`, or that `<br>`
        separates, or a template such as `{{plainlist}}`); otherwise its one text. () if it has no
        text.
        """
        return items_of(self.node)

    @property
    def links(self) -> tuple[Wikilink, ...]:
        """The wikilinks of the value in order, those of its footnotes aside."""
        out: list[Wikilink] = []
        stack: list[Node] = [self.node]
        while stack:
            node = stack.pop()
            if isinstance(node, Wikilink):
                out.append(node)
            if not isinstance(node, FootnoteReference):
                stack += node.children[::-1]
        return tuple(out)

    @property
    def infobox(self) -> Infobox | None:
        """The first infobox in the value, or None."""
        return next(_infoboxes(self.node, "", is_nested=True), None)


class Infobox(Mapping[str, str]):
    r"""The facts of an infobox, from name to text; of two with one name the last counts.

    `node` is the template, or the table. `fields` are all of its facts in source order, with their
    nodes. `evidence` says how it was detected: by "name", by "shape" (arguments on lines of their
    own, before the first section), or by the "class" of a table, with the name or class found.

    >>> source = "{{Infobox town\n| name = Aberg\n| river = [[Wend]]\n}}"
    >>> box = wikiparse.parse(source, dialect="wikitext").infobox
    >>> box.name, dict(box)
    ('Infobox town', {'name': 'Aberg', 'river': 'Wend'})
    """

    __slots__ = ("_by_name", "_evidence", "_fields", "_node")

    def __init__(
        self,
        node: Template | Table,
        evidence: tuple[tuple[str, str], ...],
        fields: tuple[InfoboxField, ...],
    ) -> None:
        self._node = node
        self._evidence = evidence
        self._fields = fields
        # As in MediaWiki, a later argument of the same name replaces an earlier one.
        self._by_name = {field.name: field for field in fields}

    @property
    def node(self) -> Template | Table:
        """The template, or the table."""
        return self._node

    @property
    def template(self) -> Template | None:
        """The node of the template; None of a table."""
        return self._node if isinstance(self._node, Template) else None

    @property
    def name(self) -> str:
        """The name of the template, with spaces for underscores; "" of a table."""
        return (
            " ".join(self._node.name.replace("_", " ").split())
            if isinstance(self._node, Template)
            else ""
        )

    @property
    def evidence(self) -> tuple[tuple[str, str], ...]:
        """Pairs: how it was detected, and the name, shape or class that was found."""
        return self._evidence

    @property
    def fields(self) -> tuple[InfoboxField, ...]:
        """All names and values in source order, those that are given again among them."""
        return self._fields

    @property
    def nested(self) -> tuple[Infobox, ...]:
        """The infoboxes in the values, in order; those within them are in their `nested`."""
        return tuple(_infoboxes(self._node, "", is_nested=True))

    def __getitem__(self, name: str) -> str:
        return self._by_name[name].text

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __repr__(self) -> str:
        shown = repr(self.name) if isinstance(self._node, Template) else "table"
        return f"Infobox({shown}, {len(self)} arguments)"


def find_infobox(page: Page) -> Infobox | None:
    """The first template or table of a page that looks like an infobox, those in templates aside;
    None if the page has none.
    """
    return next(_infoboxes(page, str(page), is_nested=False), None)


def find_infoboxes(page: Page) -> tuple[Infobox, ...]:
    """All of them, each before those within it."""
    templates = page.templates
    tables = [table for table in page.tables if _table_class(table)]
    if _have_spans(page, templates, tables):
        return _by_spans(page, templates, tables)
    out: list[Infobox] = []
    stack = list(_infoboxes(page, str(page), is_nested=False))[::-1]
    while stack:
        infobox = stack.pop()
        out.append(infobox)
        stack += infobox.nested[::-1]
    return tuple(out)


def _have_spans(page: Page, templates: tuple[Template, ...], tables: list[Table]) -> bool:
    """Whether the spans of templates and tables say which of them is in another."""
    if page.is_edited or min(map(_START, templates), default=0) < 0:
        return False
    if not tables:
        return True
    sections = page._all(Section)
    return (
        page._expanded is None
        and min(map(_START, tables)) >= 0
        # Tables in these are not among those of the page.
        and not any(template.is_raw for template in templates)
        # What is before the first section is in none.
        and sections[:1] == page.sections[:1]
    )


_START: Final = attrgetter("_start")


def _outer_first(node: Node) -> tuple[int, int]:
    """The order of nodes in document order, by their spans."""
    return node._start, -node._end


def _by_spans(
    page: Page, templates: tuple[Template, ...], tables: list[Table]
) -> tuple[Infobox, ...]:
    """The same of a page as it was parsed, whose spans say without a walk which template is in
    another; `tables` are those with the class of an infobox.
    """
    source = str(page)
    first_section = next((section._start for section in page.sections), len(source))
    # Few names are those of one, and each is asked about once.
    names = {name for name in {t.name for t in templates} if _infobox_name(name[:LONGEST_NAME])}
    out: list[Infobox] = []
    end, is_infobox = -1, False  # of the outermost template, or of the infobox that is a table
    nodes: Iterable[Template | Table] = templates
    if tables:
        nodes = sorted((*templates, *tables), key=_outer_first)
    for node in nodes:
        start = node._start
        is_outermost = start >= end
        if isinstance(node, Table):
            if (is_outermost or is_infobox) and (found := _of_table(node)) is not None:
                out.append(found)
                if is_outermost:
                    end, is_infobox = node._end, True
            continue
        by_shape = False
        if is_outermost:
            end = node._end
            # Most templates of the lead are citations, in one line.
            by_shape = (
                start < first_section
                and len(node.children) >= ENOUGH
                and source.find("\n", start, end) >= 0
            )
            is_infobox = False
        elif not is_infobox:
            continue
        if (by_shape or node.name in names) and (
            evidence := _evidence(node, source, by_shape=by_shape)
        ):
            out.append(_of_template(node, evidence))
            is_infobox = True
    return tuple(out)


def _of_template(template: Template, evidence: tuple[tuple[str, str], ...]) -> Infobox:
    named = [a for a in template.arguments if not a.is_positional]
    return Infobox(template, evidence, tuple([InfoboxField(a.name, a) for a in named]))


def _infoboxes(root: Node, source: str, *, is_nested: bool) -> Iterator[Infobox]:
    """The infoboxes below a node, those within another of them aside.

    In the page a template is not searched; in an infobox (`is_nested`) all of its values are, and
    only a name or class counts there.
    """
    # The shape counts only in the lead: below it, tables and navigation are templates of the same
    # shape. None is the end of a section.
    stack: list[Node | None] = [root]
    if isinstance(root, Page) and not _has_names(root):
        stack = [*root.lead[::-1]]
    open_sections = 1 if is_nested else 0
    while stack:
        node = stack.pop()
        if node is None:
            open_sections -= 1
            continue
        if node is not root and isinstance(node, Template):
            if evidence := _evidence(node, source, by_shape=not open_sections):
                yield _of_template(node, evidence)
                continue
            if not is_nested:
                continue
        elif node is not root and isinstance(node, Table) and (found := _of_table(node)):
            yield found
            continue
        if isinstance(node, Section):
            open_sections += 1
            stack.append(None)
        if children := node.children:
            stack += children[::-1]


def _has_names(page: Page) -> bool:
    """Whether a template is called like an infobox, or a table has the class of one: most pages
    have neither, and then the lead alone is searched.
    """
    return any(_infobox_name(template.name[:LONGEST_NAME]) for template in page.templates) or any(
        map(_table_class, page.tables)
    )


def _table_class(table: Table) -> re.Match[str] | None:
    """The class of a table that is an infobox; most tables have no class."""
    name = table.get("class") if table.attributes else None
    return CLASS.search(name) if name else None


def _of_table(table: Table) -> Infobox | None:
    """The infobox that a table is by its class: its facts are the rows of a header and a value."""
    match = _table_class(table)
    if match is None:
        return None
    fields: list[InfoboxField] = []
    for row in table.rows:
        cells = row.cells
        if len(cells) == 2 and cells[0].is_header and not cells[1].is_header:
            name = in_one_line(cells[0].text)
            if name:
                fields.append(InfoboxField(name, cells[1]))
    if not fields:
        return None
    evidence = (("class", match[0].strip()), ("rows of a header and a value", str(len(fields))))
    return Infobox(table, evidence, tuple(fields))


@text_cache(2048)
def _infobox_name(name: str) -> str:
    """The part of a template's name that says that it is an infobox; "" if none does."""
    match = _names().search(name)
    return match[0] if match else ""


def _evidence(template: Template, source: str, *, by_shape: bool) -> tuple[tuple[str, str], ...]:
    """The evidence for an infobox; none if it is not enough. Its shape counts with `by_shape`."""
    # No longer name is remembered: a page may have one of a megabyte.
    found = _infobox_name(template.name[:LONGEST_NAME])
    if not found and (not by_shape or len(template.children) < ENOUGH):
        return ()
    named = [argument for argument in template.arguments if not argument.is_positional]
    if found:
        # A name alone is not enough: `{{Infobox}}` in a discussion has no facts.
        if named:
            return (("name", found), ("named arguments", str(len(named))))
        return ()
    if len(named) < ENOUGH:
        return ()
    lines = sum([a._start >= 0 and source.find("\n", a._start, a._end) >= 0 for a in named])
    if lines >= ENOUGH:
        return (("shape", f"{lines} arguments on lines of their own"), ("place", "lead"))
    return ()
