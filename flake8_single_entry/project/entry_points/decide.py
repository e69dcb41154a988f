"""Decide on the authoritative entry point of each scope and on its competitors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flake8_single_entry.config.settings import Config, ScopeSettings, expand
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.git.history import History
from flake8_single_entry.model import Candidate, Evidence, Facts, Location, Role, Scope
from flake8_single_entry.project.entry_points.assignment import ScopeAnalysis
from flake8_single_entry.project.entry_points.candidates import Runnable, backups, made_of
from flake8_single_entry.project.entry_points.declared import declared_modules
from flake8_single_entry.project.entry_points.distributions import library_directories
from flake8_single_entry.project.entry_points.draft import ScopeResult
from flake8_single_entry.project.entry_points.policy import ScopePolicy
from flake8_single_entry.project.entry_points.scope_modules import ScopeModules
from flake8_single_entry.project.entry_points.scopes import archives_in, inferred_roots, innermost
from flake8_single_entry.project.entry_points.scoring import PathCollector, Shipping, no_images
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.project.images.services import built_files


def judge(
    tree: Tree,
    config: Config,
    facts: Mapping[str, Facts],
    graph: ReferenceGraph,
    runnables: Sequence[Runnable],
    history: History,
    shipping: Shipping = no_images,
) -> tuple[Scope, ...]:
    """Return the scopes of a repository with their candidates, sorted by root.

    ``history`` and ``shipping`` are queried only for the rivals of undecided families. A scope without a runnable
    module is left out unless it is the root or the configuration names it.
    """
    services = inferred_roots(tree, facts, runnables, graph)
    if config.scopes:
        chosen: list[tuple[str, ScopeSettings | None]] = list(expand(config, tree.directories))
    else:
        chosen = [(root, None) for root in services]
    roots = frozenset(root for root, _ in chosen)
    names = frozenset(name.lower().replace("-", "_") for one in facts.values() for name in one.project_names)
    owned: dict[str, list[Runnable]] = defaultdict(list)
    for one in runnables:
        root = innermost(roots, one.path)
        if root is not None:
            owned[root].append(one)
    spare = _backups_by_root(tree, roots)
    analyses = []
    unasked = PathCollector()
    archives = archives_in(tree, roots)
    built = built_files(facts)
    declared = declared_modules(tree, facts)
    libraries = library_directories(tree, facts)
    for root, settings in chosen:
        policy = ScopePolicy.of(root, settings, archives[root])
        members = _with_entries(owned[root], policy, tree, facts)
        known = (frozenset(services), names, built, declared, libraries)
        scope = ScopeModules(root, policy, tuple(members), graph, facts, *known, tree.read)
        analyses.append(ScopeAnalysis(scope, unasked, tree.read, shipping))
    scopes = [
        _scope(analysis.scope, result, spare.get(analysis.scope.root, ()))
        for analysis, result in _classified(analyses, unasked, history)
    ]
    return tuple(scope for scope in scopes if scope.candidates or scope.root == "." or config.scopes)


def _backups_by_root(tree: Tree, roots: frozenset[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in backups(tree.paths):
        root = innermost(roots, path)
        if root is not None:
            found[root].append(path)
    return found


def _classified(
    analyses: Sequence[ScopeAnalysis], unasked: PathCollector, history: History
) -> Iterator[tuple[ScopeAnalysis, ScopeResult]]:
    """Yield each scope analysis with its result.

    Those that need git history are collected first and queried together.
    """
    results: list[ScopeResult | None] = []
    for analysis in analyses:
        known = len(unasked.paths)
        result = analysis.classify()
        results.append(result if len(unasked.paths) == known else None)
    history.learn(unasked.paths)
    for analysis, settled in zip(analyses, results, strict=True):
        yield analysis, settled or replace(analysis, history=history).classify()


def _with_entries(
    members: Sequence[Runnable], policy: ScopePolicy, tree: Tree, facts: Mapping[str, Facts]
) -> list[Runnable]:
    """Return the runnable modules of a scope, including those that the configuration names, even without any trait."""
    known = {one.path: one for one in members}
    for path in policy.entries:
        if tree.is_file(path) and (path not in known or known[path].weak):
            known[path] = made_of(path, facts)
    return [known[path] for path in sorted(known)]


def _scope(modules: ScopeModules, result: ScopeResult, spare: Sequence[str]) -> Scope:
    candidates = [*result.candidates, *(_backup(path) for path in spare)]
    candidates.sort(key=lambda one: (_ORDER.get(one.role, 9), -one.score, one.path))
    policy = modules.policy
    return Scope(
        root=modules.root,
        entry_point=result.entry_point,
        decided_by=result.decided_by,
        confidence=result.confidence,
        archive=policy.archive,
        candidates=tuple(candidates),
        programs=result.programs,
        strict=policy.strict,
    )


_ORDER = {
    role: rank
    for rank, role in enumerate(
        (Role.AUTHORITATIVE, Role.CANDIDATE, Role.DUPLICATE, Role.WRAPPER, Role.LAUNCHER, Role.PROGRAM, Role.TOOL,
         Role.EXAMPLE, Role.TEST, Role.ARCHIVED)
    )
}  # fmt: skip


def _backup(path: str) -> Candidate:
    place = Location(path, 1, 1, 1, 1)
    evidence = Evidence("backup", place, "a copy under a name that Python does not load", 0.0)
    return Candidate(path, Role.ARCHIVED, 0.0, (evidence,), place)
