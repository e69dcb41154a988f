"""Frozen values behave as the standard library's frozen dataclasses do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import field, replace

import pytest

from flake8_single_entry.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place."""

    x: int
    y: int = 0


@dataclass(frozen=True)
class Bag:
    """Things in a bag."""

    name: str
    things: list[int] = field(default_factory=list)
    weight: int = field(default=1, repr=False, compare=False)


@dataclass(frozen=True, eq=False)
class Thing:
    """Equal to itself alone."""

    name: str


def test_values_are_made_by_position_and_keyword() -> None:
    assert (Point(1).y, Point(1, y=2).y, Bag("a").things, Bag("a", [1]).things) == (0, 2, [], [1])
    assert Bag("a").things is not Bag("b").things
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


@pytest.mark.parametrize("value", [Point(1), Bag("a"), Thing("a")])
def test_values_are_frozen(value: object) -> None:
    name = dataclasses.fields(value)[0].name  # type: ignore[arg-type]
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, 3)
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(value, name)


def test_values_compare_by_their_fields() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(2, 1)
    assert len({Point(1, 2), Point(1, 2)}) == 1
    assert sorted([Point(2), Point(1, 5), Point(1)]) == [Point(1), Point(1, 5), Point(2)]
    assert Point(1) <= Point(1) < Point(2) >= Point(2) > Point(1)
    assert Bag("a", weight=1) == Bag("a", weight=2)
    assert Point(1) != Bag("a")
    assert Thing("a") != Thing("a")
    with pytest.raises(TypeError):
        assert Bag("a") < Bag("b")  # type: ignore[operator]


def test_values_are_shown_replaced_and_copied() -> None:
    assert (repr(Point(1)), repr(Bag("a"))) == ("Point(x=1, y=0)", "Bag(name='a', things=[])")
    assert replace(Point(1), y=3) == Point(1, 3)
    assert copy.copy(Point(1)) == pickle.loads(pickle.dumps(Point(1))) == Point(1)


def test_slots_leave_no_dictionary() -> None:
    assert not hasattr(Point(1), "__dict__")
