"""Sphinx builds the documentation with this."""

from __future__ import annotations

import sys
from importlib.metadata import version as version_of
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "wikiparse"
author = "The wikiparse developers"
project_copyright = "The wikiparse developers"
release = version = version_of("wikiparse-tree")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx_copybutton",
    "docstrings",
    "command_line",
]
exclude_patterns = ["extensions"]
html_theme = "furo"
html_title = f"wikiparse {release}"
myst_heading_anchors = 3
# An example is copied without its prompts and its output.
copybutton_prompt_text = r">>> |\.\.\. ?"
copybutton_prompt_is_regexp = True
# The chart and the picture of the README, which a package index shows from here.
html_extra_path = ["benchmarks.svg", "view.webp"]

# Quotation marks in docstrings are those of Python.
smartquotes = False

# A reference without a target is a mistake; `docstrings` says which types need none.
nitpicky = True
autodoc_default_options = {
    "members": True,
    # Members of all nodes are documented once, those of tuples, texts and mappings not at all.
    "inherited-members": "Node, Parent, tuple, str, Mapping, Exception",
    "member-order": "bysource",
}
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 80
python_display_short_literal_types = True
