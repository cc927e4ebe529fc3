"""Sphinx extension: docstrings as autodoc takes them.

The docstrings of the library are written for the terminal: code is in backticks, nothing else is
markup. autodoc reads reStructuredText, so code becomes a literal, or a link where it is a public
name, and characters that would be markup are escaped.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import public_names

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, TextElement
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CODE = re.compile(r"`([^`]+)`")
MARKUP = re.compile(r"([*_|\\])")
PAGE = re.compile(r"\bdocs/([a-z-]+)\.md\b")
NAME = re.compile(r"(?:wikiparse\.)?([A-Za-z]\w*(?:\.\w+)*)(?:\(\))?")

EXAMPLE_END = re.compile(r"\n\n(?=```\n)")
COMPOUND = re.compile(
    r"^(>>> (?:async|class|def|for|if|try|while|with|@\w+)\b.*\n(?:\.\.\. .*\n)*+)(?!\.\.\.)", re.M
)

OURS = "wikiparse"

DEFAULTS = re.compile(r"\b(Limits|Options)\((?:[^()]|\([^()]*\))+\)")
"""Records that are the defaults of parameters; their own entries have the values."""

EVERY_NODE = frozenset({"Node", "Parent"})
"""The classes whose members are documented with them, not with each class of node."""

OF_THE_CLASS = frozenset({"kind", "is_silent", "is_block", "is_separator", "is_call"})
"""Values of a class of node, the same for all its nodes; the page names them with `Node` alone."""

WITHOUT_PARAMETERS = frozenset(
    {"Chunk", "Coordinates", "DeadLetter", "Dialect", "Document", "Infobox", "InfoboxField"}
    | {"Page", "PlainText", "Source", "SourcePage", "StatedDate"}
)
"""Classes whose values nobody makes with their constructor: its parameters are not shown."""

ONLY_THE_PARSER_HAS = frozenset({"context", "span_end", "texts"})
"""Parameters of nodes that programs do not give."""

INTERNAL = frozenset(
    {"bridge", "default_texts", "framer", "own_text", "reader", "shown_parts", "words"}
)
"""Members by which the parts of the library speak to each other, though they have no underscore,
and an earlier name.
"""


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect to autodoc and to Sphinx's resolver of references."""
    for public in public_names.public_names().values():
        if inspect.isclass(public.value):
            _complete_annotations(public.value)
    app.connect("source-read", _tidy_examples)
    app.connect("autodoc-process-docstring", _process_docstring)
    app.connect("autodoc-process-signature", _process_signature)
    app.connect("autodoc-skip-member", _skip_member)
    app.connect("missing-reference", _resolve)
    return {"parallel_read_safe": True}


def _tidy_examples(_app: Sphinx, _page: str, source: list[str]) -> None:
    """Leave out the empty line after an example, which doctest asks for, and end a loop with the
    empty line that a prompt asks for: then an example can be copied into one.
    """
    source[0] = COMPOUND.sub(r"\1...\n", EXAMPLE_END.sub("\n", source[0]))


def _complete_annotations(cls: type) -> None:
    """The types of inherited attributes: autodoc looks for them in the class itself alone."""
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        if public_names.is_ours(base) and (base is cls or base.__name__ not in EVERY_NODE):
            found |= vars(base).get("__annotations__", {})
    cls.__annotations__ = found


@cache
def targets() -> dict[str, str]:
    """The targets of code in docstrings, by the ways it is written."""
    found: dict[str, str] = {}
    for qualified, public in public_names.public_names().items():
        found[public.name] = found[qualified.removeprefix("wikiparse.")] = qualified
        if inspect.isclass(public.value):
            for member in public_names.members(public.value):
                if member not in INTERNAL:
                    home = public_names.home(public.value, member)
                    owner = f"wikiparse.{home}" if home in EVERY_NODE else qualified
                    found.setdefault(f"{public.name}.{member}", f"{owner}.{member}")
    for member in public_names.members(public_names.public_names()["wikiparse.Document"].value):
        # `doc` is a document on every page of the documentation.
        if target := found.get(f"Document.{member}"):
            found[f"doc.{member}"] = target
    return found


