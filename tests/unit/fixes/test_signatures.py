"""Whether two modules' functions and classes of one name are called in the same way."""

from __future__ import annotations

import pytest

from flake8_single_entry.fixes.signatures import differ


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("def f(a, b): ...", "def f(a, b): return 1", False),
        ("def f(a, b=1): ...", "def f(a, b='x'): ...", False),
        ("def f(a: int) -> str: ...", "def f(a): ...", False),
        ("def f(a, b): ...", "def f(b, a): ...", True),
        ("def f(a, b): ...", "def f(a, c): ...", True),
        ("def f(a, b): ...", "def f(a, b=1): ...", True),
        ("def f(a): ...", "def f(a, *more): ...", True),
        ("def f(a, b): ...", "def f(a, *, b): ...", True),
        ("def f(*, a, b=1): ...", "def f(*, a, b=2): ...", False),
        ("def f(*, a): ...", "def f(*, a=1): ...", True),
        ("def f(**a): ...", "def f(): ...", True),
        ("def f(): ...", "async def f(): ...", True),
        ("async def f(): ...", "async def f(): ...", False),
        ("class A:\n def __init__(self, a): ...", "class A:\n def __init__(self, a): ...", False),
        ("class A:\n def __init__(self, a): ...", "class A: ...", True),
        ("class A: ...", "class A:\n def run(self): ...", False),
        ("class A: ...", "def A(): ...", False),
        ("class A: ...", "def A(x): ...", True),
        ("def f(a): ...\ndef f(b): ...", "def f(b): ...", False),  # the last one counts
        ("def f(a): ...", "f = 1", False),  # unknown
        ("def f(a): ...", "", False),
        ("def f(a): ...", "def f(: ...", False),
        ("if x:\n def f(a): ...", "def f(): ...", False),
    ],
)
def test_differ(one: str, other: str, expected: bool) -> None:
    name = "A" if "A" in one else "f"
    assert differ(one, other, name) is expected
    assert differ(other, one, name) is expected
