"""Calls to text, as MediaWiki does it (`Parser::braceSubstitution`).

An argument is expanded when a parameter asks for it, and once; a branch that is not taken costs
nothing. What is not known here, such as modules in Lua, stays as it is, with its arguments
expanded; a condition that depends on it stays, too.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from wikiparse.diagnostics import Diagnostic
from wikiparse.expand.frames import SPACE, Frame
from wikiparse.expand.functions import FUNCTIONS
from wikiparse.expand.markers import DELETE, Markers, TooMuchError
from wikiparse.expand.names import function_id, variable_id, without_prefixes
from wikiparse.expand.syntax import Call, Tag, parse_calls
from wikiparse.expand.variables import VARIABLES
from wikiparse.mediawiki import PARSED_TAGS

if TYPE_CHECKING:
    from datetime import datetime

    from wikiparse.expand.store import TemplateStore
    from wikiparse.expand.syntax import Content
    from wikiparse.expand.titles import PageTitle

BEGINS_BLOCK: Final = re.compile(r"\{\||[:;#*]")
"""A result that begins like this begins a line (MediaWiki: T2529)."""

MAX_DEPTH: Final = 100
"""Levels of texts in texts (`$wgMaxPPExpandDepth`), and of templates in templates
(`$wgMaxTemplateDepth`)."""


class Expander:
    """The expansion of one page."""

    __slots__ = (
        "depth", "is_page", "lang", "markers", "missing", "moment", "output",
        "page", "problems", "root", "size", "steps", "store",
    )  # fmt: skip

    def __init__(
        self, store: TemplateStore, page: PageTitle, moment: datetime | None, *, is_page: bool
    ) -> None:
        self.store: TemplateStore = store
        self.lang: str | None = store.lang
        self.page: PageTitle = page
        self.moment: datetime | None = moment
        self.is_page: bool = is_page
        self.root: Frame = Frame()
        self.markers: Markers = Markers(store.max_size)
        self.depth: int = 0
        self.steps: int = 0
        self.size: int = 0
        self.missing: Counter[str] = Counter()
        self.problems: list[tuple[str, str]] = []

    # --- contents

    def expand(self, content: Content, frame: Frame) -> str:
        """The text of some content."""
        if len(content) == 1 and content[0].__class__ is str:
            return content[0]  # type: ignore[return-value]
        if not content:
            return ""
        self.steps += 1
        if self.steps > self.store.max_steps:
            raise TooMuchError
        if self.depth > MAX_DEPTH:
            self.report("expansion-too-deep", "")
            return '<span class="error">Expansion depth limit exceeded</span>'
        self.depth += 1
        out: list[str] = []
        for part in content:
            if part.__class__ is str:
                out.append(part)  # type: ignore[arg-type]
            elif part.__class__ is Call:
                out.append(
                    self.parameter(part, frame) if part.is_parameter else self.call(part, frame)  # type: ignore[union-attr,arg-type]
                )
            else:
                out.append(self.tag(part))  # type: ignore[arg-type]
        self.depth -= 1
        return "".join(out)

    def trimmed(self, content: Content, frame: Frame) -> str:
        """The text without the white space around it."""
        return self.expand(content, frame).strip(SPACE)

    def tag(self, tag: Tag) -> str:
        """The tag of an extension: its content is not looked into here."""
        inner = tag.inner
        if self.is_page and inner and tag.name.lower() in PARSED_TAGS and "{{" in inner:
            # <ref>{{Cite}}</ref> in a page: the extension has it expanded, without arguments.
            inner = self.expand(parse_calls(inner, is_included=False), self.root)
            return self.markers.add(tag._replace(inner=inner).source, "tag")
        return self.markers.add(tag.source, "tag")

    def take(self, size: int) -> None:
        """Count code points that are made. Raises TooMuchError for more than there may be."""
        self.size += size
        if self.size > self.store.max_size:
            raise TooMuchError

    def report(self, code: str, name: str) -> None:
        """A problem of a template, for the diagnostics."""
        if (code, name) not in self.problems:
            self.problems.append((code, name))

    # --- parameters

    def parameter(self, call: Call, frame: Frame) -> str:
        """The argument that a parameter stands for, its default, or the parameter itself."""
        name = self.trimmed(call.title, frame)
        text = self.argument(name, frame)
        if text is not None:
            self.take(len(text))
            return text
        if call.arguments:
            return self.expand(call.arguments[0].whole, frame)
        return "{{{" + self.expand(call.title, frame) + "}}}"

    def argument(self, name: str, frame: Frame) -> str | None:
        """The text of an argument, expanded where it was written; None for one not given."""
        text = frame.texts.get(name)
        if text is not None:
            return text
        assert frame.parent is not None or not frame.numbered
        if (content := frame.numbered.get(name)) is not None:
            text = self.expand(content, frame.parent)  # type: ignore[arg-type]
        elif (content := frame.named.get(name)) is not None:
            text = self.trimmed(content, frame.parent)  # type: ignore[arg-type]
        else:
            return None
        frame.texts[name] = text
        return text

    # --- calls

    def call(self, call: Call, frame: Frame) -> str:
        """What a call in two braces becomes."""
        title = self.expand(call.title, frame)
        name = title.strip(SPACE)
        if DELETE in name and "-call-" in name.partition(":")[0]:
            return self.unknown(title, call, frame)
        text = self.called(name, title, call, frame)
        if text is None:
            return self.unknown(title, call, frame)
        if not call.begins_line and BEGINS_BLOCK.match(text):
            text = "\n" + text
        self.take(len(text))
        return text

    def called(self, name: str, title: str, call: Call, frame: Frame) -> str | None:
        """The text of a variable, a function or a template; None where it is not known."""
        if ":" in name:
            kind, name = without_prefixes(name, self.lang)
            if kind == "subst":
                return self.literal(title, call, frame)
            if kind:
                return None
        if not call.arguments:
            variable = variable_id(name, self.lang)
            if variable:
                compute = VARIABLES.get(variable)
                text = None if compute is None else compute(self, self.page)
                if text is None:
                    self.missing[name] += 1
                return text
        before, colon, first = name.partition(":")
        if colon and (function := function_id(before, self.lang)):
            first = first.strip(SPACE)
            call_function = FUNCTIONS.get(function)
            text = None if call_function is None else call_function(self, call, first, frame)
            if text is None:
                self.missing[before + ":"] += 1
            return text
        if colon and before.startswith("#"):
            self.missing[before + ":"] += 1  # of an extension that is not known
            return None
        return self.template(name, title, call, frame)

    def template(self, name: str, title: str, call: Call, frame: Frame) -> str | None:
        """The text of a template; None for one that the store does not have."""
        key = self.store.key(name, self.page)
        if key is None:
            return self.literal(title, call, frame)
        if frame.depth >= MAX_DEPTH:
            self.report("expansion-too-deep", key)
            return (
                f'<span class="error">Template recursion depth limit exceeded ({MAX_DEPTH})</span>'
            )
        found = self.store.content(key)
        if found is None:
            self.missing[key] += 1
            return None
        final, content = found
        if final in frame.titles:
            self.report("template-loop", final)
            return f'<span class="error">Template loop detected: [[:{key}]]</span>'
        if not call.arguments:
            text = frame.called.get(final)
            if text is None:
                text = frame.called[final] = self.expand(content, Frame(frame, final))
            return text
        return self.expand(content, self.child(call, frame, final))

    def child(self, call: Call, frame: Frame, title: str) -> Frame:
        """The frame of a call with arguments."""
        child = Frame(frame, title)
        number = 0
        for name, value in call.arguments:
            if name is None:
                number += 1
                key = str(number)
                child.named.pop(key, None)
                child.numbered[key] = value
            else:
                key = self.trimmed(name, frame)
                child.numbered.pop(key, None)
                child.named[key] = value
        return child

    def literal(self, title: str, call: Call, frame: Frame) -> str:
        """A call as it is written, with its arguments expanded."""
        parts = [title, *(self.expand(argument.whole, frame) for argument in call.arguments)]
        return "{{" + "|".join(parts) + "}}"

    def unknown(self, title: str, call: Call, frame: Frame) -> str:
        """A call that stays, into which no function may look."""
        text = self.literal(title, call, frame)
        self.take(len(text))
        return self.markers.add(text, "call")

    # --- the page

    def diagnostics(self, span: tuple[int, int] | None) -> list[Diagnostic]:
        """The problems since the last call of this, as findings of a stretch of the page."""
        found = []
        for code, name in self.problems:
            plain = Diagnostic.of(code, span)
            found.append(Diagnostic.of(code, span, f"{plain.message} ({name})") if name else plain)
        self.problems.clear()
        return found
