"""A plan carried out: first the rewrites, then the moves, so that a run that was stopped can be finished by another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.disk import Unreadable
from flake8_single_entry.fixes.disk import Disk
from flake8_single_entry.fixes.values import Plan


class Refused(NamedTuple):
    """A file that was not changed, and why."""

    path: str
    reason: str


def carry_out(plan: Plan, disk: Disk) -> tuple[Refused, ...]:
    """Change the work tree. Return the files that changed since they were read, and were not written.

    Nothing is moved if a file is refused: a reference in it would lead to what is gone. Raises ``SingleEntryError``.
    """
    try:
        refused = tuple(_rewrite(plan, disk))
        for move in () if refused else plan.moves:
            disk.make_directory(move.new)
            disk.move(move.old, move.new)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise SingleEntryError(
            f"{where}{error.strerror}; every file is whole: run the command again to finish"
        ) from None
    return refused


def _rewrite(plan: Plan, disk: Disk) -> Iterator[Refused]:
    for change in plan.changes:
        try:
            if (disk.read(change.path) if disk.has(change.path) else None) != change.before:
                yield Refused(change.path, "it changed meanwhile")
                continue
        except Unreadable as error:
            yield Refused(change.path, str(error))
            continue
        except OSError as error:
            yield Refused(change.path, f"it cannot be read: {error.strerror}")
            continue
        disk.replace(disk.write(change.path, change.after), change.path)
