"""What ``fix`` says it did, what it left, and how it is undone."""

from __future__ import annotations

import pytest

from flake8_single_entry.fixes.report import remaining, summary, undo
from flake8_single_entry.fixes.values import FileChange, Left, Move, Plan, Rewrite
from flake8_single_entry.model import Edit, Finding, Location

PLACE = Location("Dockerfile", 4, 17, 4, 28)
FINDING = Finding("ONE203", "superseded-target", PLACE, "starts main_old.py", "main_old.py", suggestion="main.py")
CHANGE = FileChange("Dockerfile", b"old", b"new")
MOVE = Move("main_old.py", "archive/main_old.py")
NEW = FileChange(".single-entry.yaml", None, b"version: 1\n")


def rewrite(text: str, before: str = "main_old.py", suggestion: str = "main.py") -> Rewrite:
    return Rewrite(FINDING._replace(suggestion=suggestion), (Edit(PLACE, text),), before)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Plan(), ""),
        (Plan(moves=(MOVE,)), "Moved 1 file:\n  main_old.py -> archive/main_old.py\n"),
        (
            Plan(rewrites=(rewrite("main.py"),), changes=(CHANGE,)),
            "Changed 1 reference in 1 file:\n  Dockerfile:4:17: main_old.py -> main.py\n",
        ),
        (
            Plan(rewrites=(rewrite('-m", "src.main', suggestion="-m src.main"),), changes=(CHANGE,)),
            "Changed 1 reference in 1 file:\n  Dockerfile:4:17: main_old.py -> -m src.main\n",
        ),
        (
            Plan(rewrites=(rewrite(""),), changes=(CHANGE,)),
            "Changed 1 reference in 1 file:\n  Dockerfile:4:17: main_old.py is dropped\n",
        ),
        (Plan(changes=(NEW,)), "Wrote .single-entry.yaml.\n"),
    ],
)
def test_summary(plan: Plan, expected: str) -> None:
    assert summary(plan, done=True) == expected
    would = summary(plan, done=False)
    assert "Moved" not in would
    assert "Changed" not in would
    assert bool(would) is bool(expected)


def test_hostile_names() -> None:
    said = summary(Plan(moves=(Move("a\x1b[31m.py", "archive/a\x1b[31m.py"),)), done=True)
    assert "\x1b" not in said
    place = PLACE._replace(path="a\nb")
    left = remaining([FINDING._replace(location=place, message="starts \x1b.py")], [])
    assert ("\x1b" in left, left.count("\n")) == (False, 1)


def test_remaining() -> None:
    moved = FINDING._replace(location=PLACE._replace(line=9))  # the same, where it is after the changes
    assert remaining([moved], [Left(FINDING, "it is read-only")]) == (
        "Dockerfile:9:17: ONE203 starts main_old.py\n    not changed: it is read-only\n"
    )
    assert remaining([moved], [Left(FINDING, "")]) == "Dockerfile:9:17: ONE203 starts main_old.py\n"
    assert remaining([], [Left(FINDING, "it is read-only")]) == ""


@pytest.mark.parametrize(
    ("moves", "changes", "was_clean", "in_git", "expected"),
    [
        ((), (), True, True, ""),
        ((MOVE,), (CHANGE,), True, True, "git reset --hard"),
        ((MOVE,), (NEW,), True, True, "git reset --hard && rm -- .single-entry.yaml"),
        (
            (MOVE,),
            (CHANGE,),
            False,
            True,
            "git mv -- archive/main_old.py main_old.py && git restore -- Dockerfile",
        ),
        ((), (CHANGE, NEW), False, True, "git restore -- Dockerfile && rm -- .single-entry.yaml"),
        ((MOVE,), (CHANGE,), True, False, "mv -- archive/main_old.py main_old.py"),
        ((Move("a b.py", "archive/a b.py"),), (), False, True, "git mv -- 'archive/a b.py' 'a b.py'"),
        ((Move("$(x).py", "archive/$(x).py"),), (), False, True, "git mv -- 'archive/$(x).py' '$(x).py'"),
    ],
)
def test_undo(
    moves: tuple[Move, ...], changes: tuple[FileChange, ...], was_clean: bool, in_git: bool, expected: str
) -> None:
    assert undo(moves, changes, was_clean=was_clean, in_git=in_git) == expected
