"""What would be lost with a module: the routes, commands and definitions that it alone has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.model import EntryTraits, Facts, UniqueFeatures
from flake8_single_entry.project.graph import ReferenceGraph

_MOST_READ = 200  # modules that an entry point imports and that nobody had to read so far

Read = Callable[[str], bytes]


def unique_features(
    path: str, other: str, facts: Mapping[str, Facts], wiring: ReferenceGraph, read: Read
) -> UniqueFeatures:
    """What ``path`` has and ``other`` lacks, itself and in all that it imports: routers count as its own.

    Imported modules that were not parsed are searched as text (``read`` gives a file's bytes), so that only what is
    nowhere counts as lost.
    """
    mine = _traits(facts, path)
    if not (mine.routes or mine.commands or mine.definitions):
        return UniqueFeatures()
    reached = sorted(wiring.reached(other, guarded=True) - {path})
    theirs = [_traits(facts, one) for one in (other, *reached)]
    found = UniqueFeatures(
        _missing(mine.routes, (one.routes for one in theirs)),
        _missing(mine.commands, (one.commands for one in theirs)),
        _missing(_public(mine.definitions), (one.definitions for one in theirs)),
    )
    unread = [one for one in reached if one.endswith(".py") and one not in facts][:_MOST_READ]
    return _not_in(found, b"\n".join(_texts(unread, read))) if unread and found != UniqueFeatures() else found


def _texts(paths: Iterable[str], read: Read) -> Iterable[bytes]:
    for path in paths:
        try:
            yield read(path)
        except Unreadable:
            continue


def _not_in(lost: UniqueFeatures, text: bytes) -> UniqueFeatures:
    """Losses without what a text seems to hold: a route's path in it, a function or class of that name."""
    defined = {name.decode() for name in re.findall(rb"\b(?:def|class)[ \t]+([A-Za-z_]\w*)", text)}
    return UniqueFeatures(
        tuple(route for route in lost.routes if _tail(route).encode("utf-8", "replace") not in text),
        tuple(command for command in lost.commands if command.replace("-", "_") not in defined),
        tuple(name for name in lost.definitions if name not in defined),
    )


def _tail(route: str) -> str:
    """The end of a route's path: a router leaves out its prefix."""
    return "/" + route.rpartition(" ")[2].rstrip("/").rpartition("/")[2]


def _missing(mine: Iterable[str], theirs: Iterable[Iterable[str]]) -> tuple[str, ...]:
    known = {name for names in theirs for name in names}
    return tuple(name for name in dict.fromkeys(mine) if name not in known)


def _public(names: Iterable[str]) -> tuple[str, ...]:
    """Functions and classes of the module itself that others may use: no methods, nothing with an underscore."""
    return tuple(name for name in names if "." not in name and not name.startswith("_"))


def _traits(facts: Mapping[str, Facts], path: str) -> EntryTraits:
    found = facts.get(path)
    return found.traits if found and found.traits else EntryTraits()
