"""Clusters of the runnable modules of a scope that are versions of one program."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.similar_pairs import CROWD, alike, pairs_within
from flake8_single_entry.project.entry_points.similarity import similarity
from flake8_single_entry.project.entry_points.versions import VersionRelation

_MOST_ANCHORS = 4  # configured entry points that are compared with every module


def clusters(members: Sequence[Runnable], relation: VersionRelation) -> tuple[tuple[Runnable, ...], ...]:
    """Return the families among the runnable modules of a scope, each with at least two members, sorted by path."""
    parent = {one.path: one.path for one in members}

    def find(path: str) -> str:
        while parent[path] != path:
            parent[path] = parent[parent[path]]
            path = parent[path]
        return path

    def join(left: Runnable, right: Runnable) -> None:
        first, second = find(left.path), find(right.path)
        parent[max(first, second)] = min(first, second)

    for left, right in _pairs(members, relation):
        if find(left.path) != find(right.path) and relation.related(left, right):
            join(left, right)
    sizes = Counter(find(one.path) for one in members)
    heirs = [one for one in members if relation.may_succeed(one)]
    for one in members if len(heirs) <= CROWD else ():
        if sizes[find(one.path)] == 1 and relation.is_left_over(one):
            found = [heir for heir in heirs if relation.succeeds(heir, one)]
            if len({find(heir.path) for heir in found}) == 1:
                join(one, found[0])
    groups: dict[str, list[Runnable]] = defaultdict(list)
    for one in sorted(members, key=lambda one: one.path):
        groups[find(one.path)].append(one)
    return tuple(tuple(found) for found in groups.values() if len(found) > 1)


def _pairs(members: Sequence[Runnable], relation: VersionRelation) -> Iterator[tuple[Runnable, Runnable]]:
    """Yield the pairs to compare: near copies, those that share a bucket, and everything with the few anchors."""
    yield from alike(members)
    buckets: dict[tuple[str, object], list[Runnable]] = defaultdict(list)
    for one in sorted(members, key=lambda one: one.path):
        for key in _buckets_of(one, relation):
            buckets[key].append(one)
    for bucket in buckets.values():
        yield from pairs_within(bucket)
    anchors = [one for one in members if one.path in relation.anchors]
    for anchor in anchors if len(anchors) <= _MOST_ANCHORS else ():
        yield from ((anchor, other) for other in members if other is not anchor)


def _buckets_of(one: Runnable, relation: VersionRelation) -> Iterable[tuple[str, object]]:
    words = one.stem.base_words
    yield "core", (one.directory, words)
    if one.stem.is_entry:
        yield "entry", one.directory
        yield "usual", None if relation.may_hold(one) else words
    if one.is_served and relation.may_hold(one):
        yield "kind", one.kind
    if words:
        yield "first", (one.directory, words[0])
        yield "last", (one.directory, words[-1])


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
