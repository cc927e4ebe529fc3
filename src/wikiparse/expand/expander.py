"""Calls to text, as MediaWiki does it (`Parser::braceSubstitution`).

An argument is expanded when a parameter asks for it, and once; a branch that is not taken costs
nothing. A call that is not known here, such as a module in Lua, stays as it is, with its arguments
expanded; a condition that depends on it stays, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wikiparse.diagnostics import Diagnostic
from wikiparse.expand.functions import FUNCTIONS
from wikiparse.expand.markers import DELETE, TooMuchError, has_unknown
from wikiparse.expand.names import function_id, variable_id, without_prefixes
from wikiparse.expand.pages import escaped
from wikiparse.expand.placed import Placed, joined, page_text
from wikiparse.expand.scopes import SPACE, Scope
from wikiparse.expand.state import State
from wikiparse.expand.syntax import Call, Tag, parse_calls
from wikiparse.expand.variables import VARIABLES
from wikiparse.mediawiki import PARSED_TAGS

if TYPE_CHECKING:
    from wikiparse.expand.syntax import Content

BEGINS_BLOCK: Final = re.compile(r"\{\||[:;#*]")
"""A result that begins like this begins a line (MediaWiki: T2529)."""

INVOKE: Final = "#invoke:"
"""The name of calls to modules in Lua, as they are counted."""

MAX_DEPTH: Final = 100
"""Levels of texts in texts (`$wgMaxPPExpandDepth`), and of templates in templates
(`$wgMaxTemplateDepth`)."""


class Meaning(NamedTuple):
    """The title of a template, or a function with the content of its first argument and its
    name.
    """

    key: str
    function: Any
    first: Content
    name: str


class Expander(State):
    """The expansion of one page."""

    __slots__ = ()

    # --- contents

    def expand(self, content: Content, scope: Scope) -> str:
        """The text of some content."""
        if not content:
            return ""
        first = content[0]
        if len(content) == 1 and isinstance(first, str):
            return first
        self.steps += 1
        if self.steps > self.store.max_steps:
            raise TooMuchError
        if self.depth > MAX_DEPTH:
            self.report("expansion-too-deep", "")
            return '<span class="error">Expansion depth limit exceeded</span>'
        self.depth += 1
        out: list[str] = []
        for part in content:
            # Not `isinstance`: this is the loop of the expansion.
            if (cls := part.__class__) is Call:
                expand = self.parameter if part.is_parameter else self.call  # type: ignore[union-attr]
                out.append(expand(part, scope))  # type: ignore[arg-type]
            elif cls is Tag:
                out.append(self.tag(part))  # type: ignore[arg-type]
            else:
                out.append(part)  # type: ignore[arg-type]
        self.depth -= 1
        return joined(out)

    def tag(self, tag: Tag) -> str:
        """The tag of an extension: its content is not looked into here."""
        inner = tag.inner
        if self.is_page and inner and tag.name.lower() in PARSED_TAGS and "{{" in inner:
            # <ref>{{Cite}}</ref> in a page: the extension has it expanded, without arguments.
            if type(inner) is Placed:
                inner = page_text(inner, inner.copies[0].source)
            inner = self.expand(parse_calls(inner, is_included=False), self.root)
            return self.markers.add(tag.with_inner(inner), "tag")
        return self.markers.add(tag.source, "tag")

    # --- parameters

    def parameter(self, call: Call, scope: Scope) -> str:
        """The argument that a parameter stands for, its default, or the parameter itself."""
        # Once: names may be parameters whose names are parameters.
        title = self.expand(call.title, scope)
        text = self.argument(title.strip(SPACE), scope)
        if text is not None:
            self.take(len(text))
            return text
        if call.arguments:
            return self.expand(call.arguments[0].whole, scope)
        return joined(["{{{", title, "}}}"])

    def argument(self, name: str, scope: Scope) -> str | None:
        """The text of an argument, expanded where it was written; None for one not given."""
        text = scope.texts.get(name)
        if text is not None:
            return text
        assert scope.parent is not None or not scope.numbered
        if (content := scope.numbered.get(name)) is not None:
            text = self.expand(content, scope.parent)  # type: ignore[arg-type]
        elif (content := scope.named.get(name)) is not None:
            text = self.trimmed(content, scope.parent)  # type: ignore[arg-type]
        else:
            return None
        scope.texts[name] = text
        return text

    # --- calls

    def call(self, call: Call, scope: Scope) -> str:
        """The text of a call in two braces."""
        meaning = call.meaning
        if meaning is None:
            meaning = call.meaning = self.meaning_of(call)
        if meaning.__class__ is Meaning:
            if meaning.key:
                text = self.by_key(meaning.key, call, scope)
            else:
                first = self.expand(meaning.first, scope).strip(SPACE)
                text = meaning.function(self, call, first, scope)
                if text is None:
                    self.miss(meaning.name)
            if text is None:
                return self.unknown(self.expand(call.title, scope), call, scope)
        else:
            title = self.expand(call.title, scope)
            name = title.strip(SPACE)
            if DELETE in name and "-call-" in name.partition(":")[0]:
                return self.unknown(title, call, scope)
            text = self.called(name, title, call, scope)
            if text is None:
                return self.unknown(title, call, scope)
        if not call.begins_line and BEGINS_BLOCK.match(text):
            text = joined(["\n", text])
        self.take(len(text))
        return text

    def meaning_of(self, call: Call) -> Meaning | bool:
        """The meaning of a call whose title says it as it is written, as nearly all do: it is asked
        for once, though a template may be called a thousand times. False for others.
        """
        first = call.title[0] if call.title else None
        if not isinstance(first, str):
            return False
        written = first.lstrip(SPACE)
        before, colon, after = written.partition(":")
        if colon:
            function = function_id(before, self.lang)
            compute = FUNCTIONS.get(function) if function else None
            if compute is None or without_prefixes(written, self.lang) != ("", written):
                return False
            rest = (after, *call.title[1:]) if after else call.title[1:]
            return Meaning("", compute, rest, before + ":")
        name = written.rstrip(SPACE)
        if len(call.title) > 1 or name[:1] in ("/", ".", "") or DELETE in name:
            return False
        if not call.arguments and variable_id(name, self.lang):
            return False
        key = self.store.key(name, self.page)
        return key is not None and Meaning(key, None, (), "")

    def called(self, name: str, title: str, call: Call, scope: Scope) -> str | None:
        """The text of a variable, a function or a template; None where it is not known."""
        if ":" in name:
            kind, name = without_prefixes(name, self.lang)
            if kind == "subst":
                return self.literal(title, call, scope)
            if kind:
                return self.unread(name)
        if not call.arguments:
            variable = variable_id(name, self.lang)
            if variable:
                compute = VARIABLES.get(variable)
                text = None if compute is None else compute(self, self.page)
                if text is None:
                    self.miss(name)
                return text
        before, colon, first = name.partition(":")
        if colon and (function := function_id(before, self.lang)):
            first = first.strip(SPACE)
            call_function = FUNCTIONS.get(function)
            text = None if call_function is None else call_function(self, call, first, scope)
            if text is None:
                self.miss(before + ":")
            return text
        if colon and before.startswith("#"):
            # Of an extension that is not known.
            self.miss(INVOKE if before.lower() == "#invoke" else before + ":")
            return None
        return self.template(name, title, call, scope)

    def template(self, name: str, title: str, call: Call, scope: Scope) -> str | None:
        """The text of a template; None for one that the store does not have."""
        key = self.store.key(name, self.page)
        return self.literal(title, call, scope) if key is None else self.by_key(key, call, scope)

    def by_key(self, key: str, call: Call, scope: Scope) -> str | None:
        """The text of the template of a title; None for one that the store does not have."""
        if key in self.store.keep:
            return None
        if scope.depth >= MAX_DEPTH:
            self.report("expansion-too-deep", key)
            return (
                f'<span class="error">Template recursion depth limit exceeded ({MAX_DEPTH})</span>'
            )
        found = self.store.content(key)
        if found is None:
            self.miss(key)
            return None
        final, content = found
        if final in scope.titles:
            self.report("template-loop", final)
            return f'<span class="error">Template loop detected: [[{key}]]</span>'
        if not call.arguments and (kept := scope.called.get(final)) is not None:
            self.fresh.update(dict.fromkeys(kept[1]))
            return kept[0]
        invoked, is_fresh = self.missing[INVOKE], INVOKE not in self.fresh
        text = self.expand(content, self.child(call, scope, final))
        if self.missing[INVOKE] > invoked and self.shows is not None and self.shows(key):
            # A template that needs Lua is left to those that know its text without.
            self.missing[INVOKE] = invoked
            if is_fresh:
                del self.fresh[INVOKE]
            self.miss(key)
            return None
        if not call.arguments:
            names = tuple(self.fresh) if has_unknown(text) else ()
            scope.called[final] = text, names
        return text

    def unread(self, name: str) -> str | None:
        """The text of a template with its markup as text (`msgnw:`)."""
        key = self.store.key(name, self.page)
        source = None if key is None else self.store.source(key)
        if source is None:
            self.miss(key or name)
            return None
        return escaped(source)

    def child(self, call: Call, scope: Scope, title: str) -> Scope:
        """The scope of a call with arguments."""
        child = Scope(scope, title)
        number = 0
        for name, value, _ in call.arguments:
            if name is None:
                number += 1
                key = str(number)
                child.named.pop(key, None)
                child.numbered[key] = value
            else:
                key = self.trimmed(name, scope)
                child.numbered.pop(key, None)
                child.named[key] = value
        return child

    def literal(self, title: str, call: Call, scope: Scope) -> str:
        """A call as it is written, with its arguments expanded."""
        parts = ["{{", title]
        for argument in call.arguments:
            parts += ["|", self.expand(argument.whole, scope)]
        return joined([*parts, "}}"])

    def unknown(self, title: str, call: Call, scope: Scope) -> str:
        """A call that stays, into which no function may look."""
        text = self.literal(title, call, scope)
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
