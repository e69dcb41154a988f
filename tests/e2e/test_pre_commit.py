"""Real pre-commit: it builds and installs the hook by itself and runs it on commits of every shape."""

from __future__ import annotations

import os
import re
import sys

import pytest

from tests.e2e.conftest import DOCKERFILE, MAIN
from tests.e2e.pushes import STALE
from tests.support import Repository, run

CONFIGURATION = """\
repos:
  - repo: {root}
    rev: {revision}
    hooks:
      - id: single-entry
      - id: single-entry-fix
      - id: single-entry-config
"""


def pre_commit(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = run([sys.executable, "-m", "pre_commit", *arguments], repository.root)
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    return done.returncode, said


def commit(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = repository.git("commit", "--message=change", *arguments, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(project: Repository, hook_repository: Repository) -> Repository:
    """A project whose compose file starts a tool, with the hook installed."""
    revision = hook_repository.git("rev-parse", "HEAD").stdout.strip()
    project.write({".pre-commit-config.yaml": CONFIGURATION.format(root=hook_repository.root, revision=revision)})
    project.commit()
    assert pre_commit(project, "install", "--hook-type=pre-commit", "--hook-type=pre-merge-commit")[0] == 0
    return project


def test_try_repo_on_a_deletion(project: Repository, hook_repository: Repository) -> None:
    project.git("rm", "--quiet", "tools/seed.py")
    code, said = pre_commit(project, "try-repo", str(hook_repository.root), "single-entry", "--verbose")
    assert (code, "compose.yaml:4:" in said, "ONE201" in said) == (1, True, True), said


@pytest.mark.skipif(os.name == "nt", reason="terminals of Unix")
def test_a_terminal_gets_source_lines_and_a_log_one_line_for_each_finding(project: Repository) -> None:
    """pre-commit runs a hook with a terminal if it prints in colour, and with a pipe otherwise."""
    project.git("rm", "--quiet", "tools/seed.py")
    looks = {when: pre_commit(project, "run", "--all-files", f"--color={when}")[1] for when in ("always", "never")}
    assert "\x1b[31;1mONE201 error\x1b[0m" in looks["always"]
    full = re.sub(r"\x1b\[[0-9;]*m", "", looks["always"])
    assert "--> compose.yaml:4:21\n" in full
    assert "4 |     command: python tools/seed.py\n" in full
    assert "\ncompose.yaml:4:21: ONE201 starts tools/seed.py" in looks["never"]
    assert "-->" not in looks["never"]


def test_a_commit_in_order(project: Repository) -> None:
    project.write({"README.md": "# Orders, again\n"})
    code, said = commit(project, "--all")
    assert (code, "Passed" in said) == (0, True), said


def test_a_commit_that_only_deletes_the_referenced_file(project: Repository) -> None:
    project.git("rm", "--quiet", "tools/seed.py")
    code, said = commit(project)
    assert (code, "compose.yaml:4:" in said) == (1, True), said
    project.git("rm", "--quiet", "compose.yaml")
    code, said = commit(project)
    assert code == 0, said


def test_a_commit_that_only_renames_the_referenced_file(project: Repository) -> None:
    project.git("mv", "tools/seed.py", "tools/fill.py")
    code, said = commit(project)
    assert (code, "compose.yaml:4:" in said) == (1, True), said


def test_unstaged_edits_and_untracked_files_do_not_count(project: Repository) -> None:
    project.write({"README.md": "# Orders, again\n"})
    project.git("add", "README.md")
    project.write({"Dockerfile": DOCKERFILE.format("gone.py"), "deploy.sh": "#!/bin/sh\npython gone.py\n"})
    code, said = commit(project)
    assert code == 0, said


def test_a_file_that_is_not_added_is_named(project: Repository) -> None:
    project.write({"deploy.sh": "#!/bin/sh\npython tools/extra.py\n"})
    project.git("add", "deploy.sh")
    project.write({"tools/extra.py": 'print("extra")\n'})
    code, said = commit(project)
    assert (code, "tools/extra.py, which is not in git: git add it" in said) == (1, True), said
    project.git("add", "tools/extra.py")
    code, said = commit(project)
    assert code == 0, said


def test_the_fix_runs_by_hand(project: Repository) -> None:
    project.write({"src/main_v2.py": MAIN, "Dockerfile": DOCKERFILE.format("src/main_v2.py")})
    project.git("add", "--all")
    code, said = pre_commit(project, "run", "single-entry-fix", "--hook-stage=manual", "--verbose")
    assert code == 1, said  # pre-commit fails if a hook changes files
    assert 'CMD ["python", "src/main.py"]' in (project.root / "Dockerfile").read_text()
    assert (project.root / "archive" / "src" / "main_v2.py").exists()
    project.git("add", "--all")
    code, said = commit(project)
    assert code == 0, said


def test_the_configuration_is_validated_when_it_changes(project: Repository) -> None:
    code, said = pre_commit(project, "run", "single-entry-config", "--all-files")
    assert code == 0, said
    project.write({".single-entry.yaml": "version: 1\nentrypoint: src/main.py\n", **STALE})
    project.git("add", "--all")
    code, said = pre_commit(project, "run", "single-entry-config")
    assert (code, ".single-entry.yaml:2:1: ONE901 " in said, "ONE201" in said) == (1, True, False), said
    project.git("checkout", "--quiet", "HEAD", ".single-entry.yaml")
    code, said = pre_commit(project, "run", "single-entry-config")
    assert (code, "no files to check" in said) == (0, True), said
    baseline = {".single-entry.yaml": "version: 1\nentry_point: src/main.py\nbaseline: .single-entry-baseline.json\n"}
    project.write({**baseline, ".single-entry-baseline.json": '{"version": 1, "findings": []}\n'})
    project.commit()
    project.write({".single-entry-baseline.json": "[]\n"})
    project.git("add", "--all")
    code, said = pre_commit(project, "run", "single-entry-config")
    assert (code, ".single-entry-baseline.json:1:1: ONE901 " in said) == (1, True), said


def test_a_merge_that_is_clean_for_git_only(project: Repository) -> None:
    project.git("switch", "--quiet", "--create=other")
    project.git("rm", "--quiet", "tools/seed.py", "compose.yaml")
    project.commit()
    project.git("switch", "--quiet", "main")
    project.write({"Makefile": "seed:\n\tpython tools/seed.py\n"})
    project.commit()
    done = project.git("merge", "--no-edit", "other", check=False)
    assert (done.returncode, "Makefile:2:" in done.stdout + done.stderr) == (1, True), done.stdout + done.stderr
