"""Which modules can be started: what cannot is no program, whatever its name, and never the entry point of a scope."""

from __future__ import annotations

from flake8_single_entry.model import Kind, Reference, Via
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.graph import ReferenceGraph, is_start

_CALLING = frozenset({"flask"})  # runners that call the factory of a module that they are given


def is_startable(one: Runnable, graph: ReferenceGraph) -> bool:
    """Return True if a module starts something when it is run, holds an object to load, or is started by a reference.

    An application factory counts only if something starts it as one. Python runs an empty module without any effect,
    and fails at one that it cannot parse.
    """
    if one.is_hollow:
        return False
    traits = one.traits
    if one.name == "__main__.py" or traits.guard or traits.handlers or one.is_served:
        return True
    if any(launch.top_level for launch in traits.launches):
        return True
    is_factory = any(application.factory for application in traits.applications)
    return any(
        _starts(reference) and (not is_factory or reference.kind is Kind.OBJECT or reference.runner in _CALLING)
        for reference in graph.incoming.get(one.path, ())
    )


def _starts(reference: Reference) -> bool:
    return reference.via in (Via.RUN, Via.CALL) or is_start(reference)
