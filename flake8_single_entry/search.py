"""git's own search for lines in files: threads of C that are done before Python has read a tenth of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import BinaryIO, NamedTuple

from flake8_single_entry.git import end_git, output_of, seconds, start_git, too_slow

_OPTIONS = ("grep", "--text", "--perl-regexp", "--null", "--no-color", "--no-recurse-submodules")
_FOUND, _NOT_FOUND = 0, 1  # exit codes; any other says that git could not look


class Query(NamedTuple):
    """What to look for in the listed files that ``names`` match: Perl expressions, for a line each.

    Files that hold one of the ``marks`` are told from the others, and of all the ``lines`` that match are given.
    """

    names: tuple[str, ...]
    marks: tuple[str, ...]
    lines: tuple[str, ...]


class Sightings(NamedTuple):
    """What a query found, by paths relative to the directory that was searched."""

    marked: frozenset[str]
    lines: Mapping[str, bytes]


@contextmanager
def searching(root: Path, query: Query) -> Iterator[Callable[[], Sightings | None]]:
    """Has git look through the files on disk, and does not wait for it.

    What this gives tells, once git is done, what it saw; None where git cannot look, as one built without PCRE.
    """
    searches: list[_Search] = []
    with suppress(FileNotFoundError):
        searches.append(_Search.begin(root, ("--files-with-matches",), query.marks, query.names))
        searches.append(_Search.begin(root, ("--heading", "--break"), query.lines, query.names))
    seen: list[Sightings | None] = []

    def sightings() -> Sightings | None:
        if not seen:
            seen.append(_sightings(searches))
        return seen[0]

    try:
        yield sightings
    finally:
        for search in searches:
            search.end()


class _Search(NamedTuple):
    """One run of git, and the file in memory that it prints to, where the system has such; else it is a pipe."""

    process: Popen[bytes]
    file: BinaryIO | None

    @classmethod
    def begin(cls, root: Path, options: Sequence[str], expressions: Sequence[str], names: Sequence[str]) -> _Search:
        patterns = (part for expression in expressions for part in ("-e", expression))
        words = (*_OPTIONS, *options, *patterns, "--", *names)
        file = _file_in_memory()
        return cls(start_git(root, words, into=file), file)

    def output(self) -> bytes | None:
        """What git found, once it is done; None where it could not look."""
        if self.file is None:
            found, _ = output_of(self.process)
        else:
            try:
                self.process.wait(timeout=seconds())
            except TimeoutExpired:
                raise too_slow() from None
            self.file.seek(0)
            found = self.file.read()
        return found if self.process.returncode in (_FOUND, _NOT_FOUND) else None

    def end(self) -> None:
        end_git(self.process)
        if self.file is not None:
            self.file.close()


def _file_in_memory() -> BinaryIO | None:
    with suppress(AttributeError, OSError):  # another system than Linux, an old or a guarded one
        return open(os.memfd_create("search"), "w+b", buffering=0)
    return None


def _sightings(searches: Sequence[_Search]) -> Sightings | None:
    outputs = [search.output() for search in searches]
    if not outputs or outputs[0] is None or outputs[1] is None:
        return None
    marked, lines = outputs[0], outputs[1]
    files = (part.partition(b"\n") for part in lines.split(b"\n\n"))
    return Sightings(frozenset(os.fsdecode(marked).split("\0")), {os.fsdecode(path): found for path, _, found in files})
