"""The command ``plan`` on real repositories: the whole document of the example, and what it says elsewhere.

After a wanted change, ``python -m tests.unit.cli.test_plan`` writes the document of the example anew; read the difference.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cli import main
from tests.conftest import IDENTITY
from tests.support import Repository, run

Make = Callable[..., Repository]
ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples/realtime-voice"
EXPECTED = ROOT / "examples/realtime-voice.plan.md"
DATE = "2026-01-05T12:00:00Z"
APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a() -> str:\n    return "a"\n'
CONFIG = "version: 1\nentry_point: src/main.py\n"


def plan_of_the_example(directory: Path) -> str:
    """Return the document of the example, as one commit of a fixed date."""
    root = directory / "realtime-voice"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("__pycache__"))
    dated = {**os.environ, **IDENTITY, "GIT_AUTHOR_DATE": DATE, "GIT_COMMITTER_DATE": DATE}
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=start"]):
        subprocess.run(["git", *words], cwd=root, env=dated, check=True)
    done = run(
        [sys.executable, "-m", "flake8_single_entry", "plan", "--no-cache", "--root", str(root)], ROOT, check=True
    )
    return done.stdout


def test_the_plan_of_the_example(tmp_path: Path) -> None:
    assert plan_of_the_example(tmp_path) == EXPECTED.read_text("utf-8")


def plan(repository: Repository, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["plan", "--root", str(repository.root), *words]) == 0
    return capsys.readouterr().out


def test_what_is_clean_says_so(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    repository = make_repository({"src/main.py": APP, ".single-entry.yaml": CONFIG})
    assert plan(repository, capsys) == (
        "# One entry point per program in project\n\n"
        "Nothing to consolidate: `src/main.py` is the entry point, and every reference leads to it.\n"
    )


def test_nothing_is_changed(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "src/main.py": APP,
        "src/main_v2.py": APP,
        ".single-entry.yaml": CONFIG,
        "run.sh": "python src/main_v2.py\n",
    }
    repository = make_repository(files)
    text = plan(repository, capsys)
    assert "| `src/main_v2.py` | `archive/src/main_v2.py` |" in text
    assert repository.git("status", "--porcelain").stdout == ""
    assert text == plan(repository, capsys)


def test_an_undecided_scope_is_decided_first(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    text = plan(make_repository({"src/main_v1.py": APP, "src/main_v2.py": APP}), capsys)
    assert "Decide first which module wins" in text
    assert "## What moves" not in text
    assert "- [ ] Each program has one entry point that is decided." in text


def test_hostile_names_stay_text(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("src/main_`x`.py", "src/main_|y|.py", "src/main_<script>.py", "src/main_\nz.py")
    files = {"src/main.py": APP, ".single-entry.yaml": CONFIG, **dict.fromkeys(names, APP)}
    text = plan(make_repository(files), capsys)
    for shown in ("``src/main_`x`.py``", "`src/main_\\|y\\|.py`", "`src/main_<script>.py`", "`src/main_\\x0az.py`"):
        assert f"| {shown} | " in text


def test_temporary_allowances_and_a_hook(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    allow = "allow:\n  - { path: src/main_old.py, as: tool, reason: 'a | b', until: 2099-01-07 }\n"
    hook = "repos:\n  - repo: x\n    hooks: [{ id: single-entry }]\n"
    files = {
        "src/main.py": APP,
        "src/main_old.py": APP,
        "src/main_v2.py": APP,
        ".single-entry.yaml": CONFIG + allow,
        ".pre-commit-config.yaml": hook,
    }
    text = plan(make_repository(files), capsys)
    assert "| 2099-01-05 (week 2) | `src/main_old.py` | tool | a \\| b | 2099-01-07 |" in text
    assert "- [x] A hook or the CI runs `single-entry`" in text
    assert "- [ ] The temporary allowances are gone, the first by 2099-01-07." in text


def test_an_invalid_configuration(make_repository: Make, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_repository({"src/main.py": APP, ".single-entry.yaml": "version: 1\nentry: x\n"}).root
    assert main(["plan", "--root", str(root)]) == 2
    assert ".single-entry.yaml:2:1: " in capsys.readouterr().err


def test_the_page_holds_what_the_document_says(make_repository: Make, tmp_path: Path) -> None:
    files = {"src/main.py": APP, "src/main_v2.py": APP, ".single-entry.yaml": CONFIG}
    root, page = make_repository(files).root, tmp_path / "plan.html"
    assert main(["plan", "--root", str(root), "--html", str(page)]) == 0
    text = page.read_text("utf-8")
    assert text.index("<svg") < text.index("<h2>Figures</h2>") < text.index("<h2>Checklist</h2>")
    assert "<td><code>archive/src/main_v2.py</code></td>" in text


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        EXPECTED.write_text(plan_of_the_example(Path(name)), "utf-8")
