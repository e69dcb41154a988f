"""Work that is shared between the processors: plain forks that write text, where forking is cheap and safe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    Work = Callable[[Sequence[str]], Iterator[str]]

_MOST = 4
_END = b"\4"
_WIDTH = 4  # bytes of a number in the queue
_TURNS = 1024  # numbers that every pipe has room for: 4,096 bytes


def spread(
    work: Work, items: Sequence[str], enough: int, meanwhile: Callable[[], object] = lambda: None
) -> Iterator[str]:
    """What ``work`` makes of all items, in no order; there is one process for each ``enough`` of them, to a limit.

    Each process begins with a stretch of neighbours, this one with the last, and then takes what others have not come
    to: items need unlike times. ``work`` gives texts without the character U+0004; what a process that fails took is
    done again by this one. ``meanwhile`` is called here once other processes are at work.
    """
    number = min(processors(), len(items) // enough, _MOST)
    if number < 2 or not can_fork():
        yield from work(items)
        return
    size = -(-len(items) // (number * _TURNS))
    turns = [items[first : first + size] for first in range(0, len(items), size)]
    bounds = [len(turns) * share // number for share in range(number + 1)]
    queues = [_queue(range(*each)) for each in pairwise(bounds)]
    started = []
    for own in range(number - 1):
        with suppress(OSError):  # no process more: the others do its share
            started.append(_fork(work, turns, queues[own:] + queues[:own]))
    meanwhile()
    left = set(range(len(turns)))
    for turn in _taken(queues[-1:] + queues[:-1]):
        left.discard(turn)
        yield from work(turns[turn])
    for queue in queues:
        os.close(queue)
    for child, reader in started:
        done, texts = _result(child, reader)
        left.difference_update(done)
        yield from texts
    for turn in sorted(left):
        yield from work(turns[turn])


def can_fork() -> bool:
    """True on Linux in a process with one thread: a copy of another thread's lock would stay locked for ever."""
    threading = sys.modules.get("threading")
    return sys.platform == "linux" and (threading is None or threading.active_count() == 1)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _queue(numbers: Iterable[int]) -> int:
    """A pipe that holds numbers: whoever reads one has it alone."""
    reader, writer = os.pipe()
    os.write(writer, b"".join(number.to_bytes(_WIDTH, "little") for number in numbers))
    os.close(writer)
    return reader


def _taken(queues: Iterable[int]) -> Iterator[int]:
    for queue in queues:
        while number := os.read(queue, _WIDTH):
            yield int.from_bytes(number, "little")


def _fork(work: Work, turns: Sequence[Sequence[str]], queues: Iterable[int]) -> tuple[int, int]:
    """Start a copy of this process that takes from queues; its id, and the pipe that its texts come through."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        child = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        raise
    if child:
        os.close(writer)
        return child, reader
    status = 1
    try:
        os.close(reader)
        done: list[str] = []
        texts: list[str] = []
        for turn in _taken(queues):
            texts += work(turns[turn])
            done.append(str(turn))
        with open(writer, "wb") as stream:
            stream.writelines(text.encode("utf-8", "surrogatepass") + _END for text in (*texts, " ".join(done), ""))
        status = 0
    finally:
        # No exception and no exit handler of the parent may run twice.
        os._exit(status)


def _result(child: int, reader: int) -> tuple[Iterable[int], Iterable[str]]:
    """The turns that a process took, and the texts that it made of them; none of one that failed."""
    with open(reader, "rb") as stream:
        said = stream.read()
    _, status = os.waitpid(child, 0)
    if status != 0 or not said.endswith(_END + _END):
        return (), ()
    *texts, done, _, _ = (text.decode("utf-8", "surrogatepass") for text in said.split(_END))
    return map(int, done.split()), texts
