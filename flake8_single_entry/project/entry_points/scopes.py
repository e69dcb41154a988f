"""Inference of scopes: the directories with their own entry point, if the configuration does not list them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from flake8_single_entry.conventions.archives import is_archive
from flake8_single_entry.conventions.directories import is_archive_name, may_be_third_party
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Facts, Role, Via
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.classification import class_of
from flake8_single_entry.project.entry_points.similarity import distinctive_routes, is_copy, tell_something
from flake8_single_entry.project.entry_points.startable import is_startable
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.project.images.services import contexts
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category

_MARKER = re.compile(
    r"^(?:Dockerfile.*|.*\.[Dd]ockerfile|Containerfile|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.(?:txt|in)|"
    r"Pipfile|poetry\.lock|uv\.lock|environment\.ya?ml|Procfile|package\.json|fly\.toml|render\.ya?ml|railway\.(?:json|toml)|"
    r"serverless\.ya?ml|app\.yaml|vercel\.json|nixpacks\.toml|project\.json|template\.yaml|(?:docker-)?compose\.ya?ml)$"
)
# Usual code directories within one project. More than a list of requirements is needed to make them a project.
_LAYOUT = frozenset("src app source lib python code core main server_app application".split())
_MANY = frozenset(
    "services service apps packages microservices micro-services micro_services lambdas lambda functions servers "
    "projects workers components agents modules plugins bots backends containers integrations".split()
)
_ALONE = frozenset(
    "backend server api service webapp web bot worker frontend dashboard gateway ml orchestrator".split()
)
_DATA = frozenset(["data", "static", "public", "assets"])
_SAME = 0.5  # share of the routes of the smaller of two versions of one server
_FEW = 12  # servers of a directory that are compared with those outside
_HOMES = ("", "src", "app", "api", "server")


def inferred_roots(
    tree: Tree, facts: Mapping[str, Facts], runnables: Iterable[Runnable], graph: ReferenceGraph
) -> tuple[str, ...]:
    """Return the repository's root and every directory that is a separate service, sorted."""
    able = [
        one
        for one in runnables
        if not one.weak and is_startable(one, graph) and (_competes(one) or _has_an_image(one, graph))
    ]
    markers: dict[str, set[str]] = defaultdict(set)
    for path in tree.paths:
        directory, _, name = path.rpartition("/")
        if directory and (_MARKER.match(name) or name.lower() == "readme.md"):
            markers[directory].add(name)
    inputs = contexts(facts)
    homes: dict[str, list[Runnable]] = defaultdict(list)
    for one in able:
        for depth in _above(one.directory):
            homes[depth].append(one)
    roots = {"."}
    known = {one.path: one for one in able}
    for directory in sorted(homes):
        if _is_service(directory, homes[directory], markers.get(directory, set()), directory in inputs, graph, known):
            roots.add(directory)
    return tuple(sorted(roots))


def innermost(roots: Iterable[str], path: str) -> str | None:
    """Return the innermost root that contains a path, or None."""
    known = roots if isinstance(roots, (set, frozenset, dict)) else set(roots)
    for directory in _above(path.rpartition("/")[0]):
        if directory in known:
            return directory
    return "." if "." in known else None


