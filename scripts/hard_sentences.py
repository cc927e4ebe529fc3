"""How many of the hard sentences of the tests come out whole: from this library, from `sentencex`
alone, and from `pysbd` where that is installed.

    python scripts/hard_sentences.py [--wrong]

The sentences are in `tests/hard_sentences.txt`, in ten languages. One is right if it was found with
neither less nor more than its own text.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sentencex import segment

import wikiparse

if TYPE_CHECKING:
    from collections.abc import Callable

    Find = Callable[[str, str], list[str]]

SENTENCES = Path(__file__).resolve().parents[1] / "tests" / "hard_sentences.txt"
WITHOUT_SPACES = ("ja", "zh")


def by_wikiparse(text: str, lang: str) -> list[str]:
    """The sentences of a paragraph with this text."""
    page = wikiparse.Document((wikiparse.Paragraph((wikiparse.Text(text),)),), lang=lang)
    return [sentence.text for sentence in page.plain_text().sentences()]


def by_sentencex(text: str, lang: str) -> list[str]:
    """The sentences without anything joined again."""
    return [part.strip() for part in segment(lang, text)]


def finders() -> dict[str, Find]:
    """The functions that find sentences, by name."""
    found: dict[str, Find] = {"wikiparse": by_wikiparse, "sentencex": by_sentencex}
    try:
        import pysbd  # type: ignore[import-untyped]  # it may be missing
    except ImportError:
        return found

    def by_pysbd(text: str, lang: str) -> list[str]:
        parts = pysbd.Segmenter(language=lang, clean=False).segment(text)
        return [part.strip() for part in parts]

    return {**found, "pysbd": by_pysbd}


def main() -> int:
    """Print a table: languages down, finders across."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="print what this library finds wrong")
    options = parser.parse_args()
    by_name = finders()
    right: dict[str, Counter[str]] = {name: Counter() for name in by_name}
    total: Counter[str] = Counter()
    for line in SENTENCES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        lang, text = line.split("\t")
        wanted = text.split(" | ")
        joined = ("" if lang in WITHOUT_SPACES else " ").join(wanted)
        total[lang] += len(wanted)
        for name, find in by_name.items():
            found = find(joined, lang)
            right[name][lang] += len(set(wanted) & set(found))
            if options.wrong and name == "wikiparse" and found != wanted:
                print(f"{lang}: {' | '.join(found)}   not   {text}")
    print(f"| language | sentences | {' | '.join(right)} |")
    print("|---" * (2 + len(right)) + "|")
    for lang in total:
        print(f"| {lang} | {total[lang]} | {' | '.join(str(r[lang]) for r in right.values())} |")
    shares = [f"{100 * sum(r.values()) / sum(total.values()):.1f} %" for r in right.values()]
    print(f"| all | {sum(total.values())} | {' | '.join(shares)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
