"""What a run's result depends on, found out without listing or reading the repository."""

from __future__ import annotations

import os
import stat

from flake8_single_entry.cache import fingerprint, text_fingerprint, version
from flake8_single_entry.errors import UsageError
from flake8_single_entry.git import (
    INDEX_FILE,
    ask_git,
    environment_for,
    is_bare_root,
    is_in_repository,
    refusal,
    run_git,
)

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Sequence

_LARGEST = 1 << 20  # bytes
_RECENT = 3_000_000_000  # nanoseconds; a file may change twice between two ticks of its clock


class Revision:
    """Which version of the files is meant: the work tree's, the index's (``staged``), or a ``revision``'s.

    With ``trusted``, another revision, it is judged by that one's configuration and suppression comments.
    """

    def __init__(self, *, staged: bool = False, revision: str | None = None, trusted: str | None = None) -> None:
        self.staged = staged
        self.revision = revision
        self.trusted = trusted

    @property
    def on_disk(self) -> bool:
        return not self.staged and self.revision is None


class RepositoryState:
    """One version of a repository: ``key`` names everything but the files on disk; ``commit`` is where history begins.

    ``settled`` names the same without the listing, and ``base`` without the commit as well. ``common`` is the git
    directory that all work trees share, and ``index`` the file that lists what ``listing`` is the checksum of, if it
    ``has_index`` to look at: a revision has not. ``in_hook`` is a commit's own. ``trusted`` is the commit that it is
    judged by, "" for none.
    """

    def __init__(
        self,
        base: str,
        commit: str,
        common: str,
        index: str,
        listing: str,
        *,
        trusted: str,
        has_index: bool,
        in_hook: bool,
    ) -> None:
        self.base = base
        self.settled = text_fingerprint(f"{base} {commit}")
        self.key = text_fingerprint(f"{self.settled} {listing}")
        self.commit = commit
        self.common = common
        self.trusted = trusted
        self.has_index = has_index
        self.in_hook = in_hook
        self._index = index
        self._listing = listing

    def is_current(self) -> bool:
        """Does git list what it listed?"""
        return _checksum(self._index) == self._listing


def read_state(root: str, selection: Revision, settings: str) -> RepositoryState | None:
    """The state of the repository around ``root``; None outside git, or where git is not installed.

    ``settings`` are what else a result depends on.

    Raises ``UsageError`` for a revision that is none, ``SingleEntryError`` where git does not read the repository.
    """
    if not (is_in_repository(root) or (selection.revision is not None and is_bare_root(root))):
        return None
    question = ("rev-parse", "--git-common-dir", "--git-path", "index", "--is-shallow-repository", "HEAD")
    try:
        status, output = ask_git(root, question)
    except FileNotFoundError:
        return None
    lines = os.fsdecode(output).split("\n")
    if len(lines) < 4:
        raise refusal(root, run_git(root, question)[2])
    common, index, shallow = os.path.join(root, lines[0]), os.path.join(root, lines[1]), lines[2]
    commit = lines[3] if status == 0 else ""
    if selection.revision is not None:
        commit = _commit(root, selection.revision)
    source = "disk" if selection.on_disk else "index" if selection.staged else "revision"
    # Files that are not on disk count for a hook of a commit, and for nobody else.
    in_hook = INDEX_FILE in environment_for(root)
    # On disk it is asked each time what is ignored.
    names = ("config", "shallow") if selection.on_disk else ("config", "shallow", "info/exclude")
    kept = (_digest(os.path.join(common, name)) for name in names)
    place = (version(), os.path.realpath(root), str(in_hook), *kept)
    trusted = "" if selection.trusted is None else _commit(root, selection.trusted)
    base = text_fingerprint("\0".join((*place, source, shallow, settings, trusted)))
    listing = "" if source == "revision" else _checksum(index)
    has_index = selection.revision is None
    return RepositoryState(base, commit, common, index, listing, trusted=trusted, has_index=has_index, in_hook=in_hook)


def _commit(root: str, revision: str) -> str:
    question = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    status, output = ask_git(root, question)
    if status != 0:
        raise UsageError(f"{revision}: no such revision")
    return os.fsdecode(output).strip()


def _checksum(index: str) -> str:
    """What git wrote at the end of its index about all before it; the whole of it where git was told not to.

    https://git-scm.com/docs/index-format
    """
    try:
        with open(index, "rb", opener=_without_waiting) as stream:
            size = os.fstat(stream.fileno()).st_size
            stream.seek(max(0, size - 20))
            end = stream.read()
            if any(end):
                return f"{size} {end.hex()}"
            stream.seek(0)
            return fingerprint(stream.read())
    except OSError:
        return ""


def _digest(path: str) -> str:
    """What tells one content of git's own file from another; nothing waits for a pipe, and a huge one is not loaded."""
    try:
        with open(path, "rb", opener=_without_waiting) as stream:
            status = os.fstat(stream.fileno())
            data = stream.read(_LARGEST) if stat.S_ISREG(status.st_mode) else b""
            return f"{status.st_size} {status.st_mtime_ns if status.st_size > _LARGEST else 0} {fingerprint(data)}"
    except OSError:
        return ""


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def stamps(root: str, paths: Sequence[str]) -> list[str]:
    """What each of some files on disk looks like, without reading it: its mode, then, behind a space, size and times.

    "-" for one that is not there; the mode alone for one that changed so lately that it may change once more and look
    the same.
    """
    import time

    prefix = os.path.join(root, "")
    latest = time.time_ns() - _RECENT
    found: list[str] = []
    for path in paths:
        try:
            status = os.lstat(prefix + path)
        except OSError:
            found.append("-")
            continue
        modified, changed = status.st_mtime_ns, status.st_ctime_ns
        if modified > latest or changed > latest:
            found.append(str(status.st_mode))
        else:
            found.append(f"{status.st_mode} {status.st_size} {modified} {changed} {status.st_ino}")
    return found
