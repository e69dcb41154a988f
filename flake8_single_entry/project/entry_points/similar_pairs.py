"""Pairs of modules that may be copies of each other, found by their sketches in linear time.

A sketch is divided by the residues of its hashes; the smallest hash of each residue is one sample of a min-hash (P. Li,
A. Owen and C. Zhang, "One Permutation Hashing", 2012). Two modules with an equal pair of neighbouring samples are
compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from flake8_single_entry.model import EntryTraits
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.similarity import is_near_copy

CROWD = 40  # bucket size above which not all pairs are compared
_SAMPLES = 16


def pairs_within(bucket: Sequence[Runnable]) -> Iterator[tuple[Runnable, Runnable]]:
    """Yield the pairs of a bucket to compare. In a large bucket, only those with the first member and adjacent ones."""
    if len(bucket) <= CROWD:
        yield from combinations(bucket, 2)
    else:
        yield from ((bucket[0], other) for other in bucket[1:])
        yield from pairwise(bucket)


def samples_of(traits: EntryTraits) -> Iterator[tuple[int, int, int]]:
    """Yield the keys of a module's buckets: two neighbouring samples, with their place."""
    least: dict[int, int] = {}
    for value in reversed(traits.sketch):  # sorted: the smallest of each residue comes last
        least[value % _SAMPLES] = value
    if not least:
        return
    samples = [least.get(place, -1) for place in range(_SAMPLES)]
    yield from ((place, samples[place - 1], samples[place]) for place in range(_SAMPLES) if samples[place] >= 0)


def alike(members: Iterable[Runnable]) -> Iterator[tuple[Runnable, Runnable]]:
    """Yield the pairs of modules that are near copies of each other, each once."""
    buckets: dict[tuple[int, int, int], list[Runnable]] = defaultdict(list)
    for one in sorted(members, key=lambda one: one.path):
        for key in samples_of(one.traits):
            buckets[key].append(one)
    seen: set[tuple[str, str]] = set()
    for bucket in buckets.values():
        for left, right in pairs_within(bucket):
            if (left.path, right.path) not in seen:
                seen.add((left.path, right.path))
                if is_near_copy(left.traits, right.traits):
                    yield left, right
