"""Record the files a run reads in addition to the collected facts, so that the report can be validated later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from flake8_single_entry.facts.store import FactStore, hashed
from flake8_single_entry.files.tree import Tree, Unreadable


@dataclass
class DependencyRecorder:
    """Wraps a tree. Records the files that are read, and the paths that git may ignore or that may be on disk."""

    tree: Tree
    read: dict[str, None] = field(default_factory=dict)
    asked: dict[str, bool] = field(default_factory=dict)
    untracked: dict[str, bool] = field(default_factory=dict)

    def watched(self) -> Tree:
        """Return the tree with recording enabled."""
        return replace(self.tree, load=self._load, ignored=self._ignored, untracked=self._untracked)

    def _load(self, path: str) -> bytes:
        if path in self.tree.entries:  # the configuration may not be listed; it is part of the state instead
            self.read[path] = None
        return self.tree.load(path)

    def _untracked(self, path: str) -> bool:
        found = self.tree.untracked(path)
        if path not in self.tree.entries:
            self.untracked[path] = found
        return found

    def _ignored(self, paths: tuple[str, ...]) -> frozenset[str]:
        covered = self.tree.ignored(paths)
        self.asked.update((path, path in covered) for path in paths)
        return covered


def identities(library: FactStore) -> Callable[[str], str]:
    """Return a function that identifies the content of a file.

    It uses the identity in the fact store, or else reads the file. It returns "" if the file cannot be read.
    """

    def identify(path: str) -> str:
        known = library.identities.get(path)
        if known:
            return known
        try:
            return hashed(library.tree.read(path))
        except Unreadable as error:
            return error.identity

    return identify


def contents_of(library: FactStore, settled: str) -> str:
    """Return a digest of the tree's listing, the facts of its files, and the repository state (``settled``)."""
    tree = library.tree
    links = "\0".join(f"{path}\1{tree.link_target(path)}" for path in sorted(tree.links))
    listing = "\0".join(f"{path}\1{entry[0]}" for path, entry in tree.entries.items())
    known = "\0".join(library.contents())
    text = "\0\0".join((settled, links, listing, known)).encode("utf-8", "surrogatepass")
    return sha256(text).hexdigest()
