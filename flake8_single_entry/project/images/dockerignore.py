"""Patterns of ``.dockerignore`` files.

Matching follows https://docs.docker.com/build/concepts/context/#syntax: a pattern covers what it matches and everything
below it, ``**`` matches any depth, the last matching pattern decides, and ``!`` negates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import join

from flake8_single_entry.globs import glob_match
from flake8_single_entry.model import Facts

FILE_NAME = ".dockerignore"
_DEEP = re.compile(r"(?<![^/])\*\*+(?=[^/])")


@dataclass(frozen=True)
class Excluded:
    """The patterns of one ignore file, as returned by its reader."""

    patterns: tuple[str, ...] = ()
    _answers: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def covers(self, path: str) -> bool:
        """Return True if a path below the context is excluded from the build."""
        if not self._parsed:
            return False
        if path not in self._answers:
            hit = next((keeps for pattern, keeps in reversed(self._parsed) if glob_match(pattern, path)), True)
            self._answers[path] = not hit
        return self._answers[path]

    @cached_property
    def _parsed(self) -> tuple[tuple[str, bool], ...]:
        """Each pattern as a glob, and whether it is negated."""
        return tuple((_glob(text.removeprefix("!")), text.startswith("!")) for text in self.patterns)


def _glob(pattern: str) -> str:
    """Translate a pattern to a glob: ``**.py`` crosses directories, and Go negates a class with ``^``."""
    return _DEEP.sub("**/*", pattern).replace("[^", "[!")


def find_ignores(facts: Mapping[str, Facts], dockerfile: str, context: str) -> tuple[str, Excluded]:
    """Return the path of a build's ignore file, and its patterns.

    The Dockerfile's own file takes precedence over the context's. Returns "" and no patterns if there is none.
    """
    for path in (dockerfile + FILE_NAME, join(context, FILE_NAME)):
        found = facts.get(path)
        if found is not None and found.excluded:
            return path, Excluded(found.excluded)
    return "", Excluded()
