"""What would be lost with a module: the routes, commands and definitions that it alone has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flake8_single_entry.model import EntryTraits, Facts, Losses
from flake8_single_entry.project.wiring import Wiring


def losses(path: str, other: str, facts: Mapping[str, Facts], wiring: Wiring) -> Losses:
    """What ``path`` has and ``other`` lacks, itself and in all that it imports: routers count as its own."""
    mine = _traits(facts, path)
    reached = wiring.reached(other, guarded=True) - {path}
    theirs = [_traits(facts, one) for one in (other, *sorted(reached))]
    return Losses(
        _missing(mine.routes, (one.routes for one in theirs)),
        _missing(mine.commands, (one.commands for one in theirs)),
        _missing(_public(mine.definitions), (one.definitions for one in theirs)),
    )


def _missing(mine: Iterable[str], theirs: Iterable[Iterable[str]]) -> tuple[str, ...]:
    known = {name for names in theirs for name in names}
    return tuple(name for name in dict.fromkeys(mine) if name not in known)


def _public(names: Iterable[str]) -> tuple[str, ...]:
    """Functions and classes of the module itself that others may use: no methods, nothing with an underscore."""
    return tuple(name for name in names if "." not in name and not name.startswith("_"))


def _traits(facts: Mapping[str, Facts], path: str) -> EntryTraits:
    found = facts.get(path)
    return found.traits if found and found.traits else EntryTraits()
