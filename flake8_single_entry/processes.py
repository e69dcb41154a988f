"""Work that is spread over the processors: plain forks that write text, where forking is cheap and safe."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence

_MOST = 4
_END = b"\4"


def spread(work: Callable[[Sequence[str]], Iterator[str]], items: Sequence[str], enough: int) -> Iterator[str]:
    """What ``work`` makes of all items, in no order; each process gets at least ``enough`` of them.

    ``work`` gives texts without the character U+0004. A process that fails leaves its items to this one.
    """
    number = min(processors(), len(items) // enough, _MOST)
    if number < 2 or not can_fork():
        yield from work(items)
        return
    shares = [items[first::number] for first in range(number)]
    started = [_fork(work, share) for share in shares[1:]]
    yield from work(shares[0])
    for (child, reader), share in zip(started, shares[1:], strict=True):
        with open(reader, "rb") as stream:
            texts = stream.read()
        _, status = os.waitpid(child, 0)
        if status == 0 and texts.endswith(_END):
            yield from (text.decode("utf-8", "surrogatepass") for text in texts.split(b"\4")[:-2])
        else:
            yield from work(share)


def can_fork() -> bool:
    """True on Linux in a process with one thread: a copy of another thread's lock would stay locked for ever."""
    threading = sys.modules.get("threading")
    return sys.platform == "linux" and (threading is None or threading.active_count() == 1)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _fork(work: Callable[[Sequence[str]], Iterator[str]], share: Sequence[str]) -> tuple[int, int]:
    """Start a copy of this process on a share; its id, and the pipe that its texts come through."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    status = 1
    try:
        os.close(reader)
        texts = [text.encode("utf-8", "surrogatepass") + _END for text in work(share)]
        with open(writer, "wb") as stream:
            stream.write(b"".join(texts) + _END)
        status = 0
    finally:
        # No exception and no exit handler of the parent may run twice.
        os._exit(status)
