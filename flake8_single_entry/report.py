"""What one run says, and what earlier runs said where nothing has changed since."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from flake8_single_entry import codec
from flake8_single_entry.cache import Cache
from flake8_single_entry.model import Finding, Location, Scope
from flake8_single_entry.state import stamp

Identify = Callable[[str], str]
Ignored = Callable[[tuple[str, ...]], frozenset[str]]


@dataclass(frozen=True)
class Report:
    """What one run found: ``findings`` sorted, suppressed ones removed; counts for the summary.

    ``errors`` are the configuration's, and ``anchors`` say for each scope's root where it speaks in flake8.
    """

    findings: tuple[Finding, ...]
    scopes: tuple[Scope, ...]
    files: int
    references: int
    errors: tuple[tuple[Location, str], ...] = ()
    anchors: tuple[tuple[str, Location], ...] = ()


@dataclass(frozen=True)
class Basis:
    """What a report stands on, beside the state that it was made in.

    ``contents`` names what is known of every file, ``paths`` are the files whose change on disk would be noticed,
    ``texts`` identities of the files that were looked into beyond their facts, and ``ignored`` says of absent paths
    whether git ignores them.
    """

    contents: str
    paths: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, bool] = field(default_factory=dict)

    def seen_in(self, paths: tuple[str, ...]) -> Basis:
        """The same, with the files on disk as they are listed now."""
        return replace(self, paths=paths)


@dataclass(frozen=True)
class Run:
    """A report as it is kept: with the state's key, the stamp of its files on disk ("" for none), and its basis."""

    key: str
    stamp: str
    basis: Basis
    text: str = ""

    def report(self) -> Report:
        """The report itself. Raises ``codec.Malformed``."""
        return Report(*codec.loads(self.text))

    def is_unchanged(self, root: Path, key: str, ignored: Ignored) -> bool:
        """True where the state is the same, and every file on disk as it was; nothing is read."""
        if key != self.key or not self.stamp or stamp(root, self.basis.paths) != self.stamp:
            return False
        return self._ignores_the_same(ignored)

    def is_equal(self, contents: str, identify: Identify, ignored: Ignored) -> bool:
        """True where all that a run would look at is as it was."""
        if contents != self.basis.contents or not self._ignores_the_same(ignored):
            return False
        return all(identify(path) == identity for path, identity in self.basis.texts.items())

    def _ignores_the_same(self, ignored: Ignored) -> bool:
        asked = tuple(self.basis.ignored)
        covered = ignored(asked) if asked else frozenset()
        return all((path in covered) == was for path, was in self.basis.ignored.items())


def keep(cache: Cache, name: str, run: Run, report: Report) -> None:
    """Keep a report, and what it stands on, for ``recall``."""
    basis = run.basis
    text = codec.dumps(tuple(getattr(report, one) for one in report.__dataclass_fields__))
    row = [run.key, run.stamp, basis.contents, basis.paths, dict(basis.texts), dict(basis.ignored), text]
    cache.write(name, json.dumps(row))


def recall(cache: Cache, name: str) -> Run | None:
    """The run that was kept under a name; None where there is none."""
    text = cache.read(name)
    if text is None:
        return None
    try:
        key, stamped, contents, paths, texts, ignored, report = json.loads(text)
        return Run(key, stamped, Basis(contents, tuple(paths), dict(texts), dict(ignored)), report)
    except (ValueError, TypeError):
        return None
