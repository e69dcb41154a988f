"""Run what takes long in threads that do not keep the process alive: an editor that leaves waits for no analysis."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from typing import TypeVar

_Result = TypeVar("_Result")


class Worker:
    """Calls one function at a time: analyses share parsers, which two threads must not use at once."""

    def __init__(self) -> None:
        self._busy = Lock()

    async def run(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        """Return what a function returns, called in a thread of its own. Raises what it raises.

        A thread of the event loop's executor would be waited for when the loop ends. The thread holds the lock, as it
        goes on if the caller is cancelled.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[_Result] = loop.create_future()

        def settle(result: _Result | None, error: Exception | None) -> None:
            if future.done():  # the caller was cancelled
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]

        def work() -> None:
            result, raised = None, None
            with self._busy:
                if future.cancelled():
                    return
                try:
                    result = function(*arguments)
                except Exception as error:
                    raised = error
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(settle, result, raised)

        Thread(target=work, daemon=True).start()
        return await future
