"""The forms in which findings are written: for people, for programs, and for GitHub.

Each is given the findings page by page and writes them at once, so that a dump needs no more memory
than a page.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, Protocol

from wikiparse.console.context import lines_of
from wikiparse.console.output import one_line
from wikiparse.diagnostics import help_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wikiparse.console.colors import Paint
    from wikiparse.console.findings import Finding


class Form(Protocol):
    """A form of the output. `needs_context`: whether it shows lines of the pages."""

    needs_context: bool

    def begin(self) -> str:
        """The text before all findings."""

    def page(self, findings: Sequence[Finding]) -> str:
        """The text of the findings of one page."""

    def end(self) -> str:
        """The text after all findings."""


def where(finding: Finding) -> str:
    """File, page, line and column of a finding, as compilers write them."""
    parts = [finding.file] if not finding.page else [f"{finding.file}: {finding.page}"]
    if finding.line:
        parts += [str(finding.line), str(finding.column)]
    return ":".join(parts)


class Text:
    """For people: a line as compilers write it, and the line of the page with carets below."""

    needs_context = True

    def __init__(self, paint: Paint, width: int, encoding: str) -> None:
        self._paint, self._width, self._encoding = paint, width, encoding

    def begin(self) -> str:
        """Nothing."""
        return ""

    def page(self, findings: Sequence[Finding]) -> str:
        """Up to three lines for each finding."""
        return "".join([self._finding(finding) for finding in findings])

    def end(self) -> str:
        """Nothing."""
        return ""

    def _finding(self, finding: Finding) -> str:
        paint = self._paint
        severity = paint(finding.severity, finding.severity)
        code = paint(f"[{finding.code}]", "dim")
        position = paint(one_line(where(finding)), "title")
        first = f"{position}: {severity}: {one_line(finding.message)} {code}\n"
        if finding.context is None:
            return first
        # 12 | a line
        #    |   ^^^^
        number = str(finding.line)
        width = max(self._width - len(number) - 5, MIN_WIDTH)
        line, carets = lines_of(finding.context, width, self._encoding)
        gutter = paint(f"  {number} |", "dim")
        below = paint(f"  {' ' * len(number)} |", "dim")
        return f"{first}{gutter} {line}\n{below} {paint(carets, finding.severity)}\n"


MIN_WIDTH = 40
"""Columns of a line that are shown on the narrowest terminal."""


class Json:
    """An array of objects, one for each finding."""

    needs_context = False

    def __init__(self) -> None:
        self._separator = "\n"

    def begin(self) -> str:
        """The bracket."""
        return "["

    def page(self, findings: Sequence[Finding]) -> str:
        """The objects, with commas before them but for the first."""
        return "".join([self._separator_and(finding) for finding in findings])

    def end(self) -> str:
        """The bracket."""
        return "]\n" if self._separator == "\n" else "\n]\n"

    def _separator_and(self, finding: Finding) -> str:
        separator, self._separator = self._separator, ",\n"
        return separator + json.dumps(object_of(finding), ensure_ascii=False)


def object_of(finding: Finding) -> dict[str, Any]:
    """A finding as an object; a position that it has not is null."""
    has_span = finding.line > 0
    position = ("line", "column", "end_line", "end_column", "start", "end")
    return {
        "file": finding.file,
        "page": finding.page or None,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        **{name: getattr(finding, name) if has_span else None for name in position},
        "url": help_url(finding.code),
    }


class GitHub:
    """Workflow commands of GitHub Actions, which make annotations of a pull request.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """

    needs_context = False

    def begin(self) -> str:
        """Nothing."""
        return ""

    def page(self, findings: Sequence[Finding]) -> str:
        """A line for each finding."""
        return "".join([self._command(finding) for finding in findings])

    def end(self) -> str:
        """Nothing."""
        return ""

    def _command(self, finding: Finding) -> str:
        properties: dict[str, object] = {"file": PurePath(finding.file).as_posix()}
        message = finding.message
        if finding.page:
            # The lines are those of the page: the file has others, or none.
            message = f"{where(finding)}: {message}"
        elif finding.line:
            properties |= {"line": finding.line, "endLine": finding.end_line}
            # "Annotations only support start_column and end_column on the same line."
            if finding.line == finding.end_line:
                properties |= {"col": finding.column, "endColumn": finding.end_column}
        properties["title"] = f"wikiparse: {finding.code}"
        listed = ",".join([f"{name}={_property(str(v))}" for name, v in properties.items()])
        return f"::{LEVELS[finding.severity]} {listed}::{_data(message)}\n"


LEVELS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def _data(text: str) -> str:
    """The message of a command, escaped as `@actions/core` does it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property, escaped as `@actions/core` does it."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[], Form]] = {"json": Json, "github": GitHub}
"""The forms besides text, which needs to know the terminal, and SARIF, which lists all codes."""
