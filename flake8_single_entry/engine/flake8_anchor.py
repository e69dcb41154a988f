"""Where flake8 reports the findings of a scope that are not in Python files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flake8_single_entry.files.tree import SKIPPED_DIRECTORIES
from flake8_single_entry.model import Finding, Location, Role, Scope
from flake8_single_entry.printable import is_plain
from flake8_single_entry.project.project import Project
from flake8_single_entry.suppress import apply, text_of

_MOST_LINES = 100  # at the top of the entry point; if all of them have a comment, the findings stay at its guard


def anchors_of(project: Project, findings: Iterable[Finding]) -> tuple[tuple[str, Location], ...]:
    """Return the anchor of each scope that has findings, with the scope's root."""
    by_scope: dict[str, list[Finding]] = {}
    for finding in findings:
        by_scope.setdefault(finding.scope, []).append(finding)
    places = ((root, _anchor(project, root), by_scope[root]) for root in sorted(by_scope))
    read = text_of(project.tree)
    return tuple((root, _heard(place, found, read)) for root, place, found in places if place is not None)


def _heard(place: Location, findings: Iterable[Finding], read: Callable[[str], str | None]) -> Location:
    """Return the first line, the anchor's own before the top of the file, where flake8 drops none of the findings.

    A comment in the entry point is not about another file: there, ``suppress`` has looked at the finding's own place.
    """
    foreign = {finding.code: finding for finding in findings if not finding.location.path.endswith(".py")}
    text = read(place.path) if foreign else None
    if text is None or "noqa" not in text.lower():
        return place
    lines = min(text.count("\n"), _MOST_LINES)
    places = (place, *(Location(place.path, line, 1, line, 1) for line in range(1, lines + 1)))
    kept = apply((_at(finding, one) for one in places for finding in foreign.values()), lambda _: text)
    return _first_of_all(places, kept, len(foreign)) or place


def _at(finding: Finding, place: Location) -> Finding:
    return finding._replace(location=place, related=())


def _first_of_all(places: Sequence[Location], kept: Iterable[Finding], wanted: int) -> Location | None:
    """Return the first place that keeps as many findings as wanted."""
    codes: dict[Location, set[str]] = {place: set() for place in places}
    for finding in kept:
        codes[finding.location].add(finding.code)
    return next((place for place in places if len(codes[place]) == wanted), None)


def _anchor(project: Project, root: str) -> Location | None:
    """Return the anchor of the scope at ``root``.

    It is the scope's entry point, else its first candidate that is not archived, else its first Python file. If there
    is none of these, use the anchor of the next scope, sorted by root.
    """
    scopes = sorted(project.scopes, key=lambda scope: (scope.root != root, scope.root))
    return next(filter(None, (_entry_place(project, scope) for scope in scopes)), None) or _first_file(project, ".")


def _entry_place(project: Project, scope: Scope) -> Location | None:
    candidates = {candidate.path: candidate for candidate in scope.candidates if _can_speak(candidate.path)}
    live = sorted(path for path in candidates if candidates[path].role is not Role.ARCHIVED)
    for path in (scope.entry_point, *(path for _, path in scope.programs), *live):
        if path in candidates:
            return candidates[path].place
    return _first_file(project, scope.root)


def _first_file(project: Project, root: str) -> Location | None:
    """Return the first line of the first Python file below ``root`` that flake8 is likely to check."""
    for path in project.tree.paths:
        parts = path.split("/")
        inside = root == "." or path.startswith(f"{root}/")
        hidden = any(part.startswith(".") for part in parts) or not SKIPPED_DIRECTORIES.isdisjoint(parts)
        if _can_speak(path) and inside and not hidden and not _is_out(project, path):
            return Location(path, 1, 1, 1, 1)
    return None


def _is_out(project: Project, path: str) -> bool:
    return project.is_archived(path) or project.tree.is_excluded(path)


def _can_speak(path: str) -> bool:
    """True for a file that flake8 checks and whose name it can print."""
    return path.endswith(".py") and is_plain(path)
