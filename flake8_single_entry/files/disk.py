"""Read files on disk safely: only regular files up to a size limit, and never through an unexpected link."""

from __future__ import annotations

import os
import stat

LARGEST = 1 << 20  # bytes; no hand-written file that starts a program is larger

_OUTSIDE = frozenset(("", ".", "..", ".git"))  # parts of a path that may leave the root, or enter git's directory
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class Unreadable(Exception):
    """The contents of a file cannot be read. The message is the reason, for people.

    ``identity`` identifies the contents if they are known but too large, or is "".
    """

    def __init__(self, reason: str, identity: str = "") -> None:
        super().__init__(reason)
        self.identity = identity


class Directories:
    """Checks, once per directory, whether the directories below a root are real ones and not symbolic links.

    git lists no file below a link, but a link may have replaced a directory since.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._real = {"": True}

    def hold(self, path: str) -> bool:
        """True if no directory between the root and ``path`` is a symbolic link."""
        directory = path.rpartition("/")[0]
        known = self._real.get(directory)
        return self._look(directory) if known is None else known

    def _look(self, directory: str) -> bool:
        unknown = []
        while directory not in self._real:
            unknown.append(directory)
            directory = directory.rpartition("/")[0]
        is_real = self._real[directory]
        for each in reversed(unknown):
            is_real = is_real and not os.path.islink(os.path.join(self._root, each))
            self._real[each] = is_real
        return is_real


def is_there(root: str, path: str, directories: Directories) -> bool:
    """True if a regular file or a link is at a path below the root, and no directory on the way is a link."""
    if not _OUTSIDE.isdisjoint(path.split("/")) or not directories.hold(path):
        return False
    try:
        mode = os.lstat(os.path.join(root, path)).st_mode
    except (OSError, ValueError):  # ValueError: no file can have this name
        return False
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def read_regular(path: str) -> bytes:
    """Return the contents of a file on disk, of at most ``LARGEST`` bytes. Never follow a link in the last component.

    Raises ``OSError`` if it cannot be opened. Raises ``Unreadable`` if it is not a regular file or is too large.
    """
    descriptor = os.open(path, _READING)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("not a regular file")
        if status.st_size > LARGEST:
            raise Unreadable(too_large(status.st_size))
        data = os.read(descriptor, status.st_size + 1)
        if len(data) == status.st_size:
            return data
        with open(descriptor, "rb", closefd=False) as stream:  # the file has grown, or the read was partial
            data += stream.read(LARGEST + 1 - len(data))
        if len(data) > LARGEST:
            raise Unreadable(too_large(len(data)))
        return data
    finally:
        os.close(descriptor)


def too_large(size: int) -> str:
    """Return the reason for not reading a file that is too large."""
    return f"larger than 1 MiB ({size} bytes)"
