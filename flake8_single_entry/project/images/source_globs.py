"""Wildcards in the sources of COPY (https://docs.docker.com/reference/dockerfile/#copy)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from posixpath import basename, join

from flake8_single_entry.files.tree import Tree

_GLOB = frozenset("*?[")


def is_glob(source: str) -> bool:
    """Return True if a source has wildcards."""
    return not _GLOB.isdisjoint(source)


@dataclass(frozen=True)
class SourceGlobs:
    """The repository paths that wildcards match."""

    tree: Tree
    _matches: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def candidates(self, pattern: str, rest: str) -> Iterator[str]:
        """Yield the sources of ``rest``: files of that name, and paths below directories that match.

        A file that the pattern would match is a candidate although it does not exist.
        """
        head, _, name = pattern.rpartition("/")
        if rest and "/" not in rest and fnmatchcase(rest, name) and not is_glob(head):
            yield join(head, rest)
        if pattern not in self._matches:
            self._matches[pattern] = tuple(_expand(pattern, self.tree))
        for match in self._matches[pattern]:
            if self.tree.is_directory(match):
                yield join(match, rest) if rest else match
            elif basename(match) == rest:
                yield match


def _expand(pattern: str, tree: Tree) -> Iterable[str]:
    """Return files and directories whose components match those of a glob."""
    parts = pattern.split("/")
    for path in (*sorted(tree.directories), *tree.paths):
        names = path.split("/")
        if len(names) == len(parts) and all(map(fnmatchcase, names, parts)):
            yield path
