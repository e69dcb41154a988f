"""Role assignment for the modules of one scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flake8_single_entry.model import Candidate, Facts, Role, Via
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.classification import class_of
from flake8_single_entry.project.entry_points.draft import RoleDraft, ScopeResult
from flake8_single_entry.project.entry_points.evidence import EvidenceCollector
from flake8_single_entry.project.entry_points.policy import ScopePolicy
from flake8_single_entry.project.entry_points.scopes import innermost
from flake8_single_entry.project.entry_points.scoring import (
    ChangeLog,
    ScoredCandidate,
    cases_of,
    is_started,
    is_strong,
    select_program,
    select_version,
    with_history,
)
from flake8_single_entry.project.entry_points.similarity import similarity
from flake8_single_entry.project.entry_points.unique_features import Read, unique_features
from flake8_single_entry.project.entry_points.versions import (
    Neighbours,
    VersionRelation,
    clusters,
    most_similar,
    most_similar_version,
)
from flake8_single_entry.project.entry_points.wrappers import (
    LEADING_WORDS,
    delegates_to,
    is_thin,
    launchers,
    leading_role,
)
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.project.images.services import Builders

_STARTED = 3.0  # weight of a command in a README; below it, a tool that something starts is preferred
_SETTLED = (Role.DUPLICATE, Role.ARCHIVED, Role.TEST, Role.EXAMPLE, Role.WRAPPER, Role.LAUNCHER)
_TELLING = (Role.DUPLICATE, Role.AUTHORITATIVE, Role.CANDIDATE, Role.WRAPPER, Role.LAUNCHER)


@dataclass(frozen=True)
class ScopeAnalysis:
    """The modules of one scope, with everything that is known about them."""

    root: str
    terms: ScopePolicy
    members: tuple[Runnable, ...]
    wiring: ReferenceGraph
    facts: Mapping[str, Facts]
    services: frozenset[str]
    names: frozenset[str]
    history: ChangeLog
    read: Read
    built: Builders

    @cached_property
    def known(self) -> dict[str, Runnable]:
        return {one.path: one for one in self.members}

    @cached_property
    def entries(self) -> tuple[Runnable, ...]:
        """The configured entry points that exist."""
        return tuple(self.known[path] for path in self.terms.entries if path in self.known)

    @cached_property
    def settled(self) -> dict[str, Role]:
        """The roles that configuration, path, name or content decide before any comparison."""
        return {one.path: role for one in self.members if (role := self._settle(one)) is not None}

    @cached_property
    def launchers(self) -> dict[str, frozenset[str]]:
        return launchers({path: one for path, one in self.known.items() if path not in self.settled}, self.wiring)

    @cached_property
    def evidence_collector(self) -> EvidenceCollector:
        resting = frozenset(one.path for one in self.members if self.terms.is_archived(one.path))
        return EvidenceCollector(self.wiring, self.facts, self.launchers, resting, self.names, self.built)

    def classify(self) -> ScopeResult:
        """Assign a role to each module.

        An entry point has the same effect whether evidence or configuration names it. If evidence decides on an entry
        point, the modules are classified a second time as if the configuration had named it.
        """
        found = self._classify()
        if found.decided_by != "evidence":
            return found
        named = self.terms._replace(entry_point=found.entry_point)
        return replace(self, terms=named)._classify()._replace(decided_by="evidence", confidence=found.confidence)

    def _classify(self) -> ScopeResult:
        sheet = RoleDraft()
        for path, role in self.settled.items():
            sheet.assign(path, role)
        for entry in self.entries:
            sheet.roles[entry.path] = Role.AUTHORITATIVE
            sheet.programs[entry.path] = self.terms.program_of(entry.path)
        self._libraries(sheet)
        if self.terms.decides:
            self._assign_related(sheet, [entry.path for entry in self.entries])
        for family in clusters(self._rivals(sheet), self._version_relation()):
            self._judge_family(family, sheet)
        ruling = self._configured(sheet) if self.terms.decides else self._inferred(sheet)
        self._assign_remaining(sheet)
        shown = [one for one in self.members if not one.weak or sheet.roles[one.path] in _TELLING]
        return ruling._replace(candidates=tuple(self._candidate(one, sheet) for one in shown))

    def _candidate(self, one: Runnable, sheet: RoleDraft) -> Candidate:
        found = sheet.candidate(one, self._case(one, sheet))
        winner = sheet.winners.get(one.path)
        return (
            found._replace(lacks=unique_features(one.path, winner, self.facts, self.wiring, self.read))
            if winner
            else found
        )

    def _settle(self, one: Runnable) -> Role | None:
        if one.path in self.terms.entries:
            return None
        allowed = self.terms.allowed(one.path)
        if allowed:
            return allowed
        if self.terms.is_archived(one.path):
            return Role.ARCHIVED
        homes = [entry.directory for entry in self.entries if one.path.startswith(entry.directory + "/")]
        role = class_of(one.path, one.traits, max(homes, key=len, default=self.root))
        if role is None and self.terms.configured and self._is_elsewhere(one):
            return Role.PROGRAM
        return role

    def _is_elsewhere(self, one: Runnable) -> bool:
        """Return True for a module of a separate service that the configuration does not name."""
        service = innermost(self.services, one.path)
        if service in (None, ".", self.root):
            return False
        return all(innermost(self.services, entry) != service for entry in self.terms.entries)

    def _version_relation(self) -> VersionRelation:
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
            for _, target in self.wiring.outgoing.get(one.path, ())
            if target.rpartition("/")[0] == one.directory
        )

    def _case(self, one: Runnable, sheet: RoleDraft) -> ScoredCandidate:
        if one.path not in sheet.cases:
            sheet.cases[one.path] = cases_of([one], self.evidence_collector, self.root)[0]
        return sheet.cases[one.path]

    def _rivals(self, sheet: RoleDraft) -> list[Runnable]:
        """Return the modules that may be versions of each other.

        A launcher starts a program and is not a version of it.
        """
        entries = self.terms.entries
        found = [one for one in self.members if one.path not in sheet.roles or one.path in sheet.used]
        return [*(one for one in found if one.path not in self.launchers), *(one for one in self.entries if entries)]

    def _libraries(self, sheet: RoleDraft) -> None:
        """Mark library modules with a main guard as tools, unless something starts them.

        A library module is imported by live code or, in the project's own package, by any code.
        """
        for one in self.members:
            if one.path in sheet.roles or one.stem.is_program or one.kind or one.traits.handlers:
                continue
            users = {
                reference.location.path
                for reference in self.wiring.incoming.get(one.path, ())
                if reference.via is Via.IMPORT
                and not reference.guarded
                and (self._is_live(reference.location.path) or self._is_packaged(one.path))
            }
            if users and not is_started(self._case(one, sheet)):
                sheet.assign(one.path, Role.TOOL, "a library module with a guard of its own")

    def _is_packaged(self, path: str) -> bool:
        """Return True if a module is in the package with the project's name."""
        package, slash, _ = path.removeprefix("src/").partition("/")
        return bool(slash) and package.lower() in self.names

    def _is_live(self, path: str) -> bool:
        return class_of(path, None) is None and path not in self.launchers

    def _assign_related(self, sheet: RoleDraft, entries: Iterable[str]) -> None:
        """Assign roles to the modules that delegate to an entry point, and to those that an entry point uses."""
        for entry in entries:
            winner = self.known[entry]
            for path in sorted(self.wiring.reached(entry)):
                if path in self.known and path not in sheet.roles:
                    sheet.assign(path, Role.PROGRAM, f"{entry} uses it")
                    sheet.used[path] = entry
            for one in self.members:
                if one.path in sheet.roles:
                    continue
                led = delegates_to(one, self.known, self.wiring)
                role = leading_role(one, winner, led[entry]) if entry in led else None
                if role:
                    sheet.assign(one.path, role, f"leads to {entry}")

    def _judge_family(self, family: tuple[Runnable, ...], sheet: RoleDraft) -> None:
        """Assign roles to the members of one family."""
        anchors = [one for one in family if one.path in self.terms.entries]
        cases = [sheet.case(case) for case in cases_of(family, self.evidence_collector, self.root)]
        if not anchors:
            if self.terms.entries and not self.entries:
                return  # the configured entry point does not exist, so nothing can be its duplicate
            cases = list(with_history(cases, self.history))
        sheet.cases.update((case.runnable.path, case) for case in cases)
        neighbours = Neighbours(family)
        if anchors:
            for one in family:
                if one not in anchors and not (is_started(sheet.cases[one.path]) and not one.stem.is_program):
                    winner = most_similar(one, anchors)
                    sheet.mark_duplicate(one.path, winner.path, most_similar_version(one, winner, neighbours))
            return
        able = [case for case in cases if not case.runnable.weak or is_strong(case)]
        verdict = select_version(able)
        if verdict.winner is None:
            lessons = all(one.stem.is_numbered_only for one in family)
            if len(able) > 1 and not self.terms.decides and not lessons:
                for case in able:
                    sheet.assign(case.runnable.path, Role.CANDIDATE)
            return
        used = self.wiring.reached(verdict.winner)
        for one in family:
            if one.path in used:
                sheet.assign(one.path, Role.PROGRAM, f"{verdict.winner} uses it")
            elif one.path != verdict.winner and not self._is_meant(one, sheet):
                sheet.mark_duplicate(
                    one.path, verdict.winner, most_similar_version(one, self.known[verdict.winner], neighbours)
                )

    def _is_meant(self, one: Runnable, sheet: RoleDraft) -> bool:
        """Return True for a losing version that is kept: it is started and not a version of the main program."""
        return is_started(sheet.cases[one.path]) and (self.terms.decides or not one.stem.is_program)

    def _configured(self, sheet: RoleDraft) -> ScopeResult:
        self._inherit(sheet)
        programs = self.terms.programs + sheet.name_programs(frozenset(self.terms.entries))
        return ScopeResult((), self.terms.entry_point, "configuration", 1.0, programs)

    def _inferred(self, sheet: RoleDraft) -> ScopeResult:
        """Choose the entry point among the winners and the modules without rivals."""
        eligible = [one for one in self.members if self._is_eligible(one, sheet)]
        tools = [one for one in eligible if sheet.roles.get(one.path) is Role.TOOL and not one.names_program]
        programs = [self._case(one, sheet) for one in eligible if one not in tools]
        if tools and not any(case.started >= _STARTED for case in programs):
            programs += [self._case(one, sheet) for one in tools]
        verdict = select_program(self._top_level_programs(programs))
        chosen = verdict.winner
        undecided = chosen is not None and (
            sheet.roles.get(chosen) is Role.CANDIDATE
            or self._is_ambiguous(self._case(self.known[chosen], sheet), sheet)
        )
        for path in [path for path, role in sheet.roles.items() if role is Role.CANDIDATE]:
            # Undecided versions of a second program or of a script do not affect the entry point.
            if (chosen and not undecided) or not (self.known[path].kind or self.known[path].names_program):
                sheet.roles[path] = Role.PROGRAM
        if chosen is None or undecided:
            for path in list(sheet.winners):
                sheet.keep_as_program(path)
            return ScopeResult((), None, None, min(verdict.confidence, 0.5), ())
        sheet.roles[chosen] = Role.AUTHORITATIVE
        for path in [path for path, winner in sheet.winners.items() if winner != chosen]:
            if is_started(sheet.cases[path]):
                sheet.keep_as_program(path)  # a started program outside the entry point's family is intended
        self._assign_related(sheet, [chosen])
        self._inherit(sheet)
        family = [case for path, case in sheet.cases.items() if sheet.winners.get(path) == chosen or path == chosen]
        confidence = (
            min(verdict.confidence, select_version(family).confidence) if len(family) > 1 else verdict.confidence
        )
        return ScopeResult((), chosen, "evidence", confidence, sheet.name_programs(frozenset({chosen})))

    def _top_level_programs(self, programs: Sequence[ScoredCandidate]) -> list[ScoredCandidate]:
        """Return the programs that are not used by another started program with an entry point's name."""
        mains = [case.runnable for case in programs if case.runnable.stem.is_entry and case.started >= _STARTED]
        parts = frozenset(path for main in mains for path in self.wiring.reached(main.path))
        return [
            case
            for case in programs
            if case.runnable.path not in parts or case.runnable.stem.is_entry or is_strong(case)
        ]

    def _is_ambiguous(self, chosen: ScoredCandidate, sheet: RoleDraft) -> bool:
        """Return True if undecided versions of a program with an entry point's name make the choice unreliable.

        A chosen program that itself has an entry point's name, or that a deployment starts, is never ambiguous.
        """
        if chosen.runnable.stem.is_entry or is_strong(chosen):
            return False
        rivals = (self._case(self.known[path], sheet) for path, role in sheet.roles.items() if role is Role.CANDIDATE)
        return any(rival.runnable.stem.is_entry and rival.started >= _STARTED for rival in rivals)

    def _is_eligible(self, one: Runnable, sheet: RoleDraft) -> bool:
        """Return True if this module may be the inferred entry point of a scope."""
        role = sheet.roles.get(one.path)
        if role in _SETTLED:
            return False
        if role is Role.TOOL or one.weak:
            return is_strong(self._case(one, sheet))
        led = self.launchers.get(one.path, ())
        return not any(sheet.roles.get(target) in (None, Role.CANDIDATE) for target in led)

    def _inherit(self, sheet: RoleDraft) -> None:
        """Mark a thin module that delegates only to duplicates as a duplicate."""
        for path, led in sorted(self.launchers.items()):
            one = self.known[path]
            if path in sheet.roles or not all(sheet.roles.get(target) is Role.DUPLICATE for target in led):
                continue
            target = min(led)
            if LEADING_WORDS & set(one.stem.words) and is_thin(one, self.known[target]):
                share = round(similarity(one.traits, self.known[target].traits), 3)
                reason = f"leads to {target}, which is superseded"
                sheet.mark_duplicate(path, sheet.winners[target], (target, share), reason)
            else:
                sheet.assign(path, Role.LAUNCHER, f"leads to {target}")

    def _assign_remaining(self, sheet: RoleDraft) -> None:
        """Assign roles to the modules that have no competitor."""
        for one in self.members:
            led = self.launchers.get(one.path)
            if led and one.path not in sheet.roles:
                sheet.assign(one.path, Role.LAUNCHER, f"leads to {min(led)}")
            started = one.kind or one.stem.is_program or is_started(self._case(one, sheet))
            sheet.assign(one.path, Role.PROGRAM if started else Role.TOOL)
