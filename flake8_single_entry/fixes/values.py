"""The values of a plan: moves, changed files, and what is left for a person."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, Protocol

from flake8_single_entry.model import Edit, Finding, Level
from flake8_single_entry.project.project import Project


class Only(StrEnum):
    """A part of the work."""

    ARCHIVE = "archive"
    REFERENCES = "references"


class Choice(NamedTuple):
    """What is to be mended: findings in ``paths`` ("" is all) with one of ``codes`` (all without any).

    With ``unsafe``, what a person would have to decide is changed too, if there is an answer at all.
    """

    paths: tuple[str, ...] = ("",)
    codes: tuple[str, ...] = ()
    only: Only | None = None
    unsafe: bool = False

    def includes(self, finding: Finding) -> bool:
        here = finding.location.path
        return (
            finding.level >= Level.WARNING
            and (not self.codes or finding.code.startswith(self.codes))
            and any(path in ("", here) or here.startswith(path + "/") for path in self.paths)
        )


class State(NamedTuple):
    """A repository as it is judged: the project, and the findings that nothing suppresses."""

    project: Project
    findings: tuple[Finding, ...]


class Move(NamedTuple):
    """A file that is moved into an archive. Both paths are relative to the root."""

    old: str
    new: str


class Rewrite(NamedTuple):
    """One finding that is mended in place: ``before`` is what its first edit replaces."""

    finding: Finding
    edits: tuple[Edit, ...]
    before: str


class FileChange(NamedTuple):
    """The contents of a file before (None if it is a new one) and after."""

    path: str
    before: bytes | None
    after: bytes


class Left(NamedTuple):
    """What is not changed: the finding, and why, as a clause for a person ("" if only a person can decide)."""

    finding: Finding
    reason: str


class Plan(NamedTuple):
    """Everything that ``fix`` does, in the order of the paths, and what it leaves.

    ``after`` are the findings of the repository that is changed so.
    """

    moves: tuple[Move, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    changes: tuple[FileChange, ...] = ()
    left: tuple[Left, ...] = ()
    after: tuple[Finding, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.moves and not self.changes


class Judge(Protocol):
    """Judges the repository as it would be: with files moved (new paths by old ones), and with other contents."""

    def __call__(self, moves: Mapping[str, str], contents: Mapping[str, bytes]) -> State: ...
