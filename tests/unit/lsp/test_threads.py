"""Work in threads: one piece at a time, also if who asked for it has given up."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

pytest.importorskip("pygls", reason="needs the extra `lsp`")

from flake8_single_entry.lsp.threads import Worker


def test_one_piece_at_a_time_also_after_a_cancellation() -> None:
    running, most, done = 0, 0, []
    counting = threading.Lock()

    def piece(number: int) -> int:
        nonlocal running, most
        with counting:
            running += 1
            most = max(most, running)
        time.sleep(0.1)
        with counting:
            running -= 1
        done.append(number)
        return number

    async def test() -> None:
        worker = Worker()
        first = asyncio.ensure_future(worker.run(piece, 1))
        await asyncio.sleep(0.02)
        queued = asyncio.ensure_future(worker.run(piece, 2))
        await asyncio.sleep(0.02)
        first.cancel()  # its thread goes on
        queued.cancel()  # its thread has not begun
        assert await asyncio.gather(worker.run(piece, 3), worker.run(piece, 4)) == [3, 4]

    asyncio.run(test())
    assert most == 1
    assert sorted(done) == [1, 3, 4]


def test_what_the_function_raises() -> None:
    def fail() -> None:
        raise ValueError("why")

    with pytest.raises(ValueError, match="why"):
        asyncio.run(Worker().run(fail))
