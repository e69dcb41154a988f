"""The values of a consolidation plan: what there is, what wins, what changes, and what a person decides."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flake8_single_entry.fixes.values import Move
from flake8_single_entry.model import Finding, UniqueFeatures
from flake8_single_entry.overview.figures import Figures
from flake8_single_entry.overview.sentences import Sentence

WINNER = "winner"  # the role of a variant that stays


class Variant(NamedTuple):
    """One module that could be the entry point.

    ``size`` is its number of lines with code, ``kind`` what it is in words, ``starts`` who starts it, and ``changed``
    the Unix time of its last commit. ``becomes`` is where it goes ("" if it stays). ``lacks`` holds what it has and the
    winner has not.
    """

    path: str
    role: str
    size: int
    kind: str
    starts: tuple[str, ...]
    changed: int | None
    becomes: str = ""
    lacks: UniqueFeatures = UniqueFeatures()


class Contest(NamedTuple):
    """One scope in which modules compete. ``winner`` is "" if it is undecided, ``reasons`` speak for the winner."""

    scope: str
    winner: str
    decided_by: str
    confidence: float
    reasons: tuple[str, ...]
    variants: tuple[Variant, ...]


class Change(NamedTuple):
    """One reference that changes: the line before and after."""

    path: str
    line: int
    before: str
    after: str


class Decision(NamedTuple):
    """A finding that nobody but a person can mend, and why it is left."""

    finding: Finding
    reason: str


class Step(NamedTuple):
    """One line of the checklist."""

    text: Sentence
    is_done: bool


class Exemption(NamedTuple):
    """An ``allow`` entry with a last day. ``path`` is relative to the root."""

    path: str
    role: str
    reason: str
    until: date


class Consolidation(NamedTuple):
    """The whole plan. Figures are those of today and those after ``fix``."""

    contests: tuple[Contest, ...]
    moves: tuple[Move, ...]
    changes: tuple[Change, ...]
    decisions: tuple[Decision, ...]
    risks: tuple[Sentence, ...]
    steps: tuple[Step, ...]
    exemptions: tuple[Exemption, ...]
    today: Figures
    after: Figures
    entry_points: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """True if there is nothing to consolidate and nothing to decide."""
        return not (self.contests or self.moves or self.changes or self.decisions)

    @property
    def is_undecided(self) -> bool:
        """True if nobody has said which module wins somewhere. Nothing changes before that."""
        return any(not contest.winner for contest in self.contests)
