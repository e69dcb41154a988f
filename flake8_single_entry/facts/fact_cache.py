"""Rows of files by content, as the cache keeps them: what each imports, and its facts if it was read."""

from __future__ import annotations

from typing import NamedTuple

from flake8_single_entry.cache import Cache

READ = "!"  # in place of names: a scan calls for reading the file
APPROXIMATE = "~ "  # before names that may be too many: what git's search saw, or an earlier version's
COLUMN = "\2"  # between the columns of a row
_SPARE = 2  # times as many rows of other versions as of this one are kept


class CachedFacts(NamedTuple):
    """What is known of one content of a file.

    ``names`` is what it imports, as the reader's ``imported`` says, or "!" where a scan calls for reading it; behind a
    "~" they may be too many. ``facts`` is what reading it found, as ``codec`` writes it, or "" where it was not read.
    """

    names: str
    facts: str = ""


def cached_facts_in(rows: str, path: str, identity: str) -> CachedFacts | None:
    """The row of one content in the text that a ``Shelf`` wrote."""
    key = f"{path}{COLUMN}{identity}{COLUMN}"
    start = 0 if rows.startswith(key) else rows.find(f"\n{key}") + 1
    if not rows.startswith(key, start):
        return None
    columns = rows[start + len(key) :].partition("\n")[0].split(COLUMN)
    return CachedFacts(*columns) if len(columns) == 2 else None


def is_covered(names: str, before: str) -> bool:
    """May the names of a quiet file's earlier version stand for those of the present one, as over-approximate ones?"""
    words, bar, heads = names.removeprefix(APPROXIMATE).partition("|")
    known, _, others = before.removeprefix(APPROXIMATE).partition("|")
    return bool(bar) and heads == others and set(words.split(" ")) <= set(known.split(" "))


class FactCache:
    """Rows of one repository's files by path and identity, as earlier runs left them."""

    def __init__(self, cache: Cache, name: str) -> None:
        self._cache = cache
        self._name = name
        self._used: set[str] = set()
        self._changed = False
        self._rows: dict[str, CachedFacts] = {}
        self.read_before: set[str] = set()  # files that mattered: a new version is likely to
        self._names: dict[str, str] = {}  # what was known of some version of a file
        for line in (cache.read(name) or "").split("\n"):
            path, _, rest = line.partition(COLUMN)
            identity, *columns = rest.split(COLUMN)
            if len(columns) == 2:
                self._rows[path + COLUMN + identity] = row = CachedFacts(*columns)
                self._names[path] = row.names
                if row.facts:
                    self.read_before.add(path)

    def get(self, path: str, identity: str) -> CachedFacts | None:
        key = path + COLUMN + identity
        row = self._rows.get(key) if identity else None
        if row is not None:
            self._used.add(key)
        return row

    def lasting(self, path: str, names: str) -> str:
        """The names of a file's earlier version where they cover those of a new one: nothing need be asked anew."""
        before = self._names.get(path, "")
        if names == before or not is_covered(names, before):
            return names
        return APPROXIMATE + before.removeprefix(APPROXIMATE)

    def put(self, path: str, identity: str, row: CachedFacts) -> None:
        if identity and "\n" not in path and COLUMN not in path:
            key = path + COLUMN + identity
            self._rows[key] = row
            self._used.add(key)
            self._changed = True

    def save(self) -> None:
        """Keep the rows that were of use, and some that were not: another branch's, another commit's."""
        if self._changed:
            spare = [key for key in self._rows if key not in self._used]
            kept = [*spare[-_SPARE * len(self._used) :], *sorted(self._used)]
            self._cache.write(self._name, "\n".join(COLUMN.join((key, *self._rows[key])) for key in kept))
