"""Near copies are found without comparing all pairs."""

from __future__ import annotations

import random
from itertools import combinations

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.model import EntryTraits
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.similar_pairs import alike
from flake8_single_entry.project.entry_points.similarity import is_near_copy


def module(name: str, sketch: tuple[int, ...]) -> Runnable:
    return Runnable(name, EntryTraits(sketch=tuple(sorted(sketch))), stem_of(name), "")


def test_the_pairs_are_those_of_a_full_comparison() -> None:
    chance = random.Random(7)
    modules = []
    for family in range(12):
        size = chance.choice([12, 60, 400])
        code = [chance.getrandbits(32) for _ in range(size)]
        for version in range(4):
            kept = chance.sample(code, int(size * chance.uniform(0.7, 1.0)))
            modules.append(
                module(f"m{family}_{version}.py", (*kept, *(chance.getrandbits(32) for _ in range(size // 20))))
            )
    every = {(a.path, b.path) for a, b in combinations(modules, 2) if is_near_copy(a.traits, b.traits)}
    found = {tuple(sorted((a.path, b.path))) for a, b in alike(modules)}
    assert found <= every
    assert len(found) >= 0.97 * len(every)
    assert len(every) > 40


def test_modules_without_code_are_not_alike() -> None:
    assert list(alike([module("a.py", ()), module("b.py", ())])) == []
