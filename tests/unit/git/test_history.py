"""history: what real git says of deleted and renamed files, in two questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_single_entry.engine.history_cache import git_history
from flake8_single_entry.git.history import History
from tests.unit.files.test_worktree import git

BODY = "".join(f"line_{number} = {number}\n" for number in range(30))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "src").mkdir()
    for name in ("src/main.py", "old [x].py", "kept.py"):
        (tmp_path / name).write_text(BODY + f"name = {name!r}\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    git(tmp_path, "mv", "src/main.py", "app.py")
    git(tmp_path, "rm", "-q", "old [x].py")
    git(tmp_path, "commit", "-qm", "two")
    return tmp_path


def test_fates(repository: Path) -> None:
    fates = git_history(repository).deleted_or_renamed(["src/main.py", "old [x].py", "never.py", "kept.py"])
    assert fates == {"src/main.py": "app.py", "old [x].py": None}


def test_fates_of_what_is_staged(repository: Path) -> None:
    """Before the commit is made, so that the hook can say where the file went that it moves."""
    git(repository, "mv", "app.py", "server.py")
    git(repository, "rm", "-q", "kept.py")
    fates = git_history(repository).deleted_or_renamed(["app.py", "kept.py", "src/main.py", "server.py"])
    assert fates == {"app.py": "server.py", "kept.py": None, "src/main.py": "app.py"}


def test_changes(repository: Path) -> None:
    history = git_history(repository)
    assert history.changes("kept.py") == 1
    assert isinstance(history.last_change("kept.py"), int)
    assert history.last_change("never.py") is None


def test_many_paths_are_one_question(repository: Path) -> None:
    real = git_history(repository)
    asked: list[tuple[str, ...]] = []

    def ask(question: tuple[str, ...]) -> str:
        asked.append(question)
        return real.ask(question)

    (repository / "kept.py").write_text("changed = True\n")
    git(repository, "commit", "-qam", "three")
    history = History(ask)
    history.learn(["kept.py", "old [x].py", "never.py", "kept.py"])
    assert [history.changes(path) for path in ("kept.py", "old [x].py", "never.py")] == [2, 2, 0]
    assert history.last_change("never.py") is None
    assert history.last_change("kept.py") == real.last_change("kept.py")
    assert len(asked) == 1


def test_what_is_asked_besides_changes_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git leaves side branches out where they changed none of the paths in the end."""
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    git(repository, "checkout", "-qb", "side")
    for text in ("1\n", "2\n", BODY):
        (repository / "app.py").write_text(text)
        git(repository, "commit", "-qam", "side")
    git(repository, "checkout", "-q", "-")
    (repository / "kept.py").write_text("kept = True\n")
    git(repository, "commit", "-qam", "main")
    git(repository, "merge", "-q", "--no-edit", "side")
    alone, together = git_history(repository), git_history(repository)
    together.learn(["app.py", "kept.py"])
    assert alone.changes("app.py") == together.changes("app.py") > 1
    assert alone.last_change("app.py") == together.last_change("app.py")


def test_paths_are_those_of_the_directory(repository: Path) -> None:
    """A project may lie below the repository's root."""
    (repository / "src/run.py").write_text("run = True\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "three")
    history = git_history(repository / "src")
    assert (history.changes("run.py"), history.changes("main.py"), history.changes("kept.py")) == (1, 2, 0)


def test_no_more_commits_are_looked_at_than_the_limit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether they deleted anything or not: what takes time is a commit."""
    for number in range(3):
        git(repository, "commit", "-qm", str(number), "--allow-empty")
    git(repository, "rm", "-q", "app.py")
    git(repository, "commit", "-qm", "six")
    found = []
    for most in (5, 4):
        monkeypatch.setattr("flake8_single_entry.git.history._MOST_DEPTH", most)
        found.append(git_history(repository).deleted_or_renamed(["app.py", "src/main.py"]))
    assert found == [{"app.py": None, "src/main.py": "app.py"}, {"app.py": None}]


def test_the_youngest_of_two_deletions_is_meant(repository: Path) -> None:
    for name in ("first.py", "second.py"):
        (repository / "src").mkdir(exist_ok=True)
        (repository / "src/main.py").write_text(BODY + name)
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", "again")
        git(repository, "mv", "src/main.py", name)
        git(repository, "commit", "-qm", name)
    assert git_history(repository).deleted_or_renamed(["src/main.py"]) == {"src/main.py": "second.py"}


@pytest.mark.parametrize(
    ("moves", "fate"),
    [
        (["b.py"], "b.py"),
        (["b.py", "c/d.py"], "c/d.py"),
        (["b.py", "c.py", "d.py", "e.py"], "e.py"),
        (["b.py", "c.py", "a.py", "d.py"], "d.py"),  # back at its first name in between
        (["b.py", None], "b.py"),  # deleted in the end
        ([None], None),
    ],
)
def test_renames_are_followed_to_the_file_that_exists(
    repository: Path, moves: list[str | None], fate: str | None
) -> None:
    (repository / "a.py").write_text(BODY + "a")
    (repository / "c").mkdir()
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "a")
    here = "a.py"
    for there in moves:
        git(repository, *(("mv", here, there) if there else ("rm", "-q", here)))
        git(repository, "commit", "-qm", "next")
        here = there or here
    history = git_history(repository)
    assert history.deleted_or_renamed(["a.py"], lambda path: (repository / path).is_file()) == {"a.py": fate}


@pytest.mark.parametrize("name", ["\nD\n.py", "\1main.py", "D", "a\tb.py", "caf\xe9 \U0001f600.py"])
def test_a_name_is_only_a_name(repository: Path, name: str) -> None:
    (repository / name).write_text("x = 1\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "three")
    git(repository, "rm", "-q", "--", name)
    git(repository, "commit", "-qm", "four")
    history = git_history(repository)
    assert history.deleted_or_renamed([name, "src/main.py"]) == {name: None, "src/main.py": "app.py"}
    assert (history.changes(name), history.changes("kept.py")) == (2, 1)


@pytest.mark.parametrize(
    "prepare", [lambda path: None, lambda path: git(path, "init", "-q")], ids=["no git", "no commit"]
)
def test_where_there_is_no_history(tmp_path: Path, prepare: object) -> None:
    prepare(tmp_path)  # type: ignore[operator]
    history = git_history(tmp_path)
    assert (history.deleted_or_renamed(["a.py"]), history.changes("a.py"), history.last_change("a.py")) == ({}, 0, None)
