"""Analyse one state of a project: the files on disk, and the unsaved buffers over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flake8_single_entry.cache import Cache, directory
from flake8_single_entry.engine import Analysis, Revision
from flake8_single_entry.engine.sources import open_texts
from flake8_single_entry.engine.what_if import open_what_if
from flake8_single_entry.fixes.plan import plan_fixes
from flake8_single_entry.fixes.values import Choice, Plan
from flake8_single_entry.model import Finding, Level, Location
from flake8_single_entry.reporters.excerpt import lines_of
from flake8_single_entry.rules.superseded_target import RULE as SUPERSEDED_TARGET
from flake8_single_entry.syntax.source import Undecodable, decode

Overlay = Mapping[str, bytes]  # the contents of buffers that differ from the disk, by path relative to the root


class Snapshot(NamedTuple):
    """The findings of one state, and the lines of the files in which they and their related places lie."""

    root: str
    findings: tuple[Finding, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = {}

    def in_file(self, path: str) -> tuple[Finding, ...]:
        """Return the findings of one file, in order."""
        return tuple(finding for finding in self.findings if finding.location.path == path)


class Destination(NamedTuple):
    """A reference in a file, and the file to which it leads."""

    place: Location
    target: str


class Destinations(NamedTuple):
    """Where the references of a file lead, and the lines of that file."""

    found: tuple[Destination, ...]
    lines: tuple[str, ...]


def take(root: str, overlay: Overlay, least: Level | None) -> Snapshot:
    """Analyse a project. Its findings are those of the level ``least`` or above; by default, what ``check`` prints.

    Raises ``UsageError`` and ``SingleEntryError``.
    """
    report = Analysis(root, overlay=overlay, cache=Cache(directory())).report()
    lowest = least or min(Level.WARNING, Level[report.fail_on.upper()])
    findings = tuple(finding for finding in report.findings if finding.level >= lowest)
    paths = {place.path for finding in findings for place in _places(finding)}
    return Snapshot(root, findings, lines(root, overlay, paths))


def destinations(root: str, overlay: Overlay, path: str) -> Destinations:
    """Return where the references of a file lead.

    Raises ``UsageError`` and ``SingleEntryError``.
    """
    project = Analysis(root, overlay=overlay, cache=Cache(directory())).project([path])
    found = (
        Destination(link.reference.location, link.resolution.target)
        for link in project.links
        if link.reference.location.path == path and link.resolution.target and link.resolution.target != path
    )
    return Destinations(tuple(dict.fromkeys(found)), lines(root, overlay, {path}).get(path, ()))


def plan_move(snapshot: Snapshot, overlay: Overlay, finding: Finding) -> Plan:
    """Return what ``fix`` would do about a duplicate, and about the references in the files that start or import it.

    Raises ``UsageError`` and ``SingleEntryError``.
    """
    module = finding.location.path
    users = {other.location.path for other in snapshot.findings if other.target == module}
    choice = Choice((module, *sorted(users)), (finding.code, SUPERSEDED_TARGET.code))
    with open_what_if(snapshot.root, given=overlay) as judge:
        return plan_fixes(judge({}, {}), judge, choice)


def lines(root: str, overlay: Overlay, paths: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the lines of files, as they are in the buffers or on disk. A file that cannot be read has none."""
    with open_texts(root, Revision()) as read:
        texts = {path: _buffer(overlay[path]) if path in overlay else read(path) for path in sorted(paths)}
    return {path: tuple(lines_of(text)) for path, text in texts.items() if text is not None}


def _places(finding: Finding) -> tuple[Location, ...]:
    related = (other.location for other in finding.related)
    return finding.location, *related, *(edit.location for edit in finding.edits)


def _buffer(data: bytes) -> str | None:
    try:
        return decode(data)
    except Undecodable:
        return None
