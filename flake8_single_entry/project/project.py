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
from flake8_single_entry.project.edits.edits import Edits
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.project.replacements.replacements import Replacements
from flake8_single_entry.project.resolve.attributes import Attributes
from flake8_single_entry.project.resolve.resolver import Resolver
from flake8_single_entry.project.roles import Roles, above

__all__ = ["Link", "Project"]


@dataclass(frozen=True)
class Project:
    """One analysed repository. Paths are relative to its root.

    ``roles`` holds the scopes, ``graph`` the references in ``links``; ``attributes`` looks up the names that modules
    bind. ``settings`` maps the roots of configured scopes to their configuration. ``resolver`` resolves texts that are
    not written in any file, such as suggestions. ``today`` is the date that dates are compared with, or None to compare
    none.
    """

    tree: Tree
    config: Config
    facts: Mapping[str, Facts]
    links: tuple[Link, ...]
    roles: Roles
    graph: ReferenceGraph
    attributes: Attributes
    settings: Mapping[str, ScopeSettings] = field(default_factory=dict)
    resolver: Resolver | None = None
    today: date | None = None

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return self.roles.scopes

    @cached_property
    def replacements(self) -> Replacements:
        """What each reference should be replaced by."""
        return Replacements(self.tree, self.roles, self.attributes, self.resolver)

    @cached_property
    def edits(self) -> Edits:
        """How files are changed so that references name their replacements."""
        return Edits(self.tree, self.links, self.replacements, self._shipping)

    def _shipping(self, path: str) -> frozenset[str]:
        """Return the Dockerfiles whose image holds a file."""
        return self.resolver.starts.images.shipping(path) if self.resolver else frozenset()

    def named(self, name: str) -> list[str]:
        """Return all files with a base name, sorted."""
        return self.tree.named(name)

    def scope_of(self, path: str) -> Scope:
        """Return the innermost scope that contains the path, or an empty scope at the root if there is none."""
        return self.roles.scope_of(path)

    def candidate(self, path: str) -> Candidate | None:
        return self.roles.candidate(path)

    def role(self, path: str) -> Role | None:
        """Return the role of a runnable module, ``ARCHIVED`` for every file in an archive, or None for other files."""
        return self.roles.role(path)

    def is_archived(self, path: str) -> bool:
        """Return True if a path is in an archive directory of its scope or of a surrounding scope."""
        return self.roles.is_archived(path)

    def entry_for(self, path: str) -> str | None:
        """Return the authoritative module for a path: its rival, or else the entry point of its scope."""
        return self.roles.entry_for(path)

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
