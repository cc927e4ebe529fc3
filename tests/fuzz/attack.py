"""Attack the library with texts of its own making: `python tests/fuzz/attack.py --minutes 60`.

Generates hostile texts (`texts.py`), parses each in every dialect, calls every output and the way
back, and holds what comes out to the checks of the tests. What is found is reduced and printed, one
input for each kind of fault. It needs nothing but the test packages: unlike `run.py` it does not
follow coverage, so that it runs on every Python. Exit status 1 if anything was found.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from target import DIALECTS, choice_of, faults_of, kind_of  # noqa: E402
from texts import hostile_texts  # noqa: E402

LANGUAGES = (None, "zh", "de")


def kinds_of(data: bytes) -> set[str]:
    """The kinds of fault that an input shows, an exception among them."""
    try:
        return {kind_of(fault) for fault in faults_of(data)}
    except Exception as error:  # noqa: BLE001  # every exception is a find
        where = traceback.extract_tb(error.__traceback__)[-1]
        return {f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}"}


def reduced(data: bytes, kind: str) -> bytes:
    """The input with all cut away that its kind of fault does not need."""
    head, text = data[:1], data[1:].decode("utf-8", "surrogatepass")
    size = len(text) // 2
    while size:
        start = 0
        while start < len(text):
            shorter = text[:start] + text[start + size :]
            if kind in kinds_of(head + shorter.encode("utf-8", "surrogatepass")):
                text = shorter
            else:
                start += size
        size //= 2
    return head + text.encode("utf-8", "surrogatepass")


def attack(
    seed: int, seconds: float, count: int | None = None
) -> tuple[int, Counter[str], dict[str, bytes]]:
    """Try texts for some seconds, or a number of them: how many, finds by kind, the least of each.

    A text is tried in one dialect, language and set of limits; these change from text to text.
    """
    end = time.monotonic() + seconds
    finds: Counter[str] = Counter()
    least: dict[str, bytes] = {}
    number = 0
    for number, (_, text) in enumerate(hostile_texts(seed), 1):
        choice = choice_of(
            DIALECTS[number % len(DIALECTS)],
            LANGUAGES[number // 5 % len(LANGUAGES)],
            number // 15 % 4 if number % 4 else 0,
        )
        data = choice + text.encode("utf-8", "surrogatepass")
        for kind in kinds_of(data):
            finds[kind] += 1
            if kind not in least:
                least[kind] = reduced(data, kind)
        if number == count or time.monotonic() > end:
            break
    return number, finds, least


def main() -> int:
    """Attack with several processes, and print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    jobs = [
        (options.seed * 1_000 + number, 60 * options.minutes) for number in range(options.processes)
    ]
    with Pool(options.processes) as pool:
        results = pool.starmap(attack, jobs)
    finds: Counter[str] = Counter()
    least: dict[str, bytes] = {}
    for _, found, inputs in results:
        finds += found
        least = inputs | least
    texts = sum(number for number, _, _ in results)
    print(f"seed {options.seed}: {texts:,} texts, {len(finds)} kinds of fault")
    for kind, number in finds.most_common():
        text = least[kind][1:].decode("utf-8", "surrogatepass")
        print(f"{number:7,}  {kind}\n         choice {least[kind][0]}, {text!a}")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
