"""What git remembers of a path, asked in few and bounded questions: evidence, never a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_MOST_DEPTH = 10_000  # commits that are looked at
_MOST_COMMITS = 50  # of those whose renames are

_MOST_CHANGES = 100  # of one path that are counted
_MOST_PATHS = 500  # in one question
_LOG = ("log", "--relative", "-z", "--name-status", "--no-renames")
# With all of history: else what is left out of it for one path depends on the others that are asked about.
_TRAILS = (*_LOG, f"-{_MOST_DEPTH}", "--format=%x01%ct", "--full-history")
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

    def deleted_or_renamed(self, paths: Iterable[str]) -> Mapping[str, str | None]:
        """Of the given absent paths, those that once were here: where the last deletion moved each, else None.

        A deletion that is staged, and in no commit yet, is the last one.
        """
        asked = sorted(set(paths))
        if not asked:
            return {}
        newest = _loads(self._remembered(deletions_question(self.commit), _deletions))
        deleted = {path: newest[path] for path in asked if path in newest}
        renamed: dict[str, str] = {}
        for commit in tuple(dict.fromkeys(deleted.values()))[:_MOST_COMMITS]:
            for old, new in _renames(self._remembered(_renames_question(commit))).items():
                if deleted.get(old) == commit:
                    renamed[old] = new
        staged = {path: self._staged[path] for path in asked if path in self._staged}
        return {**{path: renamed.get(path) for path in deleted}, **staged}

    def staged_deletions(self) -> str:
        """All that the commit has and the index has not, as a text to compare."""
        return "\0".join(f"{path}\1{there or ''}" for path, there in sorted(self._staged.items()))

    @cached_property
    def _staged(self) -> Mapping[str, str | None]:
        """What the commit has and the index has not: where it went. Never remembered, as the index changes."""
        return _departures(self.ask((*_STAGED, self.commit, "--")))

    def _remembered(self, question: tuple[str, ...], made: Callable[[str], str] = str) -> str:
        """What is ``made`` of git's answer to a question."""
        key = self.key(question)
        if key not in self.memory:
            self.memory[key] = made(self.ask(question))
        return self.memory[key]


def deletions_question(commit: str) -> tuple[str, ...]:
    """How git is asked for what each commit up to one changed, the youngest first.

    All changes are shown: with ``--diff-filter`` git counts only the commits that pass it, and looks at every commit
    there is. The first commit deletes nothing, and often adds most files. Paths would make it slower: each is compared
    with every entry of every tree.
    """
    return (*_LOG, f"-{_MOST_DEPTH}", "--min-parents=1", "--format=%x01%H", commit, "--")


def _renames_question(commit: str) -> tuple[str, ...]:
    return ("show", "--relative", "-M", "--format=", "--name-status", "-z", "--diff-filter=R", commit, "--")


def _literal(path: str) -> str:
    return f":(literal){path}"


def _deletions(output: str) -> str:
    """Each path that was deleted behind the youngest commit that did it, NUL after each: from ``log --name-status``."""
    gone: dict[str, str] = {}
    for commit, status, path in _changes(output):
        if status == "D":
            gone.setdefault(path, commit)
    return "".join(f"{commit}\0{path}\0" for path, commit in gone.items())


def _loads(deletions: str) -> dict[str, str]:
    """Paths, and the commit that deleted each, from what ``_deletions`` made."""
    fields = deletions.split("\0")
    return dict(zip(fields[1::2], fields[::2], strict=False))


def _trails(output: str) -> dict[str, tuple[str, int]]:
    """Of each path the time of its youngest commit, and how many there are: from ``log --name-status`` with ``%ct``."""
    found: dict[str, tuple[str, int]] = {}
    for time, _, path in _changes(output):
        newest, number = found.get(path, (time, 0))
        found[path] = newest, number + 1
    return found


def _changes(output: str) -> Iterator[tuple[str, str, str]]:
    """What the format gives of a commit, and the status and path of each file that the commit changed."""
    head = ""
    fields = iter(output.split("\0"))
    for part in fields:
        status = part.removeprefix("\n")
        if status.startswith("\1"):
            head = status[1:]
        elif status:
            yield head, status, next(fields, "")


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
