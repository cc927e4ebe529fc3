"""What a package index shows: the metadata that `pyproject.toml` makes of the README."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def long_description() -> str:
    """The README as it is published."""
    hook = PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    text = "".join((ROOT / part["path"]).read_text("utf-8") for part in hook["fragments"])
    for change in hook["substitutions"]:
        text = re.sub(change["pattern"], change["replacement"], text)
    return text


def test_links_of_the_long_description_are_absolute() -> None:
    prose = re.sub(r"(?ms)^```.*?^```$", "", long_description())
    targets = re.findall(r"\]\(([^)\s]+)", prose)
    assert len(targets) > 5
    assert all(target.startswith("https://") for target in targets)


def test_pages_that_are_linked_exist() -> None:
    docs = PROJECT["project"]["urls"]["Documentation"] + "en/stable/"
    links = set(re.findall(re.escape(docs) + r"([\w.-]+)", long_description()))
    links |= {PROJECT["project"]["urls"]["Changelog"].removeprefix(docs)}
    assert links
    for link in links:
        name = link.replace(".html", ".md")
        assert (ROOT / "docs" / name).exists(), f"{link} is no page of the documentation"


def test_what_the_source_distribution_names_is_there() -> None:
    for name in PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]:
        assert (ROOT / name).exists()
