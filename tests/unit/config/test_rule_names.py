"""rule_names: rules by code, prefix and name, and which of them options select."""

from __future__ import annotations

import pytest

from flake8_single_entry.config.rule_names import RULE_NAMES, code_of, is_selected, prefix_of, similar
from flake8_single_entry.rules import RULES


def test_the_names_are_those_of_the_rules() -> None:
    assert {rule.code: rule.name for rule in RULES} == RULE_NAMES


@pytest.mark.parametrize(
    ("word", "code", "prefix"),
    [
        ("ONE201", "ONE201", "ONE201"),
        ("one201", "ONE201", "ONE201"),
        ("missing-target", "ONE201", "ONE201"),
        ("Missing_Target", "ONE201", "ONE201"),
        ("ONE2", None, "ONE2"),
        ("one", None, "ONE"),
        ("ONE3", None, None),
        ("", None, None),
        ("missing", None, None),
    ],
)
def test_a_rule_by_its_code_or_name(word: str, code: str | None, prefix: str | None) -> None:
    assert (code_of(word), prefix_of(word)) == (code, prefix)


@pytest.mark.parametrize(
    ("word", "guess"),
    [("ONE207", "ONE206"), ("missing_targt", "missing-target"), ("superseded", "superseded-target"), ("E501", None)],
)
def test_the_most_similar_rule(word: str, guess: str | None) -> None:
    assert similar(word) == guess


@pytest.mark.parametrize(
    ("code", "select", "ignore", "selected"),
    [
        ("ONE201", (), (), True),
        ("ONE201", ("ONE2",), (), True),
        ("ONE101", ("ONE2",), (), False),
        ("ONE201", (), ("ONE2",), False),
        ("ONE201", ("ONE2",), ("ONE201",), False),
        ("ONE201", ("ONE201",), ("ONE2",), True),
        ("ONE201", ("ONE2",), ("ONE2",), False),
        ("ONE901", ("ONE2",), ("ONE9",), True),  # it decides what is judged at all
    ],
)
def test_the_longest_prefix_decides(
    code: str, select: tuple[str, ...], ignore: tuple[str, ...], selected: bool
) -> None:
    assert is_selected(code, select, ignore) is selected
