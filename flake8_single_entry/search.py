"""git's own search for lines in files: threads of C that are done before Python has read a tenth of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import Popen
from typing import NamedTuple

from flake8_single_entry.git import start_git

# Settings of the user that would make paths mean something else.
_PLAIN = dict.fromkeys(
    ("GIT_LITERAL_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"), "0"
)
_GREP = ("-c", "grep.fullName=false", "-c", "grep.lineNumber=false", "-c", "grep.column=false", "grep")
_OPTIONS = ("--text", "--perl-regexp", "--null", "--no-color", "--no-recurse-submodules")
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
    processes: list[Popen[bytes]] = []
    with suppress(FileNotFoundError):
        processes.append(_start(root, ("--files-with-matches",), query.marks, query.names))
        processes.append(_start(root, ("--heading", "--break"), query.lines, query.names))
    seen: list[Sightings | None] = []

    def sightings() -> Sightings | None:
        if not seen:
            seen.append(_sightings(processes))
        return seen[0]

    try:
        yield sightings
    finally:
        for process in () if seen else processes:
            process.kill()
            process.communicate()


def _start(root: Path, options: Sequence[str], expressions: Sequence[str], names: Sequence[str]) -> Popen[bytes]:
    patterns = (part for expression in expressions for part in ("-e", expression))
    return start_git(root, (*_GREP, *_OPTIONS, *options, *patterns, "--", *names), variables=_PLAIN)


def _sightings(processes: Sequence[Popen[bytes]]) -> Sightings | None:
    outputs = [process.communicate()[0] for process in processes]
    if not outputs or any(process.returncode not in (_FOUND, _NOT_FOUND) for process in processes):
        return None
    marked, lines = outputs
    files = (part.partition(b"\n") for part in lines.split(b"\n\n"))
    return Sightings(frozenset(os.fsdecode(marked).split("\0")), {os.fsdecode(path): found for path, _, found in files})
