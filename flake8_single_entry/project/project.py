"""The analysed project as used by the rules: files, facts, resolved references and classified scopes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from flake8_single_entry.config.settings import Config, ScopeSettings
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.globs import Patterns
from flake8_single_entry.model import Candidate, Facts, Link, Role, Scope
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.project.resolve.attributes import Attributes
from flake8_single_entry.project.resolve.resolver import Resolver

__all__ = ["Link", "Project", "above"]


@dataclass(frozen=True)
class Project:
    """One analysed repository. Paths are relative to its root.

    ``graph`` holds the references in ``links``, and ``attributes`` looks up the names that modules bind. ``settings``
    maps the roots of configured scopes to their configuration. ``resolver`` resolves texts that are not written in any
    file, such as suggestions. ``today`` is the date that dates are compared with, or None to compare none.
    """

    tree: Tree
    config: Config
    facts: Mapping[str, Facts]
    links: tuple[Link, ...]
    scopes: tuple[Scope, ...]
    graph: ReferenceGraph
    attributes: Attributes
    settings: Mapping[str, ScopeSettings] = field(default_factory=dict)
    resolver: Resolver | None = None
    today: date | None = None

    @cached_property
    def _roots(self) -> dict[str, Scope]:
        return {scope.root: scope for scope in self.scopes}

    @cached_property
    def _candidates(self) -> dict[str, Candidate]:
        return {candidate.path: candidate for scope in self.scopes for candidate in scope.candidates}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.tree.paths:
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found

    def named(self, name: str) -> list[str]:
        """Return all files with a base name, sorted."""
        return self._by_name.get(name, [])

    def scope_of(self, path: str) -> Scope:
        """Return the innermost scope that contains the path, or an empty scope at the root if there is none."""
        for root in above(path):
            if root in self._roots:
                return self._roots[root]
        return Scope(".", None, None, 0.0, (), ())

    def candidate(self, path: str) -> Candidate | None:
        return self._candidates.get(path)

    def role(self, path: str) -> Role | None:
        """Return the role of a runnable module, ``ARCHIVED`` for every file in an archive, or None for other files."""
        if self.is_archived(path):
            return Role.ARCHIVED
        candidate = self._candidates.get(path)
        return candidate.role if candidate else None

    def is_archived(self, path: str) -> bool:
        """Return True if a path is in an archive directory of its scope or of a surrounding scope."""
        return not self._archives.isdisjoint((path, *above(path)))

    @cached_property
    def _archives(self) -> frozenset[str]:
        return frozenset(entry.rstrip("/") for scope in self.scopes for entry in scope.archive)

    def entry_for(self, path: str) -> str | None:
        """Return the authoritative module for a path: its rival, or else the entry point of its scope."""
        scope = self.scope_of(path)
        candidate = self.candidate(path)
        if candidate and candidate.program:
            return dict(scope.programs).get(candidate.program, scope.entry_point)
        return scope.entry_point

    def ignored(self, path: str) -> bool:
        """Return True for a file whose references the configuration ignores."""
        for root in above(path):
            patterns = self._ignores.get(root)
            if patterns and patterns.match(path if root == "." else path[len(root) + 1 :]):
                return True
        return False

    @cached_property
    def _ignores(self) -> dict[str, Patterns]:
        """The ignore patterns of each root. The directories of a glob share one list."""
        lists = {id(settings.ignore): settings.ignore for settings in self.settings.values()}
        made = {key: Patterns(entry.text for entry in entries) for key, entries in lists.items()}
        return {root: made[id(settings.ignore)] for root, settings in self.settings.items() if settings.ignore}


def above(path: str) -> tuple[str, ...]:
    """Return the directories that contain a path, innermost first, "." last."""
    parts = path.split("/")[:-1]
    return (*("/".join(parts[:depth]) for depth in range(len(parts), 0, -1)), ".")
