"""How ``init`` decides an open scope: by the candidate that leads, by the answer of a person, or not at all."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.cli.choice import open_candidates, with_leader
from flake8_single_entry.model import Candidate, Location, Role, Scope
from tests.support import Repository, run

PLACE = Location("x.py", 1, 1, 1, 2)
PROJECT = Path(__file__).parents[2] / "projects" / "judge_versions_beside_a_command"
DRAW = {path.name: path.read_bytes() for path in sorted(PROJECT.iterdir())}
INTERRUPT = "\x03"
TOLD = "Nothing is written: the evidence does not decide. The lines above show what to add to "


def scope(*scores: float, decided_by: str | None = None) -> Scope:
    candidates = tuple(Candidate(f"m{at}.py", Role.CANDIDATE, score, (), PLACE) for at, score in enumerate(scores))
    return Scope(".", None, decided_by, 0.5, (), candidates)


@pytest.mark.parametrize(
    ("before", "leader"),
    [
        (scope(4.0, 3.5), "m0.py"),
        (scope(3.5, 4.0, 3.9), "m1.py"),
        (scope(2.0), "m0.py"),
        (scope(4.0, 4.0, 1.0), None),
        (scope(), None),
        (scope(4.0, 3.5, decided_by="configuration"), None),
    ],
)
def test_the_leader_has_more_than_each_of_the_others(before: Scope, leader: str | None) -> None:
    after = with_leader(before)
    assert after.entry_point == leader
    assert bool(open_candidates(after)) is (leader is None and before.decided_by is None and bool(before.candidates))


@pytest.fixture
def drawn(make_repository: Callable[..., Repository]) -> Repository:
    """Three versions of a page, each started by one file. Two have the same score."""
    return make_repository(DRAW)


def init(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    done = run([sys.executable, "-m", "flake8_single_entry", "init"], repository.root)
    return done.returncode, done.stdout, done.stderr


def test_without_a_terminal_nothing_is_written(drawn: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = init(drawn, monkeypatch)
    assert (code, err.startswith(TOLD)) == (1, True)
    assert "# entry_point: streamlit_app.py\n" in out
    assert "# entry_point: streamlit_app_v3.py\n" in out
    assert not (drawn.root / ".single-entry.yaml").exists()


def test_no_program_is_no_file(make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch) -> None:
    repository = make_repository({"README.md": "# Notes\n"})
    code, out, err = init(repository, monkeypatch)
    assert (code, err.startswith("Nothing is written: no program was found.")) == (1, True)
    assert out.endswith("# entry_point: src/main.py\n")
    assert not (repository.root / ".single-entry.yaml").exists()


def test_a_leader_is_written_with_its_rivals(
    make_repository: Callable[..., Repository], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = make_repository(DRAW | {"Makefile": "run:\n\tstreamlit run streamlit_app.py\n"})
    code, out, err = init(repository, monkeypatch)
    assert (code, err.startswith("Wrote ")) == (0, True)
    assert (repository.root / ".single-entry.yaml").read_text() == out
    assert out.endswith("\nentry_point: streamlit_app.py\n") or "\nentry_point: streamlit_app.py\narchive:" in out


@pytest.mark.skipif(os.name == "nt", reason="a pseudo-terminal")
@pytest.mark.parametrize(
    ("answers", "code", "lines"),
    [
        ("2\n", 0, ["entry_point: streamlit_app_v3.py"]),
        ("app.py\n0\n4\n1\n", 0, ["entry_point: streamlit_app.py"]),
        ("all\n", 0, ["programs:", "  streamlit_app: streamlit_app.py", "  streamlit_app_v3: streamlit_app_v3.py"]),
        ("\n", 1, None),
        ("\x04", 1, None),  # the end of the input
        (INTERRUPT, 130, None),
    ],
)
def test_a_person_on_a_terminal_is_asked(drawn: Repository, answers: str, code: int, lines: list[str] | None) -> None:
    ended, shown = on_a_terminal(drawn.root, answers)
    assert "1  streamlit_app.py  (README.md line 4 tells people to run it" in shown
    assert ended == code, shown
    written = drawn.root / ".single-entry.yaml"
    assert written.exists() is (lines is not None)
    if lines is not None:
        assert set(lines) <= set(written.read_text().splitlines())
        findings = run([sys.executable, "-m", "flake8_single_entry", "--select=ONE104"], drawn.root, env=paths())
        assert (findings.returncode, findings.stdout) == (0, "")


def paths() -> dict[str, str]:
    return {"PYTHONPATH": str(Path(__file__).parents[3])}


def on_a_terminal(root: Path, answers: str) -> tuple[int, str]:
    """Run ``init`` on a pseudo-terminal and type the answers. Return the exit code and what the terminal shows."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell that starts the tests in the background ignores it
        os.chdir(root)
        os.execve(
            sys.executable, [sys.executable, "-m", "flake8_single_entry", "init"], {**os.environ, **paths()}
        )  # pragma: no cover (another program)
    shown = b""
    while b"nothing to stop: " not in shown and (read := _read(terminal)):
        shown += read
    os.write(terminal, answers.encode())
    while read := _read(terminal, answers):
        shown += read
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()


def _read(terminal: int, answers: str = "") -> bytes:
    """Return what the terminal shows next, nothing at its end. Type an interrupt again that came before the read."""
    for _ in range(60):
        if select.select([terminal], [], [], 2)[0]:
            break
        if answers == INTERRUPT:
            os.write(terminal, answers.encode())
    else:
        raise TimeoutError("the program neither asks nor ends")
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so when the program has ended
        return b""
