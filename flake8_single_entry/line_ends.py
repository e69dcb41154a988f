"""Where a line ends: at LF, at CRLF and at a lone CR, as editors count them; nowhere else.

Other characters that Unicode or a format calls line breaks (VT, FF, NEL, U+2028, U+2029) are characters of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Sequence

_LONE_RETURN = re.compile(r"\r(?!\n)")
_LONE_RETURN_BYTES = re.compile(rb"\r(?!\n)")

_YAML_BREAK = re.compile("[\x85\u2028\u2029]")


def without_lone_returns(text: str) -> str:
    """The text with LF for each lone CR: as long as before, and split at LF it has the lines that it had."""
    if "\r" not in text or text.count("\r") == text.count("\r\n"):
        return text
    return _LONE_RETURN.sub("\n", text)


def bytes_without_lone_returns(data: bytes) -> bytes:
    """The same for the bytes of a text in an encoding that holds ASCII."""
    if b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"):
        return data
    return _LONE_RETURN_BYTES.sub(b"\n", data)


def without_yaml_breaks(text: str) -> str:
    """The text with a blank for each character that ends a line for YAML 1.1 only.

    YAML 1.2 (5.4 "Line Break Characters") takes them for content; a parser of YAML 1.1 counts lines that nobody sees.
    """
    return text if text.isascii() else _YAML_BREAK.sub(" ", text)


def line_starts(text: str) -> list[int]:
    """The offset of each line of a text without lone CRs; there is always a first line, and a last one may be empty."""
    before = accumulate(map(len, text.split("\n")), initial=0)
    starts = [length + breaks for breaks, length in enumerate(before)]
    starts.pop()
    return starts


def position(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character offset."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
