"""Which texts of an editor lie over the files of a project, so that a save changes no answer."""

from __future__ import annotations

import os
from collections.abc import Mapping, Set
from pathlib import Path

from flake8_single_entry.files.disk import Directories
from flake8_single_entry.files.git_objects import ask_ignored
from flake8_single_entry.git import ask_git, environment_for

_LISTED = ("--literal-pathspecs", "ls-files", "-z", "--")


def laid_over(root: str, texts: Mapping[str, bytes], differing: Set[str]) -> dict[str, bytes]:
    """Return those of the open ``texts``, by path, that replace or add a file. ``differing`` are unlike the disk.

    A document that is not added to git yet is judged as if it were. One that git ignores, or that lies behind a
    symbolic link, never is. A text that the disk has too would only cost time. Raises ``SingleEntryError``.
    """
    if not texts:
        return {}
    status, output = ask_git(root, (*_LISTED, *texts))
    if status != 0:  # outside git, all files are read
        return {path: text for path, text in texts.items() if path in differing}
    tracked = frozenset(os.fsdecode(output).split("\0"))
    directories = Directories(root)
    added = [path for path in texts if path not in tracked and ".git" not in path.split("/") and directories.hold(path)]
    ignored = ask_ignored(Path(root), tuple(added), environment_for(Path(root))) if added else frozenset()
    wanted = (tracked & differing) | (frozenset(added) - ignored)
    return {path: text for path, text in texts.items() if path in wanted}
