"""How much two modules share."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import EntryTraits
from flake8_single_entry.project.entry_points.similarity import (
    SKETCH,
    distinctive_routes,
    jaccard,
    relatedness,
    similarity,
)


@pytest.mark.parametrize(
    ("left", "right", "share"),
    [((), (), 0.0), ((1, 2), (), 0.0), ((1, 2), (1, 2), 1.0), ((1, 2, 3), (2, 3, 4), 0.5)],
)
def test_jaccard(left: tuple[int, ...], right: tuple[int, ...], share: float) -> None:
    assert jaccard(left, right) == share


def test_a_full_sketch_is_compared_as_far_as_it_reaches() -> None:
    full = tuple(range(SKETCH))
    assert jaccard(full, (0, 1, 2, 3, SKETCH + 5)) == 4 / SKETCH


def test_two_empty_modules_are_not_alike() -> None:
    assert similarity(EntryTraits(), EntryTraits()) == 0.0


def test_health_checks_and_main_make_no_kin() -> None:
    left = EntryTraits(routes=("GET /", "GET /health", "GET /ready"), definitions=("main", "health_check", "root"))
    assert relatedness(left, left) == 0.0
    assert distinctive_routes(left) == frozenset()


def test_shared_routes_make_kin_where_no_code_is_shared() -> None:
    left = EntryTraits(routes=("GET /orders", "POST /orders", "GET /users"), sketch=(1, 2))
    right = EntryTraits(routes=("GET /orders", "POST /orders"), sketch=(3, 4))
    assert relatedness(left, right) > 0.5
