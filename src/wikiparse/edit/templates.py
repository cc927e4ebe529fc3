"""Arguments of templates, written as their neighbors are.

An argument reaches, as in the tree, from after its `|` to before the next one,
white space included. A new one has its own line if its neighbors have, and their spaces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wikiparse.edit.ranges import Range, refuse
from wikiparse.nodes.inlines import Template

if TYPE_CHECKING:
    from wikiparse.edit.ranges import Outcome, Surroundings
    from wikiparse.nodes.inlines import TemplateArgument

_TOKEN = re.compile(r"<!--|<(nowiki|pre|math|ref)\b[^<>]*+>|\{\{|\}\}|\[\[|\]\]|[|=]", re.I)
_ENDS = {
    "<!--": re.compile("-->"),
    "nowiki": re.compile("</nowiki", re.I),
    "pre": re.compile("</pre", re.I),
    "math": re.compile("</math", re.I),
    "ref": re.compile("</ref", re.I),
}
_CLOSING = {"{{": "}}", "[[": "]]"}


def set_argument(page: Surroundings, template: Template, name: str | int, value: str) -> None:
    """Write a value for an argument, which is added if the template does not have it."""
    _check(page, template, name)
    key = str(name)
    pipes, equals = outermost(value)
    for pos in reversed(pipes):
        value = f"{value[:pos]}&#124;{value[pos + 1 :]}"
        equals = [at + 5 if at > pos else at for at in equals]
    given = template.get(key)
    before = len(page.ranges)
    if given is not None:
        _write_value(page, template, given, value, has_equals=bool(equals))
    else:
        _add(page, template, key, value, has_equals=bool(equals))
    made = page.ranges[before]
    made.inside |= page.holders(given if given is not None else template)

    def check(outcome: Outcome) -> None:
        new = outcome.nodes.get(("template", outcome.after(template._start)))
        argument = new.get(key) if isinstance(new, Template) else None
        if argument is None:
            refuse(f"the template would have no argument {key!r}")
        source = str(outcome.doc)[argument._start : argument._end]
        own = source if argument.is_positional else source.partition("=")[2]
        if own.strip() != value.strip():
            refuse(f"the argument {key!r} would be read as {own.strip()!r}")

    page.findings.append(check)


def remove_argument(page: Surroundings, template: Template, name: str | int) -> None:
    """Remove an argument, each time that it is given, with its `|`."""
    _check(page, template, name)
    key = str(name)
    gone = [argument for argument in template.arguments if argument.name == key]
    if not gone:
        refuse(f"the template {template.name!r} has no argument {key!r}")
    source = page.source
    last = template.arguments[-1]
    for argument in gone:
        start, end, text = argument._start - 1, argument._end, ""
        if argument is last:
            # The white space before the braces is that of the template, and stays.
            raw, before = source[argument._start : end], source[template._start : start]
            tail = raw[len(raw.rstrip()) :]
            gap = before[len(before.rstrip()) :]
            if raw.strip() and tail != gap:
                start, text = start - len(gap), tail
        core = (argument._start, end)
        page.ranges.append(Range(start, end, text, core=core, removes=True))
    positional = next((argument for argument in gone if argument.is_positional), None)
    if positional is not None:
        _name_following(page, template, positional)
    left = [a.name for a in template.arguments if a.name != key]

    def check(outcome: Outcome) -> None:
        new = outcome.nodes.get(("template", outcome.after(template._start)))
        if not isinstance(new, Template) or new.get(key) is not None:
            refuse(f"the template would still have an argument {key!r}")
        if len(new.arguments) < len(left):
            refuse("the other arguments of the template would change")

    page.findings.append(check)


def _name_following(page: Surroundings, template: Template, given: TemplateArgument) -> None:
    """Name the positional arguments after one, which has lost its position: they keep theirs."""
    for argument in template.arguments:
        if argument.is_positional and int(argument.name) > int(given.name):
            raw = page.source[argument._start : argument._end]
            if raw != raw.strip():
                refuse(
                    f"the argument {argument.name!r} after it would become {given.name!r}, and has "
                    "white space that it would lose with a name: set it to an empty value"
                )
            at = argument._start
            page.ranges.append(Range(at, at, f"{argument.name}=", inside=page.holders(argument)))


def outermost(value: str) -> tuple[list[int], list[int]]:
    """Where a value has `|` and `=` that are in no braces, brackets, comments and tags.

    Raises ValueError where these are not balanced, as the rest of the page would be part of them.
    """
    pipes: list[int] = []
    equals: list[int] = []
    closing: list[str] = []
    pos = 0
    while found := _TOKEN.search(value, pos):
        token, pos = found[0], found.end()
        if token == "<!--":
            pos = _skip(value, pos, token, token)
        elif found[1]:
            if not token.endswith("/>"):
                pos = _skip(value, pos, found[1].lower(), token)
        elif token in _CLOSING:
            closing.append(_CLOSING[token])
        elif token in ("}}", "]]"):
            if not closing or closing.pop() != token:
                refuse(f"{token!r} at {found.start()} of the value closes nothing in it")
        elif not closing:
            (pipes if token == "|" else equals).append(found.start())
    if closing:
        refuse(f"the value has no {closing[-1]!r} for the one that it opens")
    return pipes, equals


def _skip(value: str, pos: int, end: str, token: str) -> int:
    found = _ENDS[end].search(value, pos)
    if found is None:
        refuse(f"the value does not close {token!r}")
    return found.end()


def _check(page: Surroundings, template: Template, name: str | int) -> None:
    if not isinstance(template, Template):
        message = f"a template has arguments to set, not a {type(template).__name__}"
        raise TypeError(message)
    if isinstance(name, bool) or not isinstance(name, (str, int)):
        message = f"an argument's name is a str or an int, not a {type(name).__name__}"
        raise TypeError(message)
    key = str(name)
    if not key or key != key.strip() or re.search(r"[|={}\[\]<>\r\n]", key):
        refuse(f"{key!r} cannot be the name of an argument")
    if isinstance(name, int) and name < 1:
        refuse("positions count from 1")
    source = page.source
    if not (source.startswith("{{", template._start) and source.endswith("}}", 0, template._end)):
        refuse("the template is not in braces in the source")
    if any(source[a._start - 1 : a._start] != "|" for a in template.arguments):
        refuse("an argument of the template does not follow a `|` in the source")


def _core(raw: str) -> tuple[int, int]:
    """Where a text is without the white space around it; at its start if it is nothing else."""
    start = len(raw) - len(raw.lstrip())
    return (start, len(raw.rstrip())) if start < len(raw) else (0, 0)


def _write_value(
    page: Surroundings, template: Template, given: TemplateArgument, value: str, *, has_equals: bool
) -> None:
    raw = page.source[given._start : given._end]
    if given.is_positional:
        start, end = _core(raw)
        if has_equals:
            # Before `=` there would be a name.
            value = f"{given.name}={value}"
            _name_following(page, template, given)
        page.ranges.append(Range(given._start + start, given._start + end, value, removes=True))
        return
    equals = _equals(raw)
    if equals is None:
        refuse(f"the name of {given.name!r} cannot be separated from its value in the source")
    after = raw[equals + 1 :]
    start, end = _core(after)
    written = value.strip()
    if not after.strip():
        # `| a =\n`: the value goes before the line ending, after one space if one is before `=`.
        spaces = len(after) - len(after.lstrip(" \t"))
        start = end = spaces
        if not spaces and raw[equals - 1 : equals] == " " and written:
            written = " " + written
    at = given._start + equals + 1
    page.ranges.append(Range(at + start, at + end, written, removes=True))


def _equals(raw: str) -> int | None:
    try:
        found = outermost(raw)[1]
    except ValueError:
        return None
    return found[0] if found else None


def _add(page: Surroundings, template: Template, key: str, value: str, *, has_equals: bool) -> None:
    source = page.source
    arguments = list(template.arguments)
    positional = [a for a in arguments if a.is_positional]
    if key.isdecimal() and int(key) == len(positional) + 1 and not has_equals:
        pos = positional[-1]._end if positional else _name_end(page, template)
        # Line endings would be part of the value.
        first = arguments[0]._start if arguments else pos
        if not re.search(r"[\r\n]", source[template._start : max(pos, first)]):
            page.ranges.append(Range(pos, pos, f"|{value}"))
            return
    # The bar before the braces, `|}}`, has no argument after it.
    if len(arguments) > 1 and arguments[-1].is_positional:
        last = arguments[-1]
        if not source[last._start : last._end].strip():
            arguments.pop()
    if not arguments:
        pos = _name_end(page, template)
        page.ranges.append(Range(pos, pos, f"|{key}={value.strip()}"))
        return
    last = arguments[-1]
    raw = source[last._start : last._end]
    bar = last._start - 1
    between = source[template._start : bar]
    gap = between[len(between.rstrip()) :]
    tail = raw[len(raw.rstrip()) :] if raw.strip() else ""
    if last.is_positional and tail != gap:
        # White space before the bar would be in the value before it.
        gap = ""
    pos = last._end - len(tail)
    style = next((a for a in reversed(arguments) if not a.is_positional), None)
    written = f"{key}={value.strip()}"
    if style is not None:
        written = _styled(page, arguments, style, key, value.strip())
    elif gap:
        written = f"{raw[: len(raw) - len(raw.lstrip())]}{key} = {value.strip()}"
    if tail == gap:
        # The line ending that the neighbor has is its own.
        page.ranges.append(Range(last._end, last._end, f"|{written}{tail}"))
    else:
        # The white space before the bar is in the argument before it, which a name strips.
        inside = page.holders(last) if gap and not last.is_positional else frozenset()
        page.ranges.append(Range(pos, last._end, f"{gap}|{written}{tail}", inside=inside))


def _styled(
    page: Surroundings,
    arguments: list[TemplateArgument],
    style: TemplateArgument,
    key: str,
    value: str,
) -> str:
    """A name and a value with the white space of another argument; an `=` that is one
    below the other is so again.
    """
    raw = page.source[style._start : style._end]
    equals = _equals(raw)
    if equals is None:
        return f"{key}={value}"
    before, after = raw[:equals], raw[equals + 1 :]
    lead = before[: len(before) - len(before.lstrip())]
    space = before[len(before.rstrip()) :]
    columns = set()
    named = [a for a in arguments[-4:] if not a.is_positional]
    for other in named:
        text = page.source[other._start : other._end]
        at = _equals(text)
        columns.add(-1 if at is None else at)
    is_padded = len(space) > 1 or len({len(a.name) for a in named}) > 1
    if len(columns) == 1 and len(named) > 1 and is_padded:
        space = " " * max(1 if space else 0, equals - len(lead) - len(key))
    elif len(space) > 1:
        space = " "
    own = after[: len(after) - len(after.lstrip())] if after.strip() else None
    gap = own if own is not None else " " if space else ""
    return f"{lead}{key}{space}={gap if chr(10) not in gap else ''}{value}"


def _name_end(page: Surroundings, template: Template) -> int:
    """Where the name of a template without arguments before it ends, white space left out."""
    end = template.arguments[0]._start - 1 if template.arguments else template._end - 2
    text = page.source[template._start : end]
    return template._start + len(text.rstrip())
