"""What a run's result depends on, found out without listing or reading the repository."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flake8_single_entry.cache import digest, version
from flake8_single_entry.errors import UsageError
from flake8_single_entry.git import find_repository, run_git

_RECENT = 3_000_000_000  # nanoseconds; a file may change twice between two ticks of its clock


@dataclass(frozen=True)
class Selection:
    """Which version of the files is meant: the work tree's, the index's (``staged``), or a ``revision``'s."""

    staged: bool = False
    revision: str | None = None

    @property
    def on_disk(self) -> bool:
        return not self.staged and self.revision is None


@dataclass(frozen=True)
class State:
    """One version of a repository: ``key`` names everything but the files on disk; ``commit`` is where history begins.

    ``settled`` names the same without the listing. ``common`` is the git directory that all work trees share.
    """

    key: str
    settled: str
    commit: str
    common: str


def read_state(root: Path, selection: Selection, settings: str) -> State | None:
    """The state of the repository around ``root``; None outside git. ``settings`` are what else the result depends on.

    Raises ``UsageError`` for a revision that is none.
    """
    if find_repository(root) is None:
        return None
    question = ("rev-parse", "--git-common-dir", "--git-path", "index", "--is-shallow-repository", "HEAD")
    try:
        status, output, _ = run_git(root, question)
    except FileNotFoundError:
        return None
    lines = os.fsdecode(output).split("\n")
    if len(lines) < 4:
        return None
    common, index, shallow = os.path.join(root, lines[0]), os.path.join(root, lines[1]), lines[2]
    commit = lines[3] if status == 0 else ""
    parts = {"root": os.path.realpath(root), "shallow": shallow, "settings": settings, "version": version()}
    parts["configuration"] = _text(os.path.join(common, "config"))
    if selection.revision is not None:
        commit = _commit(root, selection.revision)
    parts["commit"] = commit
    parts["source"] = "disk" if selection.on_disk else "index" if selection.staged else "revision"
    settled = digest(parts)
    key = settled if selection.revision is not None else digest({"settled": settled, "index": _checksum(index)})
    return State(key, settled, commit, common)


def _commit(root: Path, revision: str) -> str:
    question = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    status, output, _ = run_git(root, question)
    if status != 0:
        raise UsageError(f"{revision}: no such revision")
    return os.fsdecode(output).strip()


def _checksum(index: str) -> str:
    """What git wrote at the end of its index about all before it; the whole of it where git was told not to.

    https://git-scm.com/docs/index-format
    """
    try:
        with open(index, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            stream.seek(max(0, size - 20))
            end = stream.read()
            if any(end):
                return f"{size} {end.hex()}"
            from hashlib import sha256

            stream.seek(0)
            return sha256(stream.read()).hexdigest()
    except OSError:
        return ""


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as stream:
            return stream.read()
    except OSError:
        return ""


def stamp(root: Path, paths: Sequence[str]) -> str | None:
    """One name for the state of files on disk, without reading them.

    None where one changed so lately that it may change once more and look the same.
    """
    import time
    from hashlib import sha256

    prefix = os.path.join(root, "")
    newest = 0
    stamps: list[str] = []
    for path in paths:
        try:
            found = os.lstat(prefix + path)
        except OSError:
            stamps.append("-")
            continue
        newest = max(newest, found.st_mtime_ns, found.st_ctime_ns)
        stamps.append(f"{found.st_mtime_ns} {found.st_ctime_ns} {found.st_size} {found.st_ino} {found.st_mode}")
    if newest > time.time_ns() - _RECENT:
        return None
    return sha256("\n".join(stamps).encode()).hexdigest()
