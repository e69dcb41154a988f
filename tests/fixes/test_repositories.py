"""``fix`` carries a consolidation through: what it leaves is for people, and nothing is broken or lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.model import Outcome
from tests.fixes.conftest import Command, Make, picture
from tests.fixes.repositories import REPOSITORIES, Expected
from tests.support import Repository, run
from tests.test_projects import tree_of

ROOT = str(Path(__file__).parents[2])
PROGRAM = (sys.executable, "-m", "flake8_single_entry")
pytestmark = pytest.mark.parametrize("expected", REPOSITORIES.values(), ids=REPOSITORIES)


@pytest.fixture
def repository(expected: Expected, make_repository: Make) -> Repository:
    return make_repository(expected.files)


@pytest.fixture
def fixed(expected: Expected, repository: Repository, single_entry: Command) -> Repository:
    ended = single_entry(repository, "fix")
    assert (ended.code, "git reset --hard" in ended.err) == (int(bool(expected.left)), True), ended
    return repository


def test_only_what_a_person_must_decide_is_left(expected: Expected, fixed: Repository, single_entry: Command) -> None:
    found = json.loads(single_entry(fixed, "check", "--format=json").out)["findings"]
    assert [(one["path"], one["code"]) for one in found] == [each[:2] for each in expected.left], found
    said = single_entry(fixed, "fix").out
    for _, _, reason in expected.left:
        assert not reason or f"    not changed: {reason}\n" in said


def test_texts(expected: Expected, fixed: Repository) -> None:
    for path, text in expected.texts.items():
        assert text in (fixed.root / path).read_bytes().decode("utf-8")
    for path in expected.same:
        assert (fixed.root / path).read_bytes() == bytes(expected.files[path], "utf-8")  # type: ignore[arg-type]


def test_every_module_compiles(expected: Expected, fixed: Repository) -> None:
    for path in fixed.root.rglob("*.py"):
        compile(path.read_bytes(), str(path), "exec")


def test_the_images_start_the_authoritative_module(expected: Expected, fixed: Repository) -> None:
    assert started(fixed.root) == expected.starts


def started(root: Path) -> dict[str, str]:
    """Return the module that the last command of each Dockerfile starts, inside the layout of its image."""
    tree = tree_of(root)
    project = build_project(tree, read_config(tree, None), git=False)
    links = {link.reference.location: link for link in project.links}
    found = {}
    for path, facts in project.facts.items():
        for index in facts.stages[-1].start if facts.stages else ():
            link = links[facts.references[index].location]
            while link.reference.text.endswith(".sh"):
                (link,) = (one for one in project.links if one.reference.location.path == link.resolution.target)
            assert link.resolution.outcome is Outcome.FOUND, link
            found[path] = link.resolution.target or ""
    return found


def test_moves_are_renames(expected: Expected, fixed: Repository) -> None:
    listed = fixed.git("diff", "-M", "--name-status", "HEAD").stdout.splitlines()
    moves = {old: new for kind, old, new in (line.split("\t") for line in listed if line.startswith("R100"))}
    others = {line for line in listed if not line.startswith("R100")}
    assert moves == expected.moves
    assert {line[0] for line in others} <= {"M"}, others


@pytest.mark.parametrize("undo", ["reset --hard", "stash"])
def test_git_restores_the_former_state(
    expected: Expected, repository: Repository, single_entry: Command, undo: str
) -> None:
    before = picture(repository.root)
    single_entry(repository, "fix")
    assert picture(repository.root) != before
    repository.git(*undo.split())
    assert picture(repository.root) == before
    assert repository.git("status", "--porcelain").stdout == ""


def test_a_second_run_changes_nothing(expected: Expected, fixed: Repository, single_entry: Command) -> None:
    before, status = picture(fixed.root), fixed.git("status", "--porcelain").stdout
    again = single_entry(fixed, "fix", "--allow-dirty")
    assert (again.code, "To undo" in again.err) == (int(bool(expected.left)), False)
    assert (picture(fixed.root), fixed.git("status", "--porcelain").stdout) == (before, status)
    assert single_entry(fixed, "fix", "--diff", "--allow-dirty")[:2] == (0, "")


def test_the_patch_does_the_same(
    expected: Expected, repository: Repository, single_entry: Command, tmp_path: Path
) -> None:
    before = picture(repository.root)
    shown = subprocess.run(
        [*PROGRAM, "fix", "--diff"], cwd=repository.root, env={**os.environ, "PYTHONPATH": ROOT}, capture_output=True
    )
    assert (shown.returncode, shown.stderr, picture(repository.root)) == (1, b"", before)
    assert repository.git("status", "--porcelain").stdout == ""
    copy = Repository(tmp_path / "copy")
    repository.git("clone", "--quiet", str(repository.root), str(copy.root))
    (tmp_path / "patch").write_bytes(shown.stdout)
    run(["git", "apply", "--index", str(tmp_path / "patch")], copy.root, check=True)
    single_entry(repository, "fix")
    assert picture(copy.root) == picture(repository.root)


def test_archive_and_references_in_two_steps(
    expected: Expected, repository: Repository, single_entry: Command, make_repository: Make
) -> None:
    """First the references, then the moves: it ends where one run ends."""
    single_entry(repository, "fix", "--only=references")
    assert "R100" not in repository.git("diff", "-M", "--name-status", "HEAD").stdout
    repository.commit()
    single_entry(repository, "fix", "--only=archive")
    other = make_repository(expected.files, name="other")
    single_entry(other, "fix")
    assert picture(repository.root) == picture(other.root)
