"""Globs over repository paths: whole components, ``*`` within a component, ``**`` for any depth.

The grammar is gitignore's, anchored at the start of the path (https://git-scm.com/docs/gitignore#_pattern_format).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import lru_cache

_MAGIC = re.compile(r"[*?\[]")


def is_glob(pattern: str) -> bool:
    """True if a pattern can match more than one path."""
    return _MAGIC.search(pattern) is not None


def glob_match(pattern: str, path: str) -> bool:
    """True if a pattern matches a path, or a directory that holds it.

    A pattern that ends in ``/`` or ``/**`` matches only paths below it, never a file of that name. The time is at most
    proportional to the product of both lengths, for any pattern.
    """
    parts, below = _compile(pattern)
    if not parts:
        return True
    components = path.split("/")
    last = len(components) - 1
    states = _skip_any(parts, {0})
    for index, component in enumerate(components):
        states = _step(parts, states, component)
        if not states:
            return False
        if len(parts) in states and (index < last or not below):
            return True
    return False


def directory_match(pattern: str, directory: str) -> bool:
    """True if a pattern matches exactly this directory, not only one above or below it."""
    parts, _ = _compile(pattern)
    if pattern.rstrip("/").endswith("**"):
        parts = (*parts, None)
    states = _skip_any(parts, {0})
    for component in directory.split("/"):
        states = _step(parts, states, component)
    return len(parts) in states


class Patterns:
    """Several patterns that are matched together. Any number of plain paths takes the time of one."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._globs = []
        self._paths: set[str] = set()
        self._directories: set[str] = set()
        for pattern in patterns:
            parts, below = _compile(pattern)
            if not parts or not all(isinstance(part, str) for part in parts):
                self._globs.append(pattern)
                continue
            path = "/".join(part for part in parts if isinstance(part, str))
            self._directories.add(path)
            if not below:
                self._paths.add(path)

    def match(self, path: str) -> bool:
        """True if one of the patterns matches a path, or a directory that holds it."""
        if path in self._paths:
            return True
        directory = path.rpartition("/")[0]
        while directory:
            if directory in self._directories:
                return True
            directory = directory.rpartition("/")[0]
        return any(glob_match(pattern, path) for pattern in self._globs)


def exactness(pattern: str) -> tuple[int, int, int]:
    """Return a sort key that is greater for more exact patterns. A plain path is more exact than any glob."""
    components = pattern.rstrip("/").split("/")
    deep = components.count("**")
    wild = sum(1 for component in components if is_glob(component))
    return -deep, -wild, len(_MAGIC.sub("", pattern))


_Part = str | re.Pattern[str] | None  # a literal component, a component with wildcards, or None for ``**``


@lru_cache(maxsize=2048)
def _wild(component: str) -> re.Pattern[str]:
    return re.compile(translate(component))


@lru_cache(maxsize=2048)
def _compile(pattern: str) -> tuple[tuple[_Part, ...], bool]:
    """Return the components of a pattern, and whether it matches only paths below it."""
    parts: list[_Part] = []
    for component in pattern.removeprefix("./").strip("/").split("/"):
        if component == "**":
            if parts[-1:] != [None]:
                parts.append(None)
        elif is_glob(component):
            parts.append(_wild(component))
        elif component not in ("", "."):
            parts.append(component)
    below = pattern.endswith("/")
    if parts and parts[-1] is None:
        parts.pop()
        below = True
    return tuple(parts), below


def _step(parts: tuple[_Part, ...], states: set[int], component: str) -> set[int]:
    """Return the states after one more component of the path. A state is the number of matched pattern components."""
    after = set()
    for state in states:
        if state == len(parts):
            continue
        part = parts[state]
        if part is None:
            after.add(state)
        elif part == component if isinstance(part, str) else part.match(component):
            after.add(state + 1)
    return _skip_any(parts, after)


def _skip_any(parts: tuple[_Part, ...], states: set[int]) -> set[int]:
    """Return the states, and those reached if ``**`` matches no component."""
    return states | {state + 1 for state in states if state < len(parts) and parts[state] is None}
