"""Role assignment for the modules of one scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flake8_single_entry.model import Candidate, Role
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.clusters import (
    clusters,
)
from flake8_single_entry.project.entry_points.draft import RoleDraft, ScopeResult
from flake8_single_entry.project.entry_points.rival_launchers import follow_duplicates, rival_launchers
from flake8_single_entry.project.entry_points.scope_modules import ScopeModules
from flake8_single_entry.project.entry_points.scoring import (
    ChangeLog,
    ScoredCandidate,
    Shipping,
    cases_of,
    is_started,
    is_strong,
    select_current,
)
from flake8_single_entry.project.entry_points.similarity import similarity
from flake8_single_entry.project.entry_points.startable import is_startable
from flake8_single_entry.project.entry_points.unique_features import Read, unique_features
from flake8_single_entry.project.entry_points.version_roles import VersionRoles
from flake8_single_entry.project.entry_points.weights import Rank
from flake8_single_entry.project.entry_points.wrappers import (
    delegates_to,
    leading_role,
)

_SETTLED = (Role.DUPLICATE, Role.ARCHIVED, Role.TEST, Role.EXAMPLE, Role.WRAPPER, Role.LAUNCHER)
_TELLING = (Role.DUPLICATE, Role.AUTHORITATIVE, Role.CANDIDATE, Role.WRAPPER, Role.LAUNCHER)


@dataclass(frozen=True)
class ScopeAnalysis:
    """Assigns the roles of one scope. The other fields are used only to compare versions."""

    scope: ScopeModules
    history: ChangeLog
    read: Read
    shipping: Shipping

    def classify(self) -> ScopeResult:
        """Assign a role to each module.

        An entry point has the same effect whether evidence or configuration names it. If evidence decides on an entry
        point, the modules are classified a second time as if the configuration had named it.
        """
        found = self._classify()
        if found.decided_by != "evidence":
            return found
        named = replace(self.scope, policy=self.scope.policy._replace(entry_point=found.entry_point))
        return replace(self, scope=named)._classify()._replace(decided_by="evidence", confidence=found.confidence)

    def _classify(self) -> ScopeResult:
        draft = RoleDraft()
        for path, role in self.scope.settled.items():
            draft.assign(path, role)
        for entry in self.scope.entries:
            draft.roles[entry.path] = Role.AUTHORITATIVE
            draft.programs[entry.path] = self.scope.policy.program_of(entry.path)
        self._libraries(draft)
        if self.scope.policy.decides:
            self._assign_related(draft, [entry.path for entry in self.scope.entries])
        versions = VersionRoles(self.scope, self.history, self.shipping)
        for family in clusters(self._rivals(draft), self.scope.relation):
            versions.assign(family, draft)
        result = self._configured(draft) if self.scope.policy.decides else self._inferred(draft)
        self._assign_remaining(draft)
        for path, rival in draft.retired.items():
            if draft.roles[path] in (Role.CANDIDATE, Role.PROGRAM, Role.TOOL):
                share = similarity(self.scope.known[path].traits, self.scope.known[rival].traits)
                draft.make_duplicate(path, rival, (rival, round(share, 3)))
        shown = [one for one in self.scope.members if not one.weak or draft.roles[one.path] in _TELLING]
        return result._replace(candidates=tuple(self._candidate(one, draft) for one in shown))

    def _candidate(self, one: Runnable, draft: RoleDraft) -> Candidate:
        found = draft.candidate(one, self._case(one, draft))
        winner = draft.winners.get(one.path)
        if winner is None:
            return found
        return found._replace(lacks=unique_features(one.path, winner, self.scope.facts, self.scope.graph, self.read))

    def _case(self, one: Runnable, draft: RoleDraft) -> ScoredCandidate:
        if one.path not in draft.cases:
            draft.cases[one.path] = cases_of([one], self.scope.evidence_collector, self.scope.root)[0]
        return draft.cases[one.path]

    def _rivals(self, draft: RoleDraft) -> list[Runnable]:
        """Return the modules that may be versions of each other.

        A launcher starts a program and is not a version of it.
        """
        found = [one for one in self.scope.members if one.path not in draft.roles or one.path in draft.used]
        return [*(one for one in found if one.path not in self.scope.delegations), *self.scope.entries]

    def _libraries(self, draft: RoleDraft) -> None:
        """Mark library modules with a main guard as tools, unless something starts them."""
        for one in self.scope.members:
            if one.path in draft.roles or one.stem.is_program or one.kind or one.traits.handlers:
                continue
            if self.scope.is_imported(one.path) and not is_started(self._case(one, draft)):
                draft.assign(one.path, Role.TOOL, "a library module with a guard of its own")

    def _assign_related(self, draft: RoleDraft, entries: Iterable[str]) -> None:
        """Assign roles to the modules that delegate to an entry point, and to those that an entry point uses."""
        for entry in entries:
            winner = self.scope.known[entry]
            for path in sorted(self.scope.parts_of(entry)):
                if path in self.scope.known and path not in draft.roles:
                    draft.assign(path, Role.PROGRAM, f"{entry} uses it")
                    draft.used[path] = entry
            for one in self.scope.members:
                if one.path in draft.roles:
                    continue
                led = delegates_to(one, self.scope.known, self.scope.graph)
                role = leading_role(one, winner, led[entry]) if entry in led else None
                if role:
                    draft.assign(one.path, role, f"delegates to {entry}")

    def _judge_launchers(self, draft: RoleDraft) -> None:
        for one, winner in rival_launchers(self.scope, draft, lambda one: self._case(one, draft)):
            share = round(similarity(one.traits, winner.traits), 3)
            draft.make_duplicate(one.path, winner.path, (winner.path, share))

    def _configured(self, draft: RoleDraft) -> ScopeResult:
        follow_duplicates(self.scope, draft)
        self._judge_launchers(draft)
        programs = self.scope.policy.programs + draft.name_programs(frozenset(self.scope.policy.entries))
        return ScopeResult((), self.scope.policy.entry_point, "configuration", 1.0, programs)

    def _inferred(self, draft: RoleDraft) -> ScopeResult:
        """Choose the entry point among the winners and the modules without rivals."""
        eligible = [one for one in self.scope.members if self._is_eligible(one, draft)]
        tools = [
            self._case(one, draft)
            for one in self.scope.members
            if draft.roles.get(one.path) is Role.TOOL and not one.names_program
        ]
        programs = [self._case(one, draft) for one in eligible]
        idle = {case.runnable.path for case in tools}
        others = [case for case in programs if case.runnable.path not in idle]
        if any(case.rank is Rank.DEPLOYED for case in others):
            programs = others
        choice = self.scope.program_choice(frozenset(draft.winners.values()))
        selection = choice.select(self._top_level_programs(programs), tools)
        chosen = selection.winner
        undecided = chosen is not None and (
            draft.roles.get(chosen) is Role.CANDIDATE
            or self._is_ambiguous(self._case(self.scope.known[chosen], draft), draft)
        )
        for path in [path for path, role in draft.roles.items() if role is Role.CANDIDATE]:
            # Undecided versions of a second program or of a script do not affect the entry point.
            if (chosen and not undecided) or not (self.scope.known[path].kind or self.scope.known[path].names_program):
                draft.roles[path] = Role.PROGRAM
        if chosen is None or undecided:
            for path in list(draft.winners):
                draft.keep_as_program(path)
            return ScopeResult((), None, None, min(selection.confidence, 0.5), ())
        draft.roles[chosen] = Role.AUTHORITATIVE
        for path in [path for path, winner in draft.winners.items() if winner != chosen]:
            if is_started(draft.cases[path]):
                draft.keep_as_program(path)  # a started program outside the entry point's family is intended
        self._assign_related(draft, [chosen])
        follow_duplicates(self.scope, draft)
        self._judge_launchers(draft)
        family = [case for path, case in draft.cases.items() if draft.winners.get(path) == chosen or path == chosen]
        confidence = (
            min(selection.confidence, select_current(family).confidence) if len(family) > 1 else selection.confidence
        )
        return ScopeResult((), chosen, "evidence", confidence, draft.name_programs(frozenset({chosen})))

    def _top_level_programs(self, programs: Sequence[ScoredCandidate]) -> list[ScoredCandidate]:
        """Return the programs that are not used by another started program with an entry point's name."""
        mains = [case.runnable for case in programs if case.runnable.stem.is_entry and case.rank >= Rank.TOLD]
        parts = frozenset(path for main in mains for path in self.scope.graph.reached(main.path))
        return [
            case
            for case in programs
            if case.runnable.path not in parts or case.runnable.stem.is_entry or is_strong(case)
        ]

    def _is_ambiguous(self, chosen: ScoredCandidate, draft: RoleDraft) -> bool:
        """Return True if undecided versions of a program with an entry point's name make the choice unreliable.

        A chosen program that itself has an entry point's name, or that a deployment starts, is never ambiguous.
        """
        if chosen.runnable.stem.is_entry or is_strong(chosen):
            return False
        rivals = (
            self._case(self.scope.known[path], draft) for path, role in draft.roles.items() if role is Role.CANDIDATE
        )
        return any(rival.runnable.stem.is_entry and rival.rank >= Rank.TOLD for rival in rivals)

    def _is_eligible(self, one: Runnable, draft: RoleDraft) -> bool:
        """Return True if this module may be the inferred entry point of a scope."""
        role = draft.roles.get(one.path)
        if role in _SETTLED or not is_startable(one, self.scope.graph):
            return False
        if role is Role.TOOL or one.weak:
            case = self._case(one, draft)
            serves = one.name == "__init__.py" and bool(one.traits.applications)  # a package that a script serves
            return is_strong(case) or (serves and case.rank is Rank.SCRIPTED)
        led = self.scope.delegations.get(one.path, ())
        return not any(draft.roles.get(target) in (None, Role.CANDIDATE) for target in led)

    def _assign_remaining(self, draft: RoleDraft) -> None:
        """Assign roles to the modules that have no competitor."""
        for one in self.scope.members:
            led = self.scope.delegations.get(one.path)
            if led and one.path not in draft.roles:
                draft.assign(one.path, Role.LAUNCHER, f"delegates to {min(led)}")
            started = one.kind or one.stem.is_program or is_started(self._case(one, draft))
            draft.assign(one.path, Role.PROGRAM if started else Role.TOOL)
