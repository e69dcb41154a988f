"""The command ``baseline``: record today's findings, so that only new ones fail, and drop those that are mended."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import date
from typing import NamedTuple

from flake8_single_entry.baseline.coverage import is_coverable, recorded_from
from flake8_single_entry.baseline.file import FILE_NAME, Baseline, Entry, dumps, read
from flake8_single_entry.cli.allow import day
from flake8_single_entry.cli.context import Exit, configuration_path, print_errors, root_of
from flake8_single_entry.cli.settings import Settings, read_settings
from flake8_single_entry.cli.streams import put, tell
from flake8_single_entry.config.editing import with_baseline
from flake8_single_entry.config.file import write
from flake8_single_entry.engine import Analysis, Report
from flake8_single_entry.errors import UsageError
from flake8_single_entry.files.disk import Unreadable, read_regular
from flake8_single_entry.git import is_in_repository
from flake8_single_entry.model import Finding, Level
from flake8_single_entry.printable import printable

_EMPTY = dumps(()).encode()


class Change(NamedTuple):
    """What becomes of a baseline: the entries that stay, those that are fixed, and new findings."""

    kept: tuple[Entry, ...]
    fixed: tuple[Entry, ...]
    new: tuple[Finding, ...]


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    root = os.path.realpath(root_of(arguments))
    until = None if arguments.until is None else day(arguments.until, date.today())
    settings = read_settings(root, configuration_path(arguments, root))
    path = settings.config.baseline.text if settings.config.baseline else FILE_NAME
    before = _existing(root, path)
    if before is None and arguments.prune:
        raise UsageError(f"--prune: there is no baseline {path} yet; `single-entry baseline` writes it")
    # With an empty baseline in place of the one on disk, every finding is reported.
    report = Analysis(root, settings.name, {path: _EMPTY}).report()
    if report.errors:
        return print_errors(report.errors)
    change = _change(before, report)
    is_growing = before is None or arguments.update
    added = tuple(Entry.of(finding, arguments.reason or "", until) for finding in change.new) if is_growing else ()
    if before is None and not added:
        put("No findings: no baseline is needed.\n")
        return Exit.CLEAN
    text = dumps((*change.kept, *added))
    if before is None or text != before.text:
        write(root, os.path.join(root, path), text.encode("ascii"))
    put(f"{_summary(path, change, len(added), is_new=before is None)}\n")
    if not is_growing and change.new:
        number = _count(len(change.new), "finding is", "findings are")
        tell(f"{number} not in the baseline: `single-entry` prints them, `single-entry baseline --update` adds them.\n")
    _name(root, settings, path, is_new=before is None)
    return Exit.CLEAN


def _existing(root: str, path: str) -> Baseline | None:
    """Return the baseline on disk, or None if there is none. Raises ``UsageError``."""
    full = os.path.join(root, path)
    if not os.path.lexists(full):
        return None
    try:
        found = read(path, read_regular(full))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}; remove it first") from None
    except Unreadable as error:
        raise UsageError(f"{path} cannot be read: {error}; remove it first") from None
    if found.errors:
        place, message = found.errors[0]
        raise UsageError(f"{place.path}:{place.line}:{place.column}: {message}")
    return found


def _change(before: Baseline | None, report: Report) -> Change:
    entries = before.entries if before else ()
    known = {entry.fingerprint for entry in entries}
    there = {finding.fingerprint for finding in report.findings}
    least = recorded_from(Level[report.fail_on.upper()])
    recorded = (finding for finding in report.findings if finding.level >= least and is_coverable(finding.code))
    return Change(
        tuple(entry for entry in entries if entry.fingerprint in there),
        tuple(entry for entry in entries if entry.fingerprint not in there),
        tuple(finding for finding in recorded if finding.fingerprint not in known),
    )


def _summary(path: str, change: Change, added: int, *, is_new: bool) -> str:
    total = _count(len(change.kept) + added, "finding", "findings")
    if is_new:
        return f"Wrote {printable(path)} with {total}."
    told = [f"{len(change.fixed)} removed as fixed"] if change.fixed else []
    told += [f"{added} added"] if added else []
    return f"{printable(path)} holds {total}{', ' if told else ''}{', '.join(told) or ': nothing has changed'}."


def _name(root: str, settings: Settings, path: str, *, is_new: bool) -> None:
    """Name the baseline in the configuration, if it is not there yet, and say what to commit."""
    changed = [path] if is_new else []
    if settings.config.baseline is None:
        text = with_baseline(settings.text, path, settings.shown)
        write(root, settings.place, text.encode("utf-8"))
        tell(f"Wrote `baseline: {printable(path)}` to {printable(settings.shown)}.\n")
        changed.append(settings.shown)
    if changed and is_in_repository(root):
        tell(f"Commit {printable(' and '.join(changed))}: hooks read them from git.\n")


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
