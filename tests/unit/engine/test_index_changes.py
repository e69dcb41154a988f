"""A commit costs what it changed: where an earlier result stands although git's index and commits are others."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cache import Cache
from flake8_single_entry.engine import Analysis, Revision, repository_state
from flake8_single_entry.files import worktree
from tests.support import Repository

FILES = {
    "main.py": "if __name__ == '__main__':\n    print('open')\n",
    "shop/__init__.py": "",
    "shop/oven.py": "HEAT = 200\n",
    "shop/till.py": "from shop.oven import HEAT\n",
    "logo.svg": "<svg/>\n",
    "run.sh": "python main.py\npython gone.py\n",
    "README.md": "# Shop\n",
    ".gitignore": "*.log\n",
}
ON_DISK, STAGED = Revision(), Revision(staged=True)
OVEN, TILL = {"shop/oven.py": "HEAT = 220\n"}, {"shop/till.py": "from shop.oven import HEAT\n\nPRICE = HEAT\n"}


def edit(repository: Repository) -> None:
    repository.write(OVEN)


def stage(repository: Repository) -> None:
    edit(repository)
    repository.git("add", "--update")


def commit(repository: Repository) -> None:
    edit(repository)
    repository.commit()


def stage_and_go_on(repository: Repository) -> None:
    stage(repository)
    repository.write({"shop/oven.py": "HEAT = 240\n"})


def commit_and_stage(repository: Repository) -> None:
    commit(repository)
    repository.write(TILL)
    repository.git("add", "--update")


def stage_what_nobody_reads(repository: Repository) -> None:
    repository.write({"logo.svg": "<svg></svg>\n"})
    repository.git("add", "--update")


def add(repository: Repository) -> None:
    repository.write({"shop/shelf.py": "WIDTH = 80\n"})
    repository.git("add", "--all")


def add_and_commit(repository: Repository) -> None:
    repository.write({"shop/shelf.py": "WIDTH = 80\n"})
    repository.commit()


def intend(repository: Repository) -> None:
    repository.write({"gone.py": "print('back')\n"})
    repository.git("add", "--intent-to-add", "gone.py")


def remove(repository: Repository) -> None:
    repository.git("rm", "--quiet", "shop/till.py")


def remove_and_commit(repository: Repository) -> None:
    remove(repository)
    repository.commit()


def come_and_go(repository: Repository) -> None:
    repository.write({"gone.py": "print('here')\n"})
    repository.commit()
    (repository.root / "gone.py").unlink()
    repository.commit()


def unstage_what_a_commit_added(repository: Repository) -> None:
    repository.write({"gone.py": "print('here')\n"})
    repository.commit()
    repository.git("rm", "--quiet", "--cached", "gone.py")


def change_mode(repository: Repository) -> None:
    repository.git("update-index", "--chmod=+x", "run.sh")


def take_from_disk(repository: Repository) -> None:
    stage(repository)
    (repository.root / "shop/oven.py").unlink()


def start_elsewhere(repository: Repository) -> None:
    repository.write({"run.sh": "python main.py\npython lost.py\n"})
    repository.git("add", "--update")


def amend(repository: Repository) -> None:
    repository.git("commit", "--quiet", "--amend", "--allow-empty", "--message=otherwise")


def ignore(repository: Repository) -> None:
    repository.write({".gitignore": "*.log\ngone.py\n"})
    repository.git("add", "--update")


def said(root: Path, cache: Cache, selection: Revision = ON_DISK) -> tuple[object, bool]:
    """What a run says, and whether it had to look at the files."""
    analysis = Analysis(root, cache=cache, selection=selection)
    report = analysis.report()
    return (report.findings, report.scopes, report.files, report.references), analysis.library is not None


@pytest.mark.parametrize(
    ("change", "looks"),
    [
        (edit, False),
        (stage, False),
        (commit, False),
        (stage_and_go_on, False),
        (commit_and_stage, False),
        (stage_what_nobody_reads, False),
        (add, True),
        (add_and_commit, True),
        (intend, True),
        (remove, True),
        (remove_and_commit, True),
        (come_and_go, True),
        (unstage_what_a_commit_added, True),
        (change_mode, True),
        (take_from_disk, True),
        (start_elsewhere, True),
        (ignore, True),
        (amend, True),
    ],
)
@pytest.mark.parametrize("selection", [ON_DISK, STAGED], ids=["disk", "index"])
def test_what_has_to_be_looked_at(
    change: Callable[[Repository], None],
    looks: bool,
    selection: Revision,
    make_repository: Callable[..., Repository],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (repository_state, worktree):
        monkeypatch.setattr(module, "_RECENT", 50_000_000)  # nanoseconds: still longer than a tick of the file system
    repository = make_repository(FILES)
    cache = Cache(str(tmp_path / "cache"))
    if change is take_from_disk and selection is STAGED:
        looks = False  # the index has its bytes
    time.sleep(0.1)  # old enough to be trusted by their times alone
    said(repository.root, cache, selection)
    for _ in range(2):
        change(repository)
        cold, _ = said(repository.root, Cache(None), selection)
        assert said(repository.root, cache, selection) == (cold, looks)
        time.sleep(0.1)
        said(repository.root, cache, selection)  # by now, times alone tell
        assert said(repository.root, cache, selection) == (cold, False)
        if looks:
            break


def test_a_result_that_dates_decide(
    make_repository: Callable[..., Repository], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not stand over a commit, nor does the same result that an equal tree was given."""
    for module in (repository_state, worktree):
        monkeypatch.setattr(module, "_RECENT", 50_000_000)
    shop = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/cakes')\ndef cakes():\n    return 1\n"
    repository = make_repository(
        {"main.py": shop, "main_v2.py": shop + "\n\nLIMIT = 5\n", "run.sh": "python gone.py\n"}
    )
    cache = Cache(str(tmp_path / "cache"))
    time.sleep(0.1)
    said(repository.root, cache)
    os.utime(repository.root / "run.sh")
    time.sleep(0.1)
    assert said(repository.root, cache)[1]
    assert not said(repository.root, cache)[1]
    for number in range(3):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2031-01-0{number + 1}T12:00:00")
        repository.write({"main_v2.py": shop + "\n\nLIMIT = 5\n" + "# more\n" * (number + 1)})
        repository.commit()
    assert said(repository.root, cache) == (said(repository.root, Cache(None))[0], True)


