"""SARIF 2.1.0, the form in which code scanning services take findings.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from wikiparse.diagnostics import CODES, DOCUMENTATION, help_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wikiparse.console.findings import Finding

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}


class Sarif:
    """One log with one run, whose rules are all codes of diagnostics, and further ones that are
    all of severity "info": their meanings by code.
    """

    needs_context = False

    def __init__(self, further: Mapping[str, str] = {}) -> None:
        self._separator = "\n"
        self._rules = {**CODES, **{code: ("info", text) for code, text in further.items()}}
        self._indices = {code: index for index, code in enumerate(self._rules)}

    def begin(self) -> str:
        """The log up to its results."""
        driver = {
            "name": "wikiparse",
            "semanticVersion": getattr(sys.modules["wikiparse"], "__version__", "0.0.0"),
            "informationUri": f"{DOCUMENTATION}/",
            "rules": [_rule(code, *about) for code, about in self._rules.items()],
        }
        log = json.dumps({"$schema": SCHEMA, "version": "2.1.0"})
        run = json.dumps({"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"})
        return f'{log[:-1]}, "runs": [{run[:-1]}, "results": ['

    def page(self, findings: Sequence[Finding]) -> str:
        """The results, with commas before them but for the first."""
        parts: list[str] = []
        for finding in findings:
            result = result_of(finding, self._indices[finding.code])
            parts += [self._separator, json.dumps(result, ensure_ascii=False)]
            self._separator = ",\n"
        return "".join(parts)

    def end(self) -> str:
        """The brackets that are open."""
        return "\n]}]}\n"


def _rule(code: str, severity: str, meaning: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": meaning},
        "helpUri": help_url(code),
        "defaultConfiguration": {"level": LEVELS[severity]},
    }


def result_of(finding: Finding, index: int) -> dict[str, Any]:
    """The result of a finding of the rule with this index. One in a file of many pages names the
    page, and its text has the line and column there: the file has no such lines.
    """
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    location: dict[str, Any] = {"physicalLocation": physical}
    message = finding.message
    if finding.page:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.page, "kind": "resource"}]
        at = f", line {finding.line}, column {finding.column}" if finding.line else ""
        message = f"{finding.page}{at}: {message}"
    elif finding.line:
        physical["region"] = {
            "startLine": finding.line,
            "startColumn": finding.column,
            "endLine": finding.end_line,
            "endColumn": finding.end_column,
            "charOffset": finding.start,
            "charLength": finding.end - finding.start,
        }
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [location],
    }


def _uri(path: str) -> str:
    """The path as a reference of RFC 3986, relative as the path is. Standard input is no file."""
    if path == "-":
        return "stdin:"
    if os.path.isabs(path):  # noqa: PTH117  # as it is written
        return Path(path).as_uri()
    return PurePosixPath("/" + path.replace(os.sep, "/")).as_uri().removeprefix("file:///")
