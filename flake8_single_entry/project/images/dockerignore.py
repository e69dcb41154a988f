"""What ``.dockerignore`` keeps out of a build context.

Matching follows https://docs.docker.com/build/concepts/context/#syntax: a pattern covers what it matches and all below
it, ``**`` is any depth, the last pattern that matches decides, ``!`` takes back.
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
    """The patterns of one ignore file, as its reader gives them."""

    patterns: tuple[str, ...] = ()
    _answers: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def covers(self, path: str) -> bool:
        """True where a path below the context never reaches the builder."""
        if not self._parsed:
            return False
        if path not in self._answers:
            hit = next((keeps for pattern, keeps in reversed(self._parsed) if glob_match(pattern, path)), True)
            self._answers[path] = not hit
        return self._answers[path]

    @cached_property
    def _parsed(self) -> tuple[tuple[str, bool], ...]:
        """Each pattern as a glob, and whether it takes paths back."""
        return tuple((_glob(text.removeprefix("!")), text.startswith("!")) for text in self.patterns)


def _glob(pattern: str) -> str:
    """``**.py`` crosses directories, and Go negates a class with ``^``."""
    return _DEEP.sub("**/*", pattern).replace("[^", "[!")


def find_ignores(facts: Mapping[str, Facts], dockerfile: str, context: str) -> tuple[str, Excluded]:
    """The ignore file of a build and what it says: the Dockerfile's own, else the context's; ("", nothing) for none."""
    for path in (dockerfile + FILE_NAME, join(context, FILE_NAME)):
        found = facts.get(path)
        if found is not None and found.excluded:
            return path, Excluded(found.excluded)
    return "", Excluded()
