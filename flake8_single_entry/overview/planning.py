"""Make the plan of a consolidation from a project as it is, as it would be, and what ``fix`` would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from flake8_single_entry.config.settings import within
from flake8_single_entry.fixes.values import Plan, State
from flake8_single_entry.model import Candidate, EntryTraits, Evidence, Finding, Level, Role, Scope
from flake8_single_entry.overview.changes import changes
from flake8_single_entry.overview.consolidation import (
    WINNER,
    Consolidation,
    Contest,
    Decision,
    Exemption,
    Variant,
)
from flake8_single_entry.overview.figures import figures
from flake8_single_entry.overview.steps import risks, steps
from flake8_single_entry.project.entry_points.weights import kind_named
from flake8_single_entry.project.project import Project

LastChange = Callable[[str], int | None]

_COMPETING = (Role.DUPLICATE, Role.CANDIDATE)
_MOST_REASONS = 6
_FRAMEWORKS = {"fastapi": "FastAPI", "flask": "Flask", "django": "Django", "aiohttp": "aiohttp", "click": "Click"}


def plan_consolidation(now: State, after: State, plan: Plan, last_change: LastChange) -> Consolidation:
    """Return the plan. ``after`` is the state that ``plan`` leads to; ``last_change`` returns a path's last commit."""
    project = now.project
    places = {move.old: move.new for move in plan.moves}
    contests = tuple(filter(None, (_contest(project, scope, places, last_change) for scope in project.scopes)))
    made = Consolidation(
        contests,
        tuple(sorted(plan.moves)),
        changes(plan, project.tree.read),
        tuple(_decisions(plan)),
        (),
        (),
        tuple(_exemptions(project)),
        figures(project, now.findings),
        figures(after.project, after.findings),
        tuple(dict.fromkeys(path for scope in project.scopes for path in _winners(scope))),
    )
    return made._replace(risks=tuple(risks(made)), steps=tuple(steps(made, project)))


def dated(project: Project) -> Iterator[str]:
    """Yield the paths for which ``plan_consolidation`` asks when they were changed."""
    for scope in project.scopes:
        yield from _winners(scope)
        yield from (one.path for one in scope.candidates if one.role in _COMPETING)


def _contest(project: Project, scope: Scope, places: dict[str, str], last_change: LastChange) -> Contest | None:
    """Return the modules that compete in a scope, or None if there is only one."""
    rivals = [one for one in scope.candidates if one.role in _COMPETING]
    if not rivals:
        return None
    by_path = {one.path: one for one in scope.candidates}
    winners = [by_path[path] for path in _winners(scope) if path in by_path]
    best = by_path.get(scope.entry_point or "")
    variants = [_variant(project, one, places, last_change) for one in (*winners, *rivals)]
    return Contest(
        scope.root,
        scope.entry_point or (winners[0].path if winners else ""),
        scope.decided_by or "",
        scope.confidence,
        tuple(_reasons(best.evidence if best else ())),
        tuple(variants),
    )


def _winners(scope: Scope) -> Iterator[str]:
    yield from dict.fromkeys((*filter(None, (scope.entry_point,)), *(path for _, path in scope.programs)))


def _variant(project: Project, candidate: Candidate, places: dict[str, str], last_change: LastChange) -> Variant:
    facts = project.facts.get(candidate.path)
    traits = facts.traits if facts and facts.traits else EntryTraits()
    role = WINNER if candidate.role not in _COMPETING else str(candidate.role)
    return Variant(
        candidate.path,
        role,
        traits.size,
        _kind(traits),
        tuple(_starts(candidate.evidence)),
        last_change(candidate.path),
        places.get(candidate.path, ""),
        candidate.lacks,
    )


def _kind(traits: EntryTraits) -> str:
    """Return what a module is, in words."""
    if traits.broken:
        return "cannot be parsed"
    if not traits.size:
        return "empty"
    named = dict.fromkeys(_FRAMEWORKS.get(one.framework, one.framework) for one in traits.applications)
    if named:
        return f"{' and '.join(named)} application"
    if traits.guard or traits.launches:
        return "script"
    return "module"


def _starts(evidence: Iterable[Evidence]) -> Iterator[str]:
    """Yield who starts a module, strongest first."""
    found = [one for one in evidence if one.text and one.weight > 0 and kind_named(one.kind).is_reported]
    for one in sorted(found, key=lambda one: -one.weight):
        place = one.location
        yield f"{place.path}:{place.line}" if place else one.text


def _reasons(evidence: Iterable[Evidence]) -> Iterator[str]:
    found = sorted((one for one in evidence if one.text), key=lambda one: -abs(one.weight))
    yield from (one.text for one in found[:_MOST_REASONS])


def _decisions(plan: Plan) -> Iterator[Decision]:
    """Yield what is still a finding after the plan, at its place of today."""
    left = {_identity(one.finding): one for one in plan.left}
    for finding in plan.after:
        if finding.level >= Level.WARNING:
            known = left.get(_identity(finding))
            yield Decision(known.finding, known.reason) if known else Decision(finding, "")


def _identity(finding: Finding) -> tuple[str, str, str, str | None]:
    """Return what a finding is about: the same before and after, wherever its line is then."""
    return finding.code, finding.location.path, finding.reference, finding.target


def _exemptions(project: Project) -> Iterator[Exemption]:
    found = {
        Exemption(within(root, one.path), one.role, one.reason, one.until)
        for root, settings in project.settings.items()
        for one in settings.allow
        if one.until
    }
    yield from sorted(found, key=lambda one: (one.until, one.path))
