"""Evidence in a module itself: how complete it is, the kind of its program and, last, its name."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from flake8_single_entry.conventions.file_names import name_of
from flake8_single_entry.model import Evidence, Location
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.similarity import distinctive_routes
from flake8_single_entry.project.entry_points.weights import fixed_weight

_NEGATIVE_NAMES = frozenset(
    "old older oldest legacy previous prev former deprecated obsolete backup bak bkp bck copy save saved orig "
    "original duplicate clone temp tmp poc prototype experimental draft wip test".split()
)


class Normalization(NamedTuple):
    """Maxima of a family used for normalisation: the largest size and the largest number of distinctive routes."""

    size: int
    routes: int

    @classmethod
    def of(cls, family: Collection[Runnable]) -> Normalization:
        return cls(
            max((one.traits.size for one in family), default=0),
            max((len(distinctive_routes(one.traits)) for one in family), default=0),
        )


def own(runnable: Runnable, measure: Normalization) -> list[Evidence]:
    """Return the evidence in a module itself, relative to its family: completeness and, last, its name."""
    traits = runnable.traits
    size = Location(runnable.path, 1, 1, 1, 1)
    found = []
    if traits.broken:
        found.append(Evidence("broken", traits.broken, "it cannot be parsed", fixed_weight("broken")))
    elif traits.size == 0:
        found.append(Evidence("empty", size, "it is empty", fixed_weight("empty")))
    text = f"{traits.size} lines of code"
    if traits.applications:
        text += f", {traits.applications[0].framework} application"
    if traits.routes:
        text += f" with {len(traits.routes)} routes"
    if traits.size:
        share = traits.size / measure.size if measure.size else 0.0
        routes = len(distinctive_routes(traits)) / measure.routes if measure.routes else 0.0
        weight = round(share + 0.5 * routes, 2)
        found.append(Evidence("complete", runnable.place, text, weight))
    variants = runnable.stem.variants
    if any(word in _NEGATIVE_NAMES for word in variants):
        found.append(Evidence("name", size, "its name marks it as a former or a passing version", -1.5))
    elif runnable.stem.is_entry and not variants and len(runnable.stem.base_words) == 1:
        found.append(Evidence("name", size, "it has an entry point's plain name", 0.5))
    return found


def prior(one: Runnable) -> tuple[Evidence, ...]:
    """Return evidence from the kind of program: servers are preferred to workers and command lines."""
    if one.kind == "worker":
        return (Evidence("kind", one.place, "a worker beside the program", -2.0),)
    if one.name == "manage.py":
        return (Evidence("kind", one.place, "Django's command line", -0.5),)
    weight = (1.0 if one.kind in ("web", "bot", "mcp", "desktop", "page") else 0.0) + (
        1.0 if one.stem.is_entry else 0.0
    )
    if one.kind and weight:
        return (Evidence("application", one.place, f"it has a {one.kind} application", weight),)
    return (Evidence("application", one.place, "it has an entry point's name", weight),) if weight else ()


def named(one: Runnable, names: Collection[str]) -> tuple[Evidence, ...]:
    """Return evidence for the command with the project's name if a project has several commands."""
    name = name_of(one.path)
    if name in ("__init__", "__main__"):
        name = one.directory.rpartition("/")[2]
    if name.lower().replace("-", "_") not in names:
        return ()
    return (Evidence("project", Location(one.path, 1, 1, 1, 1), "it has the project's name", fixed_weight("project")),)
