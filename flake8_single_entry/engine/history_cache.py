"""git's history for a run: queried in the background while files are read, and cached between runs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flake8_single_entry.cache import Cache
from flake8_single_entry.git import is_in_repository
from flake8_single_entry.git.history import Ask, History, deletions_question
from flake8_single_entry.git.pending import Pending

_MOST = 1000  # answers to keep
_LARGEST = 4 << 20  # characters, all answers together


def git_history(root: str | Path) -> History:
    """Return the history of the repository around ``root``. It is empty outside git and before the first commit."""
    return History(_asker(os.fspath(root), {}, [])) if is_in_repository(root) else History.none()


@contextmanager
def remembered_history(root: str, commit: str, cache: Cache, name: str, *, ahead: bool) -> Iterator[History]:
    """Open the history up to a commit ("" for none), with the answers cached under ``name``.

    With ``ahead``, start the longest query at once, so that git runs while files are read.
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
    if len(memory) != known and not failures:  # next time, git may have what it lacks now
        cache.write(name, json.dumps(_latest(memory)))


def _latest(memory: Mapping[str, str]) -> dict[str, str]:
    """Return the latest answers that fit within the limits, and at least one."""
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
    """Return a function that runs git and returns its output.

    ``begun`` holds the queries that are already running. Queries that fail are added to ``failures``.
    """

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
            if question[0] != "blame":  # fails for a file or a line that is not committed
                failures.append(question)
            return ""
        return output.decode("utf-8", "surrogateescape")

    return ask
