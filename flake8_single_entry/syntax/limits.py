"""How much of one file is read: the limits of its size and of the work on it, and what a file has used of them.

A limit counts what is the same on every machine (bytes, steps), never time. Whoever reaches one goes on with what was
read before; the file's facts then hold a problem that names the limit, and ONE905 says it.
"""

from __future__ import annotations

from typing import NamedTuple


class Limit(NamedTuple):
    """``most`` of something in one file; ``what`` names it, in the plural."""

    most: int
    what: str


class Budget:
    """What the reading of one file has used; all sources that are made of parts of the file share one."""

    __slots__ = ("_used", "exceeded")

    def __init__(self) -> None:
        self._used: dict[Limit, int] = {}
        self.exceeded: dict[Limit, None] = {}

    def admits(self, limit: Limit, amount: int) -> bool:
        """Is one thing within a limit? If not, that is noted."""
        if amount > limit.most:
            self.exceeded[limit] = None
            return False
        return True

    def spend(self, limit: Limit, amount: int = 1) -> bool:
        """Count something on top of all that was counted before; False, and noted, from where it exceeds the limit."""
        used = self._used[limit] = self._used.get(limit, 0) + amount
        return self.admits(limit, used)

    def left(self, limit: Limit) -> int:
        """How much may still be spent."""
        return max(limit.most - self._used.get(limit, 0), 0)

    @property
    def reason(self) -> str:
        """The first limit that was exceeded, for a ``Problem``; "" where none was."""
        return next((f"it has more than {limit.most} {limit.what}" for limit in self.exceeded), "")