def to_rst(text: str, owner: str = "") -> str:
    """A line or paragraph of a docstring as reStructuredText; `owner` is the class it is about."""
    parts = CODE.split(text)
    done = [_prose(parts[0])]
    # Every second part was between backticks.
    for code, after in zip(parts[1::2], parts[2::2], strict=True):
        # Markup of reStructuredText ends before a space or punctuation: "`ListItem`s".
        glue = "\\ " if after[:1].isalnum() else ""
        done += [_code(code, owner), glue, _prose(after)]
    return "".join(done)


def _prose(text: str) -> str:
    """Text with its characters escaped, and with a link for the name of a page."""
    return PAGE.sub(r":doc:`/\1`", MARKUP.sub(r"\\\1", text))


def _code(code: str, owner: str) -> str:
    target = None
    if match := NAME.fullmatch(code):
        name = match[1]
        target = targets().get(f"{owner}.{name}") or targets().get(name)
        if name == owner:
            target = None  # a link to where one is
    if target is not None:
        shown = code.replace("\\", "\\\\")
        return f":py:obj:`{shown} <{target}>`"
    # A literal of reStructuredText cannot begin or end with a space.
    return f"``{code}``" if code == code.strip() else f":code:`{code.strip()}`"


def _process_docstring(  # the arguments that Sphinx gives
    _app: Sphinx, _what: str, name: str, _value: object, _options: object, lines: list[str]
) -> None:
    owner = next((part for part in name.split(".") if part[:1].isupper()), "")
    text = "\n".join(lines)
    # Paragraphs, since code may go over a line ending; examples and indented blocks stay.
    blocks = re.split(r"(\n\s*\n)", text)
    done = [
        block
        if block.lstrip().startswith(">>>")
        else "::\n\n" + block
        if block.startswith("    ")
        else to_rst(block, owner)
        for block in blocks
    ]
    lines[:] = "".join(done).split("\n")


def _skip_member(  # as above
    _app: Sphinx, _what: str, name: str, value: object, skip: bool, _options: object
) -> bool | None:
    if name in INTERNAL:
        return True
    if name in OF_THE_CLASS and isinstance(value, str | bool | property):
        return True  # of a node; the `kind` of a date is a value of its own
    return None if skip else skip


def _process_signature(  # as above
    _app: Sphinx,
    what: str,
    name: str,
    value: Any,
    _options: object,
    signature: str | None,
    returned: str | None,
) -> tuple[str | None, str | None] | None:
    if signature is None or what == "exception":
        return None
    if what != "class":
        # An alias of the ETL's that has the name of a class; and the name that the nodes, which
        # know no readers, have for a PlainText.
        signature = signature.replace("source: Source,", "source: str | PathLike | Iterable,")
        signature = DEFAULTS.sub(r"\1()", signature)
        return signature, returned and returned.replace("ReadText", "PlainText")
    if name.rpartition(".")[2] in WITHOUT_PARAMETERS:
        return "", None
    # The types are with the attributes.
    given = inspect.signature(value)
    parameters = [
        # Two fields that are given as one (`nodes.base.frozen`).
        one.replace(name="span", default=None, annotation=one.empty)
        if one.name == "span_start"
        else one.replace(annotation=one.empty)
        for one in given.parameters.values()
        if one.name not in ONLY_THE_PARSER_HAS
    ]
    return str(given.replace(parameters=parameters, return_annotation=given.empty)), None


@cache
def _public_by_path() -> dict[str, str]:
    """The qualified public name of each class and function, by where it is defined."""
    return {
        f"{public.value.__module__}.{public.value.__qualname__}": qualified
        for qualified, public in public_names.public_names().items()
        if hasattr(public.value, "__qualname__")
    }


def _resolve(
    app: Sphinx, env: BuildEnvironment, node: Element, contnode: TextElement
) -> Node | None:
    """A type in a signature: a public name by another path, or the name of something that is not
    this library's, which is shown without a link.
    """
    if node.get("refdomain") != "py":
        return None
    target: str = node["reftarget"]
    public = _public_by_path().get(target) or targets().get(target.rpartition(".")[2])
    if public is not None:
        domain: Any = env.get_domain("py")
        assert app.builder is not None
        return domain.resolve_xref(  # type: ignore[no-any-return]
            env, node["refdoc"], app.builder, "obj", public, node, contnode
        )
    # `collections.abc.Callable`, `str`, or a name of the type checker's, such as `Evidence`.
    return None if target.startswith(OURS + ".") and node.get("refexplicit") else contnode
