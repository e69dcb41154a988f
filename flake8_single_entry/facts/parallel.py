"""Distribute work over forked processes that return text, if forking is cheap and safe.

No fork outlives the work. However it ends, all forks are killed and waited for. If this process is killed, each fork
exits before its next item.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from typing import NoReturn

    Work = Callable[[Sequence[str]], Iterator[str]]

_ENDING = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
_MOST = 4
_END = b"\4"
_WIDTH = 4  # bytes of a number in the queue
_TURNS = 1024  # numbers that fit into any pipe: 4,096 bytes


def map_in_processes(
    work: Work, items: Sequence[str], enough: int, meanwhile: Callable[[], object] = lambda: None
) -> Generator[str, None, None]:
    """Yield what ``work`` yields for all items, in no order. Use one process for every ``enough`` items, up to a limit.

    Each process starts with a contiguous share, this process with the last, and then takes batches that others have not
    reached: items take different times. ``work`` must yield texts without the character U+0004. This process repeats
    the batches of a process that failed. ``meanwhile`` is called in this process once the others have started.
    """
    number = min(processors(), len(items) // enough, _MOST)
    if number < 2 or not can_fork():
        yield from work(items)
        return
    size = -(-len(items) // (number * _TURNS))
    turns = [items[first : first + size] for first in range(0, len(items), size)]
    bounds = [len(turns) * share // number for share in range(number + 1)]
    left = set(range(len(turns)))
    queues: list[int] = []
    forks: list[_Fork] = []
    try:
        with suppress(OSError):  # no more pipes or processes: the others do its share
            for each in pairwise(bounds):
                queues.append(_queue(range(*each)))
            for own in range(number - 1):
                _start(forks, work, turns, queues[own:] + queues[:own])
        meanwhile()
        for turn in _taken(queues[-1:] + queues[:-1]):
            left.discard(turn)
            yield from work(turns[turn])
        for fork in forks:
            done, texts = fork.result()
            left.difference_update(done)
            yield from texts
        for turn in sorted(left):
            yield from work(turns[turn])
    finally:
        _end(forks)
        while queues:
            os.close(queues.pop())


def can_fork() -> bool:
    """True on Linux, in a process with one thread that is notified when its children exit.

    In a copy of this process, a lock that another thread holds would stay locked for ever. If other code waits for
    children, or they are reaped automatically, the number of an exited child may already belong to another process.
    """
    if sys.platform != "linux" or signal.getsignal(signal.SIGCHLD) != signal.SIG_DFL:
        return False
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _queue(numbers: Iterable[int]) -> int:
    """Return the reading end of a pipe that holds numbers. Each number is read by exactly one process."""
    reader, writer = os.pipe()
    os.write(writer, b"".join(number.to_bytes(_WIDTH, "little") for number in numbers))
    os.close(writer)
    return reader


def _taken(queues: Iterable[int]) -> Iterator[int]:
    for queue in queues:
        while number := os.read(queue, _WIDTH):
            yield int.from_bytes(number, "little")


class _Fork:
    """A copy of this process: its number, and the reading end of the pipe for its texts."""

    def __init__(self, number: int, reader: int) -> None:
        self._number = number
        self._has_ended = False
        self.reader = reader

    def result(self) -> tuple[Iterable[int], Iterable[str]]:
        """Return the batches that it took and the texts that it produced. Both are empty if it failed."""
        with open(self.reader, "rb", closefd=False) as stream:
            said = stream.read()
        if self._wait() != 0 or not said.endswith(_END + _END):
            return (), ()
        *texts, done, _, _ = (text.decode("utf-8", "surrogatepass") for text in said.split(_END))
        return map(int, done.split()), texts

    def end(self) -> None:
        """Kill it if it has not exited, and wait for it."""
        if not self._has_ended:
            with suppress(ProcessLookupError):
                os.kill(self._number, signal.SIGKILL)
            self._wait()
        if self.reader >= 0:
            os.close(self.reader)
            self.reader = -1

    def _wait(self) -> int:
        status = 0
        with suppress(ChildProcessError):  # other code has waited for it; its texts show whether it finished
            _, status = os.waitpid(self._number, 0)
        self._has_ended = True
        return status


def _start(forks: list[_Fork], work: Work, turns: Sequence[Sequence[str]], queues: Iterable[int]) -> None:
    """Start a copy of this process that takes batches from queues. Raises ``OSError`` if no process can be created."""
    parent = os.getpid()
    reader, writer = os.pipe()
    try:
        with _undisturbed():
            number = os.fork()
            if not number:
                _be_fork(parent, [reader, *(fork.reader for fork in forks)], writer, _made(work, turns, queues))
            forks.append(_Fork(number, reader))
    except OSError:
        os.close(reader)
        raise
    finally:
        os.close(writer)


def _be_fork(parent: int, others: Iterable[int], writer: int, made: Iterable[bytes]) -> NoReturn:
    """Write what ``made`` yields, as long as the parent lives, and exit. ``others`` are the pipes of other forks."""
    status = 1
    try:
        for number in _ENDING:  # these handlers belong to the parent
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        for reader in others:
            os.close(reader)
        texts = []
        for text in made:
            if os.getppid() != parent:
                break
            texts.append(text)
        else:
            with open(writer, "wb") as stream:
                stream.writelines(texts)
            status = 0
    finally:
        # The exceptions and exit handlers of the parent must not run twice.
        os._exit(status)


def _made(work: Work, turns: Sequence[Sequence[str]], queues: Iterable[int]) -> Iterator[bytes]:
    """Yield what a fork writes: the texts, then the numbers of its batches."""
    done: list[str] = []
    for turn in _taken(queues):
        for text in work(turns[turn]):
            yield text.encode("utf-8", "surrogatepass") + _END
        done.append(str(turn))
    yield " ".join(done).encode() + _END + _END


def _end(forks: Iterable[_Fork]) -> None:
    try:
        with _undisturbed():
            for fork in forks:
                fork.end()
    finally:  # if a signal arrived first
        for fork in forks:
            fork.end()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Block the signals that end this process, so that no started process is forgotten."""
    before = None
    try:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING - (before or set()))
