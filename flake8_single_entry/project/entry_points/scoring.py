"""Selection by score: the sum of the evidence, with a confidence that depends on the margin."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from flake8_single_entry.model import Evidence, Location
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.evidence import EvidenceCollector
from flake8_single_entry.project.entry_points.module_evidence import Normalization, named, own, prior
from flake8_single_entry.project.entry_points.uses import summed
from flake8_single_entry.project.entry_points.weights import Rank, fixed_weight, kind_named, rank_of

BAR = 0.6  # minimum confidence of a decision
_CONTESTED = 0.66  # the same if an executed file also starts the runner-up
_ENOUGH = 2.0  # weight of an import or a start by code; tests and mentions alone decide nothing
_STARTED = 2.5  # minimum weight of a start by an executed file
_STUB = 5  # how many times larger the largest version is than one that only keeps the name
RIVALS = 12  # maximum number of family members for which git is queried
_DAY = 86_400


class ChangeLog(Protocol):
    """Changes of a path in the git history."""

    def last_change(self, path: str) -> int | None: ...

    def changes(self, path: str) -> int: ...


class PathCollector:
    """Records the ``paths`` that would be looked up in a history, so that they can be queried together."""

    def __init__(self) -> None:
        self.paths: set[str] = set()

    def last_change(self, path: str) -> int | None:
        self.paths.add(path)
        return None

    def changes(self, path: str) -> int:
        self.paths.add(path)
        return 0


class ScoredCandidate(NamedTuple):
    """A module with its weighted evidence. ``started`` is the part that comes from starts and uses."""

    runnable: Runnable
    evidence: tuple[Evidence, ...]

    @property
    def score(self) -> float:
        return round(sum(evidence.weight for evidence in self.evidence), 2)

    @property
    def program_score(self) -> float:
        """The score in comparison with other programs.

        Imports and starts from within the project are excluded, because they make the module a part of another program.
        Git evidence and completeness are excluded because they distinguish versions rather than programs.
        """
        kept = (evidence for evidence in self.evidence if not kind_named(evidence.kind).is_inner)
        return round(sum(evidence.weight for evidence in kept if evidence.kind != "complete"), 2)

    @property
    def rank(self) -> Rank:
        return max((rank_of(evidence) for evidence in self.evidence), default=Rank.NONE)

    @property
    def started(self) -> float:
        return sum(evidence.weight for evidence in self.evidence if kind_named(evidence.kind).is_use)


Shipping = Callable[[str], frozenset[str]]
"""Returns the images that hold a file of the repository."""


class Selection(NamedTuple):
    """The selected candidate or None, and the confidence (0 to 1)."""

    winner: str | None
    confidence: float


def cases_of(family: Collection[Runnable], collector: EvidenceCollector, root: str) -> list[ScoredCandidate]:
    """Return the candidates of a family, or of a single module, with all evidence except git's."""
    measure = Normalization.of(family)
    names = collector.names
    return [
        ScoredCandidate(
            one, (*summed(collector.starts(one.path, root)), *own(one, measure), *prior(one), *named(one, names))
        )
        for one in family
    ]


def no_images(_: str) -> frozenset[str]:
    """Return no image that holds a file."""
    return frozenset()


def with_shipping(cases: Sequence[ScoredCandidate], shipping: Shipping) -> list[ScoredCandidate]:
    """Return the candidates with evidence for those that every image of the program holds, if nothing starts any."""
    if len(cases) < 2 or any(case.rank > Rank.NONE for case in cases):
        return list(cases)
    holders = {case.runnable.path: shipping(case.runnable.path) for case in cases}
    images = frozenset[str]().union(*holders.values())
    return [_shipped(case, min(images)) if images and holders[case.runnable.path] == images else case for case in cases]


def _shipped(case: ScoredCandidate, image: str) -> ScoredCandidate:
    evidence = Evidence("shipped", Location(image, 1, 1, 1, 1), f"{image} copies it", fixed_weight("shipped"))
    return ScoredCandidate(case.runnable, (evidence, *case.evidence))


def with_history(cases: Sequence[ScoredCandidate], history: ChangeLog) -> tuple[ScoredCandidate, ...]:
    """Return the candidates of one family with git evidence added: the last change and the number of changes."""
    if not 2 <= len(cases) <= RIVALS:
        return tuple(cases)
    times = {case.runnable.path: history.last_change(case.runnable.path) for case in cases}
    counts = {case.runnable.path: history.changes(case.runnable.path) for case in cases}
    newest = sorted((time for time in times.values() if time is not None), reverse=True)
    most = max(counts.values(), default=0)
    return tuple(
        ScoredCandidate(case.runnable, (*case.evidence, *_from_git(case.runnable.path, times, counts, newest, most)))
        for case in cases
    )


