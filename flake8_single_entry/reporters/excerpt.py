"""Quote source lines: with carets below a span, and with edits as a small diff. Everything quoted is printable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from flake8_single_entry.line_ends import without_lone_returns
from flake8_single_entry.model import Edit, Location
from flake8_single_entry.printable import printable

_TAB = "    "
_CUT = "..."
_MOST_LINES = 12  # of one side of a change; a longer one is better read in an editor
_LONGEST = 4000  # characters of a line that are looked at; a longer line is no line that people wrote


class Quote(NamedTuple):
    """A source line and the carets below it. Both fit the width for which they were made."""

    line: str
    carets: str


class Change(NamedTuple):
    """Consecutive lines that edits change: the number of the first, and the lines before and after."""

    first: int
    before: tuple[str, ...]
    after: tuple[str, ...]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text without their ends."""
    return [line.removesuffix("\r") for line in without_lone_returns(text).split("\n")]


def quote(lines: Sequence[str], place: Location, width: int) -> Quote | None:
    """Return the first line of a span with carets, in at most ``width`` columns. None if the file has no such line."""
    if not 1 <= place.line <= len(lines):
        return None
    line = lines[place.line - 1]
    end = place.end_column if place.end_line == place.line else len(line) + 1
    start = min(max(place.column, 1), len(line) + 1) - 1
    end = min(max(end - 1, start + 1), max(len(line), start + 1))
    first, last, cut = _window(len(line), start, end, width)
    before, marked = line[first:start], line[start : min(end, last)]
    shown = shown_line(line[first:last])
    indent = columns(shown_line(before))
    length = max(columns(shown_line(before + marked)) - indent, 1)
    left = _CUT if first else ""
    return Quote(left + shown + (_CUT if cut else ""), " " * (len(left) + indent) + "^" * length)


def shown_line(line: str) -> str:
    """Return a line as it is printed: tabs have a fixed width, and nothing in it is interpreted."""
    return printable(line.replace("\t", _TAB))


def columns(text: str) -> int:
    """Return the number of columns of a printable text on a terminal.

    Source: https://www.unicode.org/reports/tr11/ (East Asian Width).
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def changes(lines: Sequence[str], edits: Iterable[Edit]) -> Iterator[Change]:
    """Yield what edits of one file change, in order. Edits that lie outside the text or overlap change nothing."""
    inside = [edit for edit in sorted(edits) if _fits(lines, edit.location)]
    for group in _groups(inside):
        first = group[0].location.line
        last = max(edit.location.end_line for edit in group)
        before = tuple(lines[first - 1 : last])
        after = tuple(lines_of(_applied("\n".join(before), first, group)))
        if before != after:
            yield Change(first, before, after)


def short(side: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one side of a change. Of a long one, yield the first lines and how many follow."""
    yield from side[:_MOST_LINES]
    if len(side) > _MOST_LINES:
        yield f"{_CUT} {len(side) - _MOST_LINES} more lines"


def by_file(edits: Iterable[Edit]) -> Iterator[tuple[str, list[Edit]]]:
    """Yield each file that edits change, with its edits, sorted."""
    for path, group in groupby(sorted(edits), key=lambda edit: edit.location.path):
        yield path, list(group)


def _window(length: int, start: int, end: int, width: int) -> tuple[int, int, bool]:
    """Return which part of a line is shown, and whether text follows it. The span is in it, if it is short enough."""
    room = max(width - 2 * len(_CUT), 20)
    if length <= room:
        return 0, length, False
    first = 0 if end <= room else max(0, min(start - room // 3, length - room))
    last = min(first + room, length)
    return first, last, last < length


def _groups(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Yield the edits that share lines or change neighbouring lines together."""
    group: list[Edit] = []
    end = 0
    for edit in edits:
        if group and edit.location.line > end + 1:
            yield group
            group = []
        group.append(edit)
        end = max(end, edit.location.end_line) if len(group) > 1 else edit.location.end_line
    if group:
        yield group


def _fits(lines: Sequence[str], place: Location) -> bool:
    if not 1 <= place.line <= place.end_line <= len(lines):
        return False
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return (
        start <= end
        and 1 <= place.column <= len(lines[place.line - 1]) + 1
        and 1 <= place.end_column <= len(lines[place.end_line - 1]) + 1
    )


def _applied(text: str, first: int, edits: Sequence[Edit]) -> str:
    """Apply edits to a text whose first line has the number ``first``."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    parts: list[str] = []
    done = 0
    for place, new in edits:
        start = starts[place.line - first] + place.column - 1
        end = starts[place.end_line - first] + place.end_column - 1
        if start >= done:
            parts += [text[done:start], new]
            done = end
    return "".join((*parts, text[done:]))
