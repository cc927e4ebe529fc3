"""The report of a conversion: a line of JSON for each page, and for all that went another way.

It also says which files of the folder are the conversion's own: a later one may write these again.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import attrs

from wikiparse.etl.batch.parts import TEMPORARY, AtomicFile
from wikiparse.etl.clean import LONGEST_ERROR, clean, clean_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wikiparse.etl.convert.passes import Written
    from wikiparse.etl.outcomes import DeadLetter

NAME: Final = "_conversion.jsonl"
MOST_NAMES: Final = 20_000
"""Names of lost constructs that are counted; of more the rarest are dropped."""


@attrs.define
class Summary:
    """Counts of a conversion. `pages` is the sum of `written`, `unchanged` and `kept`."""

    written: int = 0
    unchanged: int = 0
    """Files that an earlier conversion had written just so."""
    kept: int = 0
    """Pages that were not written, since their file is somebody else's or was changed."""
    redirects: int = 0
    broken_redirects: int = 0
    clashes: int = 0
    earlier: int = 0
    """Files of earlier conversions for which this one has no page."""
    dead: int = 0
    damaged: int = 0
    links: Counter[str] = attrs.field(factory=Counter)
    lost: Counter[str] = attrs.field(factory=Counter)
    complete: bool = False

    @property
    def pages(self) -> int:
        """All pages that have a form."""
        return self.written + self.unchanged + self.kept

    def add_losses(self, lost: dict[str, int]) -> None:
        """Count the losses of a page."""
        self.lost.update(lost)
        if len(self.lost) > 2 * MOST_NAMES:
            self.lost = Counter(dict(self.lost.most_common(MOST_NAMES)))


class Report:
    """The report while it is written."""

    def __init__(self, folder: Path) -> None:
        self.summary = Summary()
        self._file = AtomicFile(folder / NAME, replaces=True)
        self._file.__enter__()

    def page(self, page: Written, path: str, digest: str, outcome: str) -> None:
        """A page, with its `outcome`: a field of the summary."""
        summary = self.summary
        setattr(summary, outcome, getattr(summary, outcome) + 1)
        summary.add_losses(page.lost)
        summary.links.update({k: v for k, v in page.links.items() if isinstance(v, int)})
        is_ours = outcome != "kept"
        self._line(
            "page",
            title=page.title,
            file=path,
            outcome=outcome,
            **({"sha256": digest} if is_ours else {}),
            **({"lost": page.lost} if page.lost else {}),
            **({"links": page.links} if page.links else {}),
        )

    def redirect(self, title: str, path: str | None, fragment: str) -> None:
        """A redirect, and the file that it leads to."""
        self.summary.redirects += 1
        self.summary.broken_redirects += path is None
        extra = {"fragment": fragment} if fragment else {}
        self._line("redirect", title=title, file=path, **extra)

    def earlier(self, path: str, digest: str) -> None:
        """A file of an earlier conversion, of which this one has no page: it stays."""
        self.summary.earlier += 1
        self._line("earlier", file=path, sha256=digest)

    def clash(self, title: str, path: str, wanted: str, *, same_title: bool) -> None:
        """A page whose file has another name than its title asks for."""
        self.summary.clashes += 1
        reason = "a page has this title" if same_title else "a file has this name"
        self._line("clash", title=title, file=path, wanted=wanted, reason=reason)

    def dead(self, letter: DeadLetter) -> None:
        """A page that could not be read or written."""
        self.summary.dead += 1
        self._line(
            "dead",
            title=None if letter.title is None else clean(letter.title),
            source=clean_name(letter.source),
            offset=letter.offset,
            id=letter.id,
            error=letter.error,
            limit=letter.limit,
        )

    def damage(self, damage: object) -> None:
        """A part of the input that could not be read."""
        self.summary.damaged += 1
        self._line("damage", error=clean_name(str(damage)[:LONGEST_ERROR]))

    def finish(self) -> None:
        """Write the summary, and give the report its name. Raises OSError."""
        values = attrs.asdict(self.summary)
        values["lost"] = dict(self.summary.lost.most_common(MOST_NAMES))
        self._line("summary", **values)
        self._file.__exit__(None, None, None)

    def _line(self, kind: str, **values: Any) -> None:
        line = json.dumps({"kind": kind, **values}, ensure_ascii=False)
        self._file.file.write(line.encode() + b"\n")


def own_files(folder: Path) -> Iterator[tuple[str, str]]:
    """The files that earlier conversions have written into a folder, and their SHA-256.

    A conversion that was killed has left its report under its temporary name.
    """
    for path in (folder / NAME, folder / (NAME + TEMPORARY)):
        with suppress(OSError), path.open("rb") as file:
            for line in file:
                with suppress(ValueError, TypeError, KeyError, RecursionError):
                    values = json.loads(line)
                    name, digest = values["file"], values["sha256"]
                    if isinstance(name, str) and isinstance(digest, str):
                        yield name, digest
