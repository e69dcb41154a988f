"""The run: configuration, files, readers, project, rules, suppression, in that order and nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flake8_single_entry.config import EMPTY, FILE_NAME, Config, expand, load
from flake8_single_entry.errors import UsageError
from flake8_single_entry.files import SKIPPED_DIRECTORIES, Tree, Unreadable, find_repository, open_tree, run_git
from flake8_single_entry.model import Facts, Finding, Location, Problem, Via
from flake8_single_entry.project import Link, Project
from flake8_single_entry.project.absence import Absences
from flake8_single_entry.project.entry_names import is_entry_name
from flake8_single_entry.project.history import History
from flake8_single_entry.project.images import build_images
from flake8_single_entry.project.judge import judge
from flake8_single_entry.project.resolve import Resolver, all_references
from flake8_single_entry.project.starts import Starts
from flake8_single_entry.readers import surface_of
from flake8_single_entry.readers.source import Source, Undecodable

VENDORED = frozenset({"vendor", "vendored", "_vendor", "third_party", "third-party", "thirdparty"})
_LOADING = (Via.RUN, Via.CALL, Via.CONFIG)
_FOREIGN = (SKIPPED_DIRECTORIES | VENDORED) - {"build", "dist"}


@dataclass(frozen=True)
class Report:
    """What one run found: ``findings`` sorted, suppressed ones removed; counts for the summary."""

    project: Project
    findings: tuple[Finding, ...]
    files: int
    references: int


def analyse(root: Path, *, config_path: str | None = None, overlay: Mapping[str, bytes] | None = None) -> Report:
    """Analyse the repository (or directory) at ``root``.

    ``config_path`` names another configuration file, ``overlay`` holds unsaved buffers by path relative to the root.
    Raises ``UsageError`` and ``SingleEntryError``.
    """
    from flake8_single_entry.rules import run
    from flake8_single_entry.suppress import apply

    tree = open_tree(root)
    if overlay:
        tree = tree.with_overlay(overlay)
    project = build_project(tree, read_config(tree, config_path))
    findings = apply(run(project), _Texts(tree))
    return Report(project, tuple(findings), len(tree.paths), len(project.links))


def build_project(tree: Tree, config: Config, *, git: bool = True) -> Project:
    """Everything the rules ask about, from the files of a tree; without ``git`` its history is left alone."""
    facts = read_facts(tree)
    history = git_history(tree.root) if git else History.none()
    images = build_images(facts, tree)
    roots = _package_roots(facts)
    names = _own_names(tree.root, facts)
    resolver = Resolver(tree, Starts(tree, images, roots), Absences(tree, names, _FOREIGN, _is_library(facts)), history)
    links = resolver.resolve_all(all_references(facts[path].references for path in sorted(facts)))
    facts.update(_facts_of_targets(tree, facts, links))
    scopes = judge(tree, config, facts, links, history)
    settings = dict(expand(config, sorted(tree.directories))) if config.scopes else {}
    return Project(tree, config, facts, links, scopes, settings)


def read_config(tree: Tree, config_path: str | None) -> Config:
    """The configuration of a tree: the named file, else ``.single-entry.yaml`` at the root, tracked or not."""
    path = tree.root / (config_path or FILE_NAME)
    try:
        data = tree.overlay.get(FILE_NAME) if config_path is None else None
        data = path.read_bytes() if data is None else data
    except (FileNotFoundError, NotADirectoryError):
        if config_path is None:
            return EMPTY
        raise UsageError(f"{config_path}: no such configuration file") from None
    except OSError as error:
        raise UsageError(f"{config_path or FILE_NAME}: {error.strerror}") from None
    return load(config_path or FILE_NAME, data)


def read_facts(tree: Tree) -> dict[str, Facts]:
    """Facts of every file that can matter, by path.

    A file whose quick scan finds nothing is read only where it imports a module that may be a program.
    """
    facts: dict[str, Facts] = {}
    quiet: dict[str, bytes] = {}
    for path in _own_files(tree):
        surface = surface_of(path)
        if surface is None:
            continue
        try:
            data = tree.read(path)
        except Unreadable as error:
            facts[path] = _problem(path, str(error))
            continue
        if b"\0" in data or surface.load().scan(data):  # UTF-16, or no text: a scan of bytes says nothing
            facts[path] = read_file(path, data)
        elif surface.name == "python":
            quiet[path] = data
    stems = frozenset(_program_names(facts))
    facts.update((path, read_file(path, data)) for path, data in quiet.items() if _imports_one_of(data, stems))
    return facts


def _facts_of_targets(tree: Tree, facts: Mapping[str, Facts], links: Iterable[Link]) -> Iterator[tuple[str, Facts]]:
    """Facts of modules that a reference asks for a name, and that nothing else made worth reading."""
    named = {link.resolution.target for link in links if link.resolution.attribute and link.reference.via in _LOADING}
    for path in sorted(path for path in named if path and path not in facts and path.endswith(".py")):
        try:
            yield path, read_file(path, tree.read(path))
        except Unreadable as error:
            yield path, _problem(path, str(error))


def read_file(path: str, data: bytes) -> Facts:
    """Facts of one file; what cannot be decoded is a problem, never an exception."""
    surface = surface_of(path)
    if surface is None:
        return Facts()
    try:
        return surface.load().read(Source.of(path, data))
    except Undecodable as error:
        return _problem(path, str(error))


def _problem(path: str, reason: str) -> Facts:
    return Facts(problems=(Problem(Location(path, 1, 1, 1, 1), reason),))


def _own_files(tree: Tree) -> Iterator[str]:
    """Listed regular files outside environments, caches and vendored code; a link is read as its target alone."""
    environments = {path.rpartition("/")[0] + "/" for path in tree.paths if path.endswith("/pyvenv.cfg")}
    for path, entry in tree.entries.items():
        if entry.is_link or entry.is_submodule or not _FOREIGN.isdisjoint(path.split("/")[:-1]):
            continue
        if not any(path.startswith(environment) for environment in environments):
            yield path


def _program_names(facts: Mapping[str, Facts]) -> Iterator[str]:
    for path, found in facts.items():
        traits = found.traits
        if traits and (traits.guard or traits.launches or traits.applications or traits.broken or traits.size == 0):
            parts = path.removesuffix(".py").split("/")
            stem = parts[-1]
            if not stem.startswith("__"):
                yield stem


def _imports_one_of(data: bytes, stems: frozenset[str]) -> bool:
    from flake8_single_entry.readers.python import module_names

    return any(name in stems or is_entry_name(name) for name in module_names(data))


def git_history(root: Path) -> History:
    """History of the repository around ``root``; one that knows nothing outside git or before the first commit."""
    if find_repository(root) is None:
        return History.none()

    def ask(arguments: tuple[str, ...]) -> str:
        try:
            status, output, _ = run_git(root, arguments)
        except FileNotFoundError:
            return ""
        return output.decode("utf-8", "surrogateescape") if status == 0 else ""

    return History(ask)


def _package_roots(facts: Mapping[str, Facts]) -> tuple[str, ...]:
    from flake8_single_entry.project.places import under

    return tuple(
        dict.fromkeys(
            under(path.rpartition("/")[0], root) for path in sorted(facts) for root in facts[path].package_roots
        )
    )


def _is_library(facts: Mapping[str, Facts]) -> bool:
    """True for a project that packaging files name and that no image, service or process file deploys."""
    packaged = any(found.project_names for path, found in facts.items() if "/" not in path)
    deployed = any(found.stages or found.services or path.endswith("Procfile") for path, found in facts.items())
    return packaged and not deployed


_REMOTE = re.compile(r"^\s*url\s*=\s*\S*?([^/:\s]+?)(?:\.git)?/?\s*$", re.MULTILINE)


def _own_names(root: Path, facts: Mapping[str, Facts]) -> frozenset[str]:
    """Names a clone of this repository may have as a directory: its own, its remotes', its packages'."""
    names = {root.resolve().name, root.resolve().name.rpartition("+")[2]}
    repository = find_repository(root)
    if repository is not None:
        # A worktree or a submodule keeps its configuration elsewhere: fewer names are known there.
        with suppress(OSError):
            names.update(_REMOTE.findall((repository / ".git" / "config").read_text("utf-8", "replace")))
    names.update(name for found in facts.values() for name in found.project_names)
    return frozenset(name.lower() for name in names)


@dataclass(frozen=True)
class _Texts:
    """Gives the text of a file for its suppression comments, or None."""

    tree: Tree

    def __call__(self, path: str) -> str | None:
        try:
            return Source.of(path, self.tree.read(path)).text
        except (Unreadable, Undecodable):
            return None
