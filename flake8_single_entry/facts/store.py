"""The facts of all files of a tree: from the cache by content, or else scanned and read in several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import lru_cache

from flake8_single_entry.cache import codec
from flake8_single_entry.conventions.entry_names import FACES, is_entry_name
from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.facts.fact_cache import APPROXIMATE, COLUMN, READ, CachedFacts, FactCache
from flake8_single_entry.facts.parallel import map_in_processes
from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.git.grep import GrepMatches
from flake8_single_entry.model import Facts, Location, Problem
from flake8_single_entry.readers import BY_CONTENT, Surface, made_from, surface_named, surface_of
from flake8_single_entry.syntax.noqa import suppressions_in
from flake8_single_entry.syntax.source import Source, Undecodable, plain

_ENOUGH = 40  # files to scan for each process
_ENOUGH_TO_READ = 10
_MANY = 400  # files for which waiting for ``git grep`` pays off
_HASHED = "s"  # prefix of a digest in an identity


@dataclass
class Counts:
    """How much work a run had to do."""

    loaded: int = 0
    read: int = 0


@dataclass
class FactStore:
    """The files of one tree, as far as a run knows them.

    ``facts_json`` holds the facts of the files that were read, ``skipped`` the names that the other Python files
    import, and ``identities`` the identities of the contents of both.
    """

    tree: Tree
    cache: FactCache
    counts: Counts = field(default_factory=Counts)
    facts_json: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    _facts: dict[str, Facts] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Facts]:
        """The facts of all files read so far, sorted by path. They are parsed on first access."""
        if len(self._facts) != len(self.facts_json):
            known = self._facts
            self._facts = {
                path: known.get(path) or codec.loads(self.facts_json[path]) for path in sorted(self.facts_json)
            }
        return self._facts

    def scan(self, paths: Iterable[str], meanwhile: Callable[[], object] = lambda: None) -> None:
        """Read the files that a scan selects, and record the imports of the others.

        ``meanwhile`` is called while other processes are at work, if there are any.
        """
        unknown: list[str] = []
        for path in paths:
            identity = self.tree.identity(path)
            row = self.cache.get(path, identity)
            if row is not None:
                self._take(path, identity, row)
                continue
            unknown.append(path)
        unknown.sort(key=_is_python)  # group files of one kind, so that a process imports few readers
        self._learn(unknown, in_full=False, meanwhile=meanwhile)

    def read(self, paths: Iterable[str]) -> list[str]:
        """Read files whether or not a scan selects them. Return those that had not been read before."""
        wanted = [path for path in paths if path not in self.facts_json]
        unknown: list[str] = []
        for path in wanted:
            row = self.cache.get(path, self.identities.get(path, ""))
            if row is not None and row.facts:
                self._keep(path, row.facts)
            else:
                unknown.append(path)
        self._learn(unknown, in_full=True)
        return wanted

    def refine(self, paths: Iterable[str]) -> Iterator[str]:
        """Determine the exact names of skipped files whose names may be too many, and yield these files."""
        for path in paths:
            if self.skipped[path].startswith(APPROXIMATE):
                with suppress(Unreadable):
                    data = self.tree.read(path)
                    names = _names(path, data)
                    if names != READ:
                        self._take_exactly(path, names, self.tree.identify(path, data) or hashed(data))
                        yield path

    def _take_exactly(self, path: str, names: str, identity: str) -> None:
        row = self.cache.get(path, identity)
        self.identities[path] = identity
        self.skipped[path] = names
        self.cache.put(path, identity, CachedFacts(names, row.facts if row else ""))

    def contents(self) -> Iterator[str]:
        """Yield what is known of each file, for a digest. Equal texts make equal projects."""
        for path in sorted(self.identities):
            row = self.cache.get(path, self.identities[path])
            known = COLUMN.join(row) if row else self.facts_json.get(path) or self.skipped.get(path, "")
            yield f"{path}\1{known}"

    def _take(self, path: str, identity: str, row: CachedFacts) -> None:
        self.identities[path] = identity
        if row.names == READ:
            self._keep(path, row.facts)
        elif row.names:
            self.skipped[path] = row.names

    def _keep(self, path: str, facts: str) -> None:
        self.facts_json[path] = facts
        self.skipped.pop(path, None)

    def _learn(self, paths: Sequence[str], *, in_full: bool, meanwhile: Callable[[], object] = lambda: None) -> None:
        def work(share: Sequence[str]) -> Iterator[str]:
            for path in share:
                learned = None if sightings is None else self._sighted(path, sightings)
                learned = learned or _learned(self.tree, self.cache, path, in_full=in_full)
                yield COLUMN.join((str(numbers[path]), *learned))

        sightings = None if in_full or len(paths) < _MANY else self.tree.sightings()

        numbers = {path: number for number, path in enumerate(paths)}
        enough = _ENOUGH_TO_READ if in_full else _ENOUGH
        with closing(map_in_processes(work, paths, enough, meanwhile)) as texts:
            for text in texts:
                number, identity, names, facts = text.split(COLUMN)
                path = paths[int(number)]
                row = CachedFacts(names or self.skipped.get(path, ""), facts) if in_full else CachedFacts(names, facts)
                self.counts.loaded += 1
                self.counts.read += bool(facts)
                self.cache.put(path, identity, row)
                if in_full:
                    self.identities[path] = identity
                    self._keep(path, facts)
                else:
                    self._take(path, identity, row)

    def _sighted(self, path: str, sightings: GrepMatches) -> tuple[str, str, str] | None:
        """Return the result of scanning a Python file, from what ``git grep`` found. None if the file must be read."""
        from flake8_single_entry.readers import python

        if path in sightings.marked or path in self.cache.read_before or _names_an_entry(path.rpartition("/")[2]):
            return None
        surface = surface_of(path)
        if surface is None or surface.name != "python" or "\n" in path or not self.tree.is_settled(path):
            return None
        names = python.imported_in(sightings.lines.get(path, b""), is_entry_name)
        return self.tree.identity(path), APPROXIMATE + names, ""


def _is_python(path: str) -> bool:
    return path.endswith((".py", ".pyw"))


def _learned(tree: Tree, shelf: FactCache, path: str, *, in_full: bool) -> tuple[str, str, str]:
    """Return the identity, names and facts of one file, as in a row of the cache."""
    try:
        data = tree.read(path)
    except Unreadable as error:
        return error.identity, READ, codec.dumps(unreadable(path, str(error), unread=True))
    identity = tree.identify(path, data) or hashed(data)
    known = shelf.get(path, identity)
    if known and (known.facts or not in_full):
        return identity, *known
    row = read_row(path, data, in_full=in_full or path in shelf.read_before)
    return identity, "" if in_full else shelf.lasting(path, row.names), row.facts


def read_row(path: str, data: bytes, *, in_full: bool) -> CachedFacts:
    """Scan a file. Return its facts too, if the scan selects it for reading or if ``in_full``."""
    names = _names(path, data)
    return CachedFacts(names, codec.dumps(read_file(path, data)) if in_full or names == READ else "")


def _names(path: str, data: bytes) -> str:
    """Return what a scan records for a file: its imports, ``READ``, or ""."""
    surface = surface_of(path)
    if surface is None:
        return ""
    if surface.name != "python" or b"\0" in data:
        return READ if surface.scan(data) else ""
    from flake8_single_entry.readers import python

    data = plain(data)
    outline = python.outline(data)
    if python.is_telling(data, outline) or (_names_an_entry(path.rpartition("/")[2]) and _may_be_entry(data)):
        return READ
    return python.imported(data, outline, is_entry_name)


# A project has few distinct names of files and modules, and each is looked up often.
@lru_cache(maxsize=4096)
def _names_an_entry(name: str) -> bool:
    stem = stem_of(name)
    return stem.is_entry and not name.startswith("__init__.")


def _may_be_entry(data: bytes) -> bool:
    """True if the file has a trait that only counts in files named like an entry point."""
    from flake8_single_entry.readers import python

    if python.may_be_empty_or_open(data) or not FACES.isdisjoint(python.words_of(data)):
        return True
    return not python.parses(data)


def hashed(data: bytes) -> str:
    """Return an identity computed from the contents."""
    from hashlib import sha256

    return _HASHED + sha256(data).hexdigest()


def read_file(path: str, data: bytes) -> Facts:
    """Return the facts of one file.

    A file that cannot be decoded or exceeds a limit has a problem; nothing is raised.
    """
    surface = surface_of(path) or surface_named(BY_CONTENT)
    try:
        source = Source.of(path, data)
    except Undecodable as error:
        return unreadable(path, str(error))
    facts = _read(surface, source)
    if comments := tuple(suppressions_in(path, source.text)):
        facts = facts._replace(suppressions=comments)
    if not (reason := source.budget.reason):
        return facts
    return facts._replace(problems=(*facts.problems, Problem(Location(path, 1, 1, 1, 1), reason, limit=True)))


def _read(surface: Surface, source: Source) -> Facts:
    name = made_from(source.path, surface)
    if name is None:
        return surface.load().read(source)
    from flake8_single_entry.readers import templates

    return templates.read(source, name, surface.load())


def unreadable(path: str, reason: str, *, unread: bool = False) -> Facts:
    """Return the facts of a file that cannot be decoded, or, with ``unread``, not even loaded."""
    return Facts(problems=(Problem(Location(path, 1, 1, 1, 1), reason, unread=unread),))
