"""The standalone hooks under real git."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Environment
from tests.e2e.pushes import STALE, is_refused, push, refs, stale_branch
from tests.support import Repository, run


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


def merged(project: Repository, ours: dict[str, str], *theirs: str) -> tuple[int, str]:
    """Merge a branch that deletes files into one that adds others. No hook judges the branches."""
    project.git("switch", "--quiet", "--create=other")
    project.git("rm", "--quiet", *theirs)
    project.commit()
    project.git("switch", "--quiet", "main")
    project.write(ours)
    project.commit()
    for branch in ("main", "other"):
        report = run(["single-entry", "--rev", branch], project.root)
        assert report.returncode == 0, report.stdout
    done = project.git("merge", "--no-edit", "other", check=False)
    return done.returncode, done.stdout + done.stderr


def test_two_clean_branches_that_are_stale_together_are_refused(project: Repository) -> None:
    code, said = merged(project, {"Makefile": "seed:\n\tpython tools/seed.py\n"}, "tools/seed.py", "compose.yaml")
    assert (code, "Makefile:2:9: ONE201 " in said) == (1, True), said
    assert project.git("rev-list", "--count", "--merges", "HEAD").stdout == "0\n"
    project.write({"Makefile": "seed:\n\tpython src/main.py\n"})
    code, said = commit(project, "--all")
    assert code == 0, said
    assert project.git("rev-list", "--count", "--merges", "HEAD").stdout == "1\n"


def test_a_merge_in_order(project: Repository) -> None:
    code, said = merged(project, {"README.md": "# Orders, again\n"}, "tools/seed.py", "compose.yaml")
    assert code == 0, said


def test_a_file_that_is_not_added_is_named(project: Repository) -> None:
    project.write({"Makefile": "extra:\n\tpython tools/extra.py\n"})
    project.git("add", "Makefile")
    project.write({"tools/extra.py": 'print("extra")\n'})
    code, said = commit(project)
    assert (code, "tools/extra.py, which is not in git: git add it" in said) == (1, True), said


@pytest.mark.parametrize("below", [".", "src"])
def test_in_a_worktree(project: Repository, tmp_path: Path, below: str) -> None:
    project.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    worktree = Repository(tmp_path / "tree")
    worktree.write({"README.md": "# Orders, again\n"})
    assert commit(Repository(worktree.root / below), "--all")[0] == 0
    worktree.write(STALE)
    code, said = commit(Repository(worktree.root / below), "--all")
    assert (code, "Dockerfile:4:17: ONE201 " in said) == (1, True), said


def test_a_push_is_judged_by_its_commits(project: Repository, remote: Repository) -> None:
    stale_branch(project)
    project.write({"README.md": "# Orders, again\n"})
    project.commit()
    code, said = push(project, "origin", "stale")
    assert (code, "Dockerfile:4:17: ONE201 " in said, "refs/heads/stale is rejected" in said) == (1, True, True), said
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
    assert (code, "refs/heads/stale is rejected" in said, "refs/heads/main" in said) == (1, True, False), said
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


def test_a_push_is_judged_whatever_the_remote_has(project: Repository, remote: Repository) -> None:
    stale_branch(project)
    assert push(project, "--no-verify", "origin", "stale")[0] == 0
    assert is_refused(push(project, "origin", "stale:again")), "the remote has that commit, and not that branch"
    project.git("tag", "v1", "stale")
    assert is_refused(push(project, "origin", "v1"))
    project.git("config", "hooks.singleEntrySince", project.git("rev-parse", "stale").stdout.strip())
    assert push(project, "origin", "v1")[0] == 0, "a tag from before the check was adopted"
    assert push(project, "origin", "--delete", "stale")[0] == 0
    assert refs(remote) == ["refs/heads/main", "refs/tags/v1"]


def test_a_push_is_judged_by_what_the_remote_gets(project: Repository, remote: Repository) -> None:
    """git sends what is replaced, not the replacement."""
    stale_branch(project)
    project.git("replace", "stale", "main")
    assert is_refused(push(project, "origin", "stale"))
    assert refs(remote) == ["refs/heads/main"]


def test_a_commit_is_judged_by_what_it_will_hold(project: Repository) -> None:
    project.write(STALE)
    project.git("add", "Dockerfile")
    project.git("replace", "--force", project.git("rev-parse", ":Dockerfile").stdout.strip(), "HEAD:Dockerfile")
    code, said = commit(project)
    assert (code, "Dockerfile:4:17: ONE201 " in said) == (1, True), said


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
