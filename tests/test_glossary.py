"""The words of the sources and the documentation are those of the glossary.

`scripts/glossary.toml` says for each old word what to say instead, and how often it may still be
found; `python scripts/glossary.py --list WORD` shows where.
"""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "scripts" / "glossary.py"


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("glossary", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GLOSSARY = _script()
WORDS = GLOSSARY.glossary()


@cache
def _counts() -> dict[str, tuple[int, int]]:
    return GLOSSARY.counts(WORDS, GLOSSARY.read(ROOT)[0])


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.old)
def test_an_old_word_does_not_come_back(word: Any) -> None:
    names, prose = _counts()[word.old]
    assert names <= word.ceiling[0], f"say {word.say}: scripts/glossary.py --list '{word.old}'"
    assert prose <= word.ceiling[1], f"say {word.say}: scripts/glossary.py --list '{word.old}'"


def test_a_use_that_is_right_has_its_reason() -> None:
    assert all(allowed.reason for word in WORDS for allowed in word.allowed)


def test_names_and_prose_are_told_apart(tmp_path: Path) -> None:
    package = tmp_path / "src"
    package.mkdir()
    (package / "a.py").write_text(
        '"""A blank behind a blank line; `behind` is code."""\n'
        "behind_it = 1  # in\n"
        "# front of\n"
        "class MarkBehind: ...\n",
        encoding="utf-8",
    )
    (tmp_path / "README.md").write_text("Behind\n\n```\nbehind\n```\n", encoding="utf-8")
    found, lines = GLOSSARY.read(tmp_path)
    counted = GLOSSARY.counts(WORDS, found)
    assert {word: counted[word] for word in ("behind", "blank", "in front of", "mark")} == {
        "behind": (2, 2),
        "blank": (0, 1),
        "in front of": (0, 1),
        "mark": (1, 0),
    }
    assert (lines.all, lines.with_comment, lines.comment_alone, lines.docstring) == (4, 2, 1, 1)


def test_a_formatted_string_is_prose_on_every_python(tmp_path: Path) -> None:
    package = tmp_path / "src"
    package.mkdir()
    (package / "a.py").write_text(
        "text = f\"{{behind}} {behind!r:>{width}} is {', '.join([f'{behind}'])} here and there\"\n"
        'more = f"""a sign\nbehind\n{width} the other one"""\n',
        encoding="utf-8",
    )
    found, _ = GLOSSARY.read(tmp_path)
    assert [item.text for item in found if item.is_name] == ["text", "more"]
    assert [(item.line, item.text[:11]) for item in found if not item.is_name] == [
        (1, 'f"{{behind}'),
        (2, 'f"""a sign\n'),
    ]
