"""The pages that ``--html`` writes: where they go, and what is said if they cannot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cli import main
from tests.support import Repository

Make = Callable[..., Repository]
FILES = {
    "src/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
    "run.sh": "uvicorn src.main:app\npython gone.py\n",
    ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n",
}


def test_the_map_is_written(make_repository: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, page = make_repository(FILES).root, tmp_path / "map.html"
    assert main(["list", "--root", str(root), "--html", str(page)]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"Wrote {page}\n")
    text = page.read_text("utf-8")
    assert "<title>Entry points of project</title>" in text
    assert "1 entry point, 1 dead end." in text


def test_the_map_of_a_commit(make_repository: Make, tmp_path: Path) -> None:
    repository, page = make_repository(FILES), tmp_path / "map.html"
    repository.write({"src/main_v2.py": FILES["src/main.py"]})
    repository.commit()
    words = ["--root", str(repository.root), "--html", str(page)]
    assert main(["list", *words]) == 0
    assert "1 entry point, 1 duplicate, 1 dead end." in page.read_text("utf-8")
    assert main(["list", *words, "--rev", "HEAD~1"]) == 0
    assert "1 entry point, 1 dead end." in page.read_text("utf-8")


def test_a_page_that_cannot_be_written(
    make_repository: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, page = make_repository(FILES).root, tmp_path / "nowhere/map.html"
    assert main(["list", "--root", str(root), "--html", str(page)]) == 3
    assert capsys.readouterr().err == f"single-entry: cannot write {page}: No such file or directory\n"


def test_a_page_and_a_comparison_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--html", "map.html", "--compare", "a.py", "b.py"]) == 2
    assert "not allowed with" in capsys.readouterr().err
