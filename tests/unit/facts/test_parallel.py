"""Sharing work between processes: everything is done once, by whoever is free."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from flake8_single_entry.facts import parallel
from flake8_single_entry.facts.parallel import can_fork, map_in_processes

pytestmark = pytest.mark.skipif(not can_fork(), reason="nothing is forked here")


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "processors", lambda: 2)


def said(share: Sequence[str]) -> Iterator[str]:
    for item in share:
        yield f"{os.getpid()} {item}"


@pytest.mark.parametrize("number", [0, 1, 2, 3, 100, 2047, 2048, 2049, 5000])
def test_all_items_are_done_once(number: int) -> None:
    items = [str(item) for item in range(number)]
    assert sorted(text.split()[1] for text in map_in_processes(said, items, 1)) == sorted(items)


def test_texts_come_as_they_are() -> None:
    items = ["", "\udcff", "é\n", "\0", *"abcd"]
    assert sorted(map_in_processes(list, items, 1)) == sorted(items)  # type: ignore[arg-type]


def test_few_items_stay_here() -> None:
    texts = map_in_processes(said, [str(item) for item in range(19)], 10)
    assert {text.split()[0] for text in texts} == {str(os.getpid())}


def test_whoever_is_free_takes_the_next() -> None:
    def slow_here(share: Sequence[str]) -> Iterator[str]:
        if os.getpid() == here:
            time.sleep(0.2)
        yield from said(share)

    here = os.getpid()
    texts = list(map_in_processes(slow_here, [str(item) for item in range(50)], 1))
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
    assert sorted(map_in_processes(fails_elsewhere, items, 1)) == sorted(items)


def test_something_else_is_done_meanwhile() -> None:
    done: list[int] = []
    items = [str(item) for item in range(20)]
    assert sorted(map_in_processes(said, items, 1, lambda: done.append(os.getpid())))
    assert done == [os.getpid()]


def slow(share: Sequence[str]) -> Iterator[str]:
    for item in share:
        time.sleep(0.05)
        yield item


ITEMS = [str(item) for item in range(400)]


def has_children() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_no_child_outlives_the_one_who_stops_asking() -> None:
    before = open_files()
    with closing(map_in_processes(slow, ITEMS, 1)) as texts:
        next(texts)
        assert has_children()
    assert not has_children()
    assert open_files() == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_no_child_outlives_a_failure_here(error: type[BaseException]) -> None:
    def fails_here(share: Sequence[str]) -> Iterator[str]:
        if os.getpid() == here:
            raise error
        yield from slow(share)

    here = os.getpid()
    before = open_files()
    with pytest.raises(error):
        list(map_in_processes(fails_here, ITEMS, 1))
    with pytest.raises(error):
        list(map_in_processes(slow, ITEMS, 1, lambda: list(fails_here(ITEMS))))
    assert not has_children()
    assert open_files() == before


def test_no_child_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = """
import os, sys, time
from flake8_single_entry.facts import parallel
parallel.processors = lambda: 4
def work(share):
    for item in share:
        time.sleep(0.05)
        yield item
def tell():
    print(*open(f"/proc/self/task/{os.getpid()}/children").read().split(), flush=True)
list(parallel.map_in_processes(work, [str(item) for item in range(4000)], 1, tell))
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert parent.stdout is not None
    children = parent.stdout.readline().split()
    assert len(children) == 3
    parent.kill()
    parent.communicate()
    end = time.monotonic() + 20
    while any(is_alive(child) for child in children):
        assert time.monotonic() < end
        time.sleep(0.01)


def is_alive(process: str) -> bool:
    """False for one that only its new parent has not waited for yet."""
    try:
        return Path("/proc", process, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_signal_to_a_child_is_no_signal_here() -> None:
    def is_hit(share: Sequence[str]) -> Iterator[str]:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.01)
        yield from share

    here = os.getpid()
    hits: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: hits.append(number))
    try:
        assert sorted(map_in_processes(is_hit, ITEMS[:20], 1)) == sorted(ITEMS[:20])
    finally:
        signal.signal(signal.SIGTERM, before)
    assert hits == []


@pytest.mark.parametrize("heed", [signal.SIG_IGN, lambda number, frame: None])
def test_nothing_is_forked_where_others_hear_of_children(heed: signal.Handlers) -> None:
    before = signal.signal(signal.SIGCHLD, heed)
    try:
        texts = list(map_in_processes(said, ITEMS, 1))
    finally:
        signal.signal(signal.SIGCHLD, before)
    assert {text.split()[0] for text in texts} == {str(os.getpid())}
    assert sorted(text.split()[1] for text in texts) == sorted(ITEMS)


def test_children_that_others_waited_for_are_no_failure() -> None:
    def wait_for_all() -> None:
        while has_children():
            time.sleep(0.01)

    texts = list(map_in_processes(said, ITEMS[:40], 1, wait_for_all))
    assert sorted(text.split()[1] for text in texts) == sorted(ITEMS[:40])


@pytest.mark.parametrize("room", range(8))
def test_few_open_files_are_no_failure(room: int) -> None:
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(name) for name in os.listdir("/proc/self/fd"))
    fillers = [os.dup(0) for _ in range(highest)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(fillers) + 1 + room, limits[1]))
    try:
        texts = list(map_in_processes(said, ITEMS, 1))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        for filler in fillers:
            os.close(filler)
    assert sorted(text.split()[1] for text in texts) == sorted(ITEMS)
    assert not has_children()
