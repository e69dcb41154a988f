"""Clusters of the runnable modules of a scope that are versions of one program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import NamedTuple

from flake8_single_entry.conventions.file_names import PROGRAM_WORDS, stem_of
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.similarity import relatedness, similarity

CROWD = 40  # bucket size above which not all pairs are compared
_PLACES = frozenset(("", "src", "app", "src/app", "app/src", "source", "application", "src/main", "python", "code"))
_SERVER_PLACES = frozenset("backend server api service backend/app backend/src server/app api/app src/api".split())
_ALIKE, _CLOSE = 0.25, 0.08


def is_usual_place(place: str, names: Collection[str]) -> bool:
    """Return True for a directory of a scope that usually holds its entry point. ``names`` are those of the project."""
    if place in _PLACES or place.removeprefix("src/").lower() in names:
        return True
    return "/" not in place and stem_of(place + ".py").base_words == ("app",)  # fastapi_app/, app_v2/


def _no_slots(_: str) -> frozenset[str]:
    return frozenset()


class VersionRelation(NamedTuple):
    """Relation between versions of one program in a scope.

    ``anchors`` are the configured entry points: every module that shares their name competes, whatever the name is.
    ``names`` are the names of the project. ``slots`` returns the processes that a module runs as; modules in two
    processes of one deployment file are two programs. ``faces`` are modules that the ``__main__`` of their own package
    runs.
    """

    root: str
    anchors: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    slots: Callable[[str], frozenset[str]] = _no_slots
    faces: frozenset[str] = frozenset()

    @property
    def cores(self) -> frozenset[tuple[str, ...]]:
        return frozenset(stem_of(path).base_words for path in self.anchors)

    def place(self, one: Runnable) -> str:
        """Return the directory of a module relative to the root of the scope."""
        return one.directory if self.root == "." else one.directory[len(self.root) + 1 :]

    def is_usual(self, one: Runnable) -> bool:
        """Return True for a directory that usually holds the entry point of a scope."""
        if is_usual_place(self.place(one), self.names):
            return True
        return any(one.directory == anchor.rpartition("/")[0] for anchor in self.anchors)

    def related(self, left: Runnable, right: Runnable) -> bool:
        """Return True if two modules are versions of one program, judged by these two alone."""
        if self._different_kinds(left, right) or self._different_processes(left, right):
            return False
        if (
            left.traits.size
            and left.traits.sketch
            and left.traits.sketch == right.traits.sketch
            and left.name == right.name
        ):
            return True
        anchored = left.path in self.anchors or right.path in self.anchors
        if left.directory == right.directory:
            return self._beside(left, right, anchored)
        return self._across(left, right, anchored)

    def _beside(self, left: Runnable, right: Runnable, anchored: bool) -> bool:
        """Compare two modules of the same directory."""
        same = left.stem.base_words == right.stem.base_words
        named = (
            left.stem.is_program or left.stem.base_words in self.cores or "_".join(left.stem.base_words) in self.names
        )
        if same and named:
            return (
                not (left.stem.is_numbered_only and right.stem.is_numbered_only)
                or relatedness(left.traits, right.traits) > _ALIKE
            )
        if same:
            # Tools and library modules have variants that are all in use, so only copies compete.
            return similarity(left.traits, right.traits) > 0.5
        if left.stem.is_entry and right.stem.is_entry:
            if left.kind and left.kind == right.kind:
                return anchored or bool(self.anchors) or relatedness(left.traits, right.traits) > _CLOSE
            return relatedness(left.traits, right.traits) > _ALIKE
        if _extends(left, right):
            named = left.stem.is_program or right.stem.is_program
            alike = anchored or similarity(left.traits, right.traits) > (0.12 if named else 0.5)
            return alike and relatedness(left.traits, right.traits) > 0.15
        if left.stem.is_entry or right.stem.is_entry:
            return similarity(left.traits, right.traits) > 0.4
        return False

    def _across(self, left: Runnable, right: Runnable, anchored: bool) -> bool:
        """Compare two modules of different directories."""
        if not (left.stem.is_entry and right.stem.is_entry):
            return False
        if not (self._may_hold(left) and self._may_hold(right)):
            return left.stem.base_words == right.stem.base_words and relatedness(left.traits, right.traits) > 0.4
        if left.stem.base_words == right.stem.base_words:
            usual = self.is_usual(left) and self.is_usual(right) and not self._two_packages(left, right)
            if usual and left.kind == right.kind:
                return True
            return relatedness(left.traits, right.traits) > (_CLOSE if left.kind == right.kind else _ALIKE)
        if left.kind != right.kind:
            return False
        other = right if left.path in self.anchors else left
        if anchored and left.kind == "web" and other.stem.variants:
            return True  # backend_fixed.py, a stub of the configured server under an entry point's name
        return relatedness(left.traits, right.traits) > (_CLOSE if anchored else 0.12)

    def _two_packages(self, left: Runnable, right: Runnable) -> bool:
        """Return True for modules in separate directories, one of them run as a package by ``python -m``.

        The package's name is then the program's name. Modules of a known kind are excluded, because two servers may
        still be one program.
        """
        if left.kind or right.kind or self.faces.isdisjoint((left.path, right.path)):
            return False
        first, second = self.place(left) + "/", self.place(right) + "/"
        return "/" not in (first, second) and not first.startswith(second) and not second.startswith(first)

    def _may_hold(self, one: Runnable) -> bool:
        return self.is_usual(one) or self.place(one) in _SERVER_PLACES

    def _different_kinds(self, left: Runnable, right: Runnable) -> bool:
        if "__main__" in (*left.stem.base_words, *right.stem.base_words) or {left.path, right.path} <= self.anchors:
            return True
        left_words, right_words = ({*one.stem.base_words} & PROGRAM_WORDS for one in (left, right))
        if left_words != right_words:
            return True
        vague = ("", "cli")
        return left.kind != right.kind and left.kind not in vague and right.kind not in vague

    def _different_processes(self, left: Runnable, right: Runnable) -> bool:
        """Return True if one deployment file runs both modules as separate processes."""
        if left.stem.base_words == right.stem.base_words and left.directory == right.directory and self.anchors:
            return False
        first, second = self.slots(left.path), self.slots(right.path)
        if first & second:
            return False
        return bool({slot.rpartition(":")[0] for slot in first} & {slot.rpartition(":")[0] for slot in second})


def clusters(members: Sequence[Runnable], relation: VersionRelation) -> tuple[tuple[Runnable, ...], ...]:
    """Return the families among the runnable modules of a scope, each with at least two members, sorted by path."""
    parent = {one.path: one.path for one in members}

    def find(path: str) -> str:
        while parent[path] != path:
            parent[path] = parent[parent[path]]
            path = parent[path]
        return path

    for left, right in _pairs(members, relation):
        first, second = find(left.path), find(right.path)
        if first != second and relation.related(left, right):
            parent[max(first, second)] = min(first, second)
    groups: dict[str, list[Runnable]] = defaultdict(list)
    for one in sorted(members, key=lambda one: one.path):
        groups[find(one.path)].append(one)
    return tuple(tuple(found) for found in groups.values() if len(found) > 1)


def _pairs(members: Sequence[Runnable], relation: VersionRelation) -> Iterable[tuple[Runnable, Runnable]]:
    """Yield the pairs to compare: those that share a bucket. In a large bucket, only the first and adjacent members."""
    buckets: dict[tuple[str, object], list[Runnable]] = defaultdict(list)
    for one in sorted(members, key=lambda one: one.path):
        buckets["core", (one.directory, one.stem.base_words)].append(one)
        if one.stem.is_entry:
            buckets["entry", one.directory].append(one)
            usual = relation.is_usual(one) or relation.place(one) in _SERVER_PLACES
            buckets["usual", None if usual else one.stem.base_words].append(one)
        if one.stem.base_words:
            buckets["first", (one.directory, one.stem.base_words[0])].append(one)
            buckets["last", (one.directory, one.stem.base_words[-1])].append(one)
    for bucket in buckets.values():
        if len(bucket) <= CROWD:
            yield from combinations(bucket, 2)
        else:
            yield from ((bucket[0], other) for other in bucket[1:])
            yield from pairwise(bucket)


def _extends(left: Runnable, right: Runnable) -> bool:
    """Return True if one name extends the other by words before or after: ``fastapi_app``, ``fastapi_app_turbo``."""
    shorter, longer = sorted((left.stem.base_words, right.stem.base_words), key=len)
    return (
        bool(shorter)
        and len(shorter) < len(longer)
        and (longer[: len(shorter)] == shorter or longer[-len(shorter) :] == shorter)
    )


@dataclass(frozen=True)
class ComparisonWindow:
    """The family members that each member is compared with; in a large family, only the adjacent ones."""

    family: tuple[Runnable, ...]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one.path: index for index, one in enumerate(self.family)}

    def of(self, one: Runnable) -> tuple[Runnable, ...]:
        if len(self.family) <= CROWD:
            return self.family
        index = self._places[one.path]
        return self.family[max(0, index - CROWD // 2) : index + CROWD // 2]


def most_similar_version(one: Runnable, winner: Runnable, window: ComparisonWindow) -> tuple[str, float]:
    """Return the most similar member of the family and its similarity, or the winner if none is similar."""
    best, most = winner.path, 0.0
    for other in (winner, *window.of(one)):
        if other.path == one.path or (other is not winner and other.path == winner.path):
            continue
        share = similarity(one.traits, other.traits)
        if share > most + (0.02 if best == winner.path else 0.0):
            best, most = other.path, share
    return best, round(most, 3)


def most_similar(one: Runnable, anchors: Collection[Runnable]) -> Runnable:
    """Return the configured entry point that a module is a version of."""
    return min(
        anchors,
        key=lambda anchor: (
            anchor.stem.base_words != one.stem.base_words,
            anchor.directory != one.directory,
            -similarity(one.traits, anchor.traits),
            anchor.path,
        ),
    )