def conflict(repository: Repository, branch: str, text: str) -> None:
    repository.git("checkout", "--quiet", "-b", branch, "start")
    repository.write({"run.sh": text})
    repository.commit()


@pytest.mark.parametrize("selection", [ON_DISK, STAGED], ids=["disk", "index"])
def test_amid_a_merge(selection: Revision, make_repository: Callable[..., Repository], tmp_path: Path) -> None:
    """What is unmerged is not what is removed, nor another conflict in the same file."""
    repository = make_repository(FILES)
    repository.git("branch", "start")
    for name in ("left", "right", "other"):
        conflict(repository, name, f"python {name}.py\n")
    cache = Cache(str(tmp_path / "cache"))
    repository.git("checkout", "--quiet", "left")
    for branch, end in (("right", ("merge", "--abort")), ("other", ("rm", "--quiet", "--cached", "run.sh")), ("", ())):
        if branch:
            repository.git("merge", branch, check=False)
        for _ in range(2):
            assert said(repository.root, cache, selection)[0] == said(repository.root, Cache(None), selection)[0]
        if end:
            repository.git(*end)


@pytest.mark.parametrize("flag", ["--skip-worktree", "--assume-unchanged"])
def test_flags_of_files_that_are_not_on_disk(
    flag: str, make_repository: Callable[..., Repository], tmp_path: Path
) -> None:
    repository = make_repository(FILES)
    cache = Cache(str(tmp_path / "cache"))
    (repository.root / "main.py").unlink()
    for option in ("", flag, flag.replace("--", "--no-")):
        if option:
            repository.git("update-index", option, "main.py")
        assert said(repository.root, cache)[0] == said(repository.root, Cache(None))[0], option


def test_a_file_that_was_too_large(make_repository: Callable[..., Repository], tmp_path: Path) -> None:
    repository = make_repository({**FILES, "README.md": "Run `python gone.py`.\n" + "x" * (1 << 20)})
    cache = Cache(str(tmp_path / "cache"))
    said(repository.root, cache, STAGED)
    repository.write({"README.md": "Run `python gone.py`.\n"})
    repository.git("add", "--update")
    assert said(repository.root, cache, STAGED)[0] == said(repository.root, Cache(None), STAGED)[0]


def test_a_deletion_that_is_no_longer_staged(make_repository: Callable[..., Repository], tmp_path: Path) -> None:
    """The file is on no disk and in no listing both times; what is said of it is not the same."""
    repository = make_repository(FILES)
    cache = Cache(str(tmp_path / "cache"))
    repository.git("rm", "--quiet", "main.py")
    deleted, _ = said(repository.root, cache)
    repository.git("reset", "--quiet")
    absent, _ = said(repository.root, cache)
    assert (deleted, absent) != (absent, absent)
    assert said(repository.root, Cache(None))[0] == absent
