"""Separate the findings that a baseline holds from the others, and report the entries that hold nothing any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_single_entry.baseline.file import Baseline, Entry, dumps
from flake8_single_entry.config.rule_names import ALWAYS_ON
from flake8_single_entry.model import Edit, Finding, Level, Location
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules import expired_allowance, order, unused_allowance, with_fingerprints


class Covered(NamedTuple):
    """The findings that are left, in order, and those that the baseline holds."""

    kept: tuple[Finding, ...]
    held: tuple[Finding, ...]


def cover(project: Project, baseline: Baseline, findings: Sequence[Finding]) -> Covered:
    """Separate the findings that a baseline holds from the others, and add what is to say of its entries."""
    kept, held = held_by(baseline, findings)
    own = sorted(_of_entries(project, baseline, {finding.fingerprint for finding in held}), key=order)
    return Covered(tuple(sorted((*kept, *with_fingerprints(own)), key=order)), held)


def held_by(baseline: Baseline, findings: Sequence[Finding]) -> Covered:
    """Separate the findings that a baseline holds from the others."""
    known = {entry.fingerprint for entry in baseline.entries}
    is_held = [finding.fingerprint in known and is_coverable(finding.code) for finding in findings]
    answers = list(zip(findings, is_held, strict=True))
    return Covered(
        tuple(finding for finding, held in answers if not held), tuple(finding for finding, held in answers if held)
    )


def is_coverable(code: str) -> bool:
    """True for a rule whose findings a baseline may hold: not those that say that nothing is judged."""
    return code not in ALWAYS_ON


def recorded_from(fail_on: Level) -> Level:
    """Return the lowest level that a baseline records: that of what fails, but every warning."""
    return min(fail_on, Level.WARNING)


def _of_entries(project: Project, baseline: Baseline, there: set[str]) -> Iterator[Finding]:
    """Yield the findings about entries: what they hold is gone, or their last day comes or has passed."""
    levels = dict(project.config.rules)
    off = {code for code, level in levels.items() if level is None}
    gone = [entry for entry in baseline.entries if entry.fingerprint not in there and entry.code not in off]
    edits = _removals(baseline, gone)
    if (level := levels.get("ONE902", unused_allowance.RULE.level)) is not None:
        for entry in gone:
            message = f"holds {entry}, which is fixed; remove the entry (`single-entry baseline` does)"
            found = unused_allowance.RULE.finding(
                project, entry.location, message, reference=entry.fingerprint, about="x"
            )
            yield found._replace(level=level, edits=edits.get(entry, ()))
    for entry in baseline.entries:
        if entry.fingerprint in there:
            fact, way_out = f"holds {entry}", "mend it, or set a later day"
            yield from expired_allowance.of_entry(
                project, fact, entry.until, entry.reason, entry.location, entry.fingerprint, way_out
            )


def _removals(baseline: Baseline, gone: Sequence[Entry]) -> dict[Entry, tuple[Edit, ...]]:
    """Return the edits that remove entries, by entry: together all of them. None for a file written in another way.

    Entries at the end are removed together, with the comma before them.
    """
    entries = baseline.entries
    if not gone or baseline.text != dumps(entries):
        return {}
    going = frozenset(gone)
    first = entries[0].location.line
    kept = max((index for index, entry in enumerate(entries) if entry not in going), default=-1)
    lines = baseline.text.split("\n")
    start = Location(baseline.path, first + kept, len(lines[first + kept - 1]), first + kept, 1)
    if kept < 0:  # from the bracket that opens the list to the one that closes it
        start = start._replace(column=start.column + 1)
    found: dict[Entry, tuple[Edit, ...]] = {}
    for index, entry in enumerate(entries):
        line = first + index
        if entry in going and index < kept:
            found[entry] = (Edit(Location(baseline.path, line, 1, line + 1, 1), ""),)
        elif entry in going:
            last = first + len(entries)
            end = (last, 3) if kept < 0 else (last - 1, len(lines[last - 2]) + 1)
            found[entry] = (Edit(start._replace(end_line=end[0], end_column=end[1]), ""),)
    return found
