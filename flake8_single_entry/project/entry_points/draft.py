"""Draft of the roles of a scope's modules during classification."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_single_entry.conventions.file_names import name_of
from flake8_single_entry.model import Candidate, Evidence, Location, Role
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.scoring import ScoredCandidate
from flake8_single_entry.project.entry_points.weights import fixed_weight


class ScopeResult(NamedTuple):
    """The classification of the modules of one scope."""

    candidates: tuple[Candidate, ...]
    entry_point: str | None
    decided_by: str | None
    confidence: float
    programs: tuple[tuple[str, str], ...]


@dataclass
class RoleDraft:
    """Roles and reasons found so far. The first role assigned to a module is kept.

    ``winners`` maps a duplicate to the module it competes with. ``rivals`` maps it to the most similar module and the
    similarity. ``used`` maps a module to the entry point that imports or starts it, ``programs`` to its program's name.
    ``retired`` maps a version that its name puts away to the most similar other one, where nothing decides between the
    others.
    """

    roles: dict[str, Role] = field(default_factory=dict)
    cases: dict[str, ScoredCandidate] = field(default_factory=dict)
    winners: dict[str, str] = field(default_factory=dict)
    rivals: dict[str, tuple[str, float]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    programs: dict[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)

    def assign(self, path: str, role: Role, reason: str = "") -> None:
        if path not in self.roles:
            self.roles[path] = role
            if reason:
                self.reasons[path] = reason

    def mark_duplicate(self, path: str, winner: str, rival: tuple[str, float], reason: str = "") -> None:
        """Make a module a duplicate of ``winner``, unless it already has a role."""
        if path in self.roles:
            return
        self.assign(path, Role.DUPLICATE, reason)
        self.winners[path] = winner
        self.rivals[path] = rival

    def make_duplicate(self, path: str, winner: str, rival: tuple[str, float]) -> None:
        """Make a module a duplicate of ``winner``, whatever its role was."""
        self.roles.pop(path, None)
        self.reasons.pop(path, None)
        self.mark_duplicate(path, winner, rival)

    def keep_as_program(self, path: str) -> None:
        """Change a duplicate to a separate program."""
        self.roles[path] = Role.PROGRAM
        self.winners.pop(path, None)
        self.rivals.pop(path, None)

    def case(self, case: ScoredCandidate) -> ScoredCandidate:
        """Return the candidate with additional evidence if the entry point uses the module."""
        entry = self.used.get(case.runnable.path)
        if entry is None:
            return case
        return ScoredCandidate(
            case.runnable,
            (*case.evidence, Evidence("used", case.runnable.place, f"{entry} uses it", fixed_weight("used"))),
        )

    def name_programs(self, known: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """Name the winners of the other families, so that their duplicates can refer to them."""
        found: dict[str, str] = {}
        for winner in sorted(set(self.winners.values()) - known):
            name = name_of(winner) if name_of(winner) not in found else winner
            found[name] = winner
            self.programs[winner] = name
        for path, winner in self.winners.items():
            if self.programs.get(winner):
                self.programs[path] = self.programs[winner]
        return tuple(found.items())

    def candidate(self, one: Runnable, case: ScoredCandidate) -> Candidate:
        evidence = case.evidence
        reason = self.reasons.get(one.path)
        if reason:
            evidence = (*evidence, Evidence("role", Location(one.path, 1, 1, 1, 1), reason, fixed_weight("role")))
        rival, share = self.rivals.get(one.path, ("", 0.0))
        program = self.programs.get(one.path, "")
        return Candidate(one.path, self.roles[one.path], case.score, evidence, one.place, program, rival, share)
