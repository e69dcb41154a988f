"""Build the map of a project: the files that start something, the modules they start, and the references that fail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from flake8_single_entry.model import (
    Candidate,
    Finding,
    Kind,
    Level,
    Link,
    Location,
    Outcome,
    Reference,
    Role,
    Scope,
    Via,
)
from flake8_single_entry.overview.values import Arrow, Destination, ScopeMap, Standing, StartingFile
from flake8_single_entry.project.graph import is_start
from flake8_single_entry.project.project import Project
from flake8_single_entry.readers import category_of, surface_of
from flake8_single_entry.readers.category import Category
from flake8_single_entry.rules._wording import verb

_STANDINGS = {
    Role.PROGRAM: Standing.PROGRAM,
    Role.WRAPPER: Standing.WRAPPER,
    Role.LAUNCHER: Standing.LAUNCHER,
    Role.CANDIDATE: Standing.UNDECIDED,
    Role.DUPLICATE: Standing.DUPLICATE,
    Role.ARCHIVED: Standing.ARCHIVED,
}
_FAULTS = {
    "ONE201": "does not exist",
    "ONE204": "name not defined",
    "ONE205": "cannot be loaded",
    "ONE206": "not in the image",
}
_STALE = frozenset((*_FAULTS, "ONE202", "ONE203"))
_FOLLOWED = frozenset((Via.IMPORT, Via.CALL, Via.RUN))
_ORDER = tuple(Category)

Spot = tuple[str, int, int]


def build_map(project: Project, findings: Iterable[Finding]) -> tuple[ScopeMap, ...]:
    """Return the map of each scope. Notes among the findings are left out: what they say is only possible."""
    builders = {scope.root: _ScopeBuilder(project, scope) for scope in project.scopes}
    owners = {path: builder for builder in builders.values() for path in builder.modules}
    stale = [one for one in findings if one.code in _STALE and one.level >= Level.WARNING and one.scope in builders]
    waiting = {(_spot(one.location), one.reference): one for one in stale}
    for link in project.links:
        reference = link.reference
        finding = waiting.pop((_spot(reference.location), reference.text), None)
        if finding is not None:
            builders[finding.scope].add_stale(finding, link)
        elif (target := _sound_target(project, link)) is None:
            continue
        elif target in owners:
            owners[target].add_sound(link, target)
        elif (builder := builders.get(project.scope_of(target).root)) is not None and _is_script(link):
            builder.add_sound(link, target)
    for finding in waiting.values():  # about something that no link shows, such as the text of a constant
        builders[finding.scope].add_stale(finding)
    return tuple(builder.built() for builder in builders.values())


def _sound_target(project: Project, link: Link) -> str | None:
    """Return what a reference of a live file starts or builds, if it is there."""
    reference, target = link.reference, link.resolution.target
    path = reference.location.path
    if target is None or target == path or link.resolution.outcome is not Outcome.FOUND:
        return None
    if reference.via is not Via.RUN and not is_start(reference) and not _is_script(link):
        return None
    return None if project.ignored(path) or not project.roles.is_live(path) else target


def _is_script(link: Link) -> bool:
    """True for a reference to a file that itself starts something: a Dockerfile, a script."""
    return link.reference.kind is Kind.BUILD and category_of(link.reference) is not Category.CODE


class _ScopeBuilder:
    """Collects the arrows and destinations of one scope."""

    def __init__(self, project: Project, scope: Scope) -> None:
        self.project = project
        self.scope = scope
        self.modules = {one.key: one for one in _modules(scope)}
        self.dead: dict[str, Destination] = {}
        self.arrows: dict[str, dict[tuple[object, ...], Arrow]] = defaultdict(dict)
        self.categories: dict[str, Category] = {}

    def add_sound(self, link: Link, target: str) -> None:
        reference = link.reference
        arrow = Arrow(reference.location, verb(reference), reference.text, target, _owner(reference))
        self._add(arrow, category_of(reference))

    def add_stale(self, finding: Finding, link: Link | None = None) -> None:
        """Add the arrow of a finding, and its dead end."""
        key = self._destination(finding)
        if link is not None:
            via, owner, category = verb(link.reference), _owner(link.reference), category_of(link.reference)
        else:
            surface = surface_of(finding.location.path)
            via, owner, category = "names", "", surface.category if surface else Category.SCRIPT
        self._add(Arrow(finding.location, via, finding.reference, key, owner), category)

    def built(self) -> ScopeMap:
        between = {path for path, one in self.modules.items() if one.standing.is_between}
        modules = [self._leading(one) if one.key in between else one for one in self.modules.values()]
        leading = self._leading_files() - between
        files = (self._file(path, leading) for path in leading)
        return ScopeMap(
            self.scope.root,
            self.scope.decided_by or "",
            tuple(sorted(files, key=lambda one: (_ORDER.index(one.category), one.path))),
            (*modules, *self.dead.values()),
            tuple((one.path, str(one.role)) for one in self.scope.candidates if one.role in _OTHERS),
        )

    def _add(self, arrow: Arrow, category: Category) -> None:
        path = arrow.location.path
        self.categories.setdefault(path, category)
        self.arrows[path].setdefault((arrow.location.line, arrow.via, arrow.text, arrow.to), arrow)

    def _destination(self, finding: Finding) -> str:
        """Return the key of what a finding leads to, and note it if it is a dead end."""
        target = finding.target or finding.reference
        if finding.code not in _FAULTS and target in self.modules:
            return target
        name = target if finding.code in ("ONE201", "ONE206") else finding.reference
        fault = _FAULTS.get(finding.code, "archived")
        key = f"{fault}: {name}"
        standing = Standing.DEAD if finding.code in _FAULTS else Standing.ARCHIVED
        self.dead.setdefault(key, Destination(key, name, standing, None, (fault,)))
        return key

    def _leading(self, module: Destination) -> Destination:
        """Return a wrapper or launcher with what it leads to."""
        live = [to for reference, to in self.project.graph.leaving(module.key) if reference.via in _FOLLOWED]
        stale = [arrow.to for arrow in self.arrows.get(module.key, {}).values()]
        keys = dict.fromkeys((*live, *stale))
        return module._replace(leads_to=tuple(key for key in keys if key in self.modules or key in self.dead))

    def _leading_files(self) -> set[str]:
        """Return the files that lead to a destination, also by way of other files that they start or build."""
        callers: dict[str, list[str]] = defaultdict(list)
        for path, arrows in self.arrows.items():
            for arrow in arrows.values():
                callers[arrow.to].append(path)
        found: set[str] = set()
        waiting = [path for key in (*self.modules, *self.dead) for path in callers[key]]
        while waiting:
            path = waiting.pop()
            if path not in found:
                found.add(path)
                waiting += callers[path]
        return found

    def _file(self, path: str, files: Collection[str]) -> StartingFile:
        places = (self.modules, self.dead, files)
        known = (one for one in self.arrows[path].values() if any(one.to in place for place in places))
        arrows = sorted(known, key=lambda one: (one.location.line, one.location.column))
        return StartingFile(path, self.categories[path], tuple(arrows))


_OTHERS = (Role.TOOL, Role.TEST, Role.EXAMPLE)


def _spot(place: Location) -> Spot:
    return place.path, place.line, place.column


def _owner(reference: Reference) -> str:
    """Return the name of the service that a reference belongs to, or ""."""
    owner = reference.base.container
    return owner if category_of(reference) is Category.SERVICES and ":" not in owner else ""


def _modules(scope: Scope) -> Iterator[Destination]:
    """Yield the modules of a scope that an arrow may lead to, the authoritative ones first."""
    named = {path: name for name, path in scope.programs}
    by_path = {one.path: one for one in scope.candidates}
    entries = dict.fromkeys((*filter(None, (scope.entry_point,)), *named))
    for path in entries:
        found = by_path.get(path)
        place = found.place if found else Location(path, 1, 1, 1, 1)
        notes = [f"program {named[path]}"] if path in named and len(entries) > 1 else []
        if scope.decided_by:
            notes.append(f"decided by {scope.decided_by}")
        standing = Standing.ENTRY if path == scope.entry_point else Standing.PROGRAM
        yield Destination(path, path, standing, place, tuple(notes))
    for candidate in scope.candidates:
        if candidate.path not in entries and candidate.role in _STANDINGS:
            standing, known = _STANDINGS[candidate.role], tuple(_notes(candidate))
            yield Destination(candidate.path, candidate.path, standing, candidate.place, known)


def _notes(candidate: Candidate) -> Iterator[str]:
    """Yield what a table says of a module that competes, in a few words."""
    if candidate.role is not Role.DUPLICATE:
        return
    if candidate.rival and candidate.similarity >= 0.25:
        yield f"{candidate.similarity:.0%} similar to {candidate.rival}"
    lacks = candidate.lacks
    counts = (("route", lacks.routes), ("command", lacks.commands), ("definition", lacks.definitions))
    lost = ", ".join(f"{len(names)} {word}{'s' * (len(names) > 1)}" for word, names in counts if names)
    if lost:
        yield f"only here: {lost}"
