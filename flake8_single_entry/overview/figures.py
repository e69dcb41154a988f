"""The figures by which a consolidation is judged, from a project and its findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from flake8_single_entry.model import Facts, Finding, Level, Link, Location, Role, Scope
from flake8_single_entry.project.graph import is_start
from flake8_single_entry.project.project import Project
from flake8_single_entry.project.resolve.forms import is_import
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category

STALE = ("ONE201", "ONE202", "ONE203", "ONE204", "ONE205", "ONE206")
_UNRESOLVED = ("ONE201", "ONE204")
_FAILS = ("ONE201", "ONE204", "ONE205", "ONE206")


class ProgramFigures(NamedTuple):
    """One program: its scope, its name ("" if it has none), its entry point ("" if undecided).

    ``modules`` is the number of modules that could be its entry point. It should be 1.
    """

    scope: str
    name: str
    entry_point: str
    modules: int


class StaleFigures(NamedTuple):
    """How many references are stale in the same way, at the same level."""

    code: str
    rule: str
    level: Level
    number: int


class Figures(NamedTuple):
    """The figures of a project. Findings below ``WARNING`` are counted in ``stale`` only.

    ``imports`` is the number of imports that do not resolve. Of the ``images`` whose start is known, ``shipping`` have
    all that they start. A service with a command of its own counts as an image.

    ``held`` is the number of findings that the baseline holds. The other figures count them as well.

    Of a baseline itself, ``imports`` and ``images`` are not known, and references below ``least`` are not counted.
    """

    programs: tuple[ProgramFigures, ...] = ()
    stale: tuple[StaleFigures, ...] = ()
    imports: int | None = 0
    images: int | None = 0
    shipping: int | None = 0
    held: int = 0
    least: Level = Level.NOTE

    @property
    def modules(self) -> int:
        """The number of modules that could be an entry point, of all programs."""
        return sum(program.modules for program in self.programs)

    @property
    def surplus(self) -> int:
        """The number of these that should not be there."""
        return sum(max(program.modules - 1, 0) for program in self.programs)

    def references(self, least: Level = Level.WARNING) -> int:
        """Return the number of stale references of a level or above."""
        return sum(one.number for one in self.stale if one.level >= least)


def figures(project: Project, findings: Iterable[Finding]) -> Figures:
    """Return the figures of a project. ``findings`` are those that nothing suppresses."""
    found = tuple(findings)
    counts = Counter((one.code, one.rule, one.level) for one in found if one.code in STALE)
    images = _images(project, {one.location for one in found if one.code in _FAILS and one.level >= Level.WARNING})
    unresolved = {(one.location, one.reference) for one in found if one.code in _UNRESOLVED}
    imports = {(link.reference.location, link.reference.text) for link in project.links if is_import(link.reference)}
    return Figures(
        tuple(program for scope in project.scopes for program in _programs(project, scope)),
        tuple(
            StaleFigures(code, rule, level, number)
            for (code, rule, level), number in sorted(counts.items(), key=lambda row: (row[0][0], -row[0][2]))
        ),
        len(unresolved & imports),
        len(images),
        sum(images.values()),
    )


def _programs(project: Project, scope: Scope) -> Iterator[ProgramFigures]:
    """Yield the programs of a scope that have an entry point or candidates for one."""
    surplus = Counter(
        project.entry_for(one.path) or "" for one in scope.candidates if one.role in (Role.DUPLICATE, Role.CANDIDATE)
    )
    named = {path: name for name, path in scope.programs}
    for path in dict.fromkeys((*filter(None, (scope.entry_point,)), *named)):
        yield ProgramFigures(scope.root, named.get(path, ""), path, 1 + surplus.pop(path, 0))
    if rest := sum(surplus.values()):
        yield ProgramFigures(scope.root, "", "", rest)


def _images(project: Project, failing: set[Location]) -> Mapping[tuple[str, str], bool]:
    """Return the images and services that start a file of the repository, and whether they have what they start."""
    found: dict[tuple[str, str], bool] = {}
    for link in project.links:
        key = _image_of(project.facts, link)
        if key is None:
            continue
        location = link.reference.location
        if location in failing or link.resolution.target is not None:
            found[key] = found.get(key, True) and location not in failing
    return found


def _image_of(facts: Mapping[str, Facts], link: Link) -> tuple[str, str] | None:
    """Return the file and the service of a reference that an image starts, or None for any other reference."""
    reference = link.reference
    path, category = reference.location.path, category_of(reference)
    if category is Category.SERVICES:
        return (path, reference.base.container) if is_start(reference) else None
    if category is not Category.IMAGE or path not in facts:
        return None
    started = {index for stage in facts[path].stages for index in stage.start}
    return (path, "") if any(facts[path].references[index] == reference for index in started) else None
