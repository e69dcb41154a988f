"""pending: git prints to memory while nobody reads, and no more than there is a limit for."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from flake8_single_entry.engine.history_cache import git_history
from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.git.pending import Pending
from tests.unit.files.test_worktree import git

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="files in memory are Linux's")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    for number in range(300):
        (tmp_path / f"{number:03}{'_' * 200}.py").write_text("")
    (tmp_path / "kept.py").write_text("")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    git(tmp_path, "rm", "-q", "*_.py")
    git(tmp_path, "commit", "-qm", "two")
    git(tmp_path, "rm", "-q", "kept.py")
    git(tmp_path, "commit", "-qm", "three")
    return tmp_path


def replace_git(script: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path_factory.mktemp("bin") / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)


@ON_LINUX
def test_git_is_done_before_anybody_reads(repository: Path) -> None:
    pending = Pending.begin(repository, ("log", "--format=", "--name-only"))
    assert pending.process.wait(timeout=60) == 0
    status, output = pending.answer()
    pending.end()
    assert (status, len(output) > 1 << 16) == (0, True)  # a pipe holds less


@ON_LINUX
def test_what_is_beyond_the_limit_is_left_out(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flake8_single_entry.git.pending._MOST", 4096)
    # else so much may be printed before the limit is set
    replace_git(f'sleep 0.5\nexec "{shutil.which("git")}" "$@"', tmp_path_factory, monkeypatch)
    history = git_history(repository)
    gone = history.deleted_or_renamed([f"{number:03}{'_' * 200}.py" for number in range(300)])
    assert 10 < len(gone) < 21  # the youngest commit, and the beginning of the one before
    assert history.deleted_or_renamed(["kept.py"]) == {"kept.py": None}
    assert list(repository.glob("core*")) == []


def test_what_cannot_be_answered_is_no_history(repository: Path) -> None:
    pending = Pending.begin(repository, ("log", "nothing"))
    status, output = pending.answer()
    pending.end()
    pending.end()
    assert (status != 0, output, pending.is_cut) == (True, b"", False)


def test_git_that_takes_too_long_is_said(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_git("exec sleep 600", tmp_path_factory, monkeypatch)
    monkeypatch.setenv("SINGLE_ENTRY_GIT_SECONDS", "0.01")
    pending = Pending.begin(repository, ("log",))
    with pytest.raises(SingleEntryError, match="did not answer within"):
        pending.answer()
    pending.end()
    assert pending.process.returncode is not None


def test_one_that_nobody_waits_for_is_ended(repository: Path) -> None:
    pending = Pending.begin(repository, ("cat-file", "--batch"))
    pending.end()
    assert pending.process.returncode is not None
