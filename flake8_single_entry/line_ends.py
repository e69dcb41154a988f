"""Line ends: LF, CRLF and a lone CR, as editors count them, and nothing else.

Other characters that Unicode or a format calls line breaks (VT, FF, NEL, U+2028, U+2029) are part of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Sequence

_LONE_RETURN = re.compile(r"\r(?!\n)")
_LONE_RETURN_BYTES = re.compile(rb"\r(?!\n)")

_YAML_BREAK = re.compile("[\x85\u2028\u2029]")


def without_lone_returns(text: str) -> str:
    """Replace each lone CR with LF. The length and the lines of the text stay the same."""
    if "\r" not in text or text.count("\r") == text.count("\r\n"):
        return text
    return _LONE_RETURN.sub("\n", text)


def bytes_without_lone_returns(data: bytes) -> bytes:
    """Do the same for the bytes of a text in an encoding that contains ASCII."""
    if b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"):
        return data
    return _LONE_RETURN_BYTES.sub(b"\n", data)


def without_yaml_breaks(text: str) -> str:
    """Replace each character that ends a line only in YAML 1.1 with a space.

    YAML 1.2 (5.4 "Line Break Characters") treats them as content. A parser of YAML 1.1 would count lines that editors
    do not show.
    """
    return text if text.isascii() else _YAML_BREAK.sub(" ", text)


def line_starts(text: str) -> list[int]:
    """Return the offset of each line of a text without lone CRs. There is at least one line; the last may be empty."""
    before = accumulate(map(len, text.split("\n")), initial=0)
    starts = [length + breaks for breaks, length in enumerate(before)]
    starts.pop()
    return starts


def position(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a character offset."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
