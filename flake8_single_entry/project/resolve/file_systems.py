"""File systems that a reference may denote: the repository, or the contents of an image."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname
from typing import NamedTuple, Protocol

from flake8_single_entry.files.tree import SUFFIXES, Tree
from flake8_single_entry.paths import under
from flake8_single_entry.project.images.layouts import Layout, NotShipped


class FileSystem(Protocol):
    """Lookups in one file system. All paths are normalised."""

    def file(self, path: str) -> str | None:
        """Return the repository path of the file at ``path``, with links followed, or None."""

    def is_directory(self, path: str) -> bool:
        """Return True if a repository directory is at ``path``."""

    def may_hold(self, directory: str, name: str) -> bool:
        """Return False if a directory surely has no module or directory of this name. Faster than a lookup."""

    def certain(self, path: str) -> bool:
        """Return True if an absent file is certain, because nothing else could bring it."""

    def doubt(self, path: str) -> str:
        """Return a clause that says what else could bring an absent file, or ""."""

    def expected(self, path: str) -> str | None:
        """Return the repository path at which a file would have to be to appear at ``path``."""

    def sources(self, path: str) -> tuple[str, ...]:
        """Return the repository paths that ``path`` may mean, likely ones first, even if nothing brings them."""

    def withheld(self, path: str) -> NotShipped | None:
        """Return the repository file that ``path`` means, although nothing brings it."""

    def intended_source(self, path: str) -> str | None:
        """Return the repository path that ``path`` most likely means, whether or not anything brings it."""


@dataclass(frozen=True)
class RepositoryFiles:
    """The repository, by paths relative to its root."""

    tree: Tree

    @cached_property
    def _links(self) -> frozenset[str]:
        return frozenset(path for path, entry in self.tree.entries.items() if entry.is_link)

    @cached_property
    def _linked(self) -> dict[str, bool]:
        """Cache of directories: True for a link or a directory behind a link."""
        return {"": False}

    def _is_linked(self, directory: str) -> bool:
        known = self._linked
        asked = []
        while directory not in known:
            asked.append(directory)
            if directory in self._links:
                known[directory] = True
            else:
                directory = directory.rpartition("/")[0]
        known.update(dict.fromkeys(asked, known[directory]))
        return known[directory]

    def _real(self, path: str) -> str | None:
        """Return the listed path of a normalised path. Most repositories have no links to follow."""
        if not self._links or path.startswith("/"):
            return path
        is_linked = path in self._links or self._is_linked(path.rpartition("/")[0])
        return self.tree.resolve(path) if is_linked else path

    def file(self, path: str) -> str | None:
        real = self._real(path)
        return real if real and self.tree.is_file(real) else None

    def is_directory(self, path: str) -> bool:
        real = self._real(path)
        return real is not None and self.tree.is_directory(real)

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """For each directory, the modules, directories and links in it, by name up to the first dot."""
        names: dict[str, set[str]] = defaultdict(set)
        modules = (path for path in self.tree.paths if path.endswith(SUFFIXES))
        for path in (*modules, *self.tree.directories, *self._links):
            parent, _, name = path.rpartition("/")
            names[parent].add(name.partition(".")[0])
        return names

    def may_hold(self, directory: str, name: str) -> bool:
        return name in self._names.get(directory, ()) or (bool(self._links) and self._is_linked(directory))

    def certain(self, path: str) -> bool:
        if path.startswith(("..", "/", "~")):
            return False
        return not self.tree.in_submodule(path) and self.tree.resolve(path) is not None

    def doubt(self, path: str) -> str:  # noqa: ARG002 nothing else brings files into the repository
        return ""

    def expected(self, path: str) -> str | None:
        return path

    def intended_source(self, path: str) -> str | None:
        return path

    def sources(self, path: str) -> tuple[str, ...]:
        return (path,)

    def withheld(self, path: str) -> NotShipped | None:  # noqa: ARG002 not applicable to the repository itself
        return None


class ImageFiles(NamedTuple):
    """The file system of a container, by absolute paths."""

    repository: RepositoryFiles
    layout: Layout

    def file(self, path: str) -> str | None:
        for candidate in self.layout.locate(path).candidates:
            if (found := self.repository.file(candidate)) is not None:
                return found
        return None

    def is_directory(self, path: str) -> bool:
        return any(self.repository.is_directory(candidate) for candidate in self.layout.locate(path).candidates)

    def may_hold(self, directory: str, name: str) -> bool:  # noqa: ARG002 a layout cannot be listed
        return True

    def certain(self, path: str) -> bool:
        located = self.layout.locate(path)
        tree = self.repository.tree
        return located.known and not any(tree.in_submodule(candidate) for candidate in located.candidates)

    def doubt(self, path: str) -> str:
        return self.layout.doubt(path)

    def expected(self, path: str) -> str | None:
        candidates = self.layout.locate(path).candidates
        likely = (each for each in candidates if self.repository.is_directory(dirname(each)))
        return next(likely, candidates[0] if candidates else None)

    def intended_source(self, path: str) -> str | None:
        return self.expected(path) or self.layout.intended_source(path)

    def sources(self, path: str) -> tuple[str, ...]:
        intended = self.layout.intended_source(path)
        return (*self.layout.locate(path).candidates, *((intended,) if intended else ()))

    def withheld(self, path: str) -> NotShipped | None:
        return self.layout.withheld(path)


class SearchBase(NamedTuple):
    """Where a relative text is resolved: a file system, the effective directory in it, and the import path.

    ``lenient`` holds directories that may also be on the import path. A module found there counts as found, but none is
    expected there. ``packages`` are packages whose directory has another name, with that directory, the longest names
    first.
    """

    place: FileSystem
    directory: str
    roots: tuple[str, ...]
    lenient: tuple[str, ...] = ()
    packages: tuple[tuple[str, str], ...] = ()

    def at(self, path: str) -> str:
        return under(self.directory, path)
