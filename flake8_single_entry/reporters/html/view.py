"""Choose what of a map is drawn. The rest is counted and folded, so that hundreds of duplicates stay readable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import inf
from typing import NamedTuple

from flake8_single_entry.overview.values import Arrow, Destination, ScopeMap, Standing, StartingFile

MOST_FILES = 24
MOST_ROWS = 8
MOST_IN_GROUP = 12
_FEW = 2  # so few are not folded
_SOUND = 2

GROUPS: tuple[tuple[str, tuple[Standing, ...]], ...] = (
    ("Entry points", (Standing.ENTRY, Standing.PROGRAM)),
    ("Undecided", (Standing.UNDECIDED,)),
    ("Duplicates", (Standing.DUPLICATE,)),
    ("Dead ends", (Standing.DEAD,)),
    ("Archived", (Standing.ARCHIVED,)),
)


class FileView(NamedTuple):
    """A file of the left column: the arrows that are drawn, and how many are not."""

    file: StartingFile
    arrows: tuple[Arrow, ...]
    hidden: int


class View(NamedTuple):
    """What is drawn of one scope: files on the left, wrappers and launchers between, groups on the right.

    ``folded`` are the destinations below the groups, ``more_files`` the files below the others.
    """

    files: tuple[FileView, ...]
    more_files: tuple[StartingFile, ...]
    between: tuple[Destination, ...]
    groups: tuple[tuple[str, tuple[Destination, ...]], ...]
    folded: tuple[Destination, ...]
    standings: Mapping[str, Standing]


def view(scope: ScopeMap) -> View:
    """Return what is drawn of a scope. Stale references and what they lead to come first if not all fit."""
    standings = {one.key: one.standing for one in scope.destinations}
    paths = _files(scope.files, standings)
    files = tuple(_file(one, standings) for one in scope.files if one.path in paths)
    between = scope.of(Standing.WRAPPER, Standing.LAUNCHER)
    heights = _heights(files, between)
    groups, folded = [], list(between[MOST_IN_GROUP:])
    for title, members in GROUPS:
        found = sorted(scope.of(*members), key=lambda one: 0 if one.standing.is_sound else heights.get(one.key, inf))
        chosen = [one for one in found if one.key in heights or one.standing.is_sound][:MOST_IN_GROUP]
        if len(found) - len(chosen) <= _FEW and len(found) <= MOST_IN_GROUP:
            chosen = found
        groups += [(title, tuple(chosen))] if chosen else []
        folded += [one for one in found if one not in chosen]
    more = tuple(one for one in scope.files if one.path not in paths)
    return View(files, more, between[:MOST_IN_GROUP], tuple(groups), tuple(folded), standings)


def _heights(files: tuple[FileView, ...], between: tuple[Destination, ...]) -> dict[str, float]:
    """Return the mean position of the lines to each destination. In this order, few lines cross."""
    found: dict[str, list[int]] = defaultdict(list)
    arrows = [arrow for file in files for arrow in file.arrows]
    for number, arrow in enumerate(arrows):
        found[arrow.to].append(number)
    for one in between:
        for key in one.leads_to:
            found[key] += found.get(one.key) or [len(arrows)]
    return {key: sum(numbers) / len(numbers) for key, numbers in found.items()}


def _files(files: tuple[StartingFile, ...], standings: Mapping[str, Standing]) -> frozenset[str]:
    """Return the files to draw, those with the worst arrows first."""
    worst = sorted(files, key=lambda one: min((_severity(arrow, standings) for arrow in one.arrows), default=_SOUND))
    return frozenset(one.path for one in worst[:MOST_FILES])


def _file(file: StartingFile, standings: Mapping[str, Standing]) -> FileView:
    """Return the arrows of a file to draw, the worst first."""
    if len(file.arrows) <= MOST_ROWS:
        return FileView(file, file.arrows, 0)
    chosen = sorted(file.arrows, key=lambda one: _severity(one, standings))[: MOST_ROWS - 1]
    shown = tuple(arrow for arrow in file.arrows if arrow in chosen)
    return FileView(file, shown, len(file.arrows) - len(shown))


def _severity(arrow: Arrow, standings: Mapping[str, Standing]) -> int:
    """Return how bad it is where an arrow leads, lowest first: nothing, a duplicate or the archive, all is well."""
    standing = standings.get(arrow.to)
    if standing is Standing.DEAD:
        return 0
    return _SOUND if standing is None or standing.is_sound else 1
