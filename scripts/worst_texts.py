"""Find the text that costs each compiled pattern most, and write it into `tests/patterns.txt`.

    python scripts/worst_texts.py                     # patterns that are not on the list yet; those
    that are gone leave it
    python scripts/worst_texts.py blocks.lists etl    # also those whose label begins like this
    python scripts/worst_texts.py --all               # all of them: some five minutes
    python scripts/worst_texts.py --pages             # the texts of the list as pages: does parsing
    one take more than its share?

A text is a beginning, a unit that is repeated, and an ending. Some four thousand are tried for each
pattern: texts that its own syntax tree says it matches, cut where a loop begins, with what fills
the loop as the unit, and what comes behind it, whole, cut short or foreign, as the ending (where
going back shows); such texts again and again (where beginning anew at each place shows); its own
literal characters; and the hostile pieces of markup of the tests. What costs most for a character
is timed again at ten times the length.

Time stands for steps here, which cannot be counted within a match: the shortest of several runs,
each too short to be disturbed. So two runs need not agree on one of two texts that cost the same.
What more than doubles its cost for a character when the text grows fourfold, or takes too long at
once, is reported.
"""

from __future__ import annotations

import random
import re
import signal
import sys
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import perf_counter, process_time
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import test_patterns as tested  # noqa: E402
import wikiparse  # noqa: E402
from test_linear import UNITS  # noqa: E402
from test_wikitext_any_text import UNITS as WIKITEXT_UNITS  # noqa: E402

HEAD = """\
# Where a pattern is, how it is used, and its worst text: how it begins, what is repeated in it, and
# how it ends (see test_patterns.py).
# Written by scripts/worst_texts.py; how a pattern is used is the one thing to be corrected by hand.
"""
HOSTILE = tuple(dict.fromkeys((*UNITS, *WIKITEXT_UNITS)))
CHARACTERS = "aA0 \n\t_-.:/=<>[]{}|'\"&;#*()!~`\\@?$%+,^\u5185\u24e6\0"
"""What stands for a class of characters, where the class has them."""
SHORT, LONG = 2_000, 20_000
SAMPLES, TRIES = 300, 4_000
PLAIN = 400
"""How many of the texts that all patterns have in common come before those of their own."""
CUT_OFF = 0.02
"""Seconds that one use may take while a text is short. What takes more needs no finer measure."""


