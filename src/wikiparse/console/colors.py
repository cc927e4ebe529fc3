"""Colors: whether a stream is given them, and how a text gets one."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from wikiparse.console.errors import BAD_INPUT, ConsoleError

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

Paint = Callable[[str, str], str]
"""A text in a style, which is one of `STYLES`."""

STYLES: Final = {
    "error": "bold red",
    "warning": "bold yellow",
    "info": "bold blue",
    "kind": "bold cyan",
    "title": "bold",
    "bar": "cyan",
    "dim": "dim",
}
"""The styles by their use, as `rich` reads them."""


def add_color(command: argparse.ArgumentParser) -> None:
    """Add the argument that says whether there are colors."""
    command.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto: on a terminal, as NO_COLOR and FORCE_COLOR allow (default: auto)",
    )


def paint_for(out: TextIO | None, choice: str = "auto") -> Paint:
    """The function that colors a text for a stream; it changes nothing where there are no colors.

    The choice comes first, then `NO_COLOR` (no-color.org), then `FORCE_COLOR` (force-color.org),
    each unless it is empty, then whether the stream is a terminal that has colors. Raises
    ConsoleError if there have to be colors, and `rich`, which makes them, is not installed.
    """
    if out is None or not _is_wanted(out, choice):
        return plain
    if not find_spec("rich"):
        if choice == "always":
            message = "colors need rich: install the extra 'console'"
            raise ConsoleError(message, BAD_INPUT)
        return plain
    return plain if out.isatty() and _is_legacy() else _colored


def _is_wanted(out: TextIO, choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return out.isatty() and os.environ.get("TERM") != "dumb"


def _is_legacy() -> bool:
    """Whether this is a terminal of Windows that prints escape sequences as they are."""
    from rich.console import detect_legacy_windows

    return detect_legacy_windows()


def plain(text: str, style: str) -> str:  # noqa: ARG001  # as every function that paints
    """The text without a color."""
    return text


def _colored(text: str, style: str) -> str:
    return _render(style)(text)


@cache
def _render(style: str) -> Callable[[str], str]:
    from rich.color import ColorSystem
    from rich.style import Style

    parsed = Style.parse(STYLES[style])
    return lambda text: parsed.render(text, color_system=ColorSystem.STANDARD)
