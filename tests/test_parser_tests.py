"""MediaWiki's own parser tests, where they lie beside the checkout: what differs is on a list, each
case with the reason why it stays.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
CASES = SHARED / "parsertests" / "dev.jsonl"
LIST = Path(__file__).with_name("parser_tests.txt")


def listed() -> dict[tuple[str, str], str]:
    """The reason by group and name."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {(group, name): reason for group, name, reason in rows}


def _tool() -> Any:
    pytest.importorskip("html5lib")
    path = SHARED / "tools" / "parsertests.py"
    spec = importlib.util.spec_from_file_location("parsertests", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


@pytest.mark.skipif(not CASES.exists(), reason="no parser tests beside the checkout")
def test_what_differs_is_listed() -> None:
    tool = _tool()
    differ = {}
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if found := tool.judge(case, tool.answer(case)):
            differ[case["group"], case["name"]] = found
    known = listed()
    assert {key: found for key, found in differ.items() if key not in known} == {}
    assert [key for key in known if key not in differ] == [], "they agree: off the list"


def test_every_reason_is_given() -> None:
    assert all(reason.strip() for reason in listed().values())
