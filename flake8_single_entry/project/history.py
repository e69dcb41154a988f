"""What git remembers of a path, asked in few and bounded questions: evidence, never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_MOST_DEPTH = 20_000  # commits whose deletions are looked at
_MOST_COMMITS = 50  # of those whose renames are

_STAGED = ("diff", "--cached", "--relative", "-M", "--name-status", "-z", "--diff-filter=DR")

Ask = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True)
class History:
    """``ask`` runs git with the given arguments and gives its output ("" where there is no history).

    ``commit`` is where it begins. ``memory`` holds what git answered before, by commit and question; answers about a
    commit never change, so that they may be kept, and a younger commit's deletions follow from an older one's.
    """

    ask: Ask
    commit: str = "HEAD"
    memory: dict[str, str] = field(default_factory=dict)

    @classmethod
    def none(cls) -> History:
        """A history that knows nothing."""
        return cls(lambda _: "")

    @staticmethod
    def key(question: tuple[str, ...]) -> str:
        """What the answer to a question is remembered under."""
        return " ".join(question)

    def last_change(self, path: str) -> int | None:
        """Unix time of the last commit that touched a path; None where git does not know it."""
        output = self._remembered(("log", "-1", "--format=%ct", self.commit, "--", _literal(path))).strip()
        return int(output) if output.isdigit() else None

    def changes(self, path: str) -> int:
        """How many commits touched a path, at most 100."""
        return len(self._remembered(("log", "-100", "--format=%h", self.commit, "--", _literal(path))).split())

    def fates(self, paths: Iterable[str]) -> Mapping[str, str | None]:
        """Of the given absent paths, those that once were here: where the last deletion moved each, else None.

        A deletion that is staged, and in no commit yet, is the last one.
        """
        asked = sorted(set(paths))
        if not asked:
            return {}
        newest = _deletions(self._remembered(deletions_question(self.commit)))
        deleted = {path: newest[path] for path in asked if path in newest}
        renamed: dict[str, str] = {}
        for commit in tuple(dict.fromkeys(deleted.values()))[:_MOST_COMMITS]:
            for old, new in _renames(self._remembered(_renames_question(commit))).items():
                if deleted.get(old) == commit:
                    renamed[old] = new
        staged = {path: self._staged[path] for path in asked if path in self._staged}
        return {**{path: renamed.get(path) for path in deleted}, **staged}

    @cached_property
    def _staged(self) -> Mapping[str, str | None]:
        """What the commit has and the index has not: where it went. Never remembered, as the index changes."""
        return _departures(self.ask((*_STAGED, self.commit, "--")))

    def _remembered(self, question: tuple[str, ...]) -> str:
        key = self.key(question)
        if key not in self.memory:
            self.memory[key] = self.ask(question)
        return self.memory[key]


def deletions_question(commit: str) -> tuple[str, ...]:
    """How git is asked for every deletion up to a commit."""
    options = ("--relative", "--format=%x01%H", "-z", "--name-only", "--no-renames", "--diff-filter=D")
    return ("log", f"-{_MOST_DEPTH}", *options, commit, "--")


def _renames_question(commit: str) -> tuple[str, ...]:
    return ("show", "--relative", "-M", "--format=", "--name-status", "-z", "--diff-filter=R", commit, "--")


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
    """Old to new path of what was renamed."""
    return {old: new for old, new in _departures(output).items() if new is not None}


def _departures(output: str) -> dict[str, str | None]:
    """Where each path went, from ``--name-status -z``: status, path, and for a rename the new path, NUL after each."""
    fields = iter(output.split("\0"))
    gone: dict[str, str | None] = {}
    for status in fields:
        match status.lstrip("\n")[:1]:
            case "R":
                gone.setdefault(next(fields, ""), next(fields, ""))
            case "D":
                gone.setdefault(next(fields, ""), None)
    return gone
