"""Use ``git grep`` to find files of interest.

It is multi-threaded and much faster than reading every file in Python.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from flake8_single_entry.git.pending import Pending

_OPTIONS = ("grep", "--text", "--perl-regexp", "--null", "--no-color", "--no-recurse-submodules")
_FOUND, _NOT_FOUND = 0, 1  # exit codes; any other code means that git could not search


class GrepQuery(NamedTuple):
    """What to search in the listed files that match ``names``.

    ``marks`` and ``lines`` are Perl expressions for one line.

    The result tells which files contain one of the ``marks``, and which lines match one of the ``lines``.
    """

    names: tuple[str, ...]
    marks: tuple[str, ...]
    lines: tuple[str, ...]


class GrepMatches(NamedTuple):
    """The result of a query, by path relative to the directory that was searched."""

    marked: frozenset[str]
    lines: Mapping[str, bytes]


@contextmanager
def grep(root: Path, query: GrepQuery) -> Iterator[Callable[[], GrepMatches | None]]:
    """Start a search of the files on disk, without waiting for it.

    Yields a function that waits for git and returns the matches. It returns None if git cannot search, for example
    because it was built without PCRE.
    """
    searches: list[Pending] = []
    with suppress(FileNotFoundError):
        searches.append(_begun(root, ("--files-with-matches",), query.marks, query.names))
        searches.append(_begun(root, ("--heading", "--break"), query.lines, query.names))
    seen: list[GrepMatches | None] = []

    def sightings() -> GrepMatches | None:
        if not seen:
            seen.append(_sightings(searches))
        return seen[0]

    try:
        yield sightings
    finally:
        for search in searches:
            search.end()


def _begun(root: Path, options: Sequence[str], expressions: Sequence[str], names: Sequence[str]) -> Pending:
    patterns = (part for expression in expressions for part in ("-e", expression))
    return Pending.begin(root, (*_OPTIONS, *options, *patterns, "--", *names))


def _sightings(searches: Sequence[Pending]) -> GrepMatches | None:
    answers = [search.answer() for search in searches]
    if not answers or any(status not in (_FOUND, _NOT_FOUND) for status, _ in answers):
        return None
    marked, lines = (output for _, output in answers)
    files = (part.partition(b"\n") for part in lines.split(b"\n\n"))
    return GrepMatches(
        frozenset(os.fsdecode(marked).split("\0")), {os.fsdecode(path): found for path, _, found in files}
    )
