"""git's own search for lines in files: threads of C that are done before Python has read a tenth of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flake8_single_entry.git import start_git

# Settings of the user that would make paths mean something else.
_PLAIN = dict.fromkeys(
    ("GIT_LITERAL_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"), "0"
)
_OPTIONS = ("--text", "--perl-regexp", "--files-with-matches", "--null", "--no-color", "--no-recurse-submodules")
_FOUND, _NOT_FOUND = 0, 1  # exit codes; any other says that git could not look


@contextmanager
def searching(
    root: Path, expressions: Sequence[str], names: Sequence[str]
) -> Iterator[Callable[[], frozenset[str] | None]]:
    """Has git look through the listed files on disk that ``names`` match, and does not wait for it.

    ``expressions`` are Perl's, each for a line. What this gives tells, once git is done, the paths relative to ``root``
    of the files that hold a match of one of them; None where git cannot say, as one that was built without PCRE.
    """
    patterns = (part for expression in expressions for part in ("-e", expression))
    try:
        process = start_git(
            root, ("-c", "grep.fullName=false", "grep", *_OPTIONS, *patterns, "--", *names), variables=_PLAIN
        )
    except FileNotFoundError:
        yield lambda: None
        return
    found: list[frozenset[str] | None] = []

    def paths() -> frozenset[str] | None:
        if not found:
            output, _ = process.communicate()
            is_told = process.returncode in (_FOUND, _NOT_FOUND)
            found.append(frozenset(os.fsdecode(output).split("\0")) if is_told else None)
        return found[0]

    try:
        yield paths
    finally:
        if not found:
            process.kill()
            process.communicate()
