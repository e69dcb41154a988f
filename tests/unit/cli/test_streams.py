"""The command among closed, full and abandoned streams, signals and lacks: exit codes, and one sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from flake8_single_entry import engine
from flake8_single_entry.cli import main
from tests.support import Repository

pytestmark = pytest.mark.skipif(os.name == "nt", reason="streams and signals of Unix")
STALE = {"main.py": "print('x')\n", "run.sh": "python gone.py\n"}
CLEAN = {
    "main.py": "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n",
    "run.sh": "python main.py\n",
}
MANY = {"main.py": "print('x')\n", "run.sh": "python gone.py\n" * 3000}  # more than a pipe holds
FULL = "single-entry: cannot write to standard output: No space left on device\n"
FOUND = "Found 1 finding in 1 file: 1 error.\n"
PROGRAM = f"{sys.executable} -m flake8_single_entry"
PACKAGE = Path(engine.__file__).parents[1]


@pytest.fixture
def shell(make_repository: Callable[..., Repository], tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Run a command line in a repository; ``$it`` is the program. Gives exit code, standard output, standard error."""

    def call(files: dict[str, str], line: str, **more: str) -> tuple[int, str, str]:
        root = make_repository(files, name=f"project{len(list(tmp_path.iterdir()))}").root
        environment = {**os.environ, "PYTHONPATH": os.fspath(PACKAGE.parent), "it": PROGRAM, **more}
        done = subprocess.run(
            ["sh", "-c", line], cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done.returncode, done.stdout, done.stderr

    return call


Shell = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("files", "line", "code", "said"),
    [
        (STALE, "$it >&-", 1, FOUND),
        (CLEAN, "$it >&-", 0, "No findings"),
        (STALE, "$it --format json >&-", 1, ""),
        (STALE, "$it --no-cache <&- >&- 2>&-", 1, ""),
        (STALE, "$it --staged --no-cache <&- >&- 2>&-", 1, ""),
        (STALE, "$it >/dev/null 2>&-", 1, ""),
        (CLEAN, "$it 2>&-", 0, ""),
        (STALE, "$it --root nowhere 2>&-", 2, ""),
        (STALE, "$it --frobnicate 2>&-", 2, ""),
        (STALE, "$it --rev nowhere >&- 2>&-", 2, ""),
        (STALE, "$it list >&-", 0, ""),
        (STALE, "$it --version >&-", 0, ""),
        (STALE, "$it explain ONE900 >&-", 0, ""),
        (STALE, "$it >/dev/full", 3, FULL),
        (STALE, "$it --format json >/dev/full", 3, FULL),
        (STALE, "$it list >/dev/full", 3, FULL),
        (STALE, "$it explain >/dev/full", 3, FULL),
        (STALE, "$it --help >/dev/full", 3, FULL),
        (STALE, "$it --version >/dev/full", 3, FULL),
        (STALE, "$it >/dev/null 2>/dev/full", 1, ""),
        (STALE, "$it >/dev/full 2>/dev/full", 3, ""),
        (MANY, "($it; echo $? >.code) | read -r line; exit $(cat .code)", 1, "Found 3,000 findings in 1 file: 3,000 errors.\n"),
        (MANY, "($it --format json; echo $? >.code) | true; exit $(cat .code)", 1, ""),
        (MANY, "($it 2>&1 >/dev/null; echo $? >.code) | true; exit $(cat .code)", 1, ""),
        (STALE, "PYTHONIOENCODING=ascii $it >/dev/null", 1, FOUND),
        (STALE, "ulimit -n 8; $it --no-cache", 3, "single-entry: Too many open files (set SINGLE_ENTRY_DEBUG=1 "),
    ],
)  # fmt: skip
def test_streams(shell: Shell, files: dict[str, str], line: str, code: int, said: str) -> None:
    done, out, err = shell(files, line)
    assert (done, out) == (code, "")
    assert err == said if said.endswith("\n") or not said else err.startswith(said)
    assert err.count("\n") <= 1


def test_a_pipe_that_breaks_in_an_analysis_is_none_of_ours(
    make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pipe to git that breaks is no reader of ours that has gone: there is no verdict, and that is said."""

    def fail(*_: object, **__: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(engine, "analyse", fail)
    assert main(["--root", str(make_repository(STALE).root)]) == 3
    assert capsys.readouterr() == ("", "single-entry: Broken pipe (set SINGLE_ENTRY_DEBUG=1 for the traceback)\n")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RecursionError("maximum recursion depth exceeded"), "internal error: RecursionError: maximum recursion depth"),
        (MemoryError(), "there is not enough memory"),
        (OSError(23, "Too many open files in system"), "Too many open files in system"),
        (OSError(24, "Too many open files", "a\n::error::b"), "Too many open files: a\\x0a::error::b"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), "internal error: UnicodeEncodeError: "),
        (ValueError("x" * 5000), "internal error: ValueError: xxx"),
        (AssertionError(), "internal error: AssertionError:"),
    ],
)
def test_whatever_stops_an_analysis_is_one_sentence_and_3(
    make_repository: Callable[..., Repository],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    said: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(engine, "analyse", fail)
    assert main(["--root", str(make_repository(STALE).root)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"single-entry: {said}")
    assert err.endswith(" (set SINGLE_ENTRY_DEBUG=1 for the traceback)\n")
    assert (err.count("\n"), len(err) < 400) == (1, True)


def test_the_traceback_is_shown_to_who_asks(make_repository: Callable[..., Repository]) -> None:
    code = (
        "import flake8_single_entry.engine as engine\n"
        "def fail(*_, **__): raise RuntimeError('boom\\n::error::x')\n"
        "engine.analyse = fail\n"
        "from flake8_single_entry.__main__ import run\n"
        "run()\n"
    )
    environment = {**os.environ, "SINGLE_ENTRY_DEBUG": "1"}
    root = make_repository(STALE).root
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback (most recent call last):" in done.stderr
    assert "RuntimeError: boom" in done.stderr


DEFAULTS = """\
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
"""  # whatever the caller of the tests ignores
SLOW = """\
import os, sys, time
import flake8_single_entry.engine as engine
def wait(*_, **__):
    print(os.getpid(), flush=True)
    try:
        time.sleep(60)
    finally:
        print("unwound", flush=True)
engine.analyse = wait
from flake8_single_entry.__main__ import run
run()
"""


def interrupted(root: Path, number: int, before: Sequence[str] = ()) -> tuple[int, str, str]:
    """What a run says that gets a signal in the midst of it."""
    command = [*before, sys.executable, "-c", SLOW if before else DEFAULTS + SLOW]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        time.sleep(0.1)
        os.kill(child, number)
        if before:
            time.sleep(0.5)
            assert process.poll() is None
            os.kill(child, signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (signal.SIGINT, 130, "single-entry: interrupted\n"),
        (signal.SIGTERM, 143, ""),
        (signal.SIGHUP, 129, ""),
    ],
)
def test_signals_end_a_run_in_order(
    make_repository: Callable[..., Repository], number: int, code: int, said: str
) -> None:
    assert interrupted(make_repository(STALE).root, number) == (code, "unwound\n", said)


def test_a_signal_that_is_ignored_stays_so(make_repository: Callable[..., Repository]) -> None:
    ignoring = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh"]
    assert interrupted(make_repository(STALE).root, signal.SIGHUP, ignoring) == (143, "unwound\n", "")
