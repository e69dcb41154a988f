"""Cached facts by path and content: the names each file imports, and its facts if it was read."""

from __future__ import annotations

from typing import NamedTuple

from flake8_single_entry.cache import Cache

READ = "!"  # instead of names: the file must be read
APPROXIMATE = "~ "  # before names that may be too many: from ``git grep`` or from an earlier version
COLUMN = "\2"  # separates the columns of a row
_SPARE = 2  # keep this many times more rows of other versions than of the current one


class CachedFacts(NamedTuple):
    """What is known about one content of a file.

    ``names`` is what the file imports, as the reader's ``imported`` returns it, or "!" if the file must be read. After
    a "~" the names may be too many. ``facts`` holds its facts in the format of ``codec``, or "" if it was not read.
    """

    names: str
    facts: str = ""


def cached_facts_in(rows: str, path: str, identity: str) -> CachedFacts | None:
    """Return the facts of one content of a file from the text of a ``FactCache``, or None."""
    key = f"{path}{COLUMN}{identity}{COLUMN}"
    start = 0 if rows.startswith(key) else rows.find(f"\n{key}") + 1
    if not rows.startswith(key, start):
        return None
    columns = rows[start + len(key) :].partition("\n")[0].split(COLUMN)
    return CachedFacts(*columns) if len(columns) == 2 else None


def is_covered(names: str, before: str) -> bool:
    """True if the names of an earlier version of a skipped file are an over-approximation for the new version."""
    words, bar, heads = names.removeprefix(APPROXIMATE).partition("|")
    known, _, others = before.removeprefix(APPROXIMATE).partition("|")
    return bool(bar) and heads == others and set(words.split(" ")) <= set(known.split(" "))


class FactCache:
    """The cached facts of one repository's files, by path and identity."""

    def __init__(self, cache: Cache, name: str) -> None:
        self._cache = cache
        self._name = name
        self._used: set[str] = set()
        self._changed = False
        self._rows: dict[str, CachedFacts] = {}
        self.read_before: set[str] = set()  # files that were relevant: a new version probably is too
        self._names: dict[str, str] = {}  # the names of some version of a file
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
        """Return the names of an earlier version if they cover those of the new one, to avoid new checks."""
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
        """Save the rows that were used, and some others, such as those of another branch or commit."""
        if self._changed:
            spare = [key for key in self._rows if key not in self._used]
            kept = [*spare[-_SPARE * len(self._used) :], *sorted(self._used)]
            self._cache.write(self._name, "\n".join(COLUMN.join((key, *self._rows[key])) for key in kept))
