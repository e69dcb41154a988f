"""Roles of the versions of one program: the current one, its duplicates, and those that nothing decides between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flake8_single_entry.model import Role
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.clusters import ComparisonWindow, most_similar, most_similar_version
from flake8_single_entry.project.entry_points.draft import RoleDraft
from flake8_single_entry.project.entry_points.scope_modules import ScopeModules
from flake8_single_entry.project.entry_points.scoring import (
    ChangeLog,
    ScoredCandidate,
    Shipping,
    cases_of,
    is_started,
    is_strong,
    select_current,
    with_history,
    with_shipping,
)
from flake8_single_entry.project.entry_points.startable import is_startable


@dataclass(frozen=True)
class VersionRoles:
    """Assigns the roles of versions of one program. ``history`` and ``shipping`` are used only to compare them."""

    scope: ScopeModules
    history: ChangeLog
    shipping: Shipping

    def assign(self, family: tuple[Runnable, ...], draft: RoleDraft) -> None:
        """Assign roles to the members of one family."""
        anchors = [one for one in family if one.path in self.scope.policy.entries]
        collector = self.scope.evidence_collector.without(one.path for one in family)
        cases = [draft.case(case) for case in cases_of(family, collector, self.scope.root)]
        if not anchors:
            if self.scope.policy.entries and not self.scope.entries:
                return  # the configured entry point does not exist, so nothing can be its duplicate
            cases = list(with_history(cases, self.history))
        draft.cases.update((case.runnable.path, case) for case in cases)
        window = ComparisonWindow(family)
        if anchors:
            for one in family:
                if one in anchors:
                    continue
                winner = most_similar(one, anchors)
                if self._loses(one, winner, window, draft):
                    draft.mark_duplicate(one.path, winner.path, most_similar_version(one, winner, window))
            return
        able = [case for case in cases if self._is_able(case)]
        current = select_current(with_shipping(able, self.shipping)).winner or self._only_started(cases)
        if current is None:
            lessons = all(one.stem.is_numbered_only for one in family)
            if len(able) > 1 and not lessons:
                self._leave_undecided(family, able, draft)
            return
        winner, used = self.scope.known[current], self.scope.parts_of(current)
        for one in family:
            if one.path in used:
                draft.assign(one.path, Role.PROGRAM, f"{current} uses it")
            elif one.path != current and self._loses(one, winner, window, draft):
                draft.mark_duplicate(one.path, current, most_similar_version(one, winner, window))

    def _only_started(self, cases: Sequence[ScoredCandidate]) -> str | None:
        """Return the only version that something starts, even a broken one, where another program is the entry point.

        It is to be repaired, and its versions that nothing starts are in nobody's use.
        """
        started = [case.runnable.path for case in cases if is_started(case)]
        return started[0] if self.scope.policy.decides and len(started) == 1 else None

    def _leave_undecided(self, family: tuple[Runnable, ...], able: Sequence[ScoredCandidate], draft: RoleDraft) -> None:
        """Make the able versions candidates, except those that their names put away, or that are hollow."""
        if not self.scope.policy.decides:
            for case in able:
                draft.assign(case.runnable.path, Role.CANDIDATE)
        current = [case.runnable for case in able if not case.runnable.stem.is_put_away]
        for one in family if current else ():
            if (one.is_hollow or one.stem.is_put_away) and not is_started(draft.cases[one.path]):
                draft.retired[one.path] = most_similar(one, current).path

    def _is_able(self, case: ScoredCandidate) -> bool:
        """Return True for a version that may be the current one: it can be started, and not only its name says so."""
        one = case.runnable
        return is_startable(one, self.scope.graph) and (not one.weak or is_strong(case))

    def _loses(self, one: Runnable, winner: Runnable, window: ComparisonWindow, draft: RoleDraft) -> bool:
        """Return True for a version of the winner that nothing starts, or that has the content of a version.

        What is started and only named like the winner is a program, except under the very name of the entry point.
        """
        if not is_started(draft.cases[one.path]):
            return True
        if any(
            self.scope.relation.have_same_content(one, other) for other in (winner, *window.of(one)) if other != one
        ):
            return True
        if winner.path in self.scope.policy.entries:
            return one.stem.is_program and (one.stem.base_words == winner.stem.base_words or one.is_hollow)
        return one.stem.is_program and not self.scope.policy.decides
