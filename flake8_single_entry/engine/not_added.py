"""Say of a target that the index or a commit lacks that it is on disk, and only has to be added to git."""

from __future__ import annotations

import os

from flake8_single_entry.files.disk import Directories, is_there

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from flake8_single_entry.engine.report import Report
    from flake8_single_entry.model import Finding

_MISSING = frozenset(("ONE201", "ONE102"))  # missing targets, and missing entry points of the configuration
_TOLD = "which is not in git: git add it"


def with_not_added(root: str, report: Report) -> Report:
    """Return the report of an index or a commit, with another message for the targets that are on disk.

    It is not part of the saved report, which depends only on what git holds. git is asked only about such targets.
    """
    directories = Directories(root)
    missing = {finding.target for finding in report.findings if finding.code in _MISSING and finding.target}
    there = tuple(sorted(path for path in missing if is_there(root, path, directories)))
    if not there:
        return report
    return report.only(tuple(_told(report.findings, set(there) - _known(root, there))))


def _told(findings: Iterable[Finding], there: Collection[str]) -> Iterator[Finding]:
    for finding in findings:
        if finding.code in _MISSING and finding.target in there:
            message = f"{finding.message.partition(', which ')[0]}, {_TOLD}"
            yield finding._replace(message=message, suggestion=None, edits=(), move="")
        else:
            yield finding


def _known(root: str, paths: tuple[str, ...]) -> frozenset[str]:
    """Return those of the paths that git ignores, or that the index holds: an older commit may lack them."""
    from pathlib import Path

    from flake8_single_entry.files.git_objects import ask_ignored
    from flake8_single_entry.git.processes import run_git

    question = ("--literal-pathspecs", "ls-files", "-z", "--", *paths)
    _, output, _ = run_git(root, question)
    return ask_ignored(Path(root), paths, {}).union(os.fsdecode(output).split("\0"))
