"""The tree on disk: the files of git's index as they are in the work tree, or, outside git, all files found."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flake8_single_entry.errors import SingleEntryError, UsageError
from flake8_single_entry.files.disk import LARGEST, Directories, Unreadable, is_there, read_regular
from flake8_single_entry.files.git_objects import LISTING, ask_ignored, is_sparse, parse_listing
from flake8_single_entry.files.object_store import Objects
from flake8_single_entry.files.tree import LINK, REGULAR, SKIPPED_DIRECTORIES, SUBMODULE, Entry, Tree
from flake8_single_entry.git import INDEX_FILE, ask_git, environment_for, first_line, is_in_repository, refusal
from flake8_single_entry.git.processes import end_git, output_of, start_git

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from subprocess import Popen

_RECENT = 3_000_000_000  # nanoseconds
_SHA1 = 40  # hexadecimal digits
_CHANGED = ("diff-files", "--raw", "-z", "--no-abbrev", "--ignore-submodules=all", "--relative")
_FILTERS = ("config", "-z", "--name-only", "--get-regexp", r"^filter\..*\.(clean|smudge|process|required)$")


class Listed(NamedTuple):
    """The index's ``entries``, and the paths that are ``gone`` from disk or left out by a ``sparse`` checkout."""

    entries: dict[str, Entry]
    gone: frozenset[str] = frozenset()
    sparse: frozenset[str] = frozenset()


class Listing:
    """git's listing of a work tree. git starts when this is created, and ``entries`` waits for its output."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._processes: tuple[Popen[bytes], Popen[bytes]] | None = None
        if is_in_repository(root):
            with suppress(FileNotFoundError, NotADirectoryError):
                listed = start_git(root, LISTING)
                self._processes = listed, start_git(root, _CHANGED, settings=tuple(settings_without_filters(root)))

    def entries(self, may_vanish: Callable[[str], bool]) -> Listed | None:
        """Return the entries of the index and the paths that are gone or left out. None outside git.

        A file that differs on disk, or may differ without git checking, has no identity. Raises ``SingleEntryError``.
        """
        if self._processes is None:
            return None
        listed, changed = self._processes
        try:
            output, said = output_of(listed)
            tagged = parse_listing(output)  # while git still checks the files on disk
            changes, complaint = output_of(changed)
        finally:
            self.close()
        for process, words in ((listed, said), (changed, complaint)):
            if process.returncode != 0:
                raise refusal(self._root, first_line(words))
        entries = {path: entry for path, (entry, _) in tagged.items()}
        # A lower-case tag: git assumes that the file is unchanged.
        flagged = {path: tag for path, (_, tag) in tagged.items() if is_sparse(tag) or tag.islower()}
        gone = self._differing(entries, changes, flagged, may_vanish)
        return Listed(entries, gone, frozenset(path for path, tag in flagged.items() if is_sparse(tag)))

    def close(self) -> None:
        """End git if it is still running."""
        for process in self._processes or ():
            end_git(process)

    def _differing(
        self,
        entries: dict[str, Entry],
        changes: bytes,
        flagged: Mapping[str, str],
        may_vanish: Callable[[str], bool],
    ) -> frozenset[str]:
        """Remove the identities of files that differ or may differ on disk. Return the files that are gone."""
        # In a commit hook, the index is what the commit will contain, on disk or not.
        in_hook = INDEX_FILE in environment_for(self._root)
        gone: set[str] = set()
        for path, mode, is_absent in (*_changes(changes), *self._unseen(entries, flagged)):
            if path not in entries:
                continue
            if not is_absent:
                entries[path] = Entry(mode or entries[path].mode)
            elif not in_hook and may_vanish(path):
                del entries[path]
                gone.add(path)
        return frozenset(gone)

    def _unseen(self, entries: Mapping[str, Entry], flagged: Mapping[str, str]) -> Iterator[tuple[str, int, bool]]:
        """Yield the same for files that git does not check.

        Those that a sparse checkout leaves out are as in the index.
        """
        prefix = os.path.join(self._root, "")
        for path, tag in flagged.items():
            if entries[path].mode == SUBMODULE:
                continue
            if os.path.lexists(prefix + path):
                yield path, 0, False
            elif not is_sparse(tag):
                yield path, 0, True


def _changes(output: bytes) -> Iterator[tuple[str, int, bool]]:
    """Parse ``diff-files --raw -z``: yield path, mode on disk (0 for none), and whether the file is gone.

    https://git-scm.com/docs/git-diff-files#_raw_output_format
    """
    fields = iter(os.fsdecode(output).split("\0"))
    for head in fields:
        if not head:
            continue
        path = next(fields, "")
        columns = head.split(" ")
        if len(columns) != 5 or not columns[1].isdigit():
            raise SingleEntryError("git returned an answer that cannot be parsed")
        yield path, int(columns[1], 8), columns[4] == "D"


def settings_without_filters(root: Path) -> Iterator[str]:
    """Yield settings that disable all filters: git would run them to compare a file with its object.

    https://git-scm.com/docs/gitattributes#_filter
    """
    status, output = ask_git(root, _FILTERS)
    for name in os.fsdecode(output).split("\0") if status == 0 else ():
        if name:
            yield f"{name}=" + ("false" if name.endswith(".required") else "")


def open_tree(
    root: Path,
    may_vanish: Callable[[str], bool] = lambda _: True,
    listing: Listing | None = None,
    objects: Objects | None = None,
) -> Tree:
    """Return the tree below ``root``: the files of git's index, or, outside a work tree, all files found.

    A listed file that is not on disk is gone, if ``may_vanish`` returns True for it. ``listing`` may have been started
    before. ``objects`` hold the contents that a sparse checkout leaves out.

    Raises ``UsageError`` if ``root`` is not a directory. Raises ``SingleEntryError`` if git refuses to answer.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: not a directory")
    found = (listing or Listing(root)).entries(may_vanish)
    is_git = found is not None
    found = found or Listed({path: Entry(mode) for path, mode in _walk(root)})
    entries = dict(sorted(found.entries.items()))

    def ignored(paths: tuple[str, ...]) -> frozenset[str]:
        return ask_ignored(root, paths, {}) if is_git else frozenset()

    disk = _Disk(root, entries, Directories(os.fspath(root)), objects or Objects(root))
    tree = Tree(root, entries, disk.load, disk.read_link, ignored, holds=disk.holds, settled=disk.settled)
    # In a commit hook, only what will be committed counts.
    counts = is_git and INDEX_FILE not in environment_for(root)
    return replace(tree, gone=found.gone, sparse=found.sparse, untracked=disk.untracked if counts else tree.untracked)


