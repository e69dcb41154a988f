"""A clone whose configuration leads to a stranger's files: no front end shows them, and none hangs on them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.e2e.conftest import Environment
from tests.support import Repository

SECRET = "machine api.example.com login bob password hunter2\n"
CALLS = (
    ("single-entry",),
    ("single-entry", "--format=json"),
    ("single-entry", "list"),
    ("single-entry", "init", "--force"),
    ("single-entry", "--staged"),
    ("single-entry", "--rev", "HEAD"),
    ("flake8", "--select=ONE", "."),
    ("flake8", "--select=ONE", "--stdin-display-name=src/main.py", "-"),
)


@pytest.fixture
def netrc(tmp_path: Path) -> Path:
    path = tmp_path / "netrc"
    path.write_text(SECRET)
    return path


@pytest.mark.parametrize("target", ["netrc", "/dev/zero"])
def test_a_link(tool: Environment, project: Repository, netrc: Path, target: str) -> None:
    path = project.root / ".single-entry.yaml"
    path.unlink()
    path.symlink_to(netrc if target == "netrc" else target)
    project.commit()
    main = (project.root / "src/main.py").read_text()
    for command, *words in CALLS:
        code, said = tool(command, *words, cwd=project.root, stdin=main if words and words[-1] == "-" else "")
        assert code == (1 if command == "flake8" else 2), said
        assert "symbolic link" in said or "not a regular file" in said
        assert "hunter2" not in said
    assert netrc.read_text() == SECRET


@pytest.mark.parametrize("kind", ["pipe", "gigabyte"])
def test_what_cannot_be_read_at_once(tool: Environment, project: Repository, kind: str) -> None:
    path = project.root / ".single-entry.yaml"
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.touch()
        os.truncate(path, 1 << 30)
    main = (project.root / "src/main.py").read_text()
    for command, *words in CALLS:
        if words and (words[0] in ("--staged", "--rev") or (words[0] == "init" and kind == "gigabyte")):
            continue
        code, said = tool(command, *words, cwd=project.root, stdin=main if words and words[-1] == "-" else "")
        assert code == (1 if command == "flake8" else 2), said
        assert "not a regular file" in said or "larger than 1 MiB" in said


def test_flake8_options_of_a_repository(tool: Environment, project: Repository, netrc: Path) -> None:
    for name, code in ((str(netrc), 1), ("../netrc", 1), ("/dev/zero", 1)):
        project.write({".flake8": f"[flake8]\nselect = ONE\nsingle-entry-config = {name}\n"})
        ended, said = tool("flake8", ".", cwd=project.root)
        assert (ended, "hunter2" in said) == (code, False), said
        assert "ONE901 " in said or "--single-entry-config: the configuration file /dev/zero cannot be read" in said
