"""Apostrophes: italic and bold (MediaWiki: `Parser::doQuotes`).

    quotes = "'"{2} italic | "'"{3} bold | "'"{5} both        four are an apostrophe and three, more
    than five apostrophes and five

They are balanced for each line. Where both bold and italic runs are odd in number, one bold run is
taken for an apostrophe and an italic one: the first after a word of one letter, otherwise the first
after a longer word, otherwise the first after a space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wikiparse.wikitext.inlines.state import Event


def widths(lengths: list[int]) -> list[int]:
    """How many apostrophes of each run are markup; those before them are text."""
    # MediaWiki: of four the first is text, of more than five all but the last five.
    return [length if length < 4 else 3 if length == 4 else 5 for length in lengths]


def balance(lengths: list[int], before: list[str]) -> tuple[list[int], list[list[Event]]]:
    """For the runs of apostrophes of one line how many of each are markup, and the events of each;
    an open one ends with the line.

    `before` holds, for each run, the two characters before it, as far as they belong to the text
    after the previous run.
    """
    sizes = widths(lengths)
    bold = sum(size in (3, 5) for size in sizes)
    italic = sum(size in (2, 5) for size in sizes)
    # L'''idée'' d'une      one of three and one of two: the first is an apostrophe and `''`
    if bold % 2 and italic % 2 and (changed := _mistaken(sizes, before)) >= 0:
        sizes[changed] = 2
    return sizes, _events(sizes)


def _mistaken(sizes: list[int], before: list[str]) -> int:
    """The bold run that is an apostrophe and an italic one, or -1."""
    long_word = space = -1
    for index, (size, text) in enumerate(zip(sizes, before, strict=True)):
        if size != 3:
            continue
        # MediaWiki: `$firstspace`, `$firstsingleletterword` and `$firstmultiletterword`; the second
        # of them ends the search.
        if text[-1:] == " ":
            space = index if space < 0 else space
        elif len(text) == 2 and text[0] == " ":
            return index
        elif long_word < 0:
            long_word = index
    return long_word if long_word >= 0 else space


def _events(sizes: list[int]) -> list[list[Event]]:
    """The letters that each run opens and closes."""
    events: list[list[Event]] = []
    opened = ""  # the open letters, the outermost first
    both: list[Event] | None = (
        None  # a run of five that has opened both: which is outside is seen when one is closed
    )
    for size in sizes:
        mine: list[Event] = []
        events.append(mine)
        if size == 5 and not opened:
            both, opened = mine, "?"
            continue
        # MediaWiki: the state `both`.
        #     '''''a'' b'''      italic ends first, so it is the inner one
        #     '''''a''' b''      bold ends first
        if opened == "?":
            assert both is not None  # set with "?"
            opened = "bi" if size == 2 else "ib"
            both += [("+", letter) for letter in opened]
        for letter in (
            ("i",)
            if size == 2
            else ("b",)
            if size == 3
            else tuple(reversed(opened)) + _missing(opened)
        ):
            opened = _turn(mine, opened, letter)
    if opened == "?" and both is not None:
        both += [("+", "i"), ("+", "b")]
    return events


def _missing(opened: str) -> tuple[str, ...]:
    """The letters that a run of five opens, where one of both is open."""
    return tuple([letter for letter in "ib" if letter not in opened])


def _turn(mine: list[Event], opened: str, letter: str) -> str:
    """Close an open letter, with the other one if that was opened after it, which opens again; or
    open it.
    """
    if letter not in opened:
        mine.append(("+", letter))
        return opened + letter
    if opened[-1] == letter:
        mine.append(("-", letter))
        return opened[:-1]
    # `''a '''b'' c'''`: elements must nest, so bold ends with italic and opens again.
    other = opened[-1]
    mine += [("-", other), ("-", letter), ("+", other)]
    return other
