"""Templates that state coordinates or dates on real pages, chosen by a fixed seed: what
`tests/coordinates_read.txt` and `tests/dates_read.txt` were read from by hand.

    python scripts/chosen_statements.py CORPUS coordinates [--number 100]
    python scripts/chosen_statements.py CORPUS dates

CORPUS holds the folders `dev`, `real` and `today`. A template is found by its name, and an infobox
with coordinates by the name of its first argument of a latitude that is not blank, both in the
source: wikiparse is not asked. Printed are page, offset, and what stands there.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from pathlib import Path

FOLDERS = ("dev", "real", "today")
SEED = 18
SHOWN = 260
"""Characters of the source that are printed."""

COORDINATES = re.compile(
    r"\{\{\s*(?:coo?r[ _d]|coo?r[dm\s]*\||coo?rd|koordin|geokoord|souřadn|współrz|ウィキ座標"
    r"|স্থানাঙ্ক|坐标|座標|좌표|مختصات)[^{}|\n]{0,30}\|"
    r"|\|\s*(?:lat(?:itud[eio]n?e?o?)?[ _]?(?:d|deg|gradi|decimale)?|breitengrad|широта|緯度)"
    r"\s*=[ \t]*(?=[\w-])",
    re.I,
)
DATES = re.compile(
    r"\{\{\s*(?:(?:birth|death|start|end|film|release)[ -](?:date|year)[^{}|\n]{0,20}|dts|date-?"
    r"|date de (?:naissance|décès)|fecha[^{}|\n]{0,20}|(?:生|死亡)年月日[^{}|\n]{0,8}"
    r"|bd|bio|personendaten|dni|nascimento|morte|(?:født|født|födelse|døds|döds)[^{}|\n]{0,20}"
    r"|дата[^{}|\n]{0,20}|datum[^{}|\n]{0,20})\s*[|\n]",
    re.I,
)


def main() -> int:
    """Print the chosen templates."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("kind", choices=("coordinates", "dates"))
    parser.add_argument("--number", type=int, default=100)
    options = parser.parse_args()
    found = candidates(options.corpus, COORDINATES if options.kind == "coordinates" else DATES)
    chosen = found
    if len(found) > options.number:
        chosen = sorted(random.Random(SEED).sample(found, options.number))
    print(f"# {len(chosen)} of {len(found)}, seed {SEED}")
    for page, offset, shown in chosen:
        print(f"{page}\t{offset}\t{shown!r}")
    return 0


def candidates(corpus: Path, pattern: re.Pattern[str]) -> list[tuple[str, int, str]]:
    """All that the pages have: page, offset and the source from there. Comments are passed over."""
    out = []
    for folder in FOLDERS:
        for path in sorted((corpus / folder).iterdir()):
            if path.suffix not in (".md", ".wikitext"):
                continue
            text = path.read_text("utf-8", errors="replace")
            hidden = [match.span() for match in re.finditer(r"(?s)<!--.*?(?:-->|\Z)", text)]
            for match in pattern.finditer(text):
                if not any(start <= match.start() < end for start, end in hidden):
                    shown = text[match.start() : match.start() + SHOWN]
                    out.append((f"{folder}/{path.name}", match.start(), shown))
    return out


if __name__ == "__main__":
    sys.exit(main())