class Text(NamedTuple):
    """A beginning, what is repeated, and an ending."""

    first: str
    unit: str
    last: str

    def of(self, size: int) -> str:
        """The text of about that many characters."""
        return self.first + self.unit * max(size // len(self.unit), 1) + self.last


class Writer:
    """Writes texts that a syntax tree matches, or nearly: what it looks at without taking it may
    stand there or not.
    """

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.parts: list[str] = []
        self.groups: dict[int, str] = {}
        self.loops: list[tuple[int, int, Any]] = []

    def text(self, tree: Any) -> str:
        """One text, with the places of its loops in `loops`."""
        self.parts, self.loops = [], []
        self._write(tree)
        return "".join(self.parts)

    def _length(self) -> int:
        return sum(map(len, self.parts))

    def _write(self, tree: Any) -> None:
        for code, value in tree:
            if code in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
                self.parts.append(self.draw.choice(members(code, value)))
            elif code is op.BRANCH:
                self._write(self.draw.choice(value[1]))
            elif code is op.SUBPATTERN:
                begin = len(self.parts)
                self._write(value[3])
                if value[0]:
                    self.groups[value[0]] = "".join(self.parts[begin:])
            elif code is op.GROUPREF:
                self.parts.append(self.groups.get(value, ""))
            elif code is op.GROUPREF_EXISTS:
                self._write(value[1] if self.draw.random() < 0.5 or not value[2] else value[2])
            elif code is op.ATOMIC_GROUP:
                self._write(value)
            elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
                self._repeat(*value)
            elif code is op.ASSERT and self.draw.random() < 0.5:
                self._write(value[1])

    def _repeat(self, least: int, most: int, tree: Any) -> None:
        begin = self._length()
        for _ in range(min(most, least + self.draw.choice((0, 0, 1, 2)))):
            self._write(tree)
        if most > 8:
            self.loops.append((begin, self._length(), tree))


def members(code: Any, value: Any) -> str:
    """Some characters that a piece of a pattern takes."""
    if code is op.LITERAL:
        return chr(value)
    if code is op.ANY:
        return CHARACTERS
    if code is op.NOT_LITERAL:
        return CHARACTERS.replace(chr(value), "")
    own = "".join(
        chr(found)
        for kind, bound in value
        for found in ((bound,) if kind is op.LITERAL else bound if kind is op.RANGE else ())
    )
    return "".join(c for c in CHARACTERS + own if _is_in(c, value)) or own or "a"


def _is_in(character: str, value: Any) -> bool:
    """Whether a character is in a class."""
    found = negated = False
    for kind, bound in value:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            found |= ord(character) == bound
        elif kind is op.RANGE:
            found |= bound[0] <= ord(character) <= bound[1]
        else:
            name = str(bound)
            is_of = {
                "SPACE": character.isspace(),
                "DIGIT": character.isdecimal(),
                "WORD": character.isalnum() or character == "_",
            }
            found |= is_of[name.rpartition("_")[2]] != ("_NOT_" in name)
    return found != negated


def literals(tree: Any) -> set[str]:
    """The characters that a pattern names."""
    found: set[str] = set()
    todo = [tree]
    while todo:
        item = todo.pop()
        if isinstance(item, tuple) and len(item) == 2 and item[0] in (op.LITERAL, op.NOT_LITERAL):
            found.add(chr(item[1]))
        elif isinstance(item, (tuple, list, parser.SubPattern)):
            todo += list(item)
    return found


def candidates(pattern: re.Pattern[str], label: str) -> list[Text]:
    """What to try, the same for each run."""
    draw = random.Random(label)
    writer = Writer(draw)
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    own = sorted(literals(tree))[:40]
    found = [Text("", unit, "") for unit in (*own, *HOSTILE, *CHARACTERS)]
    foreign = ("", "", "\n", "\0", "a", " ", "<")
    for _ in range(SAMPLES):
        text = writer.text(tree)
        loops = writer.loops
        cut = draw.randrange(len(text) + 1)
        begin, end = sorted((draw.randrange(len(text) + 1), cut))
        more = draw.choice((*own, *HOSTILE))
        found += [
            Text("", unit, draw.choice(foreign))
            for unit in (text, text[:cut], text[cut:], text[begin:end], text + more, more + text)
        ]
        found += [
            Text(text[:cut], unit, draw.choice(foreign))
            for unit in (text[begin:end], more, draw.choice(CHARACTERS))
        ]
        for begin, end, body in loops[:12]:
            one = writer.text(body)
            two = one + writer.text(body)
            rest = text[end:]
            endings = ("", rest, rest[:-1], draw.choice(foreign), draw.choice(HOSTILE))
            found += [Text(text[:begin], unit, last) for unit in (one, two) for last in endings]
            # From the beginning again and again, each time as far as into the loop.
            found += [
                Text("", text[:begin] + one, ""),
                Text("", text[:begin] or one, ""),
                Text(text[:begin], one * 40 + rest[:1], rest),
            ]
    found = list(dict.fromkeys(text for text in found if text.unit))
    # The plain ones first; of the others, of which loops within loops make many, some.
    return found[:PLAIN] + draw.sample(found[PLAIN:], min(len(found[PLAIN:]), TRIES))


class TooLateError(Exception):
    """A use of a pattern was cut off."""


def _cut_off(_number: int, _frame: object) -> None:
    raise TooLateError


def cost(pattern: Any, method: str, text: str, runs: int) -> float:
    """Seconds for each character, of the shortest of some runs.

    What is cut off took that long at least.
    """
    begin = perf_counter()
    signal.setitimer(signal.ITIMER_VIRTUAL, CUT_OFF * max(len(text) // SHORT, 1))
    try:
        try:
            tested.drive(pattern, method, text)
        finally:
            # The signal may come as late as here.
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TooLateError:
        return (perf_counter() - begin) / len(text)
    best = perf_counter() - begin
    # What takes a microsecond is done several times in one go, for the clock.
    times = max(min(int(2e-5 / best), 100), 1)
    for _ in range(runs if best < CUT_OFF else 0):
        begin = perf_counter()
        for _ in range(times):
            tested.drive(pattern, method, text)
        best = min(best, (perf_counter() - begin) / times)
    return best / len(text)


def worst(pattern: Any, method: str, label: str, known: Text | None) -> tuple[Text, float, float]:
    """The text that costs most, what it costs for each character, and how that grows when the text
    does fourfold.
    """
    tried = candidates(pattern, label) + [text for text in [known] if text and text.unit]
    tried.sort(key=lambda text: cost(pattern, method, text.of(SHORT), 2), reverse=True)
    again = sorted(
        tried[:60], key=lambda text: cost(pattern, method, text.of(SHORT), 8), reverse=True
    )
    finals = {text: cost(pattern, method, text.of(LONG), 5) for text in again[:15]}
    most = max(finals.values())
    # Of texts that cost about the same, the plainest.
    best = min(
        (text for text, price in finals.items() if price > most * 0.93),
        key=lambda text: (sum(map(len, text)), text),
    )
    # What is cut off at both lengths costs the same at both.
    is_late = finals[best] > 0.9 * CUT_OFF / SHORT
    return (
        best,
        finals[best],
        float("inf") if is_late else cost(pattern, method, best.of(4 * LONG), 5) / finals[best],
    )


def method_of(label: str) -> str:
    """How a pattern is used, as far as a look at the sources tells: the costliest of the ways that
    are written there.
    """
    if "re." in label and "(" in label.rpartition("re.")[2]:
        name = label.rpartition(".re.")[2].partition("(")[0]
        return name if name in ("match", "search", "fullmatch") else "finditer"
    name = re.sub(r"[\[(].*", "", label).rpartition(".")[2]
    used: set[str] = set()
    for path in Path(wikiparse.__file__).parent.rglob("*.py"):
        used |= set(
            re.findall(
                rf"\b{name}(?:\[[^\]]*\]|\([^()]*\))*\.(\w+)\b", path.read_text(encoding="utf-8")
            )
        )
    ways = {"sub": "finditer", "subn": "finditer", "split": "finditer", "findall": "finditer"}
    used = {ways.get(way, way) for way in used}
    return next(
        (way for way in ("finditer", "search", "fullmatch", "match") if way in used), "finditer"
    )


def write(rows: dict[str, tuple[str, str, str, str]]) -> None:
    """Write the list."""
    lines = [
        "\t".join((label, method, *map(ascii, text)))
        for label, (method, *text) in sorted(rows.items())
    ]
    tested.LIST.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def pages() -> None:
    """Parse the texts of the list, each in each dialect, and print where four times the page takes
    more than eight times the time.
    """
    for label, (_, *text) in tested.listed().items():
        for dialect in wikiparse.DIALECTS:
            took = []
            for size in (LONG // 4, LONG):
                page = Text(*text).of(size)
                spans = []
                for _ in range(2):
                    begin = process_time()
                    wikiparse.parse(page, dialect=dialect)
                    spans.append(process_time() - begin)
                took.append(min(spans))
            if took[1] > 8 * took[0] and took[1] > 0.02:
                print(f"{label}\t{dialect}\t{text}\t{took[0]:.4f} s, {took[1]:.4f} s", flush=True)


def main() -> None:
    """Search, and write the list after each pattern."""
    if "--help" in sys.argv:
        print(__doc__)
        return
    if "--pages" in sys.argv:
        pages()
        return
    signal.signal(signal.SIGVTALRM, _cut_off)
    here, known = tested.patterns(), tested.listed()
    rows = {label: row for label, row in known.items() if label in here}
    for label, pattern in sorted(here.items()):
        if (
            label in known
            and "--all" not in sys.argv
            and not any(label.startswith(start) for start in sys.argv[1:])
        ):
            continue
        method, *text = known.get(label) or (method_of(label), "", "", "")
        found, price, growth = worst(pattern, method, label, Text(*text))
        rows[label] = (method, *found)
        note = "  MORE THAN IN PROPORTION" if growth > 2 else ""
        print(
            f"{label}\t{method}\t{' … '.join(map(ascii, found))}\t{price * 1e9:.1f} "
            f"ns, x{growth:.2f}{note}",
            flush=True,
        )
        write(rows)


if __name__ == "__main__":
    main()
