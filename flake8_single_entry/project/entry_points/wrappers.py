"""Thin modules that only delegate to another module: a wrapper imports it, a launcher starts it by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import IntEnum

from flake8_single_entry.conventions.entry_names import ENTRY_WORDS, FACES
from flake8_single_entry.conventions.file_names import name_of
from flake8_single_entry.model import Reference, Role, Via
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.similarity import distinctive_commands, distinctive_routes, is_near_copy
from flake8_single_entry.project.entry_points.startable import is_startable
from flake8_single_entry.project.graph import ReferenceGraph

_LEADING = frozenset({Via.IMPORT, Via.CALL, Via.RUN, Via.CONFIG, Via.PATH})
_STARTING = frozenset({Via.CALL, Via.RUN, Via.CONFIG})
SMALL = 45  # lines of code that settings and one call need
_LARGE = 160  # the same with a fallback and a few routes
_MANAGER = 450  # for a process manager that starts several programs by name
LEADING_WORDS = frozenset(
    "run runner start starter startup launch launcher boot bootstrap serve server main app wrapper".split()
)


class Delegation(IntEnum):
    """How a module delegates to another."""

    IMPORTS = 0
    STARTS = 1  # starts it by name
    SERVES = 2  # has no application except that of the other module


def delegates_to(one: Runnable, members: Mapping[str, Runnable], graph: ReferenceGraph) -> dict[str, Delegation]:
    """Return the runnable modules that a module delegates to, and how."""
    found: dict[str, Delegation] = {}
    for reference, target in graph.outgoing.get(one.path, ()):
        if target in members and reference.via in _LEADING and _is_lead(reference, one, members[target]):
            found[target] = max(found.get(target, Delegation.IMPORTS), _lead_of(reference, one, members[target]))
    return found


def _lead_of(reference: Reference, one: Runnable, target: Runnable) -> Delegation:
    if reference.via in _STARTING:
        return Delegation.STARTS
    served = reference.text.rpartition(":")[2] in {each.name for each in target.traits.applications}
    return Delegation.SERVES if served and one.traits.launches and not one.traits.applications else Delegation.IMPORTS


def _is_lead(reference: Reference, one: Runnable, target: Runnable) -> bool:
    """Return False for an import that only takes a class or a function from a module that happens to be runnable."""
    if reference.via is not Via.IMPORT:
        return True
    name = reference.text.rpartition(":")[2]
    faces = {one.name for one in target.traits.applications} | FACES
    if name in faces or name.rpartition(".")[2] == name_of(target.path):
        return True
    offers = one.is_served or distinctive_commands(one.traits)
    return target.stem.is_entry and one.traits.size <= SMALL and not offers


def is_thin(one: Runnable, target: Runnable) -> bool:
    """Return True if a module is small, absolutely or relative to its target, and serves almost nothing of its own."""
    routes = len(distinctive_routes(one.traits))
    if one.traits.size <= SMALL:
        return routes <= 2
    own = routes <= 4 and routes <= 0.4 * max(1, len(distinctive_routes(target.traits)))
    return one.traits.size <= _LARGE and one.traits.size <= 0.6 * target.traits.size and (own or routes == 0)


def leading_role(one: Runnable, target: Runnable, lead: Delegation) -> Role | None:
    """Return the role of a module that delegates to ``target``: thin wrapper, launcher, or None.

    A copy of the target delegates nothing, and neither does a module with an application of its own that only names
    the target in a start: its guard may be copied.
    """
    if one.stem.base_words == ("__main__",) or is_near_copy(one.traits, target.traits):
        return None
    if one.is_served and (lead is Delegation.STARTS or not target.is_served):
        return None
    if is_thin(one, target):
        return Role.LAUNCHER if lead is Delegation.STARTS else Role.WRAPPER
    if not lead or one.traits.applications or one.traits.size > _MANAGER:
        return None
    if not one.traits.routes:
        return Role.LAUNCHER
    return Role.WRAPPER if lead is Delegation.SERVES else None


def delegations(members: Mapping[str, Runnable], graph: ReferenceGraph) -> dict[str, frozenset[str]]:
    """Return the targets of each thin module. A target must be startable itself, and larger or better named."""
    found = {}
    for path, one in members.items():
        led = {}
        for target, lead in delegates_to(one, members, graph).items():
            other = members[target]
            if lead is Delegation.IMPORTS and _builds_on(one, other, graph):
                continue
            if is_startable(other, graph) and _is_program(other, one) and leading_role(one, other, lead):
                led[target] = lead
        if led and not _chooses(one, led, graph):
            found[path] = frozenset(led)
    # If two modules delegate to each other, neither is thin.
    return {path: led for path, led in found.items() if not any(path in found.get(target, ()) for target in led)}


def _builds_on(one: Runnable, target: Runnable, graph: ReferenceGraph) -> bool:
    """Return True for a module that uses the classes of a module without an application, as it would a library's."""
    if target.traits.applications:
        return False
    names = (
        reference.text.rpartition(":")[2]
        for reference, path in graph.outgoing.get(one.path, ())
        if path == target.path and reference.via is Via.IMPORT
    )
    return any(name[:1].isupper() and not name.isupper() for name in names)


def _chooses(one: Runnable, led: Collection[str], graph: ReferenceGraph) -> bool:
    """Return True for a module that imports one of several programs, depending on what it is told."""
    imported = {
        target
        for reference, target in graph.outgoing.get(one.path, ())
        if target in led and reference.via is Via.IMPORT and not reference.guarded
    }
    return len(imported) > 1


def _is_program(target: Runnable, one: Runnable) -> bool:
    """Return True for a target that could be started itself. A library module of main.py with a guard could not."""
    if target.weak:
        return False
    if one.stem.is_entry and not one.weak and not {*one.stem.base_words} & _LAUNCHING and not _is_plainer(target, one):
        return False
    if target.stem.is_program:
        return target.kind != "worker"
    if target.traits.applications and (target.traits.guard or ENTRY_WORDS & set(target.stem.base_words)):
        return target.kind != "worker"
    return target.traits.guard is not None


def _is_plainer(target: Runnable, one: Runnable) -> bool:
    """Return True if the target is named at least as plainly as the main program: main.py is no wrapper of bot.py."""
    return any(word in target.stem.base_words for word in one.stem.base_words) or "main" in target.stem.base_words


_LAUNCHING = frozenset(["run", "runner", "start", "starter", "startup", "launch", "launcher"])
