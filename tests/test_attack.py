"""The attackers of `tests/fuzz`, in short: `attack.py` and `browser.py` say how they run for
hours."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from attack import attack, kinds_of, reduced
from browser import DIALECTS, check, documents, find_browser
from target import choice_of
from texts import KINDS, hostile_texts


def test_hostile_texts_of_every_kind() -> None:
    number, finds, least = attack(seed=1, seconds=600, count=200)
    assert number == 200
    assert not finds, least


def test_the_texts_depend_on_the_seed_alone() -> None:
    first, again = list(islice(hostile_texts(7), 40)), list(islice(hostile_texts(7), 40))
    assert first == again
    assert {kind for kind, _ in first} == {kind.__name__ for kind in KINDS}


def test_a_find_is_reduced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "attack.faults_of", lambda data: ["both"] if b"x" in data and b"y" in data[1:] else []
    )
    data = choice_of("hybrid") + b"aaaa x bbbb y cccc"
    assert kinds_of(data) == {"both"}
    assert reduced(data, "both") == choice_of("hybrid") + b"xy"


@pytest.mark.skipif(find_browser() is None, reason="no Chromium here")
def test_a_browser_finds_nothing_alive() -> None:
    browser = find_browser()
    assert browser is not None
    source = documents(seed=1)
    texts = [(DIALECTS[number % len(DIALECTS)], next(source)) for number in range(200)]
    assert not check(browser, texts)


@pytest.mark.skipif(find_browser() is None, reason="no Chromium here")
def test_a_browser_would_find_what_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = find_browser()
    assert browser is not None
    monkeypatch.setattr("wikiparse.Document.to_html", lambda doc: doc.source)
    alive = [
        "<script>hit()</script>",
        '<img src="x" onerror="hit()">',
        '<a href="javascript:hit()">x</a>',
        '<p class="modal">x</p>',
        '<p id="x">y</p>',
        '<link rel="stylesheet" href="/style.css">',
        '<iframe src="/other"></iframe>',
        "</div><p>outside</p>",
    ]
    wrong = check(browser, [("markdown", text) for text in alive])
    assert {text for _, text, _ in wrong} >= set(alive)
