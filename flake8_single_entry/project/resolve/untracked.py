"""Missing targets that are on disk, and only have to be added to git."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flake8_single_entry.files.tree import Tree, ignored_paths
from flake8_single_entry.model import Link, Outcome, Reference
from flake8_single_entry.project.resolve.ignored import places_of_missing
from flake8_single_entry.project.resolve.outcomes import unknown

_NOT_ADDED = unknown("the file is on disk, and not yet added to git")


def settle_untracked(
    links: Iterable[Link], tree: Tree, places_of: Callable[[Reference], tuple[str, ...]]
) -> Iterator[Link]:
    """Yield the links. A missing target is unknown if it is on disk where it is looked for, and git does not ignore it.

    Only missing targets are looked up, and git is asked only about those that are there. ``places_of`` returns the
    paths at which a reference is looked for.
    """
    links = tuple(links)
    there = {
        link: found
        for link in links
        if link.resolution.outcome is Outcome.MISSING
        and (found := tuple(filter(tree.untracked, places_of_missing(link, places_of))))
    }
    listed = {path.lower() for path in tree.paths} if there else set()  # a disk may ignore the case of a listed file
    asked = {path for found in there.values() for path in found if path.lower() not in listed}
    added = asked - ignored_paths(tree, tuple(sorted(asked)))
    for link in links:
        yield link if added.isdisjoint(there.get(link, ())) else Link(link.reference, _NOT_ADDED)
