"""What git remembers of a path, asked in few and bounded questions: evidence, never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_MOST_PATHS = 400  # in one question; a command line has its limits
_MOST_COMMITS = 50

Ask = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True)
class History:
    """``ask`` runs git with the given arguments and gives its output ("" where there is no history)."""

    ask: Ask

    @classmethod
    def none(cls) -> History:
        """A history that knows nothing."""
        return cls(lambda _: "")

    def last_change(self, path: str) -> int | None:
        """Unix time of the last commit that touched a path; None where git does not know it."""
        output = self.ask(("log", "-1", "--format=%ct", "--", _literal(path))).strip()
        return int(output) if output.isdigit() else None

    def changes(self, path: str) -> int:
        """How many commits touched a path, at most 100."""
        return len(self.ask(("log", "-100", "--format=%h", "--", _literal(path))).split())

    def fates(self, paths: Iterable[str]) -> Mapping[str, str | None]:
        """Of the given absent paths, those that once were here: where the last deletion moved each, else None."""
        asked = tuple(_literal(path) for path in sorted(set(paths)))[:_MOST_PATHS]
        if not asked:
            return {}
        options = ("log", "--relative", "--format=%x01%H", "-z", "--name-only", "--no-renames", "--diff-filter=D", "--")
        deleted = _deletions(self.ask((*options, *asked)))
        if not deleted:
            return {}
        commits = tuple(dict.fromkeys(deleted.values()))[:_MOST_COMMITS]
        shown = self.ask(
            ("show", "--relative", "-M", "--format=", "--name-status", "-z", "--diff-filter=R", *commits, "--")
        )
        renamed = _renames(shown)
        return {path: renamed.get(path) for path in deleted}


def _literal(path: str) -> str:
    return f":(literal){path}"


def _deletions(output: str) -> dict[str, str]:
    """Paths and the newest commit that deleted each, from ``log --format=%x01%H -z --name-only``."""
    newest: dict[str, str] = {}
    for record in output.split("\1")[1:]:
        commit, *paths = record.replace("\n", "\0").split("\0")
        for path in paths:
            if path:
                newest.setdefault(path, commit)
    return newest


def _renames(output: str) -> dict[str, str]:
    """Old to new path, from ``--name-status -z``: status, old, new, ended by NUL each."""
    fields = iter(output.split("\0"))
    renames: dict[str, str] = {}
    for status in fields:
        if status.lstrip("\n").startswith("R"):
            renames.setdefault(next(fields, ""), next(fields, ""))
    return renames
