"""Modules that documents declare to be the entry point."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from posixpath import dirname, join, normpath

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Facts, Location, Role
from flake8_single_entry.project.entry_points.classification import directory_role


def declared_modules(tree: Tree, facts: Mapping[str, Facts]) -> Mapping[str, Sequence[Location]]:
    """Return the places at which documents declare a module to be the entry point, by the path of the module.

    A name is relative to the directory of the document or to one above it. Archived documents are left out.
    """
    found: dict[str, list[Location]] = defaultdict(list)
    for path in sorted(facts):
        if facts[path].declared and directory_role(path) is not Role.ARCHIVED:
            for text, location in facts[path].declared:
                module = _module(tree, dirname(path), text)
                if module is not None:
                    found[module].append(location)
    return found


def _module(tree: Tree, directory: str, text: str) -> str | None:
    name = text if text.endswith(".py") else text.partition(":")[0].replace(".", "/") + ".py"
    while True:
        path = normpath(join(directory, name))
        if tree.is_file(path):
            return path
        if not directory:
            return None
        directory = dirname(directory)
