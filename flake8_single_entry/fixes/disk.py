"""The operations that change a work tree: each one leaves every file whole, as it was or as it will be."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.git.processes import run_git

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_PLAIN = 0o644  # the mode of a new file
_ENDING = ".single-entry-new"


@dataclass(frozen=True)
class Disk:
    """Changes the files below a root. Paths are relative to it. All methods raise ``OSError``.

    With ``in_git``, moves are made by git.
    """

    root: str
    in_git: bool

    def has(self, path: str) -> bool:
        """True if something has this path."""
        return os.path.lexists(self._full(path))

    def read(self, path: str) -> bytes:
        """Return the contents of a file, never through a link."""
        from flake8_single_entry.files.disk import read_regular

        return read_regular(self._full(path))

    def write(self, path: str, data: bytes) -> str:
        """Write a file beside another one, with its mode, and return its path. One that is left over is replaced."""
        full = self._full(path)
        there = os.path.join(os.path.dirname(full), f".{os.path.basename(full)}{_ENDING}")
        if os.path.lexists(there):
            os.unlink(there)
        descriptor = os.open(there, _NEW, 0o600)
        with open(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(there, stat.S_IMODE(os.lstat(full).st_mode) if os.path.lexists(full) else _PLAIN)
        return there

    def replace(self, written: str, path: str) -> None:
        """Give a written file the name of another one, which it replaces at once."""
        os.replace(written, self._full(path))

    def make_directory(self, path: str) -> None:
        """Make the directory of a file."""
        os.makedirs(os.path.dirname(self._full(path)), exist_ok=True)

    def move(self, old: str, new: str) -> None:
        """Move a file to a path that does not exist. Raises ``SingleEntryError`` if git refuses."""
        if os.path.lexists(self._full(new)):
            raise SingleEntryError(f"{new} exists: nothing is replaced; remove it, or move it away")
        if not self.in_git:
            os.rename(self._full(old), self._full(new))
            return
        status, _, words = run_git(self.root, ("mv", "--", old, new))
        if status != 0:
            raise SingleEntryError(f"git mv {old} {new} failed: {words}; run the command again to finish")

    def record_move(self, old: str, new: str, mode: str, blob: str) -> None:
        """Record in git's index a move that is made on disk already. Raises ``SingleEntryError`` if git refuses."""
        words = ("update-index", "--add", "--cacheinfo", f"{mode},{blob},{new}", "--force-remove", "--", old)
        status, _, said = run_git(self.root, words)
        if status != 0:
            raise SingleEntryError(f"git update-index failed for {new}: {said}")

    def _full(self, path: str) -> str:
        return os.path.join(self.root, path)
