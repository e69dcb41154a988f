"""The tree on disk: what git's index lists, as the work tree has it, or a walk outside git."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from flake8_single_entry.disk import LARGEST, Directories, Unreadable, read_regular, too_large
from flake8_single_entry.errors import SingleEntryError, UsageError
from flake8_single_entry.files import LINK, REGULAR, SKIPPED_DIRECTORIES, SUBMODULE, Entry, Tree
from flake8_single_entry.git import INDEX_FILE, environment_for, find_repository, first_line, run_git, start_git
from flake8_single_entry.objects import ask_ignored, parse_listing

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from subprocess import Popen

_RECENT = 3_000_000_000  # nanoseconds
_SHA1 = 40  # hexadecimal digits
_LISTED = ("ls-files", "-s", "-z")
_CHANGED = ("diff-files", "--raw", "-z", "--no-abbrev", "--ignore-submodules=all", "--relative")
ON_DISK = "w"  # before the blob id in an entry's identity


class Listing:
    """git's answers about a work tree, asked for when this is made; ``entries`` waits for them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._processes: tuple[Popen[bytes], Popen[bytes]] | None = None
        if find_repository(root):
            with suppress(FileNotFoundError, NotADirectoryError):
                self._processes = start_git(root, _LISTED), start_git(root, _CHANGED)

    def entries(self, may_vanish: Callable[[str], bool]) -> tuple[dict[str, Entry], frozenset[str]] | None:
        """The index's entries, and those that are gone; None outside git.

        One whose file differs on disk is known by no identity. Raises ``SingleEntryError``.
        """
        if self._processes is None:
            return None
        listed, changed = self._processes
        output, said = listed.communicate()
        entries = parse_listing(output, ON_DISK)  # while git is still looking at the files on disk
        changes, _ = changed.communicate()
        if listed.returncode != 0:
            raise SingleEntryError(f"git cannot list the files of {self._root}: {first_line(said)}")
        return entries, self._differing(entries, changes, may_vanish)

    def _differing(
        self, entries: dict[str, Entry], changes: bytes, may_vanish: Callable[[str], bool]
    ) -> frozenset[str]:
        """Forget the identities of what differs on disk; gives what is gone."""
        # A hook: what the index lists is what the commit will hold, on disk or not.
        in_hook = INDEX_FILE in environment_for(self._root)
        gone: set[str] = set()
        fields = iter(os.fsdecode(changes).split("\0"))
        for head in fields:
            if not head:
                continue
            path = next(fields, "")
            _, mode, *_, status = head.split(" ")
            if status != "D":
                entries[path] = Entry(int(mode, 8) or entries[path].mode)
            elif not in_hook and may_vanish(path):
                entries.pop(path, None)
                gone.add(path)
        return frozenset(gone)


def open_tree(root: Path, may_vanish: Callable[[str], bool] = lambda _: True, listing: Listing | None = None) -> Tree:
    """The files below ``root``: those of git's index where ``root`` lies in a work tree, else those that a walk finds.

    A listed file that is not on disk is gone, where ``may_vanish`` says that this makes a difference. ``listing`` is
    one that was begun before.
    Raises ``UsageError`` where ``root`` is no directory, ``SingleEntryError`` where git refuses to answer.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: not a directory")
    found = (listing or Listing(root)).entries(may_vanish)
    is_git = found is not None
    entries, gone = found or ({path: Entry(mode) for path, mode in _walk(root)}, frozenset[str]())
    entries = dict(sorted(entries.items()))

    def ignored(paths: tuple[str, ...]) -> frozenset[str]:
        return ask_ignored(root, paths, {}) if is_git else frozenset()

    disk = _Disk(root, entries, Directories(os.fspath(root)))
    return Tree(root, entries, disk.load, disk.read_link, ignored, disk.holds, settled=disk.settled, gone=gone)


def _walk(root: Path) -> Iterator[tuple[str, int]]:
    top = os.fspath(root)
    for directory, names, files in os.walk(top):
        names[:] = sorted(name for name in names if name not in SKIPPED_DIRECTORIES)
        if "pyvenv.cfg" in files:
            names.clear()
            continue
        links = [name for name in names if os.path.islink(os.path.join(directory, name))]
        for name in files + links:
            full = os.path.join(directory, name)
            yield os.path.relpath(full, top).replace(os.sep, "/"), LINK if os.path.islink(full) else REGULAR


class _Disk(NamedTuple):
    """Reads listed files from disk, never through a link and never more than ``LARGEST`` bytes."""

    root: Path
    entries: Mapping[str, Entry]
    directories: Directories

    def load(self, path: str) -> bytes:
        entry = self.entries.get(path)
        if entry is None or entry.mode == SUBMODULE:
            raise Unreadable("not a file of this repository")
        if not self.directories.hold(path):
            raise Unreadable("a directory above it is a symbolic link now")
        try:
            return read_regular(os.path.join(self.root, path))
        except FileNotFoundError:
            return self._blob(entry.identity[1:])
        except OSError as error:
            raise Unreadable(error.strerror or "cannot be opened") from None

    def read_link(self, path: str) -> str | None:
        if not self.directories.hold(path):
            return None
        try:
            return os.fsdecode(os.readlink(os.path.join(self.root, path)))
        except OSError:
            return None

    def holds(self, path: str, data: bytes) -> bool:
        """Are these the bytes that the index names? It looks closer where git looked no later than the file changed."""
        from hashlib import sha1, sha256

        try:
            status = os.lstat(os.path.join(self.root, path))
        except OSError:
            return True  # it came from the index
        if status.st_ctime_ns < time.time_ns() - _RECENT:
            return True
        blob = self.entries[path].identity[1:]
        made = sha1 if len(blob) == _SHA1 else sha256
        return made(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == blob

    def settled(self, path: str) -> bool:
        """True for a regular file of usual size that did not change of late."""
        try:
            status = os.lstat(os.path.join(self.root, path))
        except OSError:
            return False
        is_usual = stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST and self.directories.hold(path)
        return is_usual and status.st_ctime_ns < time.time_ns() - _RECENT

    def _blob(self, blob: str) -> bytes:
        """The bytes that the index holds of a file that is not on disk."""
        if not blob:
            raise Unreadable("no such file any more")
        status, data, said = run_git(self.root, ("cat-file", "blob", blob))
        if status != 0 or len(data) > LARGEST:
            raise Unreadable(said or too_large(len(data)))
        return data
