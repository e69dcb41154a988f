"""Scopes and roles by path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from flake8_single_entry.model import Candidate, Role, Scope


@dataclass(frozen=True)
class Roles:
    """Looks up the scope and the role of a file. Paths are relative to the root."""

    scopes: tuple[Scope, ...]

    @cached_property
    def _roots(self) -> dict[str, Scope]:
        return {scope.root: scope for scope in self.scopes}

    @cached_property
    def _candidates(self) -> dict[str, Candidate]:
        return {candidate.path: candidate for scope in self.scopes for candidate in scope.candidates}

    @cached_property
    def _archives(self) -> frozenset[str]:
        return frozenset(entry.rstrip("/") for scope in self.scopes for entry in scope.archive)

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

    def is_live(self, path: str) -> bool:
        """Return True for a file that is neither archived nor a duplicate."""
        return self.role(path) not in (Role.ARCHIVED, Role.DUPLICATE)

    def entry_for(self, path: str) -> str | None:
        """Return the authoritative module for a path: its rival, or else the entry point of its scope."""
        scope = self.scope_of(path)
        candidate = self.candidate(path)
        if candidate and candidate.program:
            return dict(scope.programs).get(candidate.program, scope.entry_point)
        return scope.entry_point


def above(path: str) -> tuple[str, ...]:
    """Return the directories that contain a path, innermost first, "." last."""
    parts = path.split("/")[:-1]
    return (*("/".join(parts[:depth]) for depth in range(len(parts), 0, -1)), ".")
