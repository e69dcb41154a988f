"""Measures how the processor time of a subject grows with its text."""

from __future__ import annotations

import gc
import random
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import NamedTuple

from tests.growth.subjects import Place, Subject
from tests.growth.tokens import TOKENS

SMALL, LARGE = 10_000, 40_000  # bytes
MOST_TIMES = 7
ENOUGH = 0.1  # seconds
LONGEST = 20.0


class TooLong(BaseException):
    """A subject takes longer than anybody waits for it; no reader may catch this."""


class Case(NamedTuple):
    """One subject with a token at one of its places."""

    subject: Subject
    place: Place
    token: str

    def __str__(self) -> str:
        return f"{self.subject.name}, {self.place.name}: {self.token!r}"


def single(subjects: Iterable[Subject]) -> Iterator[Case]:
    """Every token at every place."""
    for subject in subjects:
        for place in subject.places:
            yield from (Case(subject, place, token) for token in TOKENS[subject.family])


def pairs(subjects: Iterable[Subject], count: int, seed: int) -> Iterator[Case]:
    """Some pairs of tokens for each subject, the same for each seed."""
    for subject in subjects:
        chosen = random.Random(f"{seed} {subject.name}")
        for _ in range(count):
            tokens = chosen.sample(TOKENS[subject.family], 2)
            yield Case(subject, chosen.choice(subject.places), "".join(tokens))


def complaint(case: Case) -> str | None:
    """What is wrong with the growth of a case: four times the text may not take seven times the time."""
    large = _time(case, LARGE)
    if large <= ENOUGH:
        return None
    small = _time(case, SMALL)
    for _ in range(2):  # the least of three, where it matters
        if large <= max(ENOUGH, MOST_TIMES * small):
            return None
        small, large = min(small, _time(case, SMALL)), min(large, _time(case, LARGE))
    if large <= max(ENOUGH, MOST_TIMES * small):
        return None
    return f"{case}: {small:.3f} s for {SMALL} bytes, {large:.3f} s for {LARGE}"


def _time(case: Case, size: int) -> float:
    text = case.place.text(case.token, size)
    return seconds(lambda: case.subject.run(text))


def seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time; ``LONGEST`` for what takes longer, as far as it can be interrupted.

    The collector of cycles is off, as in the command: its time grows with what the tests hold, not with the text.
    """
    gc.disable()
    before = signal.signal(signal.SIGPROF, _interrupt)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    started = time.process_time()
    try:
        work()
        return time.process_time() - started
    except TooLong:
        return LONGEST
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        gc.enable()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise TooLong
