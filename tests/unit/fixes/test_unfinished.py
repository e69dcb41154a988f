"""Moves that a stopped run made on disk, and not in git's index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.engine.what_if import open_what_if
from flake8_single_entry.fixes.disk import Disk
from flake8_single_entry.fixes.unfinished import unrecorded_moves
from tests.support import Repository
from tests.unit.fixes.planning import APP

Make = Callable[..., Repository]
FILES = {
    ".single-entry.yaml": "version: 1\nentry_point: main.py\narchive: old/\nscopes:\n  sub: {entry_point: main.py}\n",
    "main.py": APP,
    "main_v2.py": APP + "# two\n",
    "a/main_v2.py": APP + "# a\n",
    "sub/main.py": APP,
    "sub/main_v2.py": APP + "# sub\n",
}


def found(root: Path) -> list[tuple[str, str, str]]:
    with open_what_if(str(root), cached=False) as judge:
        roles = judge({}, {}).project.roles
    return [(each.old, each.new, each.mode) for each in unrecorded_moves(Disk(str(root), True), roles)]


def move(root: Path, old: str, new: str) -> None:
    (root / new).parent.mkdir(parents=True, exist_ok=True)
    (root / old).rename(root / new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("main_v2.py", "old/main_v2.py", True),
        ("a/main_v2.py", "old/a/main_v2.py", True),
        ("sub/main_v2.py", "sub/archive/main_v2.py", True),
        ("main_v2.py", "elsewhere/main_v2.py", False),  # a person did that
        ("main_v2.py", "old/main_v3.py", False),
        ("sub/main_v2.py", "old/sub/main_v2.py", False),  # the archive of another scope
    ],
)
def test_moved(old: str, new: str, expected: bool, make_repository: Make) -> None:
    repository = make_repository(FILES)
    move(repository.root, old, new)
    assert found(repository.root) == ([(old, new, "100644")] if expected else [])


def test_recorded(make_repository: Make) -> None:
    repository = make_repository(FILES)
    (repository.root / "main_v2.py").chmod(0o755)
    repository.commit()
    move(repository.root, "main_v2.py", "old/main_v2.py")
    with open_what_if(str(repository.root), cached=False) as judge:
        roles = judge({}, {}).project.roles
    disk = Disk(str(repository.root), True)
    for each in unrecorded_moves(disk, roles):
        disk.record_move(*each)
    assert repository.git("status", "--porcelain").stdout == "R  main_v2.py -> old/main_v2.py\n"
    assert "100755" in repository.git("ls-files", "--stage", "old/main_v2.py").stdout
    assert found(repository.root) == []


def test_other_contents_are_no_move(make_repository: Make) -> None:
    repository = make_repository(FILES)
    move(repository.root, "main_v2.py", "old/main_v2.py")
    (repository.root / "old/main_v2.py").write_text("another\n")
    assert found(repository.root) == []


def test_what_is_staged_is_no_move(make_repository: Make) -> None:
    repository = make_repository({**FILES, "old/main_v2.py": FILES["main_v2.py"]})
    (repository.root / "main_v2.py").unlink()
    assert found(repository.root) == []


def test_nothing(make_repository: Make) -> None:
    assert found(make_repository(FILES).root) == []
