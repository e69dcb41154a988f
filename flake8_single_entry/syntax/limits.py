"""Limits on the size of a file and on the work done for it, and the budget that a file has used.

A limit counts bytes or steps, which are the same on every machine, never time. A reader that reaches a limit continues
with what it has read so far. The file's facts then contain a problem that names the limit, and ONE905 reports it.
"""

from __future__ import annotations

from typing import NamedTuple


class Limit(NamedTuple):
    """The maximum (``most``) of a quantity in one file; ``what`` names the unit, in the plural."""

    most: int
    what: str


class Budget:
    """Tracks what reading one file has used. All sources derived from parts of the file share its budget."""

    __slots__ = ("_used", "exceeded")

    def __init__(self) -> None:
        self._used: dict[Limit, int] = {}
        self.exceeded: dict[Limit, None] = {}

    def admits(self, limit: Limit, amount: int) -> bool:
        """True if a single amount is within the limit. Otherwise the limit is recorded in ``exceeded``."""
        if amount > limit.most:
            self.exceeded[limit] = None
            return False
        return True

    def spend(self, limit: Limit, amount: int = 1) -> bool:
        """Add to the amount used. Return False, and record the limit in ``exceeded``, once the total exceeds it."""
        used = self._used[limit] = self._used.get(limit, 0) + amount
        return self.admits(limit, used)

    def left(self, limit: Limit) -> int:
        """Return the amount that may still be spent."""
        return max(limit.most - self._used.get(limit, 0), 0)

    @property
    def reason(self) -> str:
        """The first exceeded limit as the text of a ``Problem``, or "" if no limit was exceeded."""
        return next((f"it has more than {limit.most} {limit.what}" for limit in self.exceeded), "")
