"""git's history of paths, read with few queries of limited size. Used as evidence only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from flake8_single_entry.git.blame import blame_question, lines_of, newer_lines

_MOST_DEPTH = 10_000  # commits to read
_MOST_COMMITS = 50  # commits whose renames are read
_MOST_RENAMES = 10  # renames of one file to follow

_MOST_CHANGES = 100  # changes of one path to count
_MOST_PATHS = 500  # paths in one query
_LOG = ("log", "--relative", "-z", "--name-status", "--no-renames")
# With the full history. Otherwise, git's history simplification for one path would depend on the others in the query.
_TRAILS = (*_LOG, f"-{_MOST_DEPTH}", "--format=%x01%ct", "--full-history")
_STAGED = ("diff", "--cached", "--relative", "-M", "--name-status", "-z", "--diff-filter=DR")

Ask = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True)
class History:
    """The history of a repository. ``ask`` runs git with some arguments and returns its output ("" if there is none).

    ``commit`` is where the history begins. ``memory`` caches git's answers by commit and query. Answers about a commit
    never change, so they can be saved. ``dated`` are the paths whose dates of change were read.
    """

    ask: Ask
    commit: str = "HEAD"
    memory: dict[str, str] = field(default_factory=dict)
    dated: set[str] = field(default_factory=set)

    @classmethod
    def none(cls) -> History:
        """Return an empty history."""
        return cls(lambda _: "")

    def with_moves(self, moves: Mapping[str, str]) -> History:
        """Return the same history, as if some files were moved and that were staged."""
        renamed = "".join(f"R100\0{old}\0{new}\0" for old, new in moves.items())

        def ask(question: tuple[str, ...]) -> str:
            return self.ask(question) + (renamed if question[: len(_STAGED)] == _STAGED else "")

        return replace(self, ask=ask) if moves else self

    @staticmethod
    def key(question: tuple[str, ...]) -> str:
        """Return the key under which the answer to a query is cached."""
        return " ".join(question)

    def last_change(self, path: str) -> int | None:
        """Return the Unix time of the last commit that changed a path. None if git does not know the path."""
        return self._trail(path)[0]

    def changes(self, path: str) -> int:
        """Return how many commits changed a path, at most 100."""
        return self._trail(path)[1]

    def learn(self, paths: Iterable[str]) -> None:
        """Load ``last_change`` and ``changes`` of many paths together: git reads its commits once for all of them."""
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

    def deleted_or_renamed(
        self, paths: Iterable[str], exists: Callable[[str], bool] = lambda _: True
    ) -> Mapping[str, str | None]:
        """Return those of the given absent paths that existed before. The value is the new path of a rename, or None.

        Only the last deletion counts. A staged deletion, which is not in a commit yet, comes last. A new path that does
        not exist either is followed to where it was renamed in turn. If it was deleted in the end, it is returned.
        """
        asked = sorted(set(paths))
        if not asked:
            return {}
        found: dict[str, str | None] = {}
        pending, commits = {path: path for path in asked}, _MOST_COMMITS
        for _ in range(_MOST_RENAMES):
            fates = self._next(pending.values(), commits)
            commits = max(0, commits - len({self._newest[path] for path in pending.values() if path in self._newest}))
            found.update({path: fates[at] or found.get(path) for path, at in pending.items() if at in fates})
            pending = {path: new for path, at in pending.items() if (new := fates.get(at)) and not exists(new)}
            if not pending:
                break
        return found

    def _next(self, paths: Iterable[str], most: int) -> dict[str, str | None]:
        """Return the new path of each absent path that was renamed, and None for each that was deleted."""
        deleted = {path: self._newest[path] for path in paths if path in self._newest}
        renamed: dict[str, str] = {}
        for commit in tuple(dict.fromkeys(deleted.values()))[:most]:
            for old, new in _renames(self._remembered(_renames_question(commit))).items():
                if deleted.get(old) == commit:
                    renamed[old] = new
        staged = {path: self._staged[path] for path in paths if path in self._staged}
        return {**{path: renamed.get(path) for path in deleted}, **staged}

    def commit_of(self, path: str) -> str:
        """Return the commit that last deleted a path, or "" if it is only staged or not known."""
        return "" if path in self._staged else self._newest.get(path, "")

    def newer_lines(self, path: str, lines: Iterable[int], gone: str) -> Mapping[int, str]:
        """Return those lines of a file that were written after the commit that deleted the path ``gone``.

        The value is the text of the line in the commit where the history begins.
        """
        since = self.commit_of(gone)
        if not since:
            return {}
        return lines_of(self._remembered(blame_question(path, lines, since, self.commit), newer_lines))

    @cached_property
    def gone(self) -> frozenset[str]:
        """The paths that existed before and were deleted. Some of them may exist again."""
        return frozenset((*self._newest, *self._staged))

    @cached_property
    def gone_names(self) -> frozenset[str]:
        """The names of the deleted Python files, without a suffix, and of the directories above them."""
        names = frozenset(part for path in self.gone if path.endswith(".py") for part in path[:-3].split("/"))
        return names - {"__init__", "__main__"}

    def remembers(self, path: str) -> bool:
        """Return True for a path that existed before and was deleted."""
        return path in self._newest or path in self._staged

    @cached_property
    def _newest(self) -> Mapping[str, str]:
        """The newest commit that deleted each path."""
        return _loads(self._remembered(deletions_question(self.commit), _deletions))

    def staged_deletions(self) -> str:
        """Return all staged deletions as a text for comparison."""
        return "\0".join(f"{path}\1{there or ''}" for path, there in sorted(self._staged.items()))

    @cached_property
    def _staged(self) -> Mapping[str, str | None]:
        """The paths in the commit that are not in the index, with their new paths.

        Never cached, as the index changes.
        """
        return _departures(self.ask((*_STAGED, self.commit, "--")))

    def _remembered(self, question: tuple[str, ...], made: Callable[[str], str] = str) -> str:
        """Return git's answer to a query, from the cache if possible. ``made`` converts it before it is saved."""
        key = self.key(question)
        if key not in self.memory:
            self.memory[key] = made(self.ask(question))
        return self.memory[key]


