"""The patch of a plan: ``git apply`` does byte for byte what the plan says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.fixes.diff import patch
from flake8_single_entry.fixes.values import FileChange, Move, Plan
from tests.support import Repository, run

Make = Callable[..., Repository]
LONG = b"".join(b"line %d\n" % number for number in range(100))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"a\nb\nc\n", b"a\nB\nc\n", id="a line"),
        pytest.param(LONG, LONG.replace(b"line 7\n", b"seven\n").replace(b"line 80\n", b""), id="two hunks"),
        pytest.param(b"a\nb", b"a\nB", id="no final newline"),
        pytest.param(b"a\nb", b"a\nb\n", id="a new final newline"),
        pytest.param(b"a\nb\n", b"a\nb", id="the final newline goes"),
        pytest.param(b"a\r\nb\r\n", b"a\r\nB\r\n", id="CRLF"),
        pytest.param(b"a\r\nb\r\n", b"a\r\nB\n", id="CRLF becomes LF"),
        pytest.param(b"a\rb\rc\n", b"a\rB\rc\n", id="lone CRs"),
        pytest.param(b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfA\n", id="a mark"),
        pytest.param(b"\xfcber\n", b"\xfcber all\n", id="not UTF-8"),
        pytest.param("a\x0cb\x85c\u2028d\n".encode(), "A\x0cb\x85c\u2028d\n".encode(), id="other line breaks"),
        pytest.param(b"+++ a\n--- b\n@@ c\n", b"+++ A\n--- B\n@@ c\n", id="like a patch"),
        pytest.param(b"", b"a\n", id="an empty file"),
        pytest.param(b"a\n", b"", id="all of it goes"),
        pytest.param(None, b"version: 1\n", id="a new file"),
        pytest.param(None, b"a\n\nb", id="a new file without a final newline"),
    ],
)
def test_changes(before: bytes | None, after: bytes, make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository({"file": before} if before is not None else {"other": "x"})
    applied(repository, Plan(changes=(FileChange("file", before, after),)), tmp_path)
    assert (repository.root / "file").read_bytes() == after


@pytest.mark.parametrize(
    "name",
    [
        "a b.py",
        'a"b.py',
        "größe.py",
        "a\tb.py",
        "a\\b.py",
        "a\nb.py",
        "a\x1b[1m.py",
        "-a.py",
        "a/ b/c .py",
        "a\u202eb.py",
        "b/a",
    ],
)
def test_names(name: str, make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository({name: "a\n", "other/" + name: "moved\n"})
    plan = Plan(moves=(Move("other/" + name, "archive/" + name),), changes=(FileChange(name, b"a\n", b"b\n"),))
    applied(repository, plan, tmp_path)
    assert (repository.root / name).read_bytes() == b"b\n"
    assert not (repository.root / "other" / name).exists()
    assert (repository.root / "archive" / name).read_bytes() == b"moved\n"


def test_a_move_keeps_its_mode(make_repository: Make, tmp_path: Path) -> None:
    repository = make_repository({"run.py": "x\n"}, commit=False)
    (repository.root / "run.py").chmod(0o755)
    repository.commit()
    applied(repository, Plan(moves=(Move("run.py", "archive/run.py"),)), tmp_path)
    assert "100755" in repository.git("ls-files", "--stage", "archive/run.py").stdout


def test_nothing() -> None:
    assert patch(Plan()) == ""


def applied(repository: Repository, plan: Plan, place: Path) -> None:
    (place / "patch").write_bytes(patch(plan).encode("utf-8", "surrogateescape"))
    run(["git", "apply", "--index", str(place / "patch")], repository.root, check=True)
