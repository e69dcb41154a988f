"""What an earlier run saw of git's index and commits, and which files' bytes have moved since, where no more has."""

from __future__ import annotations

import os

from flake8_single_entry.git import ask_git

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from flake8_single_entry.engine.repository_state import RepositoryState

_DIFFERENCE = (
    *("diff-index", "--cached", "--raw", "-z", "--no-renames", "--relative"),
    *("--ita-visible-in-index", "--ignore-submodules=none"),
)
_REGULAR = frozenset(("100644", "100755"))
_ABSENT = "000000"
_MOST = 1000  # paths: beyond, a new beginning costs less
_MOST_COMMITS = 100

Entries = dict[str, tuple[str, str, str, str]]  # by path: mode in the commit and the index, blob in both


class IndexState:
    """Where a run stood: a ``commit``, and how the index differed from it.

    ``base`` names all else that a result depends on, but for the files on disk.
    """

    def __init__(self, base: str, commit: str, difference: str) -> None:
        self.base = base
        self.commit = commit
        self.difference = difference

    def dumps(self) -> str:
        return "\1".join((self.base, self.commit, self.difference))

    @classmethod
    def loads(cls, text: str) -> IndexState | None:
        """The origin that ``dumps`` wrote; None for the empty text of a run that has none."""
        parts = text.split("\1", 2)
        return cls(*parts) if len(parts) == 3 else None


def index_state_of(root: str, state: RepositoryState) -> IndexState | None:
    """The origin of a run in a state; None where there is no commit, or the index is not the one of the state now."""
    if not state.commit or not state.has_index:
        return None
    difference = _difference(root, state.commit)
    if difference is None or "\n" in difference or difference.count("\0") > 2 * _MOST or not state.is_current():
        return None
    return IndexState(state.base, state.commit, difference)


def changed_blobs(root: str, origin: IndexState, state: RepositoryState, *, dated: bool) -> dict[str, str] | None:
    """The blobs of files of which the index had another then, by path relative to the root.

    None where more is different than bytes. ``dated`` says that git was asked when files changed: another commit may
    then make another result.
    """
    if origin.base != state.base or not state.has_index:
        return None
    if origin.commit != state.commit and (dated or not _only_grew(root, origin.commit, state.commit)):
        return None
    now = _difference(root, origin.commit)
    if now is None:
        return None
    before, after = _entries(origin.difference), _entries(now)
    moved = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    if moved and any(index == _ABSENT for _, index, *_ in after.values()):
        return None  # what is staged as deleted may be renamed, to one that moved
    if len(moved) > _MOST or not all(_is_same_kind(before.get(path), after.get(path)) for path in moved):
        return None
    return {path: after[path][3] if path in after else before[path][2] for path in moved}


def _difference(root: str, commit: str) -> str | None:
    """How the index differs from a commit; None where git cannot say, as amid a merge: it shows no stages."""
    status, output = ask_git(root, (*_DIFFERENCE, commit, "--"))
    return os.fsdecode(output) if status == 0 and b" U\0" not in output else None


def _only_grew(root: str, old: str, new: str) -> bool:
    """Is one commit's history the other's with a few more commits, of which none, nor the index, lacks a file?"""
    status, output = ask_git(root, ("rev-list", "--count", "--left-right", f"{old}...{new}"))
    lost, _, more = output.decode("ascii", "replace").strip().partition("\t")
    if status != 0 or lost != "0" or not more.isdigit() or int(more) > _MOST_COMMITS:
        return False
    question = ("log", "--format=", "--name-only", "--no-renames", "--diff-filter=D", f"{old}..{new}", "--")
    staged = ("diff-index", "--cached", "--name-only", "--no-renames", "--diff-filter=D", new, "--")
    return all(ask_git(root, asked) == (0, b"") for asked in (question, staged))


def _entries(difference: str) -> Entries:
    fields = difference.split("\0")
    found: Entries = {}
    for head, path in zip(fields[::2], fields[1::2], strict=False):
        old, new, former, blob, *_ = head.lstrip(":").split(" ")
        found[path] = old, new, former, blob
    return found


def _is_same_kind(before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> bool:
    """True for a regular file that both times was one: an entry that is missing is as the commit has it."""
    if before is None:
        return after is not None and after[0] == after[1] in _REGULAR
    if after is None:
        return before[0] == before[1] in _REGULAR
    return before[1] == after[1] in _REGULAR
