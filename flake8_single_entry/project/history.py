"""What git remembers of a path, asked in few and bounded questions: evidence, never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_MOST_DEPTH = 20_000  # commits that are looked at
_MOST_COMMITS = 50  # of those whose renames are

_MOST_CHANGES = 100  # of one path that are counted
_MOST_PATHS = 500  # in one question
# With all of history: else what is left out of it for one path depends on the others that are asked about.
_TRAILS = (
    *("log", f"-{_MOST_DEPTH}", "--relative", "--format=%x01%ct", "-z", "--name-only", "--no-renames"),
    "--full-history",
)
_STAGED = ("diff", "--cached", "--relative", "-M", "--name-status", "-z", "--diff-filter=DR")

Ask = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True)
class History:
    """``ask`` runs git with the given arguments and gives its output ("" where there is no history).

    ``commit`` is where it begins. ``memory`` holds what git answered before, by commit and question; answers about a
    commit never change, so that they may be kept, and a younger commit's deletions follow from an older one's.
    ``dated`` are the paths that it was asked about when they changed.
    """

    ask: Ask
    commit: str = "HEAD"
    memory: dict[str, str] = field(default_factory=dict)
    dated: set[str] = field(default_factory=set)

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
        return self._trail(path)[0]

    def changes(self, path: str) -> int:
        """How many commits touched a path, at most 100."""
        return self._trail(path)[1]

    def learn(self, paths: Iterable[str]) -> None:
        """Ask what ``last_change`` and ``changes`` say of many paths: git goes through its commits once for all."""
        wanted = set(paths)
        self.dated.update(wanted)
        unknown = sorted(path for path in wanted if self._key_of(path) not in self.memory)
        for first in range(0, len(unknown), _MOST_PATHS):
            asked = unknown[first : first + _MOST_PATHS]
            trails = _trails(self.ask((*_TRAILS, self.commit, "--", *map(_literal, asked))))
            for path in asked:
                last, number = trails.get(path, ("", 0))
                self.memory[self._key_of(path)] = f"{last} {min(number, _MOST_CHANGES)}"

    def _trail(self, path: str) -> tuple[int | None, int]:
        self.learn((path,))
        last, _, number = self.memory[self._key_of(path)].partition(" ")
        return int(last) if last.isdigit() else None, int(number) if number.isdigit() else 0

    def _key_of(self, path: str) -> str:
        return self.key(("trail", self.commit, path))

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

    def departures(self) -> str:
        """All that the commit has and the index has not, as a text to compare."""
        return "\0".join(f"{path}\1{there or ''}" for path, there in sorted(self._staged.items()))

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
    for commit, paths in _records(output):
        for path in paths:
            newest.setdefault(path, commit)
    return newest


def _trails(output: str) -> dict[str, tuple[str, int]]:
    """Of each path the time of its newest commit, and how many there are: from the same with ``%ct``."""
    found: dict[str, tuple[str, int]] = {}
    for time, paths in _records(output):
        for path in paths:
            newest, number = found.get(path, (time, 0))
            found[path] = newest, number + 1
    return found


def _records(output: str) -> Iterator[tuple[str, list[str]]]:
    """What the format gives of each commit, and the paths behind it."""
    for record in output.split("\1")[1:]:
        head, *paths = record.replace("\n", "\0").split("\0")
        yield head, [path for path in paths if path]


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
