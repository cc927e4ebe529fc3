"""Pictures of the view for the documentation: `python scripts/screenshots.py --long PAGE`.

The reference article is in the project; PAGE is any long article in English, for one of them (those
that are there are the article "United Kingdom" of Wikipedia). Needs Chromium, its driver and the
extra `browser`.
"""

from __future__ import annotations

import argparse
import base64
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import browsing  # noqa: E402
import wikiparse  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 200_000
"""Bytes of a picture."""


class Shot(NamedTuple):
    """A picture: how large the window is, how the system looks, and the first action."""

    name: str
    width: int
    height: int
    scheme: str
    act: Callable[[Any], None]
    is_long: bool = False
    beside: tuple[str, ...] = ()
    part: str = ""


def run(script: str) -> Callable[[Any], None]:
    """Do something in the page."""
    return lambda driver: driver.execute_script(script)


LIGHT = "const node = trees[0].deepest(source.indexOf('[器官移植]')); light(panes[0], node);"
SEARCH = (
    "$('filter').value = wanted.text = 'Scotland'; wanted.kinds.add('wikilink'); filter();"
    "const at = panes[0].shown.findIndex((i) => panes[0].filter[i] & FOUND);"
    "choose(panes[0], panes[0].shown[at]);"
)
TEXT = (
    "selectTab('text'); const node = text.mentions[6][2]; choose(panes[0], node);"
    "light(panes[0], text.mentions[9][2], $('text'));"
)
DIALECTS = (
    "wanted.differences = true; filter();"
    "const node = trees[0].deepest(source.indexOf('[器官移植]')); choose(panes[0], node);"
)
BLOCKS = (
    "const [pane] = panes; const kinds = ['document', 'section', 'list', 'footnote_list'];"
    "pane.open.forEach((_, i) => { pane.open[i] = kinds.includes(trees[0].name(i)) ? 1 : 0; });"
    "pane.update();"
)
SHOTS = (
    Shot("view", 1180, 700, "light", run(LIGHT)),
    Shot("view-dark", 1180, 700, "dark", run(SEARCH), is_long=True),
    Shot("view-text", 1180, 560, "light", run(TEXT)),
    Shot("view-dialects", 1280, 600, "dark", run(DIALECTS), beside=("markdown",)),
    Shot("view-phone", 390, 780, "light", run(LIGHT.replace("light(", "choose("))),
    Shot("view-tree", 1500, 1400, "light", run(BLOCKS), part=".space"),
)


def page_of(shot: Shot, long: Path) -> str:
    """The view that a picture is of."""
    if shot.is_long:
        return wikiparse.parse(long.read_bytes(), title="United Kingdom", lang="en").to_view()
    path = ROOT / "tests/fixtures/pml.md"
    title, lang = "进行性多灶性白质脑病", "zh"
    doc = wikiparse.read(path, title=title, lang=lang)
    beside = [wikiparse.read(path, title=title, lang=lang, dialect=name) for name in shot.beside]
    return doc.to_view(beside=beside)


def take(driver: Any, shot: Shot, page: str, folder: Path) -> bytes:
    """Show a page, and take its picture."""
    path = folder / "page.html"
    path.write_bytes(page.encode())
    browsing.resize(driver, shot.width, shot.height, scale=1.5, touch=shot.width < 760)
    browsing.color_scheme(driver, shot.scheme)
    driver.get(path.as_uri())
    shot.act(driver)
    # Two frames: one for what was done, one for the parts that come into sight with it.
    wait = "setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(arguments[0])), 400)"
    driver.execute_async_script(wait)
    options: dict[str, Any] = {"format": "webp", "quality": 75}
    if shot.part:
        box = driver.execute_script(
            f"return document.querySelector('{shot.part}').getBoundingClientRect().toJSON()"
        )
        options["clip"] = {name: box[name] for name in ("x", "y", "width", "height")} | {"scale": 1}
    return base64.b64decode(driver.execute_cdp_cmd("Page.captureScreenshot", options)["data"])


def main() -> int:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--long", metavar="PAGE", type=Path, help="a long article in English")
    parser.add_argument("--out", metavar="FOLDER", type=Path, default=ROOT / "docs")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of the pictures (default: all)")
    options = parser.parse_args()
    if reason := browsing.missing():
        parser.error(reason)
    status = 0
    with browsing.browser() as driver, tempfile.TemporaryDirectory() as folder:
        for shot in SHOTS:
            if options.names and shot.name not in options.names:
                continue
            if shot.is_long and options.long is None:
                print(f"{shot.name}: skipped, since it needs --long")
                continue
            picture = take(driver, shot, page_of(shot, options.long), Path(folder))
            (options.out / f"{shot.name}.webp").write_bytes(picture)
            said = browsing.errors(driver)
            print(f"{shot.name}.webp: {len(picture):,} bytes", *said)
            if said or len(picture) > LARGEST:
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
