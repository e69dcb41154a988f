"""A surface is one row in one file: the declaration in CONTRIBUTING, added to a copy of the package, is enough."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import Repository, run

ROOT = Path(__file__).resolve().parents[3]
MAIN = "def main():\n    print('tide')\n\n\nif __name__ == '__main__':\n    main()\n"
FILES = {
    "api/main.py": MAIN,
    "tidal.yaml": (
        "tasks:\n"
        "  good: { dir: api, run: python main.py }\n"
        "  late: { dir: api, run: python gone.py }\n"
        "  open: { dir: api, run: 'python {{ program }}.py', files: [lost.py] }\n"
    ),
}


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a copy of the package to which the declaration was added as CONTRIBUTING says."""
    directory = tmp_path_factory.mktemp("extended")
    shutil.copytree(
        ROOT / "flake8_single_entry", directory / "flake8_single_entry", ignore=shutil.ignore_patterns("__pycache__")
    )
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    found = re.search(r"```python\n# (flake8_single_entry/readers/declared/\w+\.py)[^\n]*\n(.*?)```", text, re.DOTALL)
    assert found is not None
    module = directory / found[1]
    before, start, after = module.read_text("utf-8").partition("tuple[Declaration, ...] = (\n")
    assert start
    module.write_text(before + start + found[2] + after, "utf-8")
    return directory


@pytest.fixture
def repository(make_repository: Callable[..., Repository]) -> Repository:
    return make_repository(FILES)


def answer(package: Path, repository: Repository, *words: str) -> Any:
    command = [sys.executable, "-m", "flake8_single_entry", *words, "--no-cache", "--format", "json"]
    done = run(command, repository.root, env={"PYTHONPATH": str(package)})
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def evidence_in(answer: Any) -> list[tuple[str, str, int, float]]:
    """The evidence of api/main.py that lies in tidal.yaml: kind, text, line, weight."""
    return [
        (one["kind"], one["text"], one["location"]["line"], one["weight"])
        for scope in answer["scopes"]
        for candidate in scope["candidates"]
        if candidate["path"] == "api/main.py"
        for one in candidate["evidence"]
        if one["location"]["path"] == "tidal.yaml"
    ]


def findings_in(answer: Any) -> list[tuple[str, str, int]]:
    return [(one["code"], one["path"], one["line"]) for one in answer["findings"] if one["path"] == "tidal.yaml"]


def test_start_is_listed_and_weighed(extended: Path, repository: Repository) -> None:
    assert evidence_in(answer(extended, repository, "list")) == [("tidal.yaml", "tidal.yaml line 2 starts it", 2, 3.5)]


def test_missing_target_is_reported(extended: Path, repository: Repository) -> None:
    assert findings_in(answer(extended, repository, "check")) == [("ONE201", "tidal.yaml", 3)]


def test_file_is_unknown_without_the_declaration(repository: Repository) -> None:
    assert evidence_in(answer(ROOT, repository, "list")) == []
    assert findings_in(answer(ROOT, repository, "check")) == []