def archives_in(tree: Tree, roots: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return, for the root of each scope, its directories with the usual name of an archive, each ending in ``/``."""
    known = frozenset(roots)
    found: dict[str, list[str]] = {root: [] for root in roots}
    for directory in sorted(tree.directories):
        if not is_archive(tree, directory):
            continue
        for root in (".", *_above(directory.rpartition("/")[0])):
            inside = directory if root == "." else directory[len(root) + 1 :]
            if root in known and not any(_hides(part) for part in inside.lower().split("/")[:-1]):
                found[root].append(directory + "/")
    return {root: tuple(directories) for root, directories in found.items()}


def _hides(part: str) -> bool:
    """Return True for a directory whose archives belong to other code or to a larger archive."""
    return is_archive_name(part) or may_be_third_party(part) or part in _DATA or part[:1] == "."


def _competes(one: Runnable) -> bool:
    role = class_of(one.path, one.traits)
    return role is None or (role == "program" and one.name != "__main__.py")


def _has_an_image(one: Runnable, graph: ReferenceGraph) -> bool:
    """Return True for a module that a Dockerfile in the same directory starts.

    It is a service even in ``deploy/sandbox/``.
    """
    return class_of(one.path, one.traits) is Role.TOOL and any(
        category_of(reference) is Category.IMAGE
        and reference.via is Via.RUN
        and reference.location.path.rpartition("/")[0] == one.directory
        for reference in graph.incoming.get(one.path, ())
    )


def _leads_out(directory: str, inside: list[Runnable], graph: ReferenceGraph, able: Collection[str]) -> bool:
    """Return True if every runnable module in a directory imports a program outside of it: ``api/index.py``."""
    return all(
        any(
            target in able and not target.startswith(directory + "/") and reference.via is Via.IMPORT
            for reference, target in graph.outgoing.get(one.path, ())
        )
        for one in inside
    )


def _is_service(
    directory: str,
    inside: list[Runnable],
    markers: set[str],
    is_context: bool,
    graph: ReferenceGraph,
    able: Mapping[str, Runnable],
) -> bool:
    parent, _, name = directory.rpartition("/")
    if not any(_is_near(directory, one) or one.path in graph.started for one in inside):
        return False
    many = parent.rpartition("/")[2].lower() in _MANY
    hard = {marker for marker in markers if marker.lower() != "readme.md"}
    if name.lower() in _LAYOUT and not many:
        # A Dockerfile or requirements in src/ belong to the surrounding project, unless it contains nothing else.
        return "pyproject.toml" in hard and bool(parent)
    if is_context or many:
        return True
    if hard:
        return not _leads_out(directory, inside, graph, able)
    if not any(one.stem.is_entry and _inside(directory, one) in _HOMES for one in inside):
        return False
    if markers and parent and _stands_apart(directory, inside, able, graph):
        return True
    if name.lower() not in _ALONE or parent or not _stands_apart(directory, inside, able, graph):
        return False
    return not _holds_a_version(directory, inside, able.values())


def _holds_a_version(directory: str, inside: list[Runnable], able: Iterable[Runnable]) -> bool:
    """Return True if a server in the directory offers what one outside offers: its name alone makes it no service."""
    own = [one for one in inside if one.is_served and _inside(directory, one) in _HOMES][:_FEW]
    others = [one for one in able if one.is_served and not one.path.startswith(directory + "/")] if own else []
    return any(one.kind == other.kind and _offer_the_same(one, other) for one in own for other in others)


def _offer_the_same(one: Runnable, other: Runnable) -> bool:
    """Return True for copies of which the code tells something, and for servers that share half of their routes."""
    telling = tell_something(one.traits, other.traits)
    if telling and is_copy(one.traits, other.traits):
        return True
    first, second = distinctive_routes(one.traits), distinctive_routes(other.traits)
    shared = len(first & second)
    return shared > 1 and shared >= _SAME * min(len(first), len(second))


def _stands_apart(directory: str, inside: list[Runnable], able: Collection[str], graph: ReferenceGraph) -> bool:
    """Return True if there are modules outside the directory, and none refers to its runnable modules."""
    if len(able) == len(inside):
        return False
    sources = (reference.location.path for one in inside for reference in graph.incoming.get(one.path, ()))
    return not any(source in able and not source.startswith(directory + "/") for source in sources)


def _inside(directory: str, one: Runnable) -> str:
    return one.directory[len(directory) + 1 :]


def _is_near(directory: str, one: Runnable) -> bool:
    """Return True for a module in the directory or a usual subdirectory, or an entry point name in a package there."""
    inside = _inside(directory, one)
    return inside in _HOMES or (one.stem.is_entry and "/" not in inside.removeprefix("src/"))


def _above(directory: str) -> tuple[str, ...]:
    parts = directory.split("/") if directory else []
    return tuple("/".join(parts[:depth]) for depth in range(len(parts), 0, -1))
