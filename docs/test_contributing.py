"""What CONTRIBUTING.md, tests/README.md and the forms of the forge name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wikiparse

ROOT = Path(__file__).parent.parent
GUIDES = (ROOT / "CONTRIBUTING.md", ROOT / "tests" / "README.md")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_files_that_are_named_exist(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    named = set(re.findall(r"[\w./*-]+\.(?:py|txt|md|toml|yml|json|wikitext)\b", text))
    assert len(named) > 10
    package = ROOT / "src" / "wikiparse"
    bases = (guide.parent, ROOT, package.parent, package, *package.glob("*"), *package.glob("*/*"))
    # `STEM` and `GRAMMAR` are for the reader to fill in, and the output is the reader's own.
    missing = [
        name
        for name in named - {"before.txt", "after.txt"}
        if not re.search("STEM|GRAMMAR", name)
        and not any(any(base.glob(name)) for base in bases if base.is_dir())
    ]
    assert sorted(missing) == []


def test_the_form_for_pages_has_each_dialect() -> None:
    form = ROOT / ".github" / "ISSUE_TEMPLATE" / "page.yml"
    if not form.exists():
        pytest.skip("a source distribution has no forms")
    options = re.search(r"options: \[(.*)\]", form.read_text(encoding="utf-8"))
    assert options
    assert options[1].split(", ") == list(wikiparse.DIALECTS)
