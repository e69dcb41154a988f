"""Moves into the archive that a stopped run made on disk, but not in git's index."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.disk import Unreadable
from flake8_single_entry.fixes.disk import Disk
from flake8_single_entry.git import ask_git
from flake8_single_entry.model import Scope

_SHA1 = 40  # hexadecimal digits of a blob's name
_LISTING = ("ls-files", "--deleted", "--stage", "-z")


class Unrecorded(NamedTuple):
    """A file that git's index has at ``old``, and that is on disk at ``new``."""

    old: str
    new: str
    mode: str
    blob: str


def unrecorded_moves(disk: Disk, scopes: Iterable[Scope]) -> Iterator[Unrecorded]:
    """Yield the files that were moved into an archive of their scope with the contents that git knows."""
    status, output = ask_git(disk.root, _LISTING)
    if status != 0:
        raise SingleEntryError("git ls-files failed: no file is changed")
    archives = [(scope.root, archive) for scope in scopes for archive in (*scope.archive, _own_archive(scope.root))]
    for row in os.fsdecode(output).split("\0"):
        head, tab, path = row.partition("\t")
        columns = head.split(" ")
        if not tab or len(columns) != 3 or columns[2] != "0":
            continue
        for root, archive in archives:
            new = _inside(root, archive, path)
            if new and _has_blob(disk, new, columns[1]):
                yield Unrecorded(path, new, columns[0], columns[1])
                break


def _own_archive(root: str) -> str:
    return "archive/" if root == "." else f"{root}/archive/"


def _inside(root: str, archive: str, path: str) -> str:
    if root != "." and not path.startswith(root + "/"):
        return ""
    return f"{archive.rstrip('/')}/{path if root == '.' else path[len(root) + 1 :]}"


def _has_blob(disk: Disk, path: str, blob: str) -> bool:
    """True for a file on disk with the contents of a blob. https://git-scm.com/book/en/v2/Git-Internals-Git-Objects"""
    try:
        data = disk.read(path)
    except (OSError, Unreadable):
        return False
    algorithm = hashlib.sha1 if len(blob) == _SHA1 else hashlib.sha256
    return algorithm(b"blob %d\0" % len(data) + data).hexdigest() == blob
