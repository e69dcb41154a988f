"""Which files must not be changed, with the reason: those whose former state git could not bring back, and links."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.files.worktree import settings_without_filters
from flake8_single_entry.git import ask_git, is_in_repository
from flake8_single_entry.git.processes import output_of, start_git

# https://git-scm.com/docs/git-status#_porcelain_format_version_1
_STATUS = ("status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules=all", "--no-renames")
_CONFLICTS = frozenset({"DD", "AU", "UD", "UA", "DU", "AA", "UU"})


@dataclass(frozen=True)
class Locks:
    """Looks up why a file of a work tree must not be changed.

    ``states`` are the two letters of ``git status`` of each changed file, by its path. ``tracked`` is False outside
    git. With ``allow_dirty``, a file may have changes that git does not know.
    """

    tree: Tree
    states: Mapping[str, str]
    tracked: bool = True
    allow_dirty: bool = False

    @property
    def is_clean(self) -> bool:
        """True if nothing has changed since the last commit, staged or not."""
        return not self.states

    def why(self, path: str) -> str:
        """Return why a file must not be changed, as a clause, or "" if it may be."""
        state = self.states.get(path, "  ")
        entry = self.tree.entries.get(path)
        if state in _CONFLICTS:
            return "it has an unresolved conflict"
        if self.tree.resolve(path) != path or (entry is not None and entry.is_link):
            return "it is a symbolic link, or below one"
        if entry is not None and (entry.is_submodule or self.tree.in_submodule(path)):
            return "it belongs to another repository"
        if not self.allow_dirty and entry is None and self.tracked:
            return "it is not in git (git add it, or --allow-dirty)"
        if not self.allow_dirty and state[1] != " ":
            return "it has changes that are not staged (stage or stash them, or --allow-dirty)"
        return _why_on_disk(os.path.join(self.tree.root, path))


def _why_on_disk(path: str) -> str:
    try:
        status = os.lstat(path)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    if not stat.S_ISREG(status.st_mode):
        return "it is not a regular file"
    if status.st_nlink > 1:
        return "it has another name (a hard link)"
    return "" if status.st_mode & stat.S_IWUSR else "it is read-only"


def read_locks(tree: Tree, *, allow_dirty: bool = False) -> Locks:
    """Ask git which files have changes. Raises ``SingleEntryError`` if git cannot tell, or is at work itself."""
    root = Path(tree.root)
    if not is_in_repository(root):
        return Locks(tree, {}, tracked=False, allow_dirty=allow_dirty)
    _require_unlocked(root)
    process = start_git(root, _STATUS, settings=tuple(settings_without_filters(root)))
    output, _ = output_of(process)
    if process.returncode != 0:
        raise SingleEntryError("git status failed: no file is changed")
    _, prefix = ask_git(root, ("rev-parse", "--show-prefix"))
    return Locks(tree, _states(os.fsdecode(output), os.fsdecode(prefix).rstrip("\n")), allow_dirty=allow_dirty)


def _require_unlocked(root: Path) -> None:
    """Raise ``SingleEntryError`` if there is a lock on the index. Only a person knows whether git still runs."""
    _, output = ask_git(root, ("rev-parse", "--git-path", "index.lock"))
    lock = os.path.join(root, os.fsdecode(output).rstrip("\n"))
    if os.path.lexists(lock):
        raise SingleEntryError(
            f"{os.path.normpath(lock)} exists: git is at work, or was stopped; "
            "if no git runs here, remove that file and try again"
        )


def _states(output: str, prefix: str) -> dict[str, str]:
    """Parse ``status -z``: the state of each changed file below the root, by its path relative to it."""
    rows = [row for row in output.split("\0") if len(row) > 3]
    return {row[3:].removeprefix(prefix): row[:2] for row in rows if row[3:].startswith(prefix)}
