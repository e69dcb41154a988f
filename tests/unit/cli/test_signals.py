"""Signals to the real command: its exit code, and that neither processes nor half of a cache are left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from flake8_single_entry import cli
from flake8_single_entry.cli import check
from flake8_single_entry.facts.parallel import can_fork, processors
from tests.support import Repository, run

pytestmark = pytest.mark.skipif(not can_fork() or processors() < 2, reason="nothing is forked here")

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-P", "-m", "flake8_single_entry"]
# Each is read in full.
LAUNCH = "import subprocess\n\nsubprocess.run(['python', 'main.py'])\n\n\n" + "def more():\n    return 1\n\n\n" * 40
PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    made = Repository(tmp_path_factory.mktemp("signals"))
    made.git("init", "--quiet")
    made.write({"main.py": "print(1)\n", "run.sh": "python main.py\npython gone.py\n"})
    made.write({f"jobs/part_{number // 100}/job_{number}.py": LAUNCH for number in range(1200)})
    made.commit()
    return made


def _heed_all() -> None:
    """Whoever runs the tests may ignore some, as nohup does, or a shell in the background."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)


class Started:
    """The command at work, and whoever it started: all know a name that is in their environment alone."""

    def __init__(self, root: Path, place: Path, *before: str) -> None:
        self._name = uuid.uuid4().hex
        given = {"SINGLE_ENTRY_CACHE_DIR": str(place), "STARTED_BY": self._name, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [*before, *COMMAND],
            cwd=root,
            env={**os.environ, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heed_all,
        )

    def alive(self) -> dict[int, str]:
        """The command lines of all that are alive, by their numbers."""
        found: dict[int, str] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if self._name.encode() in (entry / "environ").read_bytes():
                        found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
                except OSError:  # it ended meanwhile, or is another user's
                    continue
        return found

    def wait_for(self, condition: Callable[[Mapping[int, str]], bool]) -> bool:
        """True once the condition holds; False where the command ends before."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            if condition(self.alive()):
                return True
        return False

    def survivors(self, seconds: float) -> dict[int, str]:
        """Who is still alive after so many seconds, at most."""
        end = time.monotonic() + seconds
        while (alive := self.alive()) and time.monotonic() < end:
            time.sleep(0.01)
        return alive


def has_children(alive: Mapping[int, str]) -> bool:
    return len(alive) > 1


def has_forks(alive: Mapping[int, str]) -> bool:
    return sum("flake8_single_entry" in command for command in alive.values()) > 1


@pytest.mark.parametrize("condition", [has_children, has_forks])
@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (signal.SIGTERM, 143, ""),
        (signal.SIGHUP, 129, ""),
        (signal.SIGINT, 130, "single-entry: interrupted\n"),
        (signal.SIGKILL, -9, ""),
    ],
)
def test_a_signal_ends_the_command_and_whoever_it_started(
    number: int,
    code: int,
    said: str,
    condition: Callable[[Mapping[int, str]], bool],
    repository: Repository,
    tmp_path: Path,
) -> None:
    place = tmp_path / "cache"
    started = Started(repository.root, place)
    assert started.wait_for(condition)
    started.process.send_signal(number)
    output, complaint = started.process.communicate(timeout=PATIENCE)
    # Nobody can clean up after SIGKILL: a fork ends with its item, git with its question.
    assert started.survivors(20 if number == signal.SIGKILL else 0.2) == {}
    assert (started.process.returncode, output, complaint) == (code, "", said)
    assert not [path for path in place.glob("*") if path.suffix == ".new"]


def test_an_interrupted_run_leaves_a_cache_that_is_right(repository: Repository, tmp_path: Path) -> None:
    place = tmp_path / "cache"
    for wait in range(6):
        started = Started(repository.root, place)
        started.wait_for(has_children)
        time.sleep(0.15 * wait)
        started.process.send_signal(signal.SIGKILL if wait % 2 else signal.SIGTERM)
        started.process.communicate(timeout=PATIENCE)
    env = {"SINGLE_ENTRY_CACHE_DIR": str(place), "PYTHONPATH": str(ROOT)}
    cold = run([*COMMAND, "--no-cache"], repository.root, env=env)
    assert "gone.py" in cold.stdout
    for _ in range(2):
        warm = run(COMMAND, repository.root, env=env)
        assert (warm.returncode, warm.stdout) == (cold.returncode, cold.stdout)


def ignoring(name: str) -> tuple[str, ...]:
    """Words before a command that make it start with a signal ignored."""
    code = f"import os, signal, sys; signal.signal(signal.{name}, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    return sys.executable, "-c", code


def test_a_signal_that_is_ignored_stays_ignored(repository: Repository, tmp_path: Path) -> None:
    for name in ("SIGHUP", "SIGTERM"):
        started = Started(repository.root, tmp_path / name, *ignoring(name))
        assert started.wait_for(has_forks)
        for process in started.alive():
            with suppress(ProcessLookupError):  # it may have ended by itself
                os.kill(process, getattr(signal, name))
        output, _ = started.process.communicate(timeout=PATIENCE)
        assert (started.process.returncode, output.count("gone.py")) == (1, 1)


def test_children_are_heard_of_where_their_end_was_ignored(repository: Repository, tmp_path: Path) -> None:
    for _ in range(2):
        started = Started(repository.root, tmp_path / "cache", *ignoring("SIGCHLD"))
        output, complaint = started.process.communicate(timeout=PATIENCE)
        assert (started.process.returncode, output.count("gone.py")) == (1, 1), complaint
        assert started.survivors(0.2) == {}


@pytest.mark.parametrize(("stop", "code"), [(KeyboardInterrupt(), 130), (SystemExit(143), 143)])
def test_a_signal_while_a_class_is_made_is_no_internal_error(
    stop: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Attribute:
        def __set_name__(self, owner: type, name: str) -> None:
            raise stop

    def command(_: object) -> int:
        return len({type("Made", (), {"attribute": Attribute()})})

    monkeypatch.setattr(check, "run", command)
    assert cli.main(["check"]) == code
    assert "internal error" not in capsys.readouterr().err


DESTROYED = """
import os, signal, sys, time
from flake8_single_entry.cli.signals import end_in_order
end_in_order()
class Thing:
    def __del__(self):
        os.kill(os.getpid(), signal.Signals(int(sys.argv[1])))
        for _ in range(1000):
            pass
thing = Thing()
try:
    del thing
    time.sleep(30)
except BaseException as error:
    print(repr(error))
"""


@pytest.mark.parametrize(
    ("number", "said"), [(signal.SIGINT, "KeyboardInterrupt()"), (signal.SIGTERM, "SystemExit(143)")]
)
def test_a_signal_that_comes_where_python_ignores_exceptions_is_not_lost(number: int, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DESTROYED, str(int(number))],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=20,
        preexec_fn=_heed_all,
    )
    assert (done.stdout.strip(), done.stderr) == (said, "")
