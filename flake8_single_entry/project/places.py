"""File systems that a reference may speak of: the repository itself, or what an image makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import join, normpath
from typing import Protocol

from flake8_single_entry.files import Tree
from flake8_single_entry.project.images import Layout


class Place(Protocol):
    """Answers for paths of one file system; every path is normalised."""

    def file(self, path: str) -> str | None:
        """The repository path of the file that stands at ``path`` here, links followed."""

    def is_directory(self, path: str) -> bool:
        """True where a directory of the repository stands at ``path``."""

    def certain(self, path: str) -> bool:
        """True where an absent file is a fact: nothing else could bring it."""

    def expected(self, path: str) -> str | None:
        """The repository path at which a file had to be, so that it stands at ``path`` here."""


@dataclass(frozen=True)
class RepositoryPlace:
    """The repository, by paths relative to its root."""

    tree: Tree

    def file(self, path: str) -> str | None:
        if self.tree.is_file(path) and not self.tree.entries[path].is_link:
            return path
        real = self.tree.resolve(path)
        return real if real and self.tree.is_file(real) else None

    def is_directory(self, path: str) -> bool:
        real = self.tree.resolve(path)
        return real is not None and self.tree.is_directory(real)

    def certain(self, path: str) -> bool:
        if path.startswith(("..", "/", "~")):
            return False
        return not self.tree.in_submodule(path) and self.tree.resolve(path) is not None

    def expected(self, path: str) -> str | None:
        return path


@dataclass(frozen=True)
class ImagePlace:
    """A container's file system, by absolute paths."""

    tree: Tree
    layout: Layout

    def file(self, path: str) -> str | None:
        real = RepositoryPlace(self.tree)
        for candidate in self.layout.locate(path).candidates:
            if (found := real.file(candidate)) is not None:
                return found
        return None

    def is_directory(self, path: str) -> bool:
        return any(self.tree.is_directory(candidate) for candidate in self.layout.locate(path).candidates)

    def certain(self, path: str) -> bool:
        located = self.layout.locate(path)
        return located.known and not any(self.tree.in_submodule(candidate) for candidate in located.candidates)

    def expected(self, path: str) -> str | None:
        candidates = self.layout.locate(path).candidates
        return candidates[0] if candidates else None


def under(directory: str, path: str) -> str:
    """``path`` seen from ``directory``, normalised; the root is ""."""
    joined = normpath(join(directory, path))
    return "" if joined == "." else joined


@dataclass(frozen=True)
class Start:
    """Where a relative text starts: a file system, the effective directory in it, and the import path's directories.

    ``lenient`` are directories that the import path may hold as well: a module found there is found, but none is missed.
    """

    place: Place
    directory: str
    roots: tuple[str, ...]
    lenient: tuple[str, ...] = ()

    def at(self, path: str) -> str:
        return under(self.directory, path)
