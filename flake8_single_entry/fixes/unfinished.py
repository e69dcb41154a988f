"""Moves into the archive that a stopped run made on disk, but not in git's index."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import NamedTuple

from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.disk import Unreadable
from flake8_single_entry.fixes.disk import Disk
from flake8_single_entry.git import ask_git
from flake8_single_entry.project.roles import Roles

_SHA1 = 40  # hexadecimal digits of a blob's name


class Unrecorded(NamedTuple):
    """A file that git's index has at ``old``, and that is on disk at ``new``."""

    old: str
    new: str
    mode: str
    blob: str


def unrecorded_moves(disk: Disk, roles: Roles) -> Iterator[Unrecorded]:
    """Yield the files that were moved into an archive of their scope with the contents that git knows.

    The former path is in the index and not on disk, the new one on disk and not in the index.
    """
    gone = _listed(disk, ("ls-files", "--deleted", "-z"))
    if not gone:
        return
    known = set(_listed(disk, ("ls-files", "-z")))
    for row in _listed(disk, ("ls-files", "--stage", "-z")):
        head, _, path = row.partition("\t")
        columns = head.split(" ")
        if path not in gone or disk.has(path) or len(columns) != 3 or columns[2] != "0":
            continue
        scope = roles.scope_of(path)
        for archive in (*scope.archive, _own_archive(scope.root)):
            new = _inside(scope.root, archive, path)
            if new and new not in known and _has_blob(disk, new, columns[1]):
                yield Unrecorded(path, new, columns[0], columns[1])
                break


def _listed(disk: Disk, question: tuple[str, ...]) -> list[str]:
    status, output = ask_git(disk.root, question)
    if status != 0:
        raise SingleEntryError("git ls-files failed: no file is changed")
    return [row for row in os.fsdecode(output).split("\0") if row]


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
