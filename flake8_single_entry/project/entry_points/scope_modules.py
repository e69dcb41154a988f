"""The modules of one scope, with the roles and relations that are known before any comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flake8_single_entry.model import Facts, Role, Via
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.classification import class_of
from flake8_single_entry.project.entry_points.evidence import EvidenceCollector
from flake8_single_entry.project.entry_points.main_program import ProgramChoice
from flake8_single_entry.project.entry_points.policy import ScopePolicy
from flake8_single_entry.project.entry_points.scopes import innermost
from flake8_single_entry.project.entry_points.versions import VersionRelation
from flake8_single_entry.project.entry_points.wrappers import delegations
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.project.images.services import Builders

_PACKAGING_FILES = ("pyproject.toml", "setup.cfg", "setup.py")


@dataclass(frozen=True)
class ScopeModules:
    """The modules of one scope, with everything that is known about each.

    ``services`` are the roots of all services, ``names`` the names of the project.
    """

    root: str
    policy: ScopePolicy
    members: tuple[Runnable, ...]
    graph: ReferenceGraph
    facts: Mapping[str, Facts]
    services: frozenset[str]
    names: frozenset[str]
    built: Builders

    @cached_property
    def known(self) -> dict[str, Runnable]:
        return {one.path: one for one in self.members}

    @cached_property
    def entries(self) -> tuple[Runnable, ...]:
        """The configured entry points that exist."""
        return tuple(self.known[path] for path in self.policy.entries if path in self.known)

    @cached_property
    def settled(self) -> dict[str, Role]:
        """The roles that configuration, path, name or content decide before any comparison."""
        return {one.path: role for one in self.members if (role := self._settle(one)) is not None}

    @cached_property
    def delegations(self) -> dict[str, frozenset[str]]:
        """The modules that each thin module delegates to."""
        return delegations({path: one for path, one in self.known.items() if path not in self.settled}, self.graph)

    @cached_property
    def evidence_collector(self) -> EvidenceCollector:
        resting = frozenset(one.path for one in self.members if self.policy.is_archived(one.path))
        return EvidenceCollector(self.graph, self.facts, self.delegations, resting, self.names, self.built)

    def program_choice(self, current: frozenset[str]) -> ProgramChoice:
        """Return the choice of the main program. ``current`` are the current versions of programs that have several."""
        return ProgramChoice(self.evidence_collector, self.root, self.names, self._is_distribution, current)

    @cached_property
    def _is_distribution(self) -> bool:
        """True if packaging files in the root of the scope name a distribution."""
        paths = (name if self.root == "." else f"{self.root}/{name}" for name in _PACKAGING_FILES)
        return any(self.facts[path].project_names for path in paths if path in self.facts)

    def version_relation(self) -> VersionRelation:
        anchors = frozenset(entry.path for entry in self.entries)
        return VersionRelation(
            self.root, anchors, self.names, lambda path: self.evidence_collector.slots(path, self.root), self._faces
        )

    @cached_property
    def _faces(self) -> frozenset[str]:
        """Modules that the ``__main__`` of their own package imports or starts."""
        return frozenset(
            target
            for one in self.members
            if one.name == "__main__.py"
            for _, target in self.graph.outgoing.get(one.path, ())
            if target.rpartition("/")[0] == one.directory
        )

    def is_imported(self, path: str) -> bool:
        """Return True if live code imports a module or, in the project's own package, any code."""
        return any(
            reference.via is Via.IMPORT
            and not reference.guarded
            and (self._is_live(reference.location.path) or self._is_packaged(path))
            for reference in self.graph.incoming.get(path, ())
        )

    def _is_packaged(self, path: str) -> bool:
        """Return True if a module is in the package with the project's name."""
        package, slash, _ = path.removeprefix("src/").partition("/")
        return bool(slash) and package.lower() in self.names

    def _is_live(self, path: str) -> bool:
        return class_of(path, None) is None and path not in self.delegations

    def _settle(self, one: Runnable) -> Role | None:
        if one.path in self.policy.entries:
            return None
        allowed = self.policy.allowed(one.path)
        if allowed:
            return allowed
        if self.policy.is_archived(one.path):
            return Role.ARCHIVED
        homes = [entry.directory for entry in self.entries if one.path.startswith(entry.directory + "/")]
        role = class_of(one.path, one.traits, max(homes, key=len, default=self.root))
        if role is None and self.policy.configured and self._is_elsewhere(one):
            return Role.PROGRAM
        return role

    def _is_elsewhere(self, one: Runnable) -> bool:
        """Return True for a module of a separate service that the configuration does not name."""
        service = innermost(self.services, one.path)
        if service in (None, ".", self.root):
            return False
        return all(innermost(self.services, entry) != service for entry in self.policy.entries)
