"""Makes a failing case small: files, lines and bytes are left out as long as it fails in the same way."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from tests.fuzz.case import Case

Item = TypeVar("Item")
Fails = Callable[[Case], bool]


def minimise(case: Case, fails: Fails, seconds: float) -> Case:
    """The smallest case that was found to fail as well, in some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        smaller = _smaller(case, fails, end)
        if smaller == case:
            break
        case = smaller
    return case


def _smaller(case: Case, fails: Fails, end: float) -> Case:
    kept = _fewer(case.files, lambda files: fails(case._replace(files=tuple(files))), end)
    case = case._replace(files=tuple(kept))
    for number in range(len(case.files)):
        case = _shorter(case, number, b"\n", fails, end)
        case = _shorter(case, number, b"", fails, end)
    return case


def _shorter(case: Case, number: int, separator: bytes, fails: Fails, end: float) -> Case:
    """With less in one file: lines, or bytes where there is no separator."""
    path, data = case.files[number]
    pieces = data.split(separator) if separator else [data[at : at + 1] for at in range(len(data))]

    def with_pieces(kept: Sequence[bytes]) -> Case:
        files = (*case.files[:number], (path, separator.join(kept)), *case.files[number + 1 :])
        return case._replace(files=files)

    return with_pieces(_fewer(pieces, lambda kept: fails(with_pieces(kept)), end))


def _fewer(items: Sequence[Item], fails: Callable[[Sequence[Item]], bool], end: float) -> Sequence[Item]:
    """Fewer items, by leaving out runs of them: half, a quarter, down to single ones."""
    size = len(items) // 2
    while size >= 1:
        at = 0
        while at < len(items) and len(items) > 1:
            if time.monotonic() > end:
                return items
            kept = [*items[:at], *items[at + size :]]
            if kept and fails(kept):
                items = kept
            else:
                at += size
        size //= 2
    return items
