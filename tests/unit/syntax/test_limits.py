"""The limits of one file, and how a file that exceeds one is said."""

from __future__ import annotations

from flake8_single_entry.syntax.limits import Budget, Limit
from flake8_single_entry.syntax.source import Source

FEW = Limit(3, "apples")
MANY = Limit(100, "pears")


def test_what_is_within_the_limits_leaves_no_reason() -> None:
    budget = Budget()
    assert budget.admits(FEW, 3)
    assert budget.spend(FEW, 2)
    assert budget.spend(FEW)
    assert budget.spend(MANY, 100)
    assert budget.left(FEW) == 0
    assert budget.reason == ""


def test_the_first_limit_that_is_exceeded_is_the_reason() -> None:
    budget = Budget()
    assert budget.spend(FEW, 3)
    assert not budget.spend(FEW)
    assert not budget.admits(MANY, 101)
    assert budget.spend(MANY, 1)
    assert budget.reason == "it has more than 3 apples"


def test_what_is_one_thing_does_not_add_up() -> None:
    budget = Budget()
    assert all(budget.admits(FEW, 2) for _ in range(5))


def test_a_source_that_is_made_of_another_shares_its_budget() -> None:
    source = Source.of("a.yaml", b"run: python main.py")
    assert source.inner("python main.py").budget is source.budget
    assert Source.of("b.yaml", source.data).budget is not source.budget
