"""git's history for a run: asked ahead while files are read, and remembered from run to run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flake8_single_entry.cache import Cache
from flake8_single_entry.git import is_in_repository
from flake8_single_entry.git.history import Ask, History, deletions_question
from flake8_single_entry.git.pending import Pending

_MOST = 1000  # answers that are kept
_LARGEST = 4 << 20  # characters of all of them


def git_history(root: str) -> History:
    """History of the repository around ``root``; one that knows nothing outside git or before the first commit."""
    return History(_asker(root, {}, [])) if is_in_repository(root) else History.none()


@contextmanager
def remembered_history(root: str, commit: str, cache: Cache, name: str, *, ahead: bool) -> Iterator[History]:
    """The history up to a commit ("" for none), with the answers that are kept under ``name``.

    With ``ahead`` its longest question is asked at once: git is at it while files are read.
    """
    if not commit:
        yield History.none()
        return
    memory = _remembered(cache, name)
    known = len(memory)
    question = deletions_question(commit)
    begun = {question: Pending.begin(root, question)} if ahead and History.key(question) not in memory else {}
    failures: list[tuple[str, ...]] = []
    try:
        yield History(_asker(root, begun, failures), commit, memory)
    finally:
        for pending in begun.values():
            pending.end()
    if len(memory) != known and not failures:  # what git lacks now it may have the next time
        cache.write(name, json.dumps(_latest(memory)))


def _latest(memory: Mapping[str, str]) -> dict[str, str]:
    """The answers that were given last: as many as there is room for, and one at least."""
    kept: list[tuple[str, str]] = []
    room = _LARGEST
    for question, answer in reversed(list(memory.items())):
        room -= len(question) + len(answer)
        if kept and (room < 0 or len(kept) == _MOST):
            break
        kept.append((question, answer))
    return dict(reversed(kept))


def _remembered(cache: Cache, name: str) -> dict[str, str]:
    try:
        return {str(question): str(answer) for question, answer in json.loads(cache.read(name) or "{}").items()}
    except (ValueError, AttributeError):
        return {}


def _asker(root: str, begun: Mapping[tuple[str, ...], Pending], failures: list[tuple[str, ...]]) -> Ask:
    """Runs git and gives its output; ``begun`` are questions that it is already at, ``failures`` get those in vain."""

    def ask(question: tuple[str, ...]) -> str:
        try:
            pending = begun.get(question) or Pending.begin(root, question)
        except FileNotFoundError:
            return ""
        try:
            status, output = pending.answer()
        finally:
            pending.end()
        if pending.is_cut:
            output = output[: output.rfind(b"\0") + 1]
        elif status != 0:
            failures.append(question)
            return ""
        return output.decode("utf-8", "surrogateescape")

    return ask
