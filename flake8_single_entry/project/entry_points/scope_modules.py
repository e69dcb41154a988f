"""The modules of one scope, with the roles and relations that are known before any comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flake8_single_entry.model import CONSOLE_SCRIPT, Facts, Location, Role, Via
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.classification import (
    class_of,
    directory_role,
    holds_tests,
    name_role,
)
from flake8_single_entry.project.entry_points.evidence import EvidenceCollector
from flake8_single_entry.project.entry_points.main_program import ProgramChoice
from flake8_single_entry.project.entry_points.policy import ScopePolicy
from flake8_single_entry.project.entry_points.program_content import ProgramContent
from flake8_single_entry.project.entry_points.scopes import innermost
from flake8_single_entry.project.entry_points.side_by_side import SideBySide
from flake8_single_entry.project.entry_points.similar_pairs import alike
from flake8_single_entry.project.entry_points.similarity import is_copy, is_near_copy
from flake8_single_entry.project.entry_points.unique_features import Read
from flake8_single_entry.project.entry_points.versions import VersionRelation
from flake8_single_entry.project.entry_points.wrappers import delegations
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.project.images.services import Builders
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category

_USES = frozenset({Via.RUN, Via.CALL, Via.CONFIG, Via.IMPORT})


@dataclass(frozen=True)
class ScopeModules:
    """The modules of one scope, with everything that is known about each.

    ``services`` are the roots of all services, ``names`` the names of the project. ``read`` returns the bytes of a
    file.
    """

    root: str
    policy: ScopePolicy
    members: tuple[Runnable, ...]
    graph: ReferenceGraph
    facts: Mapping[str, Facts]
    services: frozenset[str]
    names: frozenset[str]
    built: Builders
    declared: Mapping[str, Sequence[Location]]
    libraries: frozenset[str]
    read: Read

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
        return EvidenceCollector(
            self.graph, self.facts, self.delegations, resting, self.names, self.built, self.declared
        )

    def program_choice(self, current: frozenset[str]) -> ProgramChoice:
        """Return the choice of the main program. ``current`` are the current versions of programs that have several."""
        return ProgramChoice(self.evidence_collector, self.root, self.names, self.libraries, current)

    @cached_property
    def relation(self) -> VersionRelation:
        return VersionRelation(
            self.root,
            frozenset(entry.path for entry in self.entries),
            self.names,
            self._faces,
            lambda path: self.evidence_collector.slots(path, self.root),
            self.is_used,
            ProgramContent(self.graph, self.facts, self.read),
            SideBySide(self.graph, self.facts, self.read),
        )

    @cached_property
    def copies(self) -> dict[str, set[str]]:
        """The near copies of each module."""
        found: dict[str, set[str]] = defaultdict(set)
        for left, right in alike(self.members):
            found[left.path].add(right.path)
            found[right.path].add(left.path)
        return found

    def is_used(self, path: str) -> bool:
        """Return True if a live file starts or imports a module: no document, no test, no copy of it."""
        return path in self._used

    @cached_property
    def _used(self) -> frozenset[str]:
        return frozenset(path for path in self.known if self._is_used(path))

    def _is_used(self, path: str) -> bool:
        return any(
            reference.via in _USES
            and category_of(reference) is not Category.DOCUMENT
            and class_of(reference.location.path, None) not in (Role.TEST, Role.ARCHIVED)
            and reference.location.path not in self.copies.get(path, ())
            for reference in self.graph.incoming.get(path, ())
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

    def parts_of(self, path: str) -> frozenset[str]:
        """Return everything that a program imports or starts, even inside ``try``, except near copies of it."""
        one = self.known[path]
        return frozenset(
            part
            for part in self.graph.reached(path, guarded=True)
            if part not in self.known or not is_near_copy(one.traits, self.known[part].traits)
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
        root = max(homes, key=len, default=self.root)
        role = directory_role(one.path, root)
        if role is Role.TOOL and self._is_installed(one.path):
            role = None
        role = role or (None if self._is_copy_of_a_program(one) else name_role(one.path, one.traits))
        if role is None and self.policy.configured and self._is_elsewhere(one):
            return Role.PROGRAM
        return role

    def _is_copy_of_a_program(self, one: Runnable) -> bool:
        """Return True for a near copy of a program beside it, which it is whatever its name and its title say."""
        if holds_tests(one.traits):
            return False
        others = (self.known[path] for path in self.copies.get(one.path, ()))
        return any(
            other.directory == one.directory
            and ((one.is_served and other.stem.is_entry) or _is_named_copy(one, other))
            and name_role(other.path, other.traits) is None
            and self.relation.have_same_content(one, other)
            for other in others
        )

    def _is_installed(self, path: str) -> bool:
        """Return True if the project installs a command for a module: it is for its users, whatever its directory."""
        return any(one.runner == CONSOLE_SCRIPT for one in self.graph.incoming.get(path, ()))

    def _is_elsewhere(self, one: Runnable) -> bool:
        """Return True for a module of a separate service that the configuration does not name."""
        service = innermost(self.services, one.path)
        if service in (None, ".", self.root):
            return False
        return all(innermost(self.services, entry) != service for entry in self.policy.entries)


def _is_named_copy(one: Runnable, other: Runnable) -> bool:
    """Return True for a copy with few changes whose name differs in words for a version only."""
    return one.stem.base_words == other.stem.base_words and is_copy(one.traits, other.traits)
