"""The product as users get it: this repository as a hook repository, its wheel, and the wheel in an environment."""

from __future__ import annotations

import os
import shutil
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import Repository, run

ROOT = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
SHIPPED = (
    "flake8_single_entry",
    "hooks",
    "setup.cfg",
    "setup.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    ".pre-commit-hooks.yaml",
)
MAIN = """\
from fastapi import FastAPI

app = FastAPI()


@app.get("/orders")
def orders() -> list[str]:
    return []


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
"""
DOCKERFILE = 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["python", "{}"]\n'
PROJECT = {
    ".single-entry.yaml": "version: 1\nentry_point: src/main.py\narchive: archive/\n",
    "README.md": "# Orders\n",
    "Dockerfile": DOCKERFILE.format("src/main.py"),
    "archive/main_first.py": MAIN,
    "src/__init__.py": "",
    "src/main.py": MAIN,
    "src/store.py": "ORDERS: list[str] = []\n",
    "tools/seed.py": 'print("seeded")\n',
    "compose.yaml": "services:\n  seed:\n    build: .\n    command: python tools/seed.py\n",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one worker of ``pytest -n``: what they share is built once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.xdist_group("e2e"))


@dataclass(frozen=True)
class Environment:
    """A virtual environment that holds the built wheel and nothing of this checkout."""

    scripts: Path

    def __call__(
        self, command: str, *arguments: str, cwd: Path, stdin: str = "", env: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Run one of the environment's programs: exit code, and all it says. Fails on a traceback."""
        path = f"{self.scripts}{os.pathsep}{os.environ['PATH']}"
        done = run([str(self.scripts / command), *arguments], cwd, stdin=stdin, env={"PATH": path, **(env or {})})
        said = done.stdout + done.stderr
        assert "Traceback" not in said, said
        return done.returncode, said


@pytest.fixture(scope="session")
def hook_repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """What pre-commit clones: the shipped files of this checkout, as one commit."""
    repository = Repository(tmp_path_factory.mktemp("hook-repository"))
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, repository.root / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, repository.root / name)
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit("release")
    return repository


@pytest.fixture(scope="session")
def wheel(hook_repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    directory = tmp_path_factory.mktemp("wheel")
    source = tmp_path_factory.mktemp("source") / "tree"
    shutil.copytree(hook_repository.root, source)  # a build leaves files behind
    run([*PIP, "wheel", "--no-deps", f"--wheel-dir={directory}", str(source)], directory, check=True)
    (wheel,) = directory.glob("*.whl")
    return wheel


@pytest.fixture(scope="session")
def tool(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A fresh environment with the built wheel and its dependencies."""
    directory = tmp_path_factory.mktemp("environment")
    venv.create(directory / "venv", with_pip=False)
    scripts = directory / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run([*PIP, f"--python={scripts / 'python'}", "install", str(wheel)], directory, check=True)
    return Environment(scripts)


@pytest.fixture
def project(make_repository: Callable[..., Repository]) -> Repository:
    """A small service that is in order."""
    return make_repository(PROJECT)


@pytest.fixture
def remote(project: Repository, tmp_path: Path) -> Repository:
    """A bare repository that the project pushes to, with the start of its main branch."""
    remote = Repository(tmp_path / "remote.git")
    project.git("init", "--quiet", "--bare", "--initial-branch=main", str(remote.root))
    project.git("remote", "add", "origin", str(remote.root))
    project.git("push", "--quiet", "origin", "main")
    return remote
