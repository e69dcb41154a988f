"""The lines of references before and after a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.fixes.text_edits import Overlapping, applied
from flake8_single_entry.fixes.values import Plan, Rewrite
from flake8_single_entry.overview.consolidation import Change
from flake8_single_entry.syntax.source import Source, Undecodable

Read = Callable[[str], bytes]


def changes(plan: Plan, read: Read) -> tuple[Change, ...]:
    """Return what each rewrite changes, by place. ``read`` returns the contents of a file of today."""
    return tuple(sorted(dict.fromkeys(_change(rewrite, read) for rewrite in plan.rewrites)))


def _change(rewrite: Rewrite, read: Read) -> Change:
    place = rewrite.edits[0].location
    lines = _lines(rewrite, read)
    before, after = lines or (rewrite.before, rewrite.edits[0].text)
    return Change(place.path, place.line, _one_line(before), _one_line(after))


def _lines(rewrite: Rewrite, read: Read) -> tuple[str, str] | None:
    """Return the whole lines before and after. None if the rewrite mends what an earlier one leaves."""
    path = rewrite.edits[0].location.path
    edits = tuple(edit for edit in rewrite.edits if edit.location.path == path)
    try:
        source = Source.of(path, read(path))
        text, replaced = applied(source, edits)
    except (Unreadable, Undecodable, Overlapping, KeyError):
        return None
    first, last = edits[0].location, max(edit.location for edit in edits)
    start, end = source.offset(first.line, first.column), source.offset(last.end_line, last.end_column)
    if source.text[start : source.offset(first.end_line, first.end_column)] != rewrite.before:
        return None
    return _whole(source.text, start, end), _whole(text, replaced[0].start, replaced[-1].end)


def _whole(text: str, start: int, end: int) -> str:
    """Return the whole lines that a span touches."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    return text[begin : len(text) if stop < 0 else stop]


def _one_line(text: str) -> str:
    return " ⏎ ".join(filter(None, map(str.strip, _split(text))))


def _split(text: str) -> Iterator[str]:
    yield from text.splitlines()
