"""Operations on a work tree: whole files, their modes, and never through a link."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.disk import Unreadable
from flake8_single_entry.fixes.disk import Disk
from flake8_single_entry.fixes.values import FileChange, Move, Plan
from flake8_single_entry.fixes.write import Refused, carry_out
from tests.support import Repository

Make = Callable[..., Repository]


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    (tmp_path / "a.sh").write_text("one\n")
    return Disk(str(tmp_path), in_git=False)


def names(disk: Disk) -> list[str]:
    return sorted(path.relative_to(disk.root).as_posix() for path in Path(disk.root).rglob("*") if not path.is_dir())


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_written_file_keeps_the_mode(disk: Disk) -> None:
    full = Path(disk.root, "a.sh")
    full.chmod(0o750)
    written = disk.write("a.sh", b"two\n")
    assert (full.read_bytes(), os.path.dirname(written)) == (b"one\n", disk.root)
    disk.replace(written, "a.sh")
    assert (full.read_bytes(), stat.S_IMODE(full.stat().st_mode)) == (b"two\n", 0o750)
    assert names(disk) == ["a.sh"]
    disk.replace(disk.write("new", b"x"), "new")
    assert stat.S_IMODE(Path(disk.root, "new").stat().st_mode) == 0o644


def test_what_a_stopped_run_left_is_replaced(disk: Disk) -> None:
    disk.write("a.sh", b"a long text that was not finished")
    disk.replace(disk.write("a.sh", b"two"), "a.sh")
    assert names(disk) == ["a.sh"]
    assert disk.read("a.sh") == b"two"


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_no_link_is_followed(disk: Disk, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.write_text("theirs\n")
    left = Path(disk.write("a.sh", b"x"))
    left.unlink()
    left.symlink_to(outside)  # in place of the temporary file
    disk.replace(disk.write("a.sh", b"two"), "a.sh")
    assert (outside.read_text(), disk.read("a.sh")) == ("theirs\n", b"two")
    Path(disk.root, "link").symlink_to(outside)
    assert disk.has("link")
    with pytest.raises((OSError, Unreadable)):
        disk.read("link")


@pytest.mark.parametrize("in_git", [False, True])
def test_a_move(in_git: bool, make_repository: Make) -> None:
    repository = make_repository({"-a b.py": "one\n", "other.py": "two\n"})
    disk = Disk(str(repository.root), in_git)
    disk.make_directory("archive/x/-a b.py")
    disk.move("-a b.py", "archive/x/-a b.py")
    assert (repository.root / "archive/x/-a b.py").read_text() == "one\n"
    assert ("R " in repository.git("status", "--porcelain").stdout) is in_git
    with pytest.raises(SingleEntryError, match="exists: nothing is replaced"):
        disk.move("other.py", "archive/x/-a b.py")
    assert (repository.root / "other.py").read_text() == "two\n"


def test_git_refuses_a_move(make_repository: Make) -> None:
    repository = make_repository({"a.py": "one\n"})
    disk = Disk(str(repository.root), in_git=True)
    with pytest.raises(SingleEntryError, match=r"git mv never.py archive/never.py failed: .*never.py"):
        disk.move("never.py", "archive/never.py")


class TestCarryOut:
    """A plan on disk."""

    def test_a_file_that_changed_stops_the_moves(self, disk: Disk) -> None:
        changes = (FileChange("a.sh", b"one\n", b"two\n"), FileChange("b.sh", b"was", b"is"))
        Path(disk.root, "b.sh").write_bytes(b"meanwhile")
        refused = carry_out(Plan(moves=(Move("a.sh", "archive/a.sh"),), changes=changes), disk)
        assert refused == (Refused("b.sh", "it changed meanwhile"),)
        assert (disk.read("a.sh"), disk.read("b.sh"), names(disk)) == (b"two\n", b"meanwhile", ["a.sh", "b.sh"])

    def test_a_new_file_that_exists_meanwhile(self, disk: Disk) -> None:
        Path(disk.root, "new").write_bytes(b"mine")
        assert carry_out(Plan(changes=(FileChange("new", None, b"ours"),)), disk) == (
            Refused("new", "it changed meanwhile"),
        )
        assert disk.read("new") == b"mine"

    def test_a_file_that_is_gone(self, disk: Disk) -> None:
        refused = carry_out(Plan(changes=(FileChange("never", b"was", b"is"),)), disk)
        assert [each.path for each in refused] == ["never"]
        assert names(disk) == ["a.sh"]

    @pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
    def test_a_file_that_is_a_link_meanwhile(self, disk: Disk) -> None:
        Path(disk.root, "b.sh").symlink_to("a.sh")
        refused = carry_out(Plan(changes=(FileChange("b.sh", b"one\n", b"two\n"),)), disk)
        assert [each.path for each in refused] == ["b.sh"]
        assert disk.read("a.sh") == b"one\n"

    def test_an_error_says_that_every_file_is_whole(self, disk: Disk) -> None:
        Path(disk.root, "archive").write_text("a file")
        with pytest.raises(SingleEntryError, match="every file is whole: run the command again to finish"):
            carry_out(Plan(moves=(Move("a.sh", "archive/x/a.sh"),)), disk)
        assert names(disk) == ["a.sh", "archive"]
