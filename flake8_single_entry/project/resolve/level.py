"""The level of a finding about a reference: an error, unless a row of the table lowers it.

Certain and followed is an error; named, guarded, shown or very likely a warning; possible a note. Each row has a clause
that says why, for ``single-entry explain``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flake8_single_entry.model import REQUIRED, Level, Reference, RelativeTo, Resolution, Via
from flake8_single_entry.project.resolve.absence_features import AbsenceFeatures
from flake8_single_entry.project.resolve.forms import is_import
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category

_NAMED = frozenset((Via.MENTION, Via.PATH))


class Limit(NamedTuple):
    """A row of the table: findings reach at most ``level`` if ``applies``."""

    clause: str
    level: Level
    applies: Callable[[AbsenceFeatures], bool]


LIMITS = (
    Limit(
        "an image that is not known may bring it",
        Level.WARNING,
        lambda case: not case.remembered and any(start.place.doubt(path) for start, path in case.looked),
    ),
    Limit("it is only named or shown", Level.WARNING, lambda case: _is_only_named(case.reference)),
    Limit("its absence is handled", Level.NOTE, lambda case: case.reference.guarded and not _is_dead_branch(case)),
    Limit("its absence is handled, but git knows that it is gone", Level.WARNING, lambda case: case.reference.guarded),
    Limit(
        "a library has that name, and the project may not declare it",
        Level.NOTE,
        lambda case: is_import(case.reference) and case.is_named_like_a_library,
    ),
    Limit("the line is newer than the deletion of the file", Level.WARNING, lambda case: case.is_newer),
    Limit(
        "it runs in a directory that is not here",
        Level.WARNING,
        lambda case: case.remembered and case.leads_elsewhere and not case.enters_own_checkout,
    ),
    Limit(
        "the directory that it enters may be the checkout itself",
        Level.NOTE,
        lambda case: not case.remembered and case.may_enter_checkout and _is_printed(case.reference),
    ),
    Limit("a dependency may bring the module", Level.WARNING, lambda case: not case.remembered and case.may_be_brought),
    Limit("the import path is not known", Level.WARNING, lambda case: _is_import_from_anywhere(case.reference)),
    Limit("the project declares no dependencies", Level.WARNING, lambda case: case.may_be_undeclared),
    Limit(
        "git does not remember the file, and the document's other commands do not show where it would be",
        Level.WARNING,
        lambda case: not (case.remembered or case.corroborated) and category_of(case.reference).is_prose,
    ),
    Limit(
        "git does not remember the file, and code may run in another directory or with another import path",
        Level.WARNING,
        lambda case: not case.remembered and category_of(case.reference) is Category.CODE,
    ),
)


def _is_dead_branch(case: AbsenceFeatures) -> bool:
    """True if git remembers the file, and nothing provides for its absence but a test or a message."""
    reference = case.reference
    is_only_tested = reference.via is Via.PATH and not reference.forgiven
    provides = is_import(reference) or is_only_tested or reference.replaced
    return case.remembered and (reference.forgiven or not provides)


def _is_printed(reference: Reference) -> bool:
    """True for a command that a program tells its user to run."""
    return category_of(reference) is Category.CODE and reference.via is Via.MENTION and bool(reference.runner)


def _is_import_from_anywhere(reference: Reference) -> bool:
    return reference.base.anchor is RelativeTo.PACKAGE and not reference.base.certain


def level_of(reference: Reference) -> Level:
    """Return the level of a finding about a file that exists: it depends on how the reference is followed."""
    return Level.WARNING if reference.guarded or _is_only_named(reference) else Level.ERROR


def _is_only_named(reference: Reference) -> bool:
    return reference.via in _NAMED and reference.runner != REQUIRED


def with_level(case: AbsenceFeatures, absence: Resolution) -> Resolution:
    """Return the absence with its level, and the clauses of the limits that apply."""
    limits = [limit for limit in LIMITS if limit.applies(case)]
    if not limits:
        return absence
    level = min(limit.level for limit in limits)
    return absence._replace(level=level, facts=(*absence.facts, *(limit.clause for limit in limits)))
