"""Routes, commands and definitions that only one module has and that would be lost with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.model import EntryTraits, Facts, UniqueFeatures
from flake8_single_entry.project.graph import ReferenceGraph

_MOST_READ = 200  # imported modules that are read for the comparison

Read = Callable[[str], bytes]


def unique_features(
    path: str, other: str, facts: Mapping[str, Facts], graph: ReferenceGraph, read: Read
) -> UniqueFeatures:
    """Return what ``path`` has and ``other`` lacks, including everything each of them imports, such as routers.

    Imported modules that were not parsed are searched as text (``read`` returns a file's bytes). Only features that
    occur nowhere count as lost.
    """
    mine = _traits(facts, path)
    if not (mine.routes or mine.commands or mine.definitions):
        return UniqueFeatures()
    reached = sorted(graph.reached(other, guarded=True) - {path})
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
    """Return the features that a text does not seem to hold: no such route path, function or class."""
    defined = {name.decode() for name in re.findall(rb"\b(?:def|class)[ \t]+([A-Za-z_]\w*)", text)}
    return UniqueFeatures(
        tuple(route for route in lost.routes if _tail(route).encode("utf-8", "replace") not in text),
        tuple(command for command in lost.commands if command.replace("-", "_") not in defined),
        tuple(name for name in lost.definitions if name not in defined),
    )


def _tail(route: str) -> str:
    """Return the end of a route's path, because a router omits its prefix."""
    return "/" + route.rpartition(" ")[2].rstrip("/").rpartition("/")[2]


def _missing(mine: Iterable[str], theirs: Iterable[Iterable[str]]) -> tuple[str, ...]:
    known = {name for names in theirs for name in names}
    return tuple(name for name in dict.fromkeys(mine) if name not in known)


def _public(names: Iterable[str]) -> tuple[str, ...]:
    """Return the public functions and classes of a module: no methods, nothing with a leading underscore."""
    return tuple(name for name in names if "." not in name and not name.startswith("_"))


def _traits(facts: Mapping[str, Facts], path: str) -> EntryTraits:
    found = facts.get(path)
    return found.traits if found and found.traits else EntryTraits()
