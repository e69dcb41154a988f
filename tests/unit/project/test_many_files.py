"""Repositories with very many files, references and images take a time near their size."""

from __future__ import annotations

from itertools import islice, product

import pytest

from flake8_single_entry.config.settings import EMPTY
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.rules import run
from tests.growth.measure import seconds

COUNT = 1_000
LIMIT = 8.0  # seconds of processor time, of which about one is needed
NAMES = ["".join(letters) for letters in islice(product("abcdefghij", repeat=3), COUNT)]
TOOL = 'if __name__ == "__main__":\n    print("{}")\n'
IMAGE = "FROM python:3\nWORKDIR /app\nCOPY . /app\nCMD ./run.sh\n"


def _misspelt() -> dict[str, bytes | str]:
    files: dict[str, bytes | str] = {f"tool_{name}.py": TOOL.format(name) for name in NAMES}
    return {**files, "run.sh": "".join(f"python tool_{name}z.py\n" for name in NAMES)}


def _chained() -> dict[str, bytes | str]:
    files: dict[str, bytes | str] = {f"s{number}.sh": f"./s{number - 1}.sh\n" * 30 for number in range(1, 7)}
    return {**files, "s0.sh": "python main.py\n" * 30, "main.py": TOOL}


def _images() -> dict[str, bytes | str]:
    files: dict[str, bytes | str] = {}
    for name in NAMES[:400]:
        files[f"{name}/Dockerfile"] = IMAGE
        files[f"{name}/run.sh"] = "python /app/main.py\n"
        files[f"{name}/main.py"] = TOOL.format(name)
    return files


@pytest.mark.parametrize("files", [_misspelt(), _chained(), _images()], ids=["misspelt", "chained", "images"])
def test_it_takes_little_time(files: dict[str, bytes | str]) -> None:
    assert seconds(lambda: run(build_project(Tree.of(files), EMPTY, git=False))) < LIMIT
