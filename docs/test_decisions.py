"""The decision log: one form, numbers without gaps, all in the index."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "decisions"
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path.stem != "index")


def test_records_are_numbered_without_gaps() -> None:
    assert [int(path.stem[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_each_record_has_the_same_form() -> None:
    for path in RECORDS:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.stem[:4]}: "), path.name
        headings = re.findall(r"(?m)^## (.*)$", text)
        assert headings == ["Context", "Decision", "Consequences"], path.name


def test_the_index_has_each_record() -> None:
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    linked = re.findall(r"(?m)^\| \[(\d{4})\]\((\S+)\.md\) \| (.+) \|$", index)
    titles = [path.read_text(encoding="utf-8").partition("\n")[0][8:] for path in RECORDS]
    assert linked == [
        (path.stem[:4], path.stem, title) for path, title in zip(RECORDS, titles, strict=True)
    ]
    assert index.partition(":hidden:")[2].split("```")[0].split() == [p.stem for p in RECORDS]
