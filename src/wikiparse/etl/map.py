"""A user's function over all pages of a source, in processes that are watched."""

from __future__ import annotations

import os
import pickle  # of the caller's own function
import sys
from typing import TYPE_CHECKING, Any, Final

from wikiparse.etl.outcomes import Call, DeadLetter
from wikiparse.etl.pages import (
    BOUNDS,
    checked_inputs,
    items_of,
    selection_of,
    warn_of_damage,
)
from wikiparse.etl.process_limits import check_numbers
from wikiparse.etl.rows import DEFAULTS
from wikiparse.etl.sources import Damage, units_of
from wikiparse.suggest import suggests_keywords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wikiparse.etl.outcomes import Outcome
    from wikiparse.etl.pages import Namespaces, Source
    from wikiparse.etl.rows import Options
    from wikiparse.etl.sources import Selection
    from wikiparse.etl.sources.records import Revisions

BATCH_PAGES: Final = 32
BATCH_BYTES: Final = 256 << 10
"""A worker is given up to as many pages at once, or fewer with about as much text."""
GUARD: Final = (
    "the script that defines the function has to keep its other statements under "
    '`if __name__ == "__main__":`'
)


@suggests_keywords
def map_pages(  # noqa: PLR0913  # selection, limits, losses
    function: Callable[..., Any],
    source: Source,
    *,
    workers: int | None = None,
    namespaces: Namespaces = None,
    redirects: bool = True,
    revisions: Revisions = "last",
    options: Options = DEFAULTS,
    timeout: float = 60.0,
    memory: int = 1024,
    with_page: bool = False,
    on_error: Callable[[DeadLetter], object] | None = None,
    on_damage: Callable[[Damage], object] | None = None,
) -> Iterator[Any]:
    """The values of a function for the document of each page of a source, in the source's order, as
    they are done.

    Source, selection and `on_damage` are those of `iter_pages`; `options` say how pages are parsed
    where the source does not. `with_page`: the function is called with the document and its
    `SourcePage`.

    A page without a value yields a `DeadLetter` instead, which says why: the function or the
    parser raised; it took more than `timeout` seconds, or more than `memory` MiB beyond an idle
    worker; it killed its worker; its value cannot be pickled. So there is one result for each page.
    With `on_error` dead letters go there instead.

    `workers` are the processes, at most; one for each processor unless given. Function and values
    are pickled: the function is one of a module, or of the script that is run if its other
    statements are under `if __name__ == "__main__":`. It may be called again for a page, when
    another page of its batch has killed the worker. With `workers=0` all happens in this process,
    without the limits of time and memory, and KeyboardInterrupt ends the loop.

    Raises at once as `iter_pages` does, TypeError for a function that workers cannot be given,
    ValueError for a number out of its range; while it runs, PoolError if no worker can be started.
    To leave the loop early leaves no worker behind.

    >>> from wikiparse.etl import map_pages
    >>> list(map_pages(lambda doc: len(doc.wikilinks), "tests/fixtures/pml.md", workers=0))
    [26]
    """
    if not callable(function):
        message = f"map_pages() takes a function, not {type(function).__name__}"
        raise TypeError(message)
    check_numbers(workers, timeout, memory)
    selection = selection_of(namespaces, redirects=redirects, revisions=revisions)
    if workers == 0:
        call = Call(function=function, options=options, with_page=with_page)
        inputs = checked_inputs(source, selection)
        outcomes = _here(call, inputs, selection, on_damage or warn_of_damage)
        return _values(outcomes, on_error)
    # Slow to load, and seldom needed: processes.
    from wikiparse.etl.batch.worker import Job

    job = Job(
        encode="values",
        options=options,
        bounds=BOUNDS,
        timeout=timeout,
        memory=memory,
        function=_pickled(function),
        with_page=with_page,
    )
    inputs = checked_inputs(source, selection)
    outcomes = in_workers(
        job, workers or processors(), inputs, selection, on_damage or warn_of_damage
    )
    return _values(outcomes, on_error)


def _values(
    outcomes: Iterator[Outcome], on_error: Callable[[DeadLetter], object] | None
) -> Iterator[Any]:
    for outcome in outcomes:
        if not outcome.is_dead:
            yield outcome.value
        elif on_error is None:
            yield outcome.letter
        else:
            on_error(outcome.letter)


def _here(
    call: Call, inputs: list[str], selection: Selection, on_damage: Callable[[Damage], object]
) -> Iterator[Outcome]:
    for item in items_of(units_of(inputs, BOUNDS, selection)):
        if isinstance(item, Damage):
            on_damage(item)
        else:
            yield call.outcome(item)


def in_workers(
    job: Any,
    workers: int,
    inputs: list[str],
    selection: Selection,
    on_damage: Callable[[Damage], object],
) -> Iterator[Outcome]:
    """The outcomes of a job over some inputs. Raises PoolError if no worker can be started."""
    # Slow to load, and seldom needed: processes.
    from wikiparse.etl.batch.plan import groups
    from wikiparse.etl.batch.pool import Pool, PoolError
    from wikiparse.etl.batch.worker import Task
    from wikiparse.etl.outcomes import unpacked

    units = units_of(inputs, job.bounds, selection)
    tasks = (
        Task(number, group) for number, group in enumerate(groups(units, BATCH_BYTES, BATCH_PAGES))
    )
    try:
        with Pool(job, workers) as pool:
            for result in pool.run(tasks):
                for damage in result.damages:
                    on_damage(damage)
                for data in result.rows:
                    yield unpacked(data)
    except PoolError as error:
        if not job.needs_main:
            raise
        message = f"{error}; {GUARD}"
        raise PoolError(message) from error


# ------------------------------------------------------------------------------------ arguments


def processors() -> int:
    """The processors that this process may use: in a container fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pickled(function: Callable[..., Any]) -> bytes:
    """A function as workers are given it. Raises TypeError for one that they cannot find."""
    name = getattr(function, "__qualname__", type(function).__name__)
    advice = "define it at the top level of a module, or call with workers=0"
    try:
        data = pickle.dumps(function, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        message = f"the function {name} cannot be sent to the workers ({error}): {advice}"
        raise TypeError(message) from error
    if MAIN in data and getattr(sys.modules["__main__"], "__file__", None) is None:
        message = (
            f"the function {name} is of an interactive session, which workers cannot load: {advice}"
        )
        raise TypeError(message)
    return data


MAIN: Final = b"__main__"
"""In the pickle of a function that the script that is run defines."""
