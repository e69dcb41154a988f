"""Build the project that the rules check from the files of a tree: read relevant files in rounds, and resolve."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from posixpath import basename

from flake8_single_entry.cache import Cache
from flake8_single_entry.config.settings import Config, ScopeSettings, expand
from flake8_single_entry.engine.history_cache import git_history
from flake8_single_entry.facts.deleted_modules import DeletedModules
from flake8_single_entry.facts.discovery import discover
from flake8_single_entry.facts.fact_cache import FactCache
from flake8_single_entry.facts.relevance import Relevance
from flake8_single_entry.facts.store import FactStore
from flake8_single_entry.files.disk import Unreadable, read_regular
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.git.discovery import find_repository
from flake8_single_entry.git.history import History
from flake8_single_entry.globs import directory_match
from flake8_single_entry.model import Facts, Outcome, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.dependencies.dependencies import Dependencies
from flake8_single_entry.project.entry_points.candidates import Candidates
from flake8_single_entry.project.entry_points.decide import judge
from flake8_single_entry.project.graph import ReferenceGraph, started
from flake8_single_entry.project.images.held_files import HeldFiles
from flake8_single_entry.project.images.images import build_images
from flake8_single_entry.project.images.own_repository import OwnRepository, remote_path
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.resolve.absences import UnresolvedClassifier
from flake8_single_entry.project.resolve.attributes import Attributes
from flake8_single_entry.project.resolve.bases import SearchBases
from flake8_single_entry.project.resolve.claims import written_by_readers
from flake8_single_entry.project.resolve.constants import Constants, said_once
from flake8_single_entry.project.resolve.resolver import Resolver, all_references
from flake8_single_entry.project.resolve.tentative import settle
from flake8_single_entry.project.roles import Roles
from flake8_single_entry.readers.python.outline import dotted_names

_LOADING = (Via.RUN, Via.CALL, Via.CONFIG)
_REMOTE = re.compile(r"^[ \t]*url[ \t]*=[ \t]*(\S+)[ \t\r]*$", re.MULTILINE)


def build_project(tree: Tree, config: Config, *, git: bool = True, today: date | None = None) -> Project:
    """Build the project that the rules check from the files of a tree.

    Without ``git``, its history and its remotes are not used.
    """
    tree = tree.without(entry.text for entry in config.exclude)
    library = FactStore(tree, FactCache(Cache(None), ""))
    if not git:
        return assemble(library, tree, config, History.none(), common="", today=today)
    return assemble(library, tree, config, git_history(tree.root), today=today)


def assemble(
    library: FactStore,
    tree: Tree,
    config: Config,
    history: History,
    *,
    common: str | None = None,
    today: date | None = None,
) -> Project:
    """Build the project for ``tree``, whose files are in ``library``.

    ``common`` is the repository's git directory ("" for none), used to find the names of its remotes. Without
    ``today``, no allowance expires.
    """
    if not library.identities:
        library.scan(discover(tree))
    settings = dict(expand(config, sorted(tree.directories))) if config.scopes else {}
    library.read(path for path in _configured(settings) if tree.is_file(path) and path.endswith(".py"))
    facts = library.facts
    roots = _package_roots(facts, tree)
    remotes = _remotes(tree.root, common)
    names = _own_names(tree.root, remotes, facts)
    images = build_images(facts, tree, _own_repository(remotes, facts))
    dependencies = Dependencies(tree, frozenset(name for found in facts.values() for name in found.project_names))
    archives = tuple(_archives(settings))
    absences = UnresolvedClassifier(tree, names, _is_library(facts), dependencies, archives)
    bases = SearchBases(tree, images, roots, _package_places(facts), names)
    resolver = Resolver(tree, bases, absences, history, written_by_readers(facts))
    candidates = Candidates(tree)
    links = _resolved(library, resolver, Relevance(tree, roots, archives), candidates)
    facts = library.facts
    attributes = Attributes(tree, facts, resolver, frozenset(_configured(settings)))
    links = tuple(attributes.settle(links))
    graph = ReferenceGraph.of(links, facts)
    roles = Roles(judge(tree, config, facts, graph, candidates.all(facts, graph.started), history, images.shipping))
    links = tuple(settle(links, roles))
    return Project(tree, config, facts, links, roles, graph, attributes, settings, resolver, today)


def _resolved(library: FactStore, resolver: Resolver, interest: Relevance, candidates: Candidates) -> tuple[Link, ...]:
    """Resolve all references. Their targets, and the files that import those, may have to be read in the next round."""
    found: dict[str, list[Link]] = {}
    constants = Constants(resolver.tree, resolver)
    held = HeldFiles(resolver.starts.images)
    archived = interest.archived()
    links: tuple[Link, ...] = ()
    pending = sorted(library.facts)
    astray = _found(library, interest.with_unresolved_imports)
    astray.update(_importers_of_deleted(library, resolver, interest.roots))
    first = True
    while pending or first:
        first = False
        facts = library.facts
        for path in pending:
            found[path] = []
        read = (map(held.placed, constants.completed(path, facts[path])) for path in pending)
        for link in resolver.resolve_all(all_references(read)):
            found[link.reference.location.path].append(link)
        links = tuple(link for path in sorted(found) for link in found[path])
        runnable = candidates.read(facts, started(links))
        modules = interest.modules((*archived, *(one.path for one in runnable)))
        importers = _found(library, partial(interest.importers_of, modules=modules))
        pending = library.read(sorted({*_targets(links, resolver.tree.is_excluded), *importers, *astray}))
        astray = set()
    return said_once(links)


def _found(library: FactStore, find: Callable[[Mapping[str, str]], Iterator[str]]) -> set[str]:
    """Return the skipped files that ``find`` selects, and still selects once their names are exact."""
    paths = set(find(library.skipped))
    sharpened = {path: library.skipped[path] for path in library.refine(sorted(paths))}
    return (paths - sharpened.keys()) | set(find(sharpened))


def _importers_of_deleted(library: FactStore, resolver: Resolver, roots: tuple[str, ...]) -> Iterator[str]:
    """Yield the skipped files that import a deleted module, or one below a directory that has hyphens in its name.

    Their dotted names are not recorded, so they are read.
    """
    hyphenated = (f"{path.replace('-', '_')}/__init__.py" for path in resolver.tree.directories if "-" in path)
    deleted = DeletedModules.of((*resolver.history.gone, *hyphenated), resolver.tree, roots)
    for path in sorted(deleted.importers(library.skipped)):
        with suppress(Unreadable):
            if deleted.imported_by(path, dotted_names(resolver.tree.read(path))):
                yield path


def _targets(links: tuple[Link, ...], excluded: Callable[[str], bool]) -> Iterator[str]:
    """Yield the modules that a reference loads, except excluded ones."""
    for link in links:
        target = link.resolution.target
        is_found = link.resolution.outcome in (Outcome.FOUND, Outcome.MALFORMED)
        is_loaded = is_found and link.reference.via in _LOADING
        if is_loaded and target and target.endswith(".py") and not excluded(target):
            yield target


def _configured(settings: Mapping[str, ScopeSettings]) -> Iterator[str]:
    for root, scope in settings.items():
        for path in (scope.entry_point, *(path for _, path in scope.programs)):
            if path:
                yield under("" if root == "." else root, path)


def _archives(settings: Mapping[str, ScopeSettings]) -> Iterator[str]:
    for root, scope in settings.items():
        for path in scope.archive:
            yield under("" if root == "." else root, path) + "/"


def _package_roots(facts: Mapping[str, Facts], tree: Tree) -> tuple[str, ...]:
    declared = (under(path.rpartition("/")[0], root) for path in sorted(facts) for root in facts[path].package_roots)
    return tuple(dict.fromkeys((*declared, *_members(facts, tree))))


def _members(facts: Mapping[str, Facts], tree: Tree) -> Iterator[str]:
    """Yield the package roots of the members of a workspace, which are installed with its root.

    Source: uv, "Using workspaces" (https://docs.astral.sh/uv/concepts/projects/workspaces/).
    """
    projects = [path.rpartition("/")[0] for path in tree.named("pyproject.toml")]
    for path in sorted(facts):
        globs = [under(path.rpartition("/")[0], member).rstrip("/") for member in facts[path].members]
        for directory in projects if globs else ():
            if any(directory_match(glob, directory) for glob in globs):
                source = under(directory, "src")
                yield source if tree.is_directory(source) else directory


def _package_places(facts: Mapping[str, Facts]) -> tuple[tuple[str, str], ...]:
    places = {
        name: under(path.rpartition("/")[0], directory)
        for path in sorted(facts)
        for name, directory in facts[path].package_places
    }
    return tuple(sorted(places.items(), key=lambda place: -len(place[0])))


def _is_library(facts: Mapping[str, Facts]) -> bool:
    """True for a project that packaging files name and that no image, service or Procfile deploys."""
    packaged = any(found.project_names for path, found in facts.items() if "/" not in path)
    deployed = any(found.stages or found.services or path.endswith("Procfile") for path, found in facts.items())
    return packaged and not deployed


def _remotes(root: Path, common: str | None) -> tuple[str, ...]:
    """Return the URLs of the repository's remotes."""
    if common is None and (repository := find_repository(root)) is not None:
        common = str(Path(repository, ".git"))
    if common:
        # The configuration of a submodule is elsewhere: fewer names are known there.
        with suppress(OSError, Unreadable):
            text = read_regular(os.path.join(common, "config")).decode("utf-8", "replace")
            return tuple(_REMOTE.findall(text))
    return ()


def _own_names(root: Path, remotes: tuple[str, ...], facts: Mapping[str, Facts]) -> frozenset[str]:
    """Return the names that a clone's directory may have: those of the directory, its remotes and its packages."""
    names = {root.resolve().name, root.resolve().name.rpartition("+")[2]}
    names.update(remote_path(url).rpartition("/")[2] for url in remotes)
    names.update(name for found in facts.values() for name in found.project_names)
    return frozenset(name.lower() for name in names if name)


def _own_repository(remotes: tuple[str, ...], facts: Mapping[str, Facts]) -> OwnRepository:
    names = {name.lower() for found in facts.values() for name in found.project_names}
    for path, found in facts.items():
        if basename(path).lower().startswith("readme") and "/" not in path:
            names.update(each.base.checkout.lower() for each in found.references if each.base.checkout)
    return OwnRepository(frozenset(filter(None, map(remote_path, remotes))), frozenset(names))
