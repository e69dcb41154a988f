"""Sharing work between processes: everything is done once, by whoever is free."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence

import pytest

from flake8_single_entry import processes
from flake8_single_entry.processes import can_fork, spread

pytestmark = pytest.mark.skipif(not can_fork(), reason="nothing is forked here")


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "processors", lambda: 2)


def said(share: Sequence[str]) -> Iterator[str]:
    for item in share:
        yield f"{os.getpid()} {item}"


@pytest.mark.parametrize("number", [0, 1, 2, 3, 100, 2047, 2048, 2049, 5000])
def test_all_items_are_done_once(number: int) -> None:
    items = [str(item) for item in range(number)]
    assert sorted(text.split()[1] for text in spread(said, items, 1)) == sorted(items)


def test_texts_come_as_they_are() -> None:
    items = ["", "\udcff", "é\n", "\0", *"abcd"]
    assert sorted(spread(list, items, 1)) == sorted(items)  # type: ignore[arg-type]


def test_few_items_stay_here() -> None:
    texts = spread(said, [str(item) for item in range(19)], 10)
    assert {text.split()[0] for text in texts} == {str(os.getpid())}


def test_whoever_is_free_takes_the_next() -> None:
    def slow_here(share: Sequence[str]) -> Iterator[str]:
        if os.getpid() == here:
            time.sleep(0.2)
        yield from said(share)

    here = os.getpid()
    texts = list(spread(slow_here, [str(item) for item in range(50)], 1))
    assert len(texts) == 50
    assert sum(text.startswith(f"{here} ") for text in texts) < 10


def test_what_a_process_that_fails_took_is_done_here() -> None:
    def fails_elsewhere(share: Sequence[str]) -> Iterator[str]:
        if os.getpid() != here:
            os._exit(3)
        time.sleep(0.01)
        yield from share

    here = os.getpid()
    items = [str(item) for item in range(20)]
    assert sorted(spread(fails_elsewhere, items, 1)) == sorted(items)


def test_something_else_is_done_meanwhile() -> None:
    done: list[int] = []
    items = [str(item) for item in range(20)]
    assert sorted(spread(said, items, 1, lambda: done.append(os.getpid())))
    assert done == [os.getpid()]
