"""The edit that removes codes from a `noqa` comment, or the comment, or the line that holds nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from flake8_single_entry.model import Edit, Location, Suppression
from flake8_single_entry.syntax.noqa import WORD

_IN_STRINGS = (".ipynb", ".json")  # a comment ends inside of a string there
_CLOSED_BY = {"<!--": "-->", "/*": "*/"}
_NEXT_COMMENT = re.compile(r"(?<=\s)#")


def removal(comment: Suppression, idle: Collection[str], lines: Sequence[str]) -> tuple[Edit, ...]:
    """Return the edit that takes the codes ``idle`` from a comment. None if it is not sure where they end.

    ``lines`` are those of its file. If no other code is left, the comment goes, with the reason behind it and the
    blanks before it. If it has its line to itself, the line goes.
    """
    place = comment.location
    if place.path.endswith(_IN_STRINGS) or place.line > len(lines):
        return ()
    line = lines[place.line - 1]
    start, end = place.column - 1, place.end_column - 1
    if len(line) < end:
        return ()
    words = list(WORD.finditer(line, line.index(":", start), end))
    kept = [word for word in words if word.group() not in idle]
    if kept:
        codes = "".join(line[before : word.end()] for before, word in _with_separators(words, kept))
        return (_edit(place, words[0].start(), end, codes),)
    stop = _end_of(line, start, end)
    if stop is None:
        return ()
    if line[:start].strip() in ("", "@") and not line[stop:].strip():
        return (_without_line(place.path, place.line, lines),)
    first = len(line[:start].rstrip()) if line[stop:].strip() == "" else start
    return (_edit(place, first, stop, ""),)


def _with_separators(words: list[re.Match[str]], kept: list[re.Match[str]]) -> list[tuple[int, re.Match[str]]]:
    """Return each word that is kept, with the start of what separates it from the one before; none for the first."""
    before = {word.start(): words[index - 1].end() if index else word.start() for index, word in enumerate(words)}
    return [(before[word.start()] if index else word.start(), word) for index, word in enumerate(kept)]


def _end_of(line: str, start: int, end: int) -> int | None:
    """Return where a comment ends: at its own mark, at the next comment, or with its line."""
    for opener, closer in _CLOSED_BY.items():
        if line.startswith(opener, start):
            found = line.find(closer, end)
            return found + len(closer) if found >= 0 else None
    following = _NEXT_COMMENT.search(line, end)
    return following.start() if following else len(line.rstrip("\r"))


def _edit(place: Location, start: int, end: int, text: str) -> Edit:
    return Edit(Location(place.path, place.line, start + 1, place.line, end + 1), text)


def _without_line(path: str, number: int, lines: Sequence[str]) -> Edit:
    """Remove a line with its line break. The last line of a file may have none, and takes that of the one before."""
    if number < len(lines):
        return Edit(Location(path, number, 1, number + 1, 1), "")
    if number == 1:
        return Edit(Location(path, 1, 1, 1, len(lines[0]) + 1), "")
    before = len(lines[number - 2].rstrip("\r"))
    return Edit(Location(path, number - 1, before + 1, number, len(lines[number - 1]) + 1), "")