def deletions_question(commit: str) -> tuple[str, ...]:
    """Return the query for the changes of all commits up to ``commit``, the newest first.

    It shows all changes: with ``--diff-filter``, git counts only the commits that match, and reads the entire history.
    The first commit deletes nothing, and often adds most files. Paths would make the query slower, as git compares each
    with every entry of every tree.
    """
    return (*_LOG, f"-{_MOST_DEPTH}", "--min-parents=1", "--format=%x01%H", commit, "--")


def _renames_question(commit: str) -> tuple[str, ...]:
    return ("show", "--relative", "-M", "--format=", "--name-status", "-z", "--diff-filter=R", commit, "--")


def _literal(path: str) -> str:
    return f":(literal){path}"


def _deletions(output: str) -> str:
    """Convert ``log --name-status`` to the newest commit that deleted each path, and the path, each followed by NUL."""
    gone: dict[str, str] = {}
    for commit, status, path in _changes(output):
        if status == "D":
            gone.setdefault(path, commit)
    return "".join(f"{commit}\0{path}\0" for path, commit in gone.items())


def _loads(deletions: str) -> dict[str, str]:
    """Parse the text that ``_deletions`` returned: the commit that deleted each path."""
    fields = deletions.split("\0")
    return dict(zip(fields[1::2], fields[::2], strict=False))


def _trails(output: str) -> dict[str, tuple[str, int]]:
    """Parse ``log --name-status`` with ``%ct``: the time of each path's newest commit, and its number of commits."""
    found: dict[str, tuple[str, int]] = {}
    for time, _, path in _changes(output):
        newest, number = found.get(path, (time, 0))
        found[path] = newest, number + 1
    return found


def _changes(output: str) -> Iterator[tuple[str, str, str]]:
    """Yield the formatted text of a commit with the status and path of each file that it changed."""
    head = ""
    fields = iter(output.split("\0"))
    for part in fields:
        status = part.removeprefix("\n")
        if status.startswith("\1"):
            head = status[1:]
        elif status:
            yield head, status, next(fields, "")


def _renames(output: str) -> dict[str, str]:
    """Return the new path of each renamed file."""
    return {old: new for old, new in _departures(output).items() if new is not None}


def _departures(output: str) -> dict[str, str | None]:
    """Parse ``--name-status -z``: the new path of each renamed file, and None for each deleted file."""
    fields = iter(output.split("\0"))
    gone: dict[str, str | None] = {}
    for status in fields:
        match status.lstrip("\n")[:1]:
            case "R":
                gone.setdefault(next(fields, ""), next(fields, ""))
            case "D":
                gone.setdefault(next(fields, ""), None)
    return gone
