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


@pytest.fixture
def remote(project: Repository, tmp_path: Path) -> Repository:
    """A bare repository that the project pushes to, with the start of its main branch."""
    remote = Repository(tmp_path / "remote.git")
    project.git("init", "--quiet", "--bare", "--initial-branch=main", str(remote.root))
    project.git("remote", "add", "origin", str(remote.root))
    project.git("push", "--quiet", "origin", "main")
    return remote


def push(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = repository.git("push", *arguments, check=False)
    return done.returncode, done.stdout + done.stderr


def stale_branch(repository: Repository) -> None:
    """A commit with a stale reference on a branch of its own; main is checked out again."""
    repository.git("switch", "--quiet", "--create=stale")
    repository.write(STALE)
    repository.commit()
    repository.git("switch", "--quiet", "main")


def test_a_push_is_judged_by_its_commits(project: Repository, remote: Repository) -> None:
    stale_branch(project)
    project.write({"README.md": "# Orders, again\n"})
    project.commit()
    code, said = push(project, "origin", "stale")
    assert (code, "Dockerfile:4:17: ONE201 " in said, "refs/heads/stale is refused" in said) == (1, True, True), said
    code, said = push(project, str(remote.root), "stale:other")
    assert (code, "Dockerfile:4:17: ONE201 " in said) == (1, True), said
    project.git("switch", "--quiet", "stale")
    project.write({"compose.yaml": "services: { shop: { command: python gone.py } }\n"})
    code, said = push(project, "origin", "main", "main:copy")
    assert code == 0, said
    assert remote.git("for-each-ref", "--format=%(refname)").stdout.split() == ["refs/heads/copy", "refs/heads/main"]


def test_a_push_of_several_refs_is_refused_for_one(project: Repository, remote: Repository) -> None:
    stale_branch(project)
    project.write({"README.md": "# Orders, again\n"})
    project.commit()
    code, said = push(project, "origin", "main", "stale")
    assert (code, "refs/heads/stale is refused" in said, "refs/heads/main" in said) == (1, True, False), said
    assert push(project, "--no-verify", "origin", "main", "stale")[0] == 0
    assert "refs/heads/stale" in remote.git("for-each-ref", "--format=%(refname)").stdout


def test_a_tag_is_judged_by_its_commit(project: Repository, remote: Repository) -> None:
    stale_branch(project)
    project.git("tag", "--annotate", "--message=first", "v1", "stale")
    code, said = push(project, "origin", "v1")
    assert (code, "Dockerfile:4:17: ONE201 " in said) == (1, True), said
    project.git("tag", "--annotate", "--message=tree", "files", "stale^{tree}")
    assert push(project, "origin", "files")[0] == 0, "a tag may lead to something that is no commit"
    assert "refs/tags/files" in remote.git("for-each-ref", "--format=%(refname)").stdout


def test_a_push_that_brings_no_commit_is_let_through(project: Repository, remote: Repository) -> None:
    stale_branch(project)
    assert push(project, "--no-verify", "origin", "stale")[0] == 0
    assert push(project, "origin", "stale:again")[0] == 0, "the remote has that commit"
    assert push(project, "origin", "--delete", "stale")[0] == 0
    assert "refs/heads/stale" not in remote.git("for-each-ref", "--format=%(refname)").stdout


@pytest.fixture
def server(project: Repository, remote: Repository) -> Repository:
    """The remote with the hook of a server; those who push have none."""
    project.git("config", "--unset", "core.hooksPath")
    remote.git("config", "core.hooksPath", str(ROOT / "hooks"))
    return remote


def test_a_server_refuses_what_is_stale(project: Repository, server: Repository) -> None:
    stale_branch(project)
    project.write({"README.md": "# Orders, again\n"})
    project.commit()
    before = server.git("for-each-ref").stdout
    code, said = push(project, "origin", "main", "stale")
    assert (code, "remote: Dockerfile:4:17: ONE201 " in said, "refs/heads/stale is refused" in said) == (
        1,
        True,
        True,
    ), said
    assert server.git("for-each-ref").stdout == before, "all refs or none"
    assert push(project, "origin", "main")[0] == 0
    assert push(project, "--no-verify", "origin", "stale")[0] == 1, "nobody skips the hook of a server"


def test_a_server_lets_through_what_brings_no_commit(project: Repository, server: Repository) -> None:
    stale_branch(project)
    server.git("config", "--unset", "core.hooksPath")
    assert push(project, "origin", "stale")[0] == 0
    server.git("config", "core.hooksPath", str(ROOT / "hooks"))
    assert push(project, "origin", "stale:again")[0] == 0
    assert push(project, "origin", "--delete", "stale")[0] == 0


def test_a_server_with_a_work_tree(project: Repository, server: Repository) -> None:
    """Git runs the hook in ``.git``; what is checked out there is not what is pushed."""
    del server
    other = Repository(project.root.parent / "other")
    project.git("clone", "--quiet", str(project.root), str(other.root))
    other.git("config", "core.hooksPath", str(ROOT / "hooks"))
    other.git("config", "receive.denyCurrentBranch", "updateInstead")
    project.write(STALE)
    project.commit()
    code, said = push(project, str(other.root), "main")
    assert (code, "remote: Dockerfile:4:17: ONE201 " in said) == (1, True), said
    project.write({"Dockerfile": DOCKERFILE.format("tools/seed.py")})
    project.commit()
    code, said = push(project, str(other.root), "main")
    assert code == 0, said


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
