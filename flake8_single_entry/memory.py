"""git's history for a run: asked ahead while files are read, and remembered from run to run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from subprocess import Popen

from flake8_single_entry.cache import Cache
from flake8_single_entry.git import end_git, is_in_repository, output_of, run_git, start_git
from flake8_single_entry.project.history import Ask, History, deletions_question

_REMEMBERED = 1000  # answers


def git_history(root: str) -> History:
    """History of the repository around ``root``; one that knows nothing outside git or before the first commit."""
    return History(_asker(root, {})) if is_in_repository(root) else History.none()


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
    begun = {question: start_git(root, question)} if ahead and History.key(question) not in memory else {}
    try:
        yield History(_asker(root, begun), commit, memory)
    finally:
        for process in begun.values():
            end_git(process)
    if len(memory) != known:
        cache.write(name, json.dumps(dict(list(memory.items())[-_REMEMBERED:])))


def _remembered(cache: Cache, name: str) -> dict[str, str]:
    try:
        return {str(question): str(answer) for question, answer in json.loads(cache.read(name) or "{}").items()}
    except (ValueError, AttributeError):
        return {}


def _asker(root: str, begun: Mapping[tuple[str, ...], Popen[bytes]]) -> Ask:
    """Runs git and gives its output; ``begun`` are questions that it is already at."""

    def ask(question: tuple[str, ...]) -> str:
        if question in begun:
            output, _ = output_of(begun[question])
            status = begun[question].returncode
        else:
            try:
                status, output, _ = run_git(root, question)
            except FileNotFoundError:
                return ""
        return output.decode("utf-8", "surrogateescape") if status == 0 else ""

    return ask
