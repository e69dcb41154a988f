"""Missing targets that git's ignore rules cover: generated files, and files that each person has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flake8_single_entry.files.tree import Tree, ignored_paths, ignores_by_name
from flake8_single_entry.model import Level, Link, Outcome, Reference, Resolution
from flake8_single_entry.project.resolve.absences import DELETED
from flake8_single_entry.project.resolve.outcomes import lowered, unknown

_GENERATED = "git ignores the file and never tracked it: it may be generated"
_COVERED = "git ignores files of that name"
_OWN = unknown("an ignore rule names the file, which was taken out of git: each machine may have its own")


def lower_ignored(
    links: Iterable[Link], tree: Tree, places_of: Callable[[Reference], tuple[str, ...]]
) -> Iterator[Link]:
    """Yield the links, with a lower level for a target that git ignores at a place where it is looked for.

    ``places_of`` returns these places. A file that git remembers is looked for where it was. If the referencing file is
    ignored too but still committed, the files next to it are expected to be committed as well.
    """
    links = tuple(links)
    places = {link: places_of_missing(link, places_of) for link in links if link.resolution.outcome is Outcome.MISSING}
    paths = {path for link, missing in places.items() for path in (*missing, link.reference.location.path)}
    ignored = ignored_paths(tree, tuple(sorted(paths)))
    for link in links:
        is_ignored = not ignored.isdisjoint(places.get(link, ()))
        if is_ignored and link.reference.location.path not in ignored:
            yield Link(link.reference, _lowered(link.resolution, tree))
        else:
            yield link


def places_of_missing(link: Link, places_of: Callable[[Reference], tuple[str, ...]]) -> tuple[str, ...]:
    """Return the paths at which a missing target is looked for. A file that git remembers has only one."""
    absence = link.resolution
    expected = (absence.expected,) if absence.expected else ()
    return expected if absence.reason else (*expected, *places_of(link.reference))


def _lowered(absence: Resolution, tree: Tree) -> Resolution:
    if not absence.reason:
        return lowered(absence, Level.NOTE, _GENERATED)
    if absence.reason == DELETED and ignores_by_name(tree, absence.expected or ""):
        return _OWN
    return lowered(absence, Level.WARNING, _COVERED)