def _from_git(
    path: str, times: Mapping[str, int | None], counts: Mapping[str, int], newest: Sequence[int], most: int
) -> tuple[Evidence, ...]:
    found = []
    place = Location(path, 1, 1, 1, 1)
    time = times[path]
    if time is not None and len(newest) > 1 and time == newest[0] and newest[0] - newest[1] > _DAY / 24:
        gap = newest[0] - newest[1]
        found.append(Evidence("recent", place, f"changed last, on {_day(time)}", 1.0 if gap > _DAY else 0.5))
    if most > 1 and counts[path] == most and sorted(counts.values())[-2] < most:
        found.append(Evidence("changes", place, f"changed most often, in {most} commits", fixed_weight("changes")))
    return tuple(found)


def select_version(cases: Sequence[ScoredCandidate]) -> Selection:
    """Select the current version of a program.

    Something must start or use the winner. Size, age and name alone decide nothing. The rank of the strongest start
    decides first.
    """
    ranked = sorted(cases, key=lambda case: (-case.rank, -case.score, case.runnable.path))
    if len(ranked) < 2:
        return only(ranked)
    confidence = confidence_of(ranked[0].score, ranked[1].score)
    if ranked[0].rank > ranked[1].rank:
        return Selection(ranked[0].runnable.path, max(BAR, confidence))
    if ranked[0].started < _ENOUGH:
        return Selection(None, min(confidence, 0.5))
    bar = _CONTESTED if is_started(ranked[1]) else BAR
    return Selection(ranked[0].runnable.path if confidence >= bar else None, confidence)


def select_current(cases: Sequence[ScoredCandidate]) -> Selection:
    """Select the current version, or what is left of the versions if nothing starts any of them.

    Those that a name puts away are left out first. Of the others, one wins that is the only one with tests, and
    otherwise the one that the rest are named after: ``main.py`` beside ``main_improved.py``. What starts a program by
    convention (``fastapi run``, a platform's build) looks for that name. Nothing is decided beside ``main_v2.py``, a
    name that claims to follow.
    """
    selection = select_version(cases)
    if selection.winner is not None:
        return selection
    current = [case for case in cases if not case.runnable.stem.is_put_away]
    if any(is_started(case) for case in cases if case.runnable.stem.is_put_away):
        return selection
    left = [case for case in current if len(current) == 1 or _is_left(case, current)]
    return Selection(left[0].runnable.path, _CONTESTED) if len(left) == 1 else selection


def _is_left(case: ScoredCandidate, current: Sequence[ScoredCandidate]) -> bool:
    """Return True for the version that stays if nothing starts any: the tested one, or that of the common name."""
    if any(other.rank > Rank.NONE for other in current):
        return False
    tested = [other for other in current if any(evidence.kind == "tests" for evidence in other.evidence)]
    if tested:
        return tested == [case]
    one = case.runnable
    largest = max(other.runnable.traits.size for other in current)
    if not one.stem.is_entry or one.traits.size * _STUB < largest:
        return False
    others = [other.runnable for other in current if other is not case]
    return all(
        other.directory == one.directory and other.stem.is_named_after(one.stem) and not other.stem.claims_succession
        for other in others
    )


def confidence_of(first: float, second: float) -> float:
    """Return the confidence in the first of two scores, 0 to 0.99."""
    return round(max(0.0, min(0.99, 0.5 + 0.5 * (first - second) / (abs(first) + 1.0))), 2)


def only(cases: Sequence[ScoredCandidate]) -> Selection:
    """Return the selection of a candidate without rivals, if there is one."""
    return Selection(cases[0].runnable.path, _alone(cases[0])) if cases else Selection(None, 0.0)


def _alone(case: ScoredCandidate) -> float:
    """Return the confidence in a module without rivals: something starts it, or it has both traits and name."""
    if case.started >= 3:
        return 0.95
    return 0.8 if case.runnable.stem.is_entry else 0.65


def is_strong(case: ScoredCandidate) -> bool:
    """Return True if a deployment starts the module."""
    return any(kind_named(evidence.kind).is_start and evidence.weight >= 5 for evidence in case.evidence)


def is_started(case: ScoredCandidate) -> bool:
    """Return True if an executed file, rather than a document, starts the module."""
    return any(kind_named(evidence.kind).is_start and evidence.weight >= _STARTED for evidence in case.evidence)


def _day(time: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(time, UTC).date().isoformat()
