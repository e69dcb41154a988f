"""Deleted modules as a tree of names, to find the skipped files that may import them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname

from flake8_single_entry.files.tree import SUFFIXES, Tree

_ENDINGS = (*SUFFIXES, ".pyw")


@dataclass
class _Node:
    """A directory or module of the past, with those below it by name. ``gone`` is True for a deleted module."""

    gone: bool = False
    below: dict[str, _Node] = field(default_factory=dict)


@dataclass(frozen=True)
class DeletedModules:
    """Modules that existed in a tree before and do not exist in any form now."""

    root: _Node
    roots: tuple[_Node, ...] = ()

    @classmethod
    def of(cls, gone: Iterable[str], tree: Tree, roots: Iterable[str]) -> DeletedModules:
        """Return those of the deleted paths that were modules. ``roots`` are directories that hold packages."""
        root = _Node()
        for path in gone:
            if not path.endswith(_ENDINGS):
                continue
            module = path.rpartition(".")[0].removesuffix("/__init__")
            if any(tree.is_file(module + form) for form in (*SUFFIXES, "/__init__.py")):
                continue
            at = root
            for part in module.split("/"):
                at = at.below.setdefault(part, _Node())
            at.gone = True
        found = cls(root)
        return cls(root, tuple(node for directory in roots if (node := found._at(directory)) is not None))

    def importers(self, skipped: Mapping[str, str]) -> Iterator[str]:
        """Yield the skipped files that may import one of the modules, from their own or a higher directory.

        Every part of the module's name, as seen from that directory, is among the names that the file imports.
        """
        if not self.root.below:
            return
        for path, row in skipped.items():
            names = _names(row)
            if any(_is_named(node, names) for node in self._around(dirname(path))):
                yield path

    def imported_by(self, path: str, dotted: Iterable[str]) -> bool:
        """True if a file imports one of the modules. ``dotted`` are the dotted names in its imports and patches."""
        for name in dotted:
            parts = name.lstrip(".")
            directory = dirname(path)
            for _ in range(len(name) - len(parts) - 1):
                directory = dirname(directory)
            above = [self._at(directory)] if name.startswith(".") else self._around(directory)
            if any(_is_meant(node, parts.split(".")) for node in above if node):
                return True
        return False

    def _at(self, directory: str) -> _Node | None:
        node: _Node | None = self.root
        for part in directory.split("/") if directory else ():
            node = node.below.get(part) if node else None
        return node

    def _around(self, directory: str) -> Iterator[_Node]:
        """Yield the directories from which a file in a directory may import, also if they are behind ``src``."""
        node: _Node | None = self.root
        for part in (*directory.split("/"), "") if directory else ("",):
            if node is None:
                break
            yield node
            if part != "src" and "src" in node.below:
                yield node.below["src"]
            node = node.below.get(part)
        yield from self.roots


def _names(row: str) -> set[str]:
    return {name.rstrip(".") for name in row.partition("|")[0].split(" ")}


def _is_named(node: _Node, names: set[str]) -> bool:
    waiting = [node]
    while waiting:
        below = waiting.pop().below
        found = [below[name] for name in names & below.keys()]
        if any(each.gone for each in found):
            return True
        waiting += found
    return False


def _is_meant(node: _Node, parts: list[str]) -> bool:
    """True if a deleted module is on the way that the parts of a dotted name lead."""
    for part in parts:
        below = node.below.get(part)
        if below is None or below.gone:
            return below is not None
        node = below
    return False
