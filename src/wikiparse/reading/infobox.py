"""The infobox of a page: the template that holds its facts as names and values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from wikiparse.nodes.base import values_of_calls
from wikiparse.nodes.blocks import Section
from wikiparse.nodes.inlines import Template

if TYPE_CHECKING:
    from wikiparse.nodes.base import Node
    from wikiparse.nodes.inlines import TemplateArgument

NAMES = (
    r"info ?box|taxobox|chembox|drugbox|geobox|automatic taxo|speciesbox|starbox|infotaula"
    r"|infobokss?|infokast|infokutija|infotable|inligtingskas|tietolaatikko|faktaboks|faktamall"
    r"|kotak info|ficha|cuadro|info/|infoquadro|steckbrief|kutusu|bilgi|hộp thông tin"
    r"|карточка|картка|картичка|инфокутија|инфобокс|інфабокс|πλαίσιο|κουτί"
    r"|صندوق|جعبه|مربع|معلومات"
    r"|基礎情報|基本情報|情報ボックス|信息框|資訊框|资讯框|정보|ज्ञानसन्दूक|তথ্যছক|தகவல்சட்டம்"
    r"|సమాచారపెట్టె|กล่องข้อมูล|ინფოდაფა|տեղեկաքարտ"
)
"""Names of infoboxes, or parts of names, in some languages."""
ENOUGH = 5
"""Named arguments, each on a line of its own, that look like an infobox at the start of a page."""


@cache
def _names() -> re.Pattern[str]:
    return re.compile(NAMES, re.I)


class Infobox(Mapping[str, str]):
    """The named arguments of an infobox, from name to text; of two with one name the last counts.

    `template` is the node. `evidence` says how it was detected: by "name", or by "shape" (arguments
    on lines of their own, before the first section), with the name or shape that was found.
    """

    __slots__ = ("_arguments", "_evidence", "_template")

    def __init__(self, template: Template, evidence: tuple[tuple[str, str], ...]) -> None:
        self._template = template
        self._evidence = evidence
        self._arguments: dict[str, TemplateArgument] = {
            # As in MediaWiki, a later argument of the same name replaces an earlier one.
            a.name: a
            for a in template.arguments
            if not a.is_positional
        }

    @property
    def template(self) -> Template:
        """The node of the template."""
        return self._template

    @property
    def evidence(self) -> tuple[tuple[str, str], ...]:
        """Pairs: by which sign it was detected, and the name or shape that was found."""
        return self._evidence

    def __getitem__(self, name: str) -> str:
        argument = self._arguments[name]
        # A value is no running text: an image or a template that is not known are values too.
        return argument.text.strip() or values_of_calls(argument, names=True)

    def __iter__(self) -> Iterator[str]:
        return iter(self._arguments)

    def __len__(self) -> int:
        return len(self._arguments)

    def __repr__(self) -> str:
        return f"Infobox({self._template.name!r}, {len(self)} arguments)"


def find_infobox(page: Node, source: str) -> Infobox | None:
    """The first template of a page that looks like an infobox, templates in templates aside; None
    if the page has none.
    """
    # The shape counts only in the lead: below it, tables and navigation are templates of the same
    # shape.
    stack: list[tuple[Node, bool]] = [(page, True)]
    while stack:
        node, in_lead = stack.pop()
        if isinstance(node, Template):
            if evidence := _evidence(node, source, in_lead=in_lead):
                return Infobox(node, evidence)
            continue
        in_lead = in_lead and not isinstance(node, Section)
        stack += [(child, in_lead) for child in reversed(node.children)]
    return None


def _evidence(template: Template, source: str, *, in_lead: bool) -> tuple[tuple[str, str], ...]:
    """The evidence for an infobox; none if it is not enough."""
    named = [argument for argument in template.arguments if not argument.is_positional]
    if match := _names().search(template.name):
        # A name alone is not enough: `{{Infobox}}` in a discussion has no facts.
        if named:
            return (("name", match[0]), ("named arguments", str(len(named))))
        return ()
    lines = sum(
        argument.span is not None and source.find("\n", *argument.span) >= 0 for argument in named
    )
    if in_lead and len(named) >= ENOUGH and lines >= ENOUGH:
        return (("shape", f"{lines} arguments on lines of their own"), ("place", "lead"))
    return ()
