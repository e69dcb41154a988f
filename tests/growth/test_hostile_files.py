"""Small files that once took minutes: each costs little more than a repository with nothing in it."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import Repository, run

TIMES = 8
JENKINS = "pipeline { agent any; stages { stage('a') { steps { sh 'python gone.py' } } } }\n"
FILES = {
    "directories above": ("run.sh", "python gone.py\n" + "cd ..\n" * 1_500),
    "directories below": ("run.sh", "python gone.py\n" + "cd a\n" * 1_500),
    "blanks in PowerShell": ("run.ps1", "python gone.py\n" + "    \n" * 20_000),
    "blanks in a literal block": ("docs/run.rst", "Run\n===\n\n::\n\n    python gone.py\n" + "\n" * 30_000 + "    x\n"),
    "quotes in a pipeline": ("Jenkinsfile", JENKINS + '\\"' * 25_000),
    "brackets in a justfile": ("justfile", "a:\n    python gone.py\n" + '["a", ' * 12_000),
    "quotes below a remark": ("start.py", "# noqa: ONE1\nimport os\nos.system('python gone.py')\n" + '\\"' * 20_000),
    "quotes in Python": ("start.py", "import os\nos.system('python gone.py')\n" + '\\"' * 20_000),
    "quotes in HCL": ("main.tf", 'a "b" {\n  command = "python gone.py"\n}\n' + '\\"' * 20_000),
    **{
        f"{token} in a script": ("run.sh", "python gone.py\n" + token * (48_000 // len(token)))
        for token in (")", "[a]", "%(a)s", "&a ", "</a>", ">")
    },
    "brackets in a workflow": (
        ".github/workflows/a.yml",
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n    - run: python gone.py " + ")" * 48_000 + "\n",
    ),
}


def cpu_of_a_run(root: Path) -> float:
    """Seconds of processor time of one check without a cache, with its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "flake8_single_entry", "check", "--no-cache", "--exit-zero"]
    subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=300)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> float:
    """What a repository costs that holds one small module."""
    root = tmp_path_factory.mktemp("empty")
    _repository(root, "notes.md", "nothing\n")
    return min(cpu_of_a_run(root) for _ in range(3))


def _repository(root: Path, path: str, text: str) -> None:
    run(["git", "init", "--quiet"], root, check=True)
    repository = Repository(root)
    repository.write({path: text, "main.py": "print(1)\n"})
    repository.commit()


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_costs_little(name: str, tmp_path: Path, empty: float) -> None:
    _repository(tmp_path, *FILES[name])
    assert min(cpu_of_a_run(tmp_path) for _ in range(2)) < TIMES * empty
