"""The garbage collector: nothing that the library makes needs it, `bulk` makes it rarer, and
everybody's thresholds come back."""

from __future__ import annotations

import gc
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import wikiparse
from wikiparse.collector import THRESHOLDS

from cases import read_cases, stems  # isort: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

PML = Path(__file__).parent / "fixtures" / "pml.md"
HOST = (701, 11, 12)


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[None]:
    """Those of a host program; afterwards the ones of the test run."""
    before = gc.get_threshold()
    gc.set_threshold(*HOST)
    yield
    gc.set_threshold(*before)


def test_bulk_raises_and_restores() -> None:
    with wikiparse.bulk():
        assert gc.get_threshold() == THRESHOLDS
        assert gc.isenabled()
    assert gc.get_threshold() == HOST


def test_also_when_the_block_raises() -> None:
    with pytest.raises(KeyError), wikiparse.bulk():
        raise KeyError
    assert gc.get_threshold() == HOST


def test_what_is_higher_stays() -> None:
    gc.set_threshold(90_000, 5, 500)
    with wikiparse.bulk():
        assert gc.get_threshold() == (90_000, THRESHOLDS[1], 500)
    assert gc.get_threshold() == (90_000, 5, 500)


def test_a_collector_that_is_off_stays_off() -> None:
    gc.set_threshold(0, 10, 10)
    with wikiparse.bulk():
        assert gc.get_threshold() == (0, 10, 10)
    assert gc.get_threshold() == (0, 10, 10)


def test_what_the_host_sets_meanwhile_stays() -> None:
    with wikiparse.bulk():
        gc.set_threshold(5_000, 10, 10)
    assert gc.get_threshold() == (5_000, 10, 10)


def test_blocks_in_blocks() -> None:
    with wikiparse.bulk():
        with wikiparse.bulk():
            pass
        assert gc.get_threshold() == THRESHOLDS
    assert gc.get_threshold() == HOST


def test_blocks_of_threads_that_overlap() -> None:
    """The first to begin is the first to end; the other one still has what it asked for."""
    entered, leave = threading.Event(), threading.Event()

    def first() -> None:
        with wikiparse.bulk():
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(10)
    with wikiparse.bulk():
        leave.set()
        thread.join(10)
        assert gc.get_threshold() == THRESHOLDS
    assert gc.get_threshold() == HOST


def test_as_a_decorator() -> None:
    @wikiparse.bulk()
    def job() -> tuple[int, int, int]:
        return gc.get_threshold()

    assert job() == THRESHOLDS
    assert gc.get_threshold() == HOST


def test_parsing_changes_nothing() -> None:
    enabled, frozen = gc.isenabled(), gc.get_freeze_count()
    wikiparse.read(PML).to_json()
    assert (gc.get_threshold(), gc.isenabled(), gc.get_freeze_count()) == (HOST, enabled, frozen)


@pytest.mark.parametrize("wikitext", [False, True])
def test_trees_leave_no_cycles_behind(wikitext: bool) -> None:
    """What is not needed any more is freed at once, so that the collector may come late."""
    cases = [
        case
        for stem in stems()
        for case in read_cases(stem)[1]
        if (case.dialect == "wikitext") is wikitext
    ]

    def work() -> None:
        for case in cases:
            doc = case.parse()
            assert wikiparse.Document.from_dict(doc.to_dict(derived=True)) == doc
            assert doc.to_json()
            assert isinstance(doc.to_text() + doc.to_html() + doc.tree(), str)
            assert len([doc.footnote(mark) for mark in doc.footnote_references]) == len(
                doc.footnote_references
            )

    work()  # what is loaded and cached at the first time is no garbage of a page
    gc.collect()
    gc.disable()
    try:
        work()
        assert gc.collect() == 0
    finally:
        gc.enable()
