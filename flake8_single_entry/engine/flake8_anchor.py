"""Where flake8 reports the findings of a scope that are not in Python files."""

from __future__ import annotations

from collections.abc import Iterable

from flake8_single_entry.files.tree import SKIPPED_DIRECTORIES
from flake8_single_entry.model import Finding, Location, Role, Scope
from flake8_single_entry.printable import is_plain
from flake8_single_entry.project.project import Project


def anchors_of(project: Project, findings: Iterable[Finding]) -> tuple[tuple[str, Location], ...]:
    """Return the anchor of each scope that has findings, with the scope's root."""
    places = ((root, _anchor(project, root)) for root in sorted({finding.scope for finding in findings}))
    return tuple((root, place) for root, place in places if place is not None)


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