def _walk(root: Path) -> Iterator[tuple[str, int]]:
    """Yield the files below a directory outside any repository, at any depth, with their modes."""
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(os.path.join(root, prefix)) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:  # not readable, gone, or its path is too long
            continue
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            continue
        for entry in entries:
            if entry.is_symlink():
                yield prefix + entry.name, LINK
            elif not entry.is_dir():
                yield prefix + entry.name, REGULAR
            elif entry.name not in SKIPPED_DIRECTORIES:
                waiting.append(f"{prefix}{entry.name}/")


class _Disk(NamedTuple):
    """Reads listed files from disk, never through a link and at most ``LARGEST`` bytes."""

    root: Path
    entries: Mapping[str, Entry]
    directories: Directories
    objects: Objects

    def load(self, path: str) -> bytes:
        entry = self.entries.get(path)
        if entry is None or entry.mode == SUBMODULE:
            raise Unreadable("not a file of this repository")
        if not self.directories.hold(path):
            raise Unreadable("a directory above it is now a symbolic link")
        try:
            return read_regular(os.path.join(self.root, path))
        except FileNotFoundError:
            if not entry.identity:
                raise Unreadable("it does not exist any more") from None
            return self.objects.read(entry.identity)
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
        """True if the contents have the blob id in the index."""
        from hashlib import sha1, sha256

        blob = self.entries[path].identity
        made = sha1 if len(blob) == _SHA1 else sha256
        return made(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == blob

    def untracked(self, path: str) -> bool:
        """True for a file that is on disk and not listed."""
        return path not in self.entries and is_there(os.fspath(self.root), path, self.directories)

    def settled(self, path: str) -> bool:
        """True for a regular file of at most ``LARGEST`` bytes that did not change recently."""
        try:
            status = os.lstat(os.path.join(self.root, path))
        except OSError:
            return False
        is_usual = stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST and self.directories.hold(path)
        return is_usual and status.st_ctime_ns < time.time_ns() - _RECENT
