"""Declarations that no tool writes are read without an error and in little time."""

from __future__ import annotations

import pytest

from flake8_single_entry.project.dependencies.declarations import reader_of
from tests.growth.measure import seconds

NAMES = ("pyproject.toml", "uv.lock", "setup.cfg", "Pipfile.lock", "setup.py", "noxfile.py", "environment.yml")
TEXTS = (
    *("", "\0", "\ufeff", "a = " + "1" * 6_000, "x=" + "[" * 3_000, "x = " + "{a=" * 2_000, "a." * 20_000 + "b=1"),
    *("[a." + ".".join("b" * 3_000) + "]\nx=1", "[]", "null", '"x"', '{"a": 1}', '{"a": null}', '{"a": [1, 2]}'),
    *("-" * 100_000 + "1", "not " * 50_000 + "1", "lambda:" * 5_000 + "1", "(" * 5_000, 'f"{' * 200),
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_it_is_read(name: str, text: str) -> None:
    read = reader_of(name, "")
    assert read is not None
    assert seconds(lambda: list(read(text))) < 2.0
