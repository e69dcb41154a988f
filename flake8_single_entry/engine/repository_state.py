"""Identify the state that a result depends on, without listing or reading the repository."""

from __future__ import annotations

import os
import stat

from flake8_single_entry.cache import fingerprint, text_fingerprint, version
from flake8_single_entry.errors import UsageError
from flake8_single_entry.git import INDEX_FILE, ask_git, environment_for, is_bare_root, is_in_repository, refusal

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Sequence

_LARGEST = 1 << 20  # bytes
_PARTIAL = (
    "; this clone is shallow: fetch the whole history (`git fetch --unshallow`, `fetch-depth: 0` of actions/checkout)"
)
_RECENT = 3_000_000_000  # nanoseconds; a file may change twice within one tick of its clock


class Revision:
    """The version of the files to analyse: the work tree, the index (``staged``), or a ``revision``.

    ``trusted`` is another revision, whose configuration and suppression comments are used.
    """

    def __init__(self, *, staged: bool = False, revision: str | None = None, trusted: str | None = None) -> None:
        self.staged = staged
        self.revision = revision
        self.trusted = trusted

    @property
    def on_disk(self) -> bool:
        return not self.staged and self.revision is None


class RepositoryState:
    """The state of one version of a repository.

    ``key`` identifies everything except the files on disk. ``settled`` leaves out the listing, and ``base`` also the
    commit. ``commit`` is where the history begins. ``common`` is the git directory that all work trees share.
    ``listing`` is the checksum of the index file ``index``; with ``has_index`` False (a revision), there is none.
    ``in_hook`` is True in a commit hook, ``is_shallow`` in a clone without its whole history. ``trusted`` is the
    trusted commit, or "".
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
        is_shallow: bool,
    ) -> None:
        self.base = base
        self.settled = text_fingerprint(f"{base} {commit}")
        self.key = text_fingerprint(f"{self.settled} {listing}")
        self.commit = commit
        self.common = common
        self.trusted = trusted
        self.has_index = has_index
        self.in_hook = in_hook
        self.is_shallow = is_shallow
        self._index = index
        self._listing = listing

    def is_current(self) -> bool:
        """True if the index is unchanged."""
        return _checksum(self._index) == self._listing


def read_state(root: str, selection: Revision, settings: str) -> RepositoryState | None:
    """Return the state of the repository around ``root``. None outside git, or if git is not installed.

    ``settings`` is what else the result depends on.

    Raises ``UsageError`` if the revision does not exist. Raises ``SingleEntryError`` if git cannot read the repository.
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
        from flake8_single_entry.git.processes import run_git

        raise refusal(root, run_git(root, question)[2])
    common, index, shallow = os.path.join(root, lines[0]), os.path.join(root, lines[1]), lines[2]
    commit = lines[3] if status == 0 else ""
    if selection.revision is not None:
        commit = _commit(root, selection.revision, shallow)
    source = "disk" if selection.on_disk else "index" if selection.staged else "revision"
    # In a commit hook, listed files that are not on disk are analysed; elsewhere they are not.
    in_hook = INDEX_FILE in environment_for(root)
    # On disk, git is queried in each run for what is ignored.
    names = ("config", "shallow") if selection.on_disk else ("config", "shallow", "info/exclude")
    kept = (_digest(os.path.join(common, name)) for name in names)
    place = (version(), os.path.realpath(root), str(in_hook), *kept)
    trusted = "" if selection.trusted is None else _commit(root, selection.trusted, shallow)
    base = text_fingerprint("\0".join((*place, source, shallow, settings, trusted)))
    listing = "" if source == "revision" else _checksum(index)
    has_index = selection.revision is None
    return RepositoryState(
        base,
        commit,
        common,
        index,
        listing,
        trusted=trusted,
        has_index=has_index,
        in_hook=in_hook,
        is_shallow=shallow == "true",
    )


def _commit(root: str, revision: str, shallow: str) -> str:
    """Return the commit of a revision. ``shallow`` is "true" in a clone without its whole history."""
    question = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    status, output = ask_git(root, question)
    if status != 0:
        raise UsageError(f"{revision}: no such revision{_PARTIAL if shallow == 'true' else ''}")
    return os.fsdecode(output).strip()


def _checksum(index: str) -> str:
    """Return the checksum at the end of git's index. If git was configured not to write it, hash the whole file.

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
    """Return a digest of one of git's own files. Does not block on a pipe and does not load a very large file."""
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
    """Return a stamp of each file on disk, without reading it: its mode, a space, then size, times and inode.

    The stamp is "-" if the file does not exist. It is the mode alone if the file changed so recently that it may change
    again with the same times.
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
