"""Directory trees drawn in documents: whether they show this repository or another project."""

from __future__ import annotations

from collections.abc import Iterable

from flake8_single_entry.model import DRAWN, Link, Outcome
from flake8_single_entry.project.resolve.outcomes import unknown

FOREIGN_TREE = unknown("no entry of this directory tree exists: it shows another project, or what is to be written")
_TREE_GAP = 25  # lines without a Python file within one tree
_REMEMBERED = 2  # minimum number of entries of a tree that git remembers


def foreign_trees(links: Iterable[Link]) -> frozenset[Link]:
    """Return the missing entries of directory trees of another project.

    Such a tree has no existing file, and git does not remember most of what it shows.
    """
    trees: list[list[Link]] = []
    for link in links:
        if link.reference.runner not in DRAWN:
            continue
        before = trees[-1][-1].reference.location if trees else None
        here = link.reference.location
        if before is None or before.path != here.path or not 0 <= here.line - before.line <= _TREE_GAP:
            trees.append([])
        trees[-1].append(link)
    return frozenset(link for tree in trees if not _is_own_tree(tree) for link in tree)


def _is_own_tree(tree: list[Link]) -> bool:
    if any(link.resolution.outcome is Outcome.FOUND for link in tree):
        return True
    remembered = sum(bool(link.resolution.reason) for link in tree if link.resolution.outcome is Outcome.MISSING)
    return remembered >= _REMEMBERED and 2 * remembered >= len(tree)
