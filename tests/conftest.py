"""What every test stands on: a clean environment, and real git repositories made from a mapping."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import Contents, Repository

IDENTITY = {
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.invalid",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.invalid",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


@pytest.fixture(autouse=True, scope="session")
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of the person or the hook that runs the tests reaches them: identity, git's state, caches, colour."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "SINGLE_ENTRY_")) or name in {"NO_COLOR", "FORCE_COLOR", "PYTHONPATH"}:
            del os.environ[name]
    home = tmp_path_factory.mktemp("home")
    os.environ.update(IDENTITY, PRE_COMMIT_HOME=str(home / "pre-commit"), SINGLE_ENTRY_CACHE_DIR=str(home / "cache"))


@pytest.fixture
def make_repository(tmp_path: Path) -> Callable[..., Repository]:
    """Make a repository of files, committed unless told otherwise; ``name`` is its directory."""

    def make(contents: Contents | None = None, *, name: str = "project", commit: bool = True) -> Repository:
        repository = Repository(tmp_path / name)
        repository.root.mkdir()
        repository.git("init", "--quiet")
        repository.git("symbolic-ref", "HEAD", "refs/heads/main")  # git before 2.28 has no --initial-branch
        repository.write(contents or {})
        if commit:
            repository.commit("start")
        return repository

    return make
