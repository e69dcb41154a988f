"""A run that is killed at any moment leaves each file whole, and the next run ends where an undisturbed one does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flake8_single_entry.cli import fix
from flake8_single_entry.fixes.disk import Disk
from tests.fixes.conftest import Command, Ended, Make, picture
from tests.fixes.programs import FASTAPI, dockerfile
from tests.support import Repository

FILES = {
    "src/main.py": FASTAPI,
    "src/main_v2.py": FASTAPI,
    "src/main_v3.py": FASTAPI,
    "Dockerfile": dockerfile('["uvicorn", "src.main_v2:app"]'),
    "Makefile": "run:\n\tuvicorn src.main_v2:app\n\nold:\n\tuvicorn src.main_v3:app\n",
    "start.sh": "#!/bin/sh\nexec uvicorn src.main_v3:app\n",
}
STEPS = 2  # what may be done of an operation when the process is killed: nothing, or a part of it
OPERATIONS = 12  # four files written and given their names, the directory of two moves, and the moves
ENDING = ".single-entry-new"


class KilledError(BaseException):
    """The process ends here: nothing catches this."""


class Stopped(Disk):
    """Kills the process at one of the operations, before it or in the middle of it."""

    stop: int
    count: int

    @classmethod
    def at(cls, stop: int) -> type[Stopped]:
        return type("StoppedThere", (cls,), {"stop": stop, "count": 0})

    def kill(self) -> None:
        raise KilledError

    def passed(self) -> Iterator[None]:
        """Count a moment at which the process may be killed, and go on if it is not this one."""
        type(self).count += 1
        if self.count == self.stop:
            self.kill()
        yield None

    def write(self, path: str, data: bytes) -> str:
        next(self.passed())
        written = super().write(path, data[: len(data) // 2])
        next(self.passed())
        return super().write(path, data) if written else ""

    def replace(self, written: str, path: str) -> None:
        next(self.passed())
        super().replace(written, path)
        next(self.passed())

    def make_directory(self, path: str) -> None:
        next(self.passed())
        super().make_directory(path)
        next(self.passed())

    def move(self, old: str, new: str) -> None:
        next(self.passed())
        os.rename(self._full(old), self._full(new))  # as git does, before it writes the index
        next(self.passed())
        os.rename(self._full(new), self._full(old))
        super().move(old, new)


def entry(repository: Repository) -> str:
    return f"--entry={repository.root / 'src/main.py'}"


def run_fix(repository: Repository, single_entry: Command) -> Ended:
    return single_entry(repository, "fix", entry(repository))


def kill(repository: Repository, single_entry: Command, monkeypatch: pytest.MonkeyPatch, stop: int) -> None:
    """Run the command in a process that ends at one of its operations."""
    with monkeypatch.context() as patched:
        patched.setattr(fix, "Disk", Stopped.at(stop))
        with pytest.raises(KilledError):
            run_fix(repository, single_entry)


def state(repository: Repository) -> tuple[dict[str, tuple[int, bytes]], str]:
    """Return the files, and what git's index has of them."""
    return picture(repository.root), repository.git("status", "--porcelain").stdout


@pytest.fixture
def undisturbed(make_repository: Make, single_entry: Command) -> tuple[dict[str, tuple[int, bytes]], str]:
    repository = make_repository(FILES, name="undisturbed")
    assert run_fix(repository, single_entry).code == 0
    return state(repository)


def is_whole(
    files: dict[str, tuple[int, bytes]], before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]
) -> bool:
    """True if each file is as it was or as it will be, and each of the moved ones is there once."""
    named = {path: data for path, data in files.items() if not path.endswith(ENDING)}
    known = all(data in (before.get(path), after.get(path)) for path, data in named.items())
    moved = {path: f"archive/{path}" for path in before if path not in after}
    return (
        known
        and all((old in named) is not (new in named) for old, new in moved.items())
        and before.keys() - moved.keys() <= named.keys()
    )


@pytest.mark.parametrize("stop", range(1, OPERATIONS * STEPS + 1))
def test_killed_and_run_again(
    stop: int,
    undisturbed: tuple[dict[str, tuple[int, bytes]], str],
    make_repository: Make,
    single_entry: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repository = make_repository(FILES)
    before = picture(repository.root)
    kill(repository, single_entry, monkeypatch, stop)
    assert is_whole(picture(repository.root), before, undisturbed[0])
    again = run_fix(repository, single_entry)
    assert again.code == 0, again
    assert state(repository) == undisturbed


def test_every_operation_is_stopped(
    make_repository: Make, single_entry: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers above reach the last operation, and no further."""
    counting = Stopped.at(0)
    monkeypatch.setattr(fix, "Disk", counting)
    assert run_fix(make_repository(FILES), single_entry).code == 0
    assert counting.count == OPERATIONS * STEPS


def test_outside_git(tmp_path: Path, single_entry: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(name: str) -> Repository:
        directory = Repository(tmp_path / name)
        directory.write(FILES)
        return directory

    whole = made("whole")
    assert run_fix(whole, single_entry).code == 0
    for stop in range(1, OPERATIONS * STEPS + 1):
        directory = made(f"stopped-{stop}")
        before = picture(directory.root)
        kill(directory, single_entry, monkeypatch, stop)
        assert is_whole(picture(directory.root), before, picture(whole.root))
        assert run_fix(directory, single_entry).code == 0
        assert picture(directory.root) == picture(whole.root)


KILL = """\
import os, signal, sys
from flake8_single_entry import cli
from flake8_single_entry.cli import fix
from tests.fixes.test_killed import Stopped

class Killed(Stopped):
    stop, count = int(sys.argv[1]), 0

    def kill(self):
        os.kill(os.getpid(), signal.SIGKILL)

fix.Disk = Killed
cli.main(sys.argv[2:])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
@pytest.mark.parametrize("stop", [2, 7, OPERATIONS * STEPS])
def test_a_real_kill(
    stop: int, undisturbed: tuple[dict[str, tuple[int, bytes]], str], make_repository: Make, single_entry: Command
) -> None:
    repository = make_repository(FILES)
    before = picture(repository.root)
    command = [sys.executable, "-c", KILL, str(stop), "fix", f"--root={repository.root}", entry(repository)]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(command, cwd=repository.root, env={**os.environ, "PYTHONPATH": root}, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert is_whole(picture(repository.root), before, undisturbed[0])
    assert run_fix(repository, single_entry).code == 0
    assert state(repository) == undisturbed


def test_a_lock_that_git_left(
    undisturbed: tuple[dict[str, tuple[int, bytes]], str],
    make_repository: Make,
    single_entry: Command,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """git was killed in a move: its lock is named and stays, until a person removes it."""
    repository = make_repository(FILES)
    kill(repository, single_entry, monkeypatch, OPERATIONS * STEPS)
    lock = repository.root / ".git" / "index.lock"
    lock.write_bytes(b"")
    before = picture(repository.root)
    refused = run_fix(repository, single_entry)
    assert (refused.code, str(lock) in refused.err, "remove that file" in refused.err) == (3, True, True), refused
    assert lock.exists()
    assert picture(repository.root) == before
    lock.unlink()
    assert run_fix(repository, single_entry).code == 0
    assert state(repository) == undisturbed
