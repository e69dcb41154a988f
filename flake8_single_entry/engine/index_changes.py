"""Compare the current index with that of a saved run, and list the files whose content changed."""

from __future__ import annotations

import os

from flake8_single_entry.git import ask_git

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from flake8_single_entry.engine.repository_state import RepositoryState

_DIFFERENCE = (
    *("diff-index", "--cached", "--raw", "-z", "--no-renames", "--relative"),
    *("--ita-visible-in-index", "--ignore-submodules=none"),
)
_REGULAR = frozenset(("100644", "100755"))
_ABSENT = "000000"
_MOST = 1000  # paths; with more, a full run is cheaper
_MOST_COMMITS = 100

Entries = dict[str, tuple[str, str, str, str]]  # by path: modes in the commit and the index, blobs in both


class IndexState:
    """The index of a run: its ``commit``, and the ``difference`` between this commit and the index.

    ``base`` identifies everything else that a result depends on, except the files on disk.
    """

    def __init__(self, base: str, commit: str, difference: str) -> None:
        self.base = base
        self.commit = commit
        self.difference = difference

    def dumps(self) -> str:
        return "\1".join((self.base, self.commit, self.difference))

    @classmethod
    def loads(cls, text: str) -> IndexState | None:
        """Parse the text that ``dumps`` returned. Return None for the empty text."""
        parts = text.split("\1", 2)
        return cls(*parts) if len(parts) == 3 else None


def index_state_of(root: str, state: RepositoryState) -> IndexState | None:
    """Return the index state of a run.

    None if there is no commit, or if the index has changed since ``state`` was read.
    """
    if not state.commit or not state.has_index:
        return None
    difference = _difference(root, state.commit)
    if difference is None or "\n" in difference or difference.count("\0") > 2 * _MOST or not state.is_current():
        return None
    return IndexState(state.base, state.commit, difference)


def changed_blobs(root: str, origin: IndexState, state: RepositoryState, *, dated: bool) -> dict[str, str] | None:
    """Return the current blobs of the files whose blob in the index has changed, by path relative to the root.

    Return None if more than contents has changed. ``dated`` is True if the run used dates of changes from git's
    history; another commit may then change the result.
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
        return None  # a staged deletion may be the rename of a changed file
    if len(moved) > _MOST or not all(_is_same_kind(before.get(path), after.get(path)) for path in moved):
        return None
    return {path: after[path][3] if path in after else before[path][2] for path in moved}


def _difference(root: str, commit: str) -> str | None:
    """Return how the index differs from a commit. None if git cannot tell, as during a merge."""
    status, output = ask_git(root, (*_DIFFERENCE, commit, "--"))
    return os.fsdecode(output) if status == 0 and b" U\0" not in output else None


def _only_grew(root: str, old: str, new: str) -> bool:
    """True if ``new`` only adds a few commits to ``old``, and neither they nor the index delete a file."""
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
    """True for a regular file before and after. An entry that is missing is as in the commit."""
    if before is None:
        return after is not None and after[0] == after[1] in _REGULAR
    if after is None:
        return before[0] == before[1] in _REGULAR
    return before[1] == after[1] in _REGULAR
