"""Directory trees drawn in documents, without the line of one file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.project.edits.written import Rewritten, Span

_LAST = {"└": "├", "╰": "├", "┗": "┣", "`": "|", "\\": "|"}  # the branch of the last entry, and that of the others
_ENDS = ("\n\n", "```", "~~~")
_MOST_AROUND = 20_000  # characters of a tree before and after a line
_MOST_LINES = 500
_BRANCH = re.compile(r"[├└╰┣┗]|[|`+\\](?=-)")
_STEM = {"├": "│", "┣": "┃", "|": "|"}  # what continues a branch beside the entries inside a directory


def named_in_tree(span: Span, name: str) -> bool:
    """True if the block around a span has a line with the name of a file."""
    first, last = _block(span)
    return re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w/-]|\.\w)", span.text[first:last]) is not None


def without_line(span: Span) -> tuple[Rewritten, ...]:
    """Return the changes after which a tree has no line for the file at a span.

    If it was the last entry of its directory, the entry before it becomes the last one. A line with others below it
    stays.
    """
    begin = span.text.rfind("\n", 0, span.start) + 1
    end = span.text.find("\n", span.end)
    if end < 0:
        return ()
    if _has_children(span.text, span.start - begin, end + 1):
        return ()
    branch = _BRANCH.search(span.text, begin, span.start)
    dropped = Rewritten(begin, end + 1, "")
    if branch is None or branch[0] not in _LAST:
        return (dropped,)
    return (*_closed(span.text, begin, branch.start() - begin, branch[0]), dropped)


def _has_children(text: str, column: int, following: int) -> bool:
    """True if the line that begins at an offset has its name further to the right."""
    stop = text.find("\n", following)
    line = text[following : stop if stop >= 0 else len(text)]
    name = re.search(r"[\w.`*(]", line)
    return name is not None and name.start() > column


def _closed(text: str, begin: int, column: int, last: str) -> Iterator[Rewritten]:
    """Yield the changes that make the entry before a line the last one of the directory that it is in."""
    line = begin
    for _ in range(_MOST_LINES):
        if not line:
            return
        line = text.rfind("\n", 0, line - 1) + 1
        place = line + column
        sign = text[place : place + 1]
        if sign == _LAST[last]:
            yield Rewritten(place, place + 1, last)
            return
        if sign != _STEM[_LAST[last]]:
            return  # the entry is the only one in its directory
        yield Rewritten(place, place + 1, " ")


def _block(span: Span) -> tuple[int, int]:
    """Return where the lines around a span begin and end, between empty lines or fences."""
    start, stop = max(span.start - _MOST_AROUND, 0), min(span.end + _MOST_AROUND, len(span.text))
    first = max(span.text.rfind(mark, start, span.start) for mark in _ENDS)
    ends = [end for mark in _ENDS if (end := span.text.find(mark, span.end, stop)) >= 0]
    return max(first, start), min(ends, default=stop)
