"""Sphinx builds the documentation with this."""

from __future__ import annotations

from importlib.metadata import version as version_of

project = "wikiparse"
author = "The wikiparse developers"
project_copyright = "The wikiparse developers"
release = version = version_of("wikiparse-tree")

extensions = ["myst_parser"]
html_theme = "furo"
html_title = f"wikiparse {release}"
myst_heading_anchors = 3
# The chart and the picture of the README, which a package index shows from here.
html_extra_path = ["benchmarks.svg", "view.webp"]
