"""What a run looked at beside the facts of its files, so that a later run can tell whether it would see the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256

from flake8_single_entry.facts.store import FactStore, hashed
from flake8_single_entry.files.tree import Tree, Unreadable


@dataclass
class DependencyRecorder:
    """Stands between a project and its tree, and notes the files read and the paths asked about."""

    tree: Tree
    read: dict[str, None] = field(default_factory=dict)
    asked: dict[str, bool] = field(default_factory=dict)

    def watched(self) -> Tree:
        """The tree, under watch."""
        return replace(self.tree, load=self._load, ignored=self._ignored)

    def _load(self, path: str) -> bytes:
        self.read[path] = None
        return self.tree.load(path)

    def _ignored(self, paths: tuple[str, ...]) -> frozenset[str]:
        covered = self.tree.ignored(paths)
        self.asked.update((path, path in covered) for path in paths)
        return covered


def identities(library: FactStore) -> Callable[[str], str]:
    """Tells which content a file has: as the library knows it, else by reading it; "" where it cannot be read."""

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
    """One name for the listing of a tree, what is known of its files, and the state that both are seen in."""
    tree = library.tree
    links = "\0".join(f"{path}\1{tree.link_target(path)}" for path in sorted(tree.links))
    listing = "\0".join(f"{path}\1{entry[0]}" for path, entry in tree.entries.items())
    known = "\0".join(library.contents())
    text = "\0\0".join((settled, links, listing, known)).encode("utf-8", "surrogatepass")
    return sha256(text).hexdigest()
