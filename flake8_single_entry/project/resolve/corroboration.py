"""Inference of a file's working directory from its other commands that resolve, and from the trees of a document.

In a document, these are its commands; in code and scripts, what it starts or prints.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from posixpath import dirname

from flake8_single_entry.conventions.tests import in_tests
from flake8_single_entry.model import DRAWN, Kind, Outcome, Reference, Resolution, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.module_features import Looked
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category

_STARTS = frozenset((Via.RUN, Via.CALL))
_COMMANDS = 2  # minimum number of resolved commands in one directory
_ENTRIES = 4  # minimum number of existing entries per missing entry in a drawn directory


@dataclass(frozen=True)
class Corroboration:
    """The files that each document's commands start from one directory, and the entries of its trees per directory."""

    started: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    drawn: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    absent: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, led: Iterable[tuple[Reference, Resolution | Looked]]) -> Corroboration:
        corroboration = cls()
        for reference, found in led:
            if reference.kind is not Kind.PATH or not (category_of(reference).is_prose or _is_in_code(reference)):
                continue
            document = reference.location.path
            if not isinstance(found, Resolution):
                if reference.runner in DRAWN and found:
                    corroboration.absent[document, dirname(found[-1][1])].add(found[-1][1])
            elif found.outcome is Outcome.FOUND and found.target:
                if reference.runner in DRAWN:
                    corroboration.drawn[document, dirname(found.target)].add(found.target)
                elif _is_command(reference):
                    start = found.target.removesuffix(under("", reference.text)).rstrip("/")
                    corroboration.started[document, start].add(found.target)
        return corroboration

    def confirms(self, reference: Reference, looked: Looked) -> str | None:
        """Return the path at which a reader of the document looks for the file, or None if that is not certain."""
        document = reference.location.path
        if reference.runner in DRAWN:
            for _, path in looked:
                there, gone = self.drawn[document, dirname(path)], self.absent[document, dirname(path)]
                if len(there) >= _ENTRIES * len(gone) > 0:
                    return path
        elif _is_command(reference):
            for start, path in looked:
                if len(self.started[document, start.directory]) >= _COMMANDS:
                    return path
        return None


def _is_in_code(reference: Reference) -> bool:
    """True for a program that code starts, or that code or a script tells its user to start."""
    if in_tests(reference.location.path):
        return False
    is_code = category_of(reference) is Category.CODE
    return (is_code and reference.via in _STARTS) or (reference.via is Via.MENTION and reference.runner != "tree")


def _is_command(reference: Reference) -> bool:
    starts = reference.via is Via.RUN or (_is_in_code(reference) and not category_of(reference).is_prose)
    runs = starts and bool(reference.runner) and reference.base.certain
    return runs and reference.kind is Kind.PATH and not reference.base.checkout
