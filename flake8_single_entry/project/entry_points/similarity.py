"""Similarity of two modules: the exact Jaccard index of their sketches, definitions and routes."""

from __future__ import annotations

import re
from collections.abc import Collection

from flake8_single_entry.conventions.file_names import STAGE_WORDS, FileName, stem_of
from flake8_single_entry.model import EntryTraits

_TRIVIAL_ROUTE = re.compile(
    r"^\w*\s*/?(?:api/?)?(?:v\d+/?)?(?:health\w*|healthz?/\w+|live\w*|ready\w*|ping|status|metrics|version|docs|redoc|root|index|"
    r"favicon\.ico|openapi\.json|info)?/?$"
)
_PARAMETER = re.compile(r"\{[^{}]*\}|<[^<>]*>|(?<=/):\w+")
_TRIVIAL_COMMANDS = frozenset("main cli run start stop help version init list show status ping info about".split())
_TRIVIAL_DEFINITIONS = frozenset(
    "main run start app create_app root index home read_root health health_check healthcheck ping status lifespan "
    "startup shutdown startup_event shutdown_event on_startup on_shutdown get_db setup_logging parse_args "
    "parse_arguments signal_handler handler get_status logger __init__".split()
)


SKETCH = 1024  # maximum number of hashes in a sketch: the smallest are kept
_NEAR = 0.55  # similarity of a copy that was edited
_SAME_CLASS = 5, 0.4  # methods that two variants of a class share: at least this many, and this share of the smaller
TELLING = 40  # hashes in the sketch of a module, about ten lines
_COPY = 0.8  # similarity of a copy, even if both modules are small


def jaccard(left: Collection[int], right: Collection[int]) -> float:
    """Return shared members divided by all members, or 0 if both are empty.

    A full sketch lacks all hashes above its greatest, so only those below are compared (the bottom-k estimator).
    """
    first, second = set(left), set(right)
    full = [max(one) for one in (first, second) if len(one) >= SKETCH]
    if full:
        least = min(full)
        first, second = {one for one in first if one <= least}, {one for one in second if one <= least}
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def similarity(left: EntryTraits, right: EntryTraits) -> float:
    """Return the similarity of the normalised code of two modules, 0 to 1. It is 1 only for equal sketches."""
    if left.sketch and left.sketch == right.sketch:
        return 1.0
    return jaccard(left.sketch, right.sketch)


def tell_something(left: EntryTraits, right: EntryTraits, least: int = TELLING) -> bool:
    """Return True unless one of the modules is too small to be told from others by its code."""
    return min(len(left.sketch), len(right.sketch)) >= least


def is_near_copy(left: EntryTraits, right: EntryTraits) -> bool:
    """Return True if one module is a copy of the other, perhaps edited."""
    return similarity(left, right) >= _NEAR


def is_copy(left: EntryTraits, right: EntryTraits) -> bool:
    """Return True if one module is a copy of the other, with few changes."""
    return similarity(left, right) >= _COPY


def bare_route(route: str) -> str:
    """Return a route without the names and types of its parameters, which each framework writes in its own way."""
    return _PARAMETER.sub("{}", route)


def distinctive_routes(traits: EntryTraits) -> frozenset[str]:
    """Return the routes that characterise a program: not the root, health checks and the like."""
    return frozenset(bare_route(route) for route in traits.routes if not _TRIVIAL_ROUTE.match(route))


def distinctive_commands(traits: EntryTraits) -> frozenset[str]:
    """Return the commands that characterise a program: not ``main``, ``start`` and ``help``."""
    return frozenset(name for name in traits.commands if name.lower() not in _TRIVIAL_COMMANDS)


def distinctive_definitions(traits: EntryTraits) -> frozenset[str]:
    """Return the definitions that characterise a program: not ``main``, ``health_check`` and the like."""
    return frozenset(name for name in traits.definitions if name.rpartition(".")[2].lower() not in _TRIVIAL_DEFINITIONS)


def relatedness(left: EntryTraits, right: EntryTraits) -> float:
    """Return how likely, from content alone, two modules are versions of one program, 0 to 1.

    The result is the maximum of the code similarity and the share of the names that both have.
    """
    return max(similarity(left, right), shared_names(left, right))


def shared_names(left: EntryTraits, right: EntryTraits) -> float:
    """Return the greatest share of the smaller module's distinctive routes, commands or definitions that both have.

    Fewer than two shared names are ignored.
    """
    best = 0.0
    for names in (distinctive_routes, distinctive_commands, distinctive_definitions):
        first, second = names(left), names(right)
        shared = len(first & second)
        if shared >= 2:
            best = max(best, shared / min(len(first), len(second)) * min(1.0, 0.4 + shared / 10))
    return best


def have_variants_of_class(left: EntryTraits, right: EntryTraits) -> bool:
    """Return True if both define a class of which the names differ only in words for a state of it.

    ``EnhancedShopBot`` and ``SimpleShopBot`` must also share methods. ``CloudShopBot`` and ``LocalShopBot`` are meant
    to exist side by side.
    """
    first, second = _methods_of(left), _methods_of(right)
    return any(
        one != other and _are_states(stem_of(one), stem_of(other)) and _share_methods(mine, theirs)
        for one, mine in first.items()
        for other, theirs in second.items()
    )


def _are_states(one: FileName, other: FileName) -> bool:
    if any(name.has_purpose or not STAGE_WORDS.isdisjoint(name.words) for name in (one, other)):
        return False
    return one.base_words == other.base_words


def _methods_of(traits: EntryTraits) -> dict[str, frozenset[str]]:
    """Return the classes that are large enough to be told from others, with the methods that characterise them."""
    found: dict[str, set[str]] = {}
    for name in distinctive_definitions(traits):
        owner, dot, method = name.partition(".")
        if dot and not method.startswith("__"):
            found.setdefault(owner, set()).add(method)
    return {owner: frozenset(methods) for owner, methods in found.items() if len(methods) >= _SAME_CLASS[0]}


def _share_methods(first: frozenset[str], second: frozenset[str]) -> bool:
    shared = len(first & second)
    return shared >= _SAME_CLASS[0] and shared >= _SAME_CLASS[1] * min(len(first), len(second))
