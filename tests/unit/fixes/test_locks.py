"""Which files must not be changed: what git could not bring back, links, and what belongs to others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flake8_single_entry.engine.what_if import open_what_if
from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.tree import SUBMODULE, Entry
from flake8_single_entry.fixes.locks import Locks, read_locks
from tests.support import Repository

Make = Callable[..., Repository]
UNSTAGED = "it has changes that are not staged (stage or stash them, or --allow-dirty)"
NOT_ADDED = "it is not in git (git add it, or --allow-dirty)"
ODD = 'ü "x"\n y.sh'


def locks_of(root: Path, *, allow_dirty: bool = False) -> Locks:
    with open_what_if(str(root), cached=False) as judge:
        return read_locks(judge.tree, allow_dirty=allow_dirty)


@pytest.fixture
def repository(make_repository: Make) -> Repository:
    names = ("clean.sh", "changed.sh", "staged.sh", "both.sh", "sub/changed.sh", ODD)
    made = make_repository(dict.fromkeys(names, "one\n"))
    made.write({"staged.sh": "two\n", "both.sh": "two\n", "added.sh": "new\n"})
    made.git("add", "staged.sh", "both.sh", "added.sh")
    made.write(
        {"changed.sh": "two\n", "both.sh": "three\n", "untracked.sh": "new\n", "sub/changed.sh": "two\n", ODD: "two\n"}
    )
    return made


@pytest.mark.parametrize(
    ("path", "expected", "dirty"),
    [
        ("clean.sh", "", ""),
        ("staged.sh", "", ""),
        ("added.sh", "", ""),
        ("changed.sh", UNSTAGED, ""),
        ("both.sh", UNSTAGED, ""),
        ("sub/changed.sh", UNSTAGED, ""),
        (ODD, UNSTAGED, ""),
        ("untracked.sh", NOT_ADDED, ""),
        ("never.sh", NOT_ADDED, "it cannot be read: No such file or directory"),
    ],
)
def test_states(path: str, expected: str, dirty: str, repository: Repository) -> None:
    assert locks_of(repository.root).why(path) == expected
    assert locks_of(repository.root, allow_dirty=True).why(path) == dirty


def test_below_the_top_of_the_repository(repository: Repository) -> None:
    locks = locks_of(repository.root / "sub")
    assert locks.why("changed.sh") == UNSTAGED
    assert set(locks.states) == {"changed.sh"}


def test_clean(make_repository: Make) -> None:
    repository = make_repository({"a.sh": "one\n"})
    assert locks_of(repository.root).is_clean
    repository.write({"a.sh": "two\n"})
    repository.git("add", "a.sh")
    assert not locks_of(repository.root).is_clean


def test_line_ends_that_git_converts_are_no_changes(make_repository: Make) -> None:
    repository = make_repository({".gitattributes": "*.bat text eol=crlf\n", "a.bat": "one\r\n"})
    assert locks_of(repository.root).why("a.bat") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
def test_on_disk(make_repository: Make) -> None:
    repository = make_repository(dict.fromkeys(("read_only.sh", "hard.sh", "real/a.sh"), "one\n"), commit=False)
    root = repository.root
    (root / "link.sh").symlink_to("real/a.sh")
    (root / "linked").symlink_to("real")
    repository.commit()
    (root / "read_only.sh").chmod(0o444)
    os.link(root / "hard.sh", root.parent / "other")
    locks = locks_of(root, allow_dirty=True)
    assert locks.why("read_only.sh") == "it is read-only"
    assert locks.why("hard.sh") == "it has another name (a hard link)"
    assert locks.why("link.sh") == locks.why("linked/a.sh") == "it is a symbolic link, or below one"
    assert locks.why("real") == "it is not a regular file"


def test_a_submodule(repository: Repository) -> None:
    locks = locks_of(repository.root)
    tree = replace(locks.tree, entries={**locks.tree.entries, "vendor": Entry(SUBMODULE)})
    assert replace(locks, tree=tree).why("vendor") == "it belongs to another repository"
    inside = replace(tree, entries={**tree.entries, "vendor/a.sh": Entry(0o100644)})
    assert replace(locks, tree=inside).why("vendor/a.sh") == "it belongs to another repository"


def test_outside_git(tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("one\n")
    locks = locks_of(tmp_path)
    assert (locks.tracked, locks.why("a.sh")) == (False, "")


def test_a_lock_of_git_is_named_and_stays(repository: Repository) -> None:
    lock = repository.root / ".git/index.lock"
    lock.write_text("")
    with pytest.raises(SingleEntryError, match=f"^{lock} exists: git is at work, or was stopped; if no git runs here"):
        locks_of(repository.root)
    assert lock.exists()


def test_a_lock_in_another_work_tree(make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository({"a.sh": "one\n"})
    repository.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    lock = repository.root / ".git/worktrees/tree/index.lock"
    lock.write_text("")
    assert locks_of(repository.root).is_clean
    with pytest.raises(SingleEntryError, match=str(lock)):
        locks_of(tmp_path / "tree")
