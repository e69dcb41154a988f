"""Files on disk, read without surprises: regular ones only, within a limit, and none that a link leads to unseen."""

from __future__ import annotations

import os
import stat

LARGEST = 1 << 20  # bytes; nothing that a person writes to start a program is larger

_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


class Unreadable(Exception):
    """The bytes of a file cannot be had; the message says why, for people.

    ``identity`` names the bytes, where it lies in them: they are known, and too many.
    """

    def __init__(self, reason: str, identity: str = "") -> None:
        super().__init__(reason)
        self.identity = identity


class Directories:
    """The directories below a root, each looked at once: is it one, or a link that may lead anywhere?

    git lists no file below a link, but a directory that it lists may have been replaced by one.
    """

    def __init__(self, root: str) -> None:
        self._root = root
        self._real = {"": True}

    def hold(self, path: str) -> bool:
        """True where no directory on the way from the root to ``path`` is a symbolic link."""
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


def read_regular(path: str) -> bytes:
    """The bytes of a file on disk, never through a link in its last part and never more than ``LARGEST``.

    Raises ``OSError`` where it cannot be opened and ``Unreadable`` where it is no regular file or too large.
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
        with open(descriptor, "rb", closefd=False) as stream:  # it grew, or was read in part
            data += stream.read(LARGEST + 1 - len(data))
        if len(data) > LARGEST:
            raise Unreadable(too_large(len(data)))
        return data
    finally:
        os.close(descriptor)


def too_large(size: int) -> str:
    """Why a file is not read."""
    return f"larger than 1 MiB ({size} bytes)"
