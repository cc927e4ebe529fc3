"""The HTML file of a view: markup, a style and a script around the data.

It needs no network and asks for nothing: a policy in the file itself allows its own script and its
own style, by their hashes, and no request. The data is JSON that no browser runs, and the script
puts text into the page as text alone.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from wikiparse.nodes.blocks import Heading
from wikiparse.render.html.sanitize import escape
from wikiparse.render.view.data import LONGEST, view_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wikiparse.nodes.page import Page

SCRIPTS = ("model.js", "text.js", "tree.js", "view.js", "filters.js", "tools.js")
"""The files of the script, in the order of their use."""


def render_view(page: Page, beside: Sequence[Page] = ()) -> str:
    """A page, and others of the same source to compare it with, as one HTML file.

    Raises ValueError for a document of another source.
    """
    if any(str(other) != str(page) for other in beside):
        message = "a view compares documents of one source; parse the same text in each dialect"
        raise ValueError(message)
    # The texts of the page come last, and between the parts: nothing in them is looked at again.
    before_title, before_data, after = _shell()
    return f"{before_title}{escape(title_of(page))}{before_data}{view_data(page, beside)}{after}"


def title_of(page: Page) -> str:
    """The title of the window: that of the page, or its first heading, in one line."""
    title = (page.title or "").strip()
    if not title:
        heading = next(page.find_all(Heading), None)
        title = heading.text.strip() if heading is not None else ""
    # Controls in it would be those of the file.
    return "".join([c if c.isprintable() else " " for c in title[:LONGEST]]) or "Untitled"


@cache
def _shell() -> tuple[str, str, str]:
    """The file without title and data: the parts before, between and after them."""
    script = "".join([asset(name) for name in SCRIPTS])
    style = asset("view.css")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    shell = asset("view.html")
    for name, text in (("POLICY", policy), ("STYLE", style), ("SCRIPT", script)):
        shell = shell.replace(f"%{name}%", text)
    before_title, _, rest = shell.partition("%TITLE%")
    before_data, _, after = rest.partition("%DATA%")
    return before_title, before_data, after


def asset(name: str) -> str:
    """A file of this package's `assets`, wherever the package is installed: a folder or a zip."""
    return files(__package__).joinpath("assets", name).read_text("utf-8")


def _hash(text: str) -> str:
    """The hash by which a Content Security Policy allows an inline script or style."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
