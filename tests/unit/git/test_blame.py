"""blame: the lines that are newer than a commit, from git's porcelain output."""

from __future__ import annotations

import subprocess
from pathlib import Path

from flake8_single_entry.engine.history_cache import git_history
from flake8_single_entry.git.blame import blame_question, lines_of, newer_lines

OLD, NEW = "a" * 40, "b" * 40
OUTPUT = f"""{OLD} 1 1 1
author Kim
boundary
filename README.md
\tpython app.py
{NEW} 2 5 1
author Kim
filename README.md
\tpython "new one.py" \r
{OLD} 7 7
\tpython app.py
"""


def test_newer_lines() -> None:
    assert lines_of(newer_lines(OUTPUT)) == {5: 'python "new one.py" '}
    assert lines_of(newer_lines("")) == {}


def test_the_question_names_each_line_once() -> None:
    question = blame_question("README.md", (5, 1, 5), OLD, NEW)
    assert question[:7] == ("blame", "-w", "--porcelain", "-L", "1,1", "-L", "5,5")
    assert question[7:] == (f"{OLD}..{NEW}", "--", "README.md")


def test_a_repository(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        names = ("-c", "user.name=a", "-c", "user.email=a@b.invalid", "-c", "commit.gpgsign=false")
        subprocess.run(("git", *names, *words), cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q")
    (tmp_path / "app.py").write_text("print()\n")
    (tmp_path / "README.md").write_text("python app.py\n")
    git("add", ".")
    git("commit", "-qm", "start")
    git("rm", "-q", "app.py")
    git("commit", "-qm", "remove")
    (tmp_path / "README.md").write_text("python app.py\npython app.py --again\n")
    git("commit", "-qam", "more")
    history = git_history(tmp_path)
    assert dict(history.newer_lines("README.md", (1, 2), "app.py")) == {2: "python app.py --again"}
    assert dict(history.newer_lines("README.md", (2,), "other.py")) == {}
    assert dict(history.newer_lines("NEWS.md", (2,), "app.py")) == {}


def test_no_program_of_the_configuration_runs(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        names = ("-c", "user.name=a", "-c", "user.email=a@b.invalid", "-c", "commit.gpgsign=false")
        subprocess.run(("git", *names, *words), cwd=tmp_path, check=True, capture_output=True)

    mark = tmp_path / "mark"
    git("init", "-q")
    (tmp_path / ".gitattributes").write_text("*.md diff=planted\n")
    (tmp_path / "app.py").write_text("print()\n")
    (tmp_path / "README.md").write_text("python app.py\n")
    git("add", ".")
    git("commit", "-qm", "start")
    git("rm", "-q", "app.py")
    git("commit", "-qm", "remove")
    (tmp_path / "README.md").write_text("python app.py\npython app.py --again\n")
    git("commit", "-qam", "more")
    git("config", "diff.planted.textconv", f"touch {mark}; cat")
    assert dict(git_history(tmp_path).newer_lines("README.md", (2,), "app.py")) == {2: "python app.py --again"}
    assert not mark.exists()
    git("blame", "HEAD", "--", "README.md")
    assert mark.exists(), "the setting does nothing here, so that the test shows nothing"
