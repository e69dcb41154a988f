"""The standalone hooks under real git."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.conftest import DOCKERFILE, ROOT, Environment
from tests.support import Repository

STALE = {"Dockerfile": DOCKERFILE.format("gone.py")}


@pytest.fixture
def project(project: Repository, tool: Environment, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("PATH", f"{tool.scripts}{os.pathsep}{os.environ['PATH']}")
    project.git("config", "core.hooksPath", str(ROOT / "hooks"))
    return project


def commit(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = repository.git("commit", "--message=change", *arguments, check=False)
    return done.returncode, done.stdout + done.stderr


def test_a_commit_in_order(project: Repository) -> None:
    project.write({"README.md": "# Orders, again\n"})
    assert commit(project, "--all")[0] == 0


def test_a_stale_commit_is_refused(project: Repository) -> None:
    project.write(STALE)
    code, said = commit(project, "--all")
    assert (code, "Dockerfile:4:17: ONE201 " in said) == (1, True), said
    assert commit(project, "--all", "--no-verify")[0] == 0


def test_a_partial_commit_is_judged_by_its_own_files(project: Repository) -> None:
    """``git commit PATH`` lists a temporary index: the staged deletion of another file is not part of it."""
    project.git("rm", "--quiet", "tools/seed.py")
    project.write({"README.md": "# Orders, again\n"})
    code, said = commit(project, "README.md")
    assert code == 0, said
    code, said = commit(project)
    assert (code, "compose.yaml:4:" in said) == (1, True), said


def test_edits_that_are_not_staged_are_not_judged(project: Repository) -> None:
    project.write({"README.md": "# Orders, again\n"})
    project.git("add", "README.md")
    project.write(STALE)
    code, said = commit(project)
    assert code == 0, said


@pytest.mark.parametrize("below", [".", "src"])
def test_in_a_worktree(project: Repository, tmp_path: Path, below: str) -> None:
    project.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    worktree = Repository(tmp_path / "tree")
    worktree.write({"README.md": "# Orders, again\n"})
    assert commit(Repository(worktree.root / below), "--all")[0] == 0
    worktree.write(STALE)
    code, said = commit(Repository(worktree.root / below), "--all")
    assert (code, "Dockerfile:4:17: ONE201 " in said) == (1, True), said


def test_a_stale_push_is_refused(project: Repository, tmp_path: Path) -> None:
    project.git("init", "--quiet", "--bare", str(tmp_path / "remote.git"))
    push = ("push", "--quiet", str(tmp_path / "remote.git"), "main")
    assert project.git(*push, check=False).returncode == 0
    project.write(STALE)
    project.commit()
    done = project.git(*push, check=False)
    assert (done.returncode, "Dockerfile:4:17: ONE201 " in done.stdout + done.stderr) == (1, True), done.stderr


def test_says_so_where_the_tool_is_missing(
    project: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("git", "sh"):
        found = next(Path(p, name) for p in os.environ["PATH"].split(os.pathsep) if Path(p, name).exists())
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    code, said = commit(project, "--allow-empty")
    assert (code, "not installed" in said) == (1, True), said
