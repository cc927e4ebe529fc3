"""Which units go into which batch, and which batches into which part.

The plan follows from the order and the sizes of the units alone, so that the output is the same for
any number of workers, and after any interruption.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wikiparse.etl.batch.settings import Settings
    from wikiparse.etl.sources.records import Unit


@attrs.frozen
class Batch:
    """The units that a worker is given at once. Batches and parts are counted from 0."""

    number: int
    part: int
    units: tuple[Unit, ...]

    @property
    def size(self) -> int:
        """About how many bytes of source it holds."""
        return sum([unit.size for unit in self.units])

    @property
    def weight(self) -> int:
        """How many bytes of the input it is."""
        return sum([unit.weight for unit in self.units])


def plan(units: Iterable[Unit], settings: Settings) -> Iterator[Batch]:
    """The batches, in order. A batch and a part end as soon as they are large enough."""
    part = size = pages = 0
    for number, group in enumerate(groups(units, settings.batch_bytes, settings.batch_pages)):
        batch = Batch(number, part, group)
        yield batch
        size += batch.size
        pages += len(group)
        if size >= settings.part_bytes or pages >= settings.part_pages:
            part, size, pages = part + 1, 0, 0


def groups(units: Iterable[Unit], most_bytes: int, most_units: int) -> Iterator[tuple[Unit, ...]]:
    """Units in groups, each of which ends as soon as it is large enough."""
    group: list[Unit] = []
    size = 0
    for unit in units:
        group.append(unit)
        size += unit.size
        if size >= most_bytes or len(group) >= most_units:
            yield tuple(group)
            group, size = [], 0
    if group:
        yield tuple(group)
