"""A user's function on one page: its value, or the dead letter of the page."""

from __future__ import annotations

import pickle  # between a worker and its parent, which are one program
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from wikiparse.etl.clean import LONGEST_ERROR, clean, clean_name, describe
from wikiparse.etl.metadata import field_of
from wikiparse.etl.pages import page_of
from wikiparse.etl.sources import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wikiparse.etl.pages import SourcePage
    from wikiparse.etl.rows import Options
    from wikiparse.etl.sources import Record

TRACEBACK_LINES: Final = 20
LONGEST_TRACEBACK: Final = 4_000
"""Code points of a traceback that a dead letter keeps, from its end."""


@attrs.frozen(kw_only=True)
class DeadLetter:
    """A page for which there is no value, and why.

    `source` and `offset` say where it was found, as those of `SourcePage`; the other fields of the
    page are known where the source states them beside its text. `error` is one line. `limit` is
    "time", "memory", "crash" (the worker died), "page" (it is too large), "read" (it cannot be
    read), or None where the parser or the function raised; then `traceback` has the last lines of
    the traceback.

    >>> from wikiparse.etl import DeadLetter, map_pages
    >>> letters = map_pages(lambda doc: 1 / 0, "tests/fixtures/pml.md", workers=0)
    >>> [(letter.title, letter.error) for letter in letters if isinstance(letter, DeadLetter)]
    [('pml', 'ZeroDivisionError: division by zero')]
    """

    source: str
    """The file or folder that the page was read from."""
    offset: int
    """Where in it, as `SourcePage.offset`."""
    id: str | None = None
    """The id of the page's record or row."""
    title: str | None = None
    """The title, as the source states it."""
    page_id: int | None = None
    """MediaWiki's number of the page."""
    revision_id: int | None = None
    """MediaWiki's number of the revision."""
    namespace: int | None = None
    """MediaWiki's number of the namespace."""
    error: str = ""
    """The reason, in one line."""
    limit: str | None = None
    """"time", "memory", "crash", "page" or "read"; None for an exception."""
    traceback: str = attrs.field(default="", repr=False)
    """The last lines of the traceback, "" where there was none."""

    def __str__(self) -> str:
        return f"{self.title or self.id or self.source}: {self.error}"


class Outcome(NamedTuple):
    """The value of a page, or its dead letter. `letter` has no error where there is a value."""

    letter: DeadLetter
    value: Any

    @property
    def is_dead(self) -> bool:
        """Whether there is no value."""
        return bool(self.letter.error)


@attrs.frozen(kw_only=True)
class Call:
    """A function and how it is called: with the document, or with the document and its page.

    `before` is that of `Job`. `caught`: the exceptions that cost a page and not the loop.
    """

    function: Callable[..., Any]
    options: Options
    with_page: bool = False
    before: Callable[[Mapping[str, Any]], object] | None = None
    caught: tuple[type[BaseException], ...] = (Exception, SystemExit)

    def outcome(self, record: Record) -> Outcome:
        """The outcome of a page."""
        letter = letter_of(record, None)
        if record.fault is not None:
            return Outcome(dead(letter, record.fault), None)
        try:
            values = record.to_dict()
            if self.before is not None:
                self.before(values)
            page = page_of(values, record)
            letter = _letter_of_page(page)
            doc = page.parse(**self._choices(page))
        except self.caught as error:
            return Outcome(dead(letter, fault_of(error)), None)
        try:
            value = self.function(doc, page) if self.with_page else self.function(doc)
        except self.caught as error:
            return Outcome(dead(letter, fault_of(error), traceback_of(error)), None)
        return Outcome(letter, value)

    def _choices(self, page: SourcePage) -> dict[str, Any]:
        """The options of the caller, where the page's source does not say it."""
        options = self.options
        return {
            "dialect": page.dialect or options.dialect,
            "lang": page.language or options.language,
            "site": page.site or options.site,
            "limits": options.limits,
            "templates": options.templates,
        }


def fault_of(error: BaseException) -> Fault:
    """The fault of a page that an exception cost."""
    return Fault(describe(error), "memory" if isinstance(error, MemoryError) else None)


def traceback_of(error: BaseException) -> str:
    """The last lines of a traceback, without our own frame."""
    try:
        import traceback  # slow to load, and seldom needed

        frames = error.__traceback__ and error.__traceback__.tb_next
        text = "".join(traceback.format_exception(error.with_traceback(frames)))
        lines = text[-LONGEST_TRACEBACK:].splitlines()
        return clean("\n".join(lines[-TRACEBACK_LINES:]))
    except Exception:  # noqa: BLE001  # it is anybody's exception, and memory may be short
        return ""


def letter_of(record: Record, fault: Fault | None) -> DeadLetter:
    """The dead letter of a record, which need not be opened for it."""
    fields = record.fields
    title, identifier = fields.get("title"), fields.get("id")
    letter = DeadLetter(
        source=record.source,
        offset=record.offset,
        id=clean_name(identifier) if isinstance(identifier, str) else None,
        title=title if isinstance(title, str) else None,
        page_id=_number(fields, "page_id"),
        revision_id=_number(fields, "revision_id"),
        namespace=_number(fields, "namespace"),
    )
    return letter if fault is None else dead(letter, fault)


def _number(fields: Mapping[str, Any], name: str) -> int | None:
    found = field_of(name, fields.get(name))
    return found if isinstance(found, int) else None


def _letter_of_page(page: SourcePage) -> DeadLetter:
    return DeadLetter(
        source=page.source,
        offset=page.offset,
        id=page.id,
        title=page.title,
        page_id=page.page_id,
        revision_id=page.revision_id,
        namespace=page.namespace,
    )


def dead(letter: DeadLetter, fault: Fault, traceback: str = "") -> DeadLetter:
    """The letter with its fault."""
    error = clean(fault.error[:LONGEST_ERROR]) or "unknown"
    return attrs.evolve(letter, error=error, limit=fault.limit, traceback=traceback)


# ------------------------------------------------------------------------------------ messages


def packed(outcome: Outcome) -> bytes:
    """An outcome as bytes. A value that cannot be pickled makes a dead letter."""
    letter, data = outcome.letter, b""
    if not outcome.is_dead:
        try:
            data = pickle.dumps(outcome.value, pickle.HIGHEST_PROTOCOL)
        except BaseException as error:  # noqa: BLE001  # methods of anybody's class are called
            reason = Fault(f"the value cannot be pickled: {describe(error)}", fault_of(error).limit)
            letter = dead(letter, reason, traceback_of(error))
    # The value by itself: where it cannot be read, the letter still can.
    return pickle.dumps((letter, data), pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes) -> Outcome:
    """The outcome of bytes that a worker made."""
    letter, value = pickle.loads(data)  # noqa: S301  # from our own worker
    if letter.error:
        return Outcome(letter, None)
    try:
        return Outcome(letter, pickle.loads(value))  # noqa: S301  # from our own worker
    except Exception as error:  # noqa: BLE001  # constructors of anybody's class are called
        reason = Fault(f"the value cannot be read back: {describe(error)}", fault_of(error).limit)
        return Outcome(dead(letter, reason), None)
