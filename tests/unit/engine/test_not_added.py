"""A target that is on disk and not in git: silent in the work tree, and a reason to add it in the index and a commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cache import Cache
from flake8_single_entry.engine import Analysis, Revision, analyse, repository_state
from flake8_single_entry.files import worktree
from tests.support import Repository

Make = Callable[..., Repository]
MAIN = "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n"
PROJECT = {
    "main.py": MAIN,
    "run.sh": "python main.py\npython jobs/new.py\npython -m jobs.other\n",
    "jobs/__init__.py": "",
    ".gitignore": "made/\n*.local.py\n",
}
ADD = "which is not in git: git add it"


def said(root: Path, **selected: object) -> list[str]:
    """The findings, as the place in which a file names its target, and what follows the first comma."""
    report = analyse(root, selection=Revision(**selected), cached=False)  # type: ignore[arg-type]
    return [
        f"{one.location.path}:{one.location.line} {one.code} {one.message.partition(', ')[2]}"
        for one in report.findings
    ]


def test_the_work_tree_counts_a_file_that_is_only_on_disk(make_repository: Make) -> None:
    repository = make_repository(PROJECT)
    missing = "which does not exist; add it, or drop the reference"
    assert said(repository.root) == [f"run.sh:2 ONE201 {missing}", f"run.sh:3 ONE201 {missing}"]
    repository.write({"jobs/new.py": MAIN, "jobs/other.py": MAIN})
    assert said(repository.root) == []
    told = [f"run.sh:2 ONE201 {ADD}", f"run.sh:3 ONE201 {ADD}"]
    assert said(repository.root, staged=True) == told
    assert said(repository.root, revision="HEAD") == told
    repository.git("add", "jobs/new.py")
    assert said(repository.root, staged=True) == told[1:]
    # The commit still lacks it, but it is in git by now.
    assert said(repository.root, revision="HEAD") == [f"run.sh:2 ONE201 {missing}", told[1]]


def test_no_suggestion_leads_away_from_the_file_on_disk(make_repository: Make) -> None:
    repository = make_repository(PROJECT | {"tools/new.py": MAIN})
    (before, _) = analyse(repository.root, selection=Revision(staged=True), cached=False).findings
    assert before.suggestion == "tools/new.py"
    repository.write({"jobs/new.py": MAIN})
    (after, _) = analyse(repository.root, selection=Revision(staged=True), cached=False).findings
    assert (after.suggestion, after.edits, after.fingerprint) == (None, (), before.fingerprint)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        pytest.param("python made/new.py", "made/new.py", id="git ignores the directory"),
        pytest.param("python jobs/x.local.py", "jobs/x.local.py", id="git ignores the name"),
        pytest.param("python jobs/New.py", "jobs/new.py", id="another case"),
        pytest.param("python jobs/gone.py", "jobs/gone.py/x", id="a directory"),
        pytest.param("python ../outside.py", "../outside.py", id="outside"),
    ],
)
def test_what_else_is_on_disk_changes_nothing(make_repository: Make, line: str, path: str) -> None:
    repository = make_repository({"main.py": MAIN, ".gitignore": PROJECT[".gitignore"], "run.sh": f"{line}\n"})
    before = said(repository.root), said(repository.root, staged=True)
    repository.write({path: MAIN})
    assert (said(repository.root), said(repository.root, staged=True)) == before


def test_a_link_to_another_directory_is_not_followed(make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository({"main.py": MAIN, "run.sh": "python jobs/new.py\n"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "new.py").write_text(MAIN)
    (repository.root / "jobs").symlink_to(tmp_path / "elsewhere")
    assert len(said(repository.root)) == 1


def test_a_saved_report_notices_that_the_file_comes_and_goes(
    make_repository: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (repository_state, worktree):
        monkeypatch.setattr(module, "_RECENT", 1_000_000)  # nanoseconds
    repository = make_repository(PROJECT)
    cache = Cache(str(tmp_path / "cache"))

    def found() -> tuple[int, bool]:
        time.sleep(0.05)
        analysis = Analysis(repository.root, cache=cache)
        return len(analysis.report().findings), analysis.library is None

    assert [found(), found()] == [(2, False), (2, True)]
    repository.write({"jobs/new.py": MAIN})
    assert [found(), found()] == [(1, False), (1, True)]
    (repository.root / "jobs" / "new.py").unlink()
    assert found() == (2, False)


def test_a_commit_hook_counts_only_what_will_be_committed(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_repository(PROJECT)
    repository.write({"jobs/new.py": MAIN})
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository.root / ".git" / "index"))
    assert len(said(repository.root)) == 2
