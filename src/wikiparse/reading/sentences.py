"""The sentences of a text: found by `sentencex`, never across blocks, and joined again where it
splits too often.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from wikiparse.reading.fragments import GLUE

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from wikiparse.reading.places import Mention, TextReference

    Split = Callable[[str], list[str]]
    """A text into parts whose sum it is."""


class Sentence(NamedTuple):
    """A sentence of a text, from `start` to `end`, with the links in it and the footnotes that are
    referenced in it or right after it. All offsets are those of the whole text.

    >>> doc = wikiparse.parse("A [[mill]]. A town.", dialect="wikitext", lang="en")
    >>> [(part.text, len(part.mentions)) for part in doc.plain_text().sentences()]
    [('A mill.', 1), ('A town.', 0)]
    """

    start: int
    """Its first code point in the text."""
    end: int
    """The code point after its last."""
    text: str
    """The sentence."""
    mentions: tuple[Mention, ...]
    """The links in it."""
    footnote_references: tuple[TextReference, ...]
    """The footnotes referenced in it or right after it."""


def split_by_sentencex(lang: str | None) -> Split:
    """The function that finds sentences in a language.

    Raises ImportError where `sentencex` is missing, the package of the extra `sentences`.
    """
    try:
        from sentencex import segment  # noqa: PLC0415  # an optional package
    except ImportError as error:
        message = "sentences need the package sentencex: pip install 'wikiparse-tree[sentences]'"
        raise ImportError(message) from error
    code = (lang or "en").partition("-")[0]

    def split(text: str) -> list[str]:
        out: list[str] = []
        for window in windows(text):
            given = _without_surrogates(window)
            found = segment(code, given)
            if "".join(found) == given:
                ends = accumulate(map(len, found), initial=0)
                for start, end in pairwise(ends):
                    out += BEFORE_NUMBER.split(window[start:end])
            else:
                out.append(window)
        return joined_again(out, code)

    return split


BEFORE_NUMBER: Final = re.compile(r"(?<=[。｡])(?=\d)")
"""`sentencex` takes a full stop before a digit for a decimal point, which `。` never is."""


def _without_surrogates(text: str) -> str:
    """A text with U+FFFD in place of lone surrogates, what is left of bytes that are no UTF-8:
    `sentencex` takes none.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(["\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text])
    return text


WINDOW: Final = 4_000
"""Code points of a block that are looked at in one go: `sentencex` takes quadratic time where many
quotation marks are opened and none is closed.
"""


def windows(text: str) -> Iterator[str]:
    """A text in parts of a bounded length, that end after a full stop where there is one, or after
    a space.
    """
    start = 0
    while len(text) - start > WINDOW:
        part = text[start : start + WINDOW]
        stops = [match.end() for match in END.finditer(part)]
        end = stops[-1] if stops else part.rfind(" ") + 1 or WINDOW
        yield part[:end]
        start += end
    yield text[start:]


END: Final = re.compile(r"[.!?…]++[\"'”’»)\]]*+(?=\s)|[。！？｡]++[」』”’）)]*+")


def split_simply(text: str) -> list[str]:
    """Sentences by their full stops alone, for those who have no `sentencex`."""
    out: list[str] = []
    start = 0
    for match in END.finditer(text):
        out.append(text[start : match.end()])
        start = match.end()
    return [*out, text[start:]] if start < len(text) else out


OPENING: Final = "([{（「『【《〈“„«"
CLOSING: Final = ")]}）」』】》〉”“»"
PAIRS: Final = {closing: opening for opening, closing in zip(OPENING, CLOSING, strict=True)}
LONGEST_QUOTATION: Final = 600
"""Code points up to which sentences within brackets or quotation marks are one with theirs."""
ORDINALS: Final = frozenset("de da nb nn no fi cs sk hu pl hr sr bs sl et lv tr is lb nds".split())
"""Languages that write an ordinal number with a full stop: `am 3. Oktober`."""
ORDINAL: Final = re.compile(r"(?:^|[\s(])(?:\d{1,2}|[IVXL]{1,6})\.\s*$")
INITIAL: Final = re.compile(r"\s*+\(?[^\W\d_]\.\s*+")
LAST_WORD: Final = re.compile(r"(?:^|[\s(\[„“«'\"’])((?:[^\W\d_]{1,8}\.(?:[ \u00a0-]?)){1,6})\s*$")
ABBREVIATIONS: Final = {
    "en": "dr mr mrs ms prof st vs e.g i.e cf approx no vol p pp ch fig ed eds sr jr gen col lt"
    " capt sgt rev hon gov sen rep ave dept est inc ltd co corp al c ca fl r b d viz jan feb mar"
    " apr jun"
    " jul aug sept sep oct nov dec",
    "de": "z.b d.h u.a o.ä u.ä i.d.r v.a bzw ca dr prof nr st vgl evtl ggf hr fr hrsg bd s str jh"
    " jhd abb geb gest sog usw inkl exkl max min mind tel u a v z b d h o i m n chr ff f art abs"
    " dipl ing phil med jr sen österr dt engl frz lat griech jan feb apr aug sept okt nov dez",
    "fr": "m mm mme mlle dr prof p pp ex cf av apr j.-c j c env n° fig vol éd art chap st ste bd"
    " janv févr avr juil sept oct nov déc s etc ch no hab",
    "es": "sr sra srta dr dra d dña p.ej p ej ud uds ee uu ee.uu a.c d.c a d c av avda núm no pág"
    " págs vol ed cap fig aprox prof gral s st sta sto art cía fca f",
    "it": "sig sig.ra dott dott.ssa prof avv ing a.c d.c a d c ca pag pagg vol cap art fig es n nr"
    " s ss st geom rag arch cfr ecc ed op cit",
    "pt": "sr sra dr dra prof profa a.c d.c a d c p pp pág vol ed cap fig ex n av art séc aprox eng"
    " d st sto sta exa",
    "nl": "dhr mevr dr drs prof ir ing mr bijv bv d.w.z o.a m.b.t t.o.v i.p.v m.a.w enz ca nr blz p"
    " st jr sr v.chr n.chr v n chr a.d o a d w z e.d vgl resp jl evt incl excl max min",
    "pl": "np tzn tzw m.in prof dr hab inż mgr św ul al pl nr s str r w ww godz ok tys mln mld itd"
    " itp por zob im gen płk kpt ks o m in n.e p.n.e n e p ur zm ang niem łac fr",
    "ru": "г гг в вв т.е т.д т.п т.н т е д п н др см ср им ул д корп кв стр с рис табл руб коп тыс"
    " млн млрд проф акад ст св род ум англ нем фр лат греч н.э до ок м к о о-в оз р напр пр гл",
    "sv": "t.ex bl.a d.v.s dvs m.m m.fl ca kl nr s st f.kr e.kr f e kr dr prof resp inkl exkl jfr"
    " s.k osv o.s.v t bl a d v m p.g.a p g max min tel",
}  # fmt: skip
"""Abbreviations after which a sentence goes on, without their last full stop."""
BEFORE_NAMES: Final = frozenset(
    "dr mr mrs ms prof st m mm mme mlle sr sra dott dhr mevr hr fr св им ул проф акад г"
    " gen col lt capt no nr vol p pp s str fig abb vgl cf e.g i.e z.b d.h p.ej bijv np т.е t.ex"
    " bl.a ca approx vs núm pág pag avv ing ul al pl ks por zob см ср рис табл стр ст ч гл".split()
)
"""Abbreviations that are followed by a name, a number or an example, never by a new sentence."""


def joined_again(sentences: list[str], lang: str) -> list[str]:
    """Sentences, those that are no whole ones joined with the next."""
    known = frozenset(ABBREVIATIONS.get(lang, "").split())
    out: list[list[str]] = []  # the parts of each
    opened: list[str] = []
    length = 0
    before = ""
    for sentence in sentences:
        if out and (
            (opened and length + len(sentence) <= LONGEST_QUOTATION)
            or _goes_on(before, sentence, lang, known)
        ):
            out[-1].append(sentence)
            length += len(sentence)
            # All that is looked at is the end, and whether there is no more than that.
            before = (before + sentence)[-LOOKED_AT:]
        else:
            out.append([sentence])
            opened = []
            length = len(sentence)
            before = sentence[-LOOKED_AT:]
        opened = _open_brackets(sentence, opened)
    return ["".join(parts) for parts in out]


LOOKED_AT: Final = 50
"""Code points at the end of a sentence that say whether it is over."""


def _open_brackets(text: str, opened: list[str]) -> list[str]:
    """The brackets and quotation marks that are open at the end of a text; none where they do not
    pair.
    """
    stack = list(opened)
    # Danish and some German books write »so«.
    is_reversed = "»" in text and text.find("»") < text.find("«")
    for character in text:
        if is_reversed and character in "«»":
            continue
        # `“` closes a German quotation and opens an English one.
        if character in PAIRS and stack and stack[-1] == PAIRS[character]:
            stack.pop()
        elif character in OPENING:
            stack.append(character)
    return stack if len(stack) <= 2 else []


def _goes_on(before: str, after: str, lang: str, known: frozenset[str]) -> bool:
    """Whether a sentence is not over where it was split."""
    following = after.lstrip()
    if not following or not before.strip():
        return True
    first = following.lstrip("\"'“”«»„’(")[:1]
    if following[0] in CLOSING and following[0] not in OPENING:
        return True
    # Japanese goes on after a quotation with a particle.
    if before.rstrip()[-1:] in "」』" and following.startswith(("と", "って", "など")):
        return True
    if first.islower() and before.rstrip()[-1:] in ".…":
        return True
    if lang in ORDINALS and ORDINAL.search(before[-40:]) and first.isalpha():
        return True
    if following[0] in "-–,;:":
        return True
    if first.isupper() and INITIAL.fullmatch(before):
        return True
    if (match := LAST_WORD.search(before[-40:])) is None:
        return False
    word = match[1].replace(" ", "").replace("\u00a0", "").rstrip(".").lower()
    tail = word.rpartition(".")[2]
    if word in BEFORE_NAMES:
        return True
    if word in known or tail in known:
        # A single letter may end a sentence, unless the abbreviation goes on: `44 a. C.`
        goes_on = len(tail) > 1 or following[1:2] == "."
        return first.isdigit() or first.islower() or goes_on
    return False


def segments_of(fragments: list[str], sources: list[int]) -> Iterator[tuple[int, int]]:
    """The stretches of a text between the edges of blocks: no sentence goes beyond one."""
    start = offset = 0
    for fragment, source in zip(fragments, sources, strict=True):
        end = offset + len(fragment)
        if source == GLUE:
            if offset > start:
                yield start, offset
            start = end
        offset = end
    if offset > start:
        yield start, offset


def sentence_spans(
    text: str, fragments: list[str], sources: list[int], whole: Container[int], split: Split
) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end, without the white space around them. The
    stretches that begin at an offset of `whole` are one each.
    """
    for begin, end in segments_of(fragments, sources):
        segment = text[begin:end]
        start = begin
        for part in [segment] if begin in whole else split(segment):
            if stripped := part.strip():
                first = start + len(part) - len(part.lstrip())
                yield first, first + len(stripped)
            start += len(part)


def sentences_of(
    text: str,
    spans: Iterable[tuple[int, int]],
    mentions: tuple[Mention, ...],
    references: tuple[TextReference, ...],
) -> Iterator[Sentence]:
    """Sentences with their links and footnote references. A reference after the full stop, before
    the next sentence, is one of the sentence that ends there.
    """
    links = Within(mentions)
    offsets = [reference.offset for reference in references]
    taken = 0
    for start, end in spans:
        last = bisect_right(offsets, end)
        yield Sentence(
            start, end, text[start:end], links.between(start, end), references[taken:last]
        )
        taken = last


class Within:
    """Links by where they begin."""

    __slots__ = ("_mentions", "_starts")

    def __init__(self, mentions: tuple[Mention, ...]) -> None:
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Those that begin between two offsets."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
