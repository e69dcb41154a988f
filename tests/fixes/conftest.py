"""The command ``fix`` on repositories in real git, and pictures of what is on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from flake8_single_entry.cli import main
from tests.support import Repository


class Ended(NamedTuple):
    """The exit code of a command, and what it said."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]
Make = Callable[..., Repository]


@pytest.fixture
def single_entry(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process. The first argument is a repository."""

    def call(repository: Repository, *words: str) -> Ended:
        capsys.readouterr()
        code = main([words[0], f"--root={repository.root}", *words[1:]])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(code, said.out, said.err)

    return call


def picture(root: Path) -> dict[str, tuple[int, bytes]]:
    """Return the mode and the contents of each file below a directory, except git's."""
    files = (path for path in sorted(root.rglob("*")) if ".git" not in path.relative_to(root).parts)
    return {
        path.relative_to(root).as_posix(): (
            path.lstat().st_mode,
            str(path.readlink()).encode() if path.is_symlink() else path.read_bytes(),
        )
        for path in files
        if path.is_symlink() or path.is_file()
    }
