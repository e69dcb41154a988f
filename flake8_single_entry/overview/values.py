"""The values of the map: what starts which module, by scope, and which references lead to nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from flake8_single_entry.model import Location
from flake8_single_entry.readers.category import Category


class Standing(StrEnum):
    """What a destination is, in words for people."""

    ENTRY = "entry point"
    PROGRAM = "program"
    WRAPPER = "wrapper"
    LAUNCHER = "launcher"
    UNDECIDED = "undecided"
    DUPLICATE = "duplicate"
    ARCHIVED = "archived"
    DEAD = "dead end"

    @property
    def is_between(self) -> bool:
        """True for a module whose only work is to start another one."""
        return self in (Standing.WRAPPER, Standing.LAUNCHER)

    @property
    def is_sound(self) -> bool:
        """True if a start that leads here is as it should be."""
        return self in (Standing.ENTRY, Standing.PROGRAM, Standing.WRAPPER, Standing.LAUNCHER, Standing.UNDECIDED)


class Destination(NamedTuple):
    """A module that is started, or a text that leads to nothing.

    ``key`` is unique in its scope, ``name`` is a path, or the text of a dead end. ``place`` is where the module starts
    something, or None for a dead end. ``leads_to`` are the keys of what a wrapper or launcher starts.
    """

    key: str
    name: str
    standing: Standing
    place: Location | None
    notes: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()


class Arrow(NamedTuple):
    """One reference of a file. ``to`` is the key of its destination, or the path of another file that starts something.

    ``via`` says how it refers to it ("starts"), ``text`` is what is written, ``owner`` the service that it belongs to.
    """

    location: Location
    via: str
    text: str
    to: str
    owner: str = ""


class StartingFile(NamedTuple):
    """A file that starts something in a scope, with its arrows in order."""

    path: str
    category: Category
    arrows: tuple[Arrow, ...]


class ScopeMap(NamedTuple):
    """The map of one scope. ``others`` are the runnable modules that never compete: path and role."""

    root: str
    decided_by: str
    files: tuple[StartingFile, ...]
    destinations: tuple[Destination, ...]
    others: tuple[tuple[str, str], ...] = ()

    def of(self, *standings: Standing) -> tuple[Destination, ...]:
        """Return the destinations of these standings, in order."""
        return tuple(one for one in self.destinations if one.standing in standings)

    @property
    def is_clean(self) -> bool:
        """True if there is an entry point, and nothing competes with it or leads to nothing."""
        return bool(self.of(Standing.ENTRY, Standing.PROGRAM)) and all(
            one.standing.is_sound for one in self.destinations
        )
