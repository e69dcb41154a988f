"""Read and write the baseline file: JSON with one finding a line, so that changes are easy to read and to merge."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from flake8_single_entry.config.settings import ConfigError
from flake8_single_entry.model import Finding, Level, Location
from flake8_single_entry.printable import inert_json
from flake8_single_entry.syntax import json as json_nodes
from flake8_single_entry.syntax.nodes import Mapping, Node, Scalar, Sequence
from flake8_single_entry.syntax.source import Source, Undecodable

FILE_NAME = ".single-entry-baseline.json"
VERSION = 1
_KEYS = ("fingerprint", "code", "path", "level", "reference", "target", "reason", "until")
_REQUIRED = _KEYS[:3]
_LEVELS = tuple(str(level) for level in Level)
_REMEDY = "`single-entry baseline --update` writes a new one once the file is removed"


class Entry(NamedTuple):
    """One finding of a baseline. Only the fingerprint identifies it; the rest tells people what it is.

    ``level`` is that of the day on which it was recorded, as a word, or "" in files that do not have it yet. ``until``
    is the last day on which it may be there. ``location`` is its place in the file.
    """

    fingerprint: str
    code: str
    path: str
    reference: str = ""
    target: str = ""
    reason: str = ""
    until: date | None = None
    level: str = ""
    location: Location = Location("", 1, 1, 1, 1)

    @classmethod
    def of(cls, finding: Finding, reason: str = "", until: date | None = None) -> Entry:
        """Return the entry of a finding."""
        path, target = finding.location.path, finding.target or ""
        found = cls(finding.fingerprint, finding.code, path, finding.reference, target, reason, until)
        return found._replace(level=str(finding.level))

    def __str__(self) -> str:
        """The finding in words, for messages."""
        about = self.reference or self.target
        return f"{self.code} of {self.path}" + (f" ({about})" if about and about != self.path else "")


class Baseline(NamedTuple):
    """A baseline file. If there are ``errors``, it has no entries. ``text`` is the file as it was read."""

    path: str
    entries: tuple[Entry, ...] = ()
    errors: tuple[ConfigError, ...] = ()
    text: str = ""


def read(path: str, data: bytes) -> Baseline:
    """Read a baseline file. Never raises for its contents: what is wrong is in ``errors``."""
    try:
        source = Source.of(path, data)
    except Undecodable as error:
        return Baseline(path, errors=(ConfigError(Location(path, 1, 1, 1, 1), f"this is no baseline: {error}"),))
    parsed = json_nodes.parse(source)
    if parsed.problems:
        return Baseline(path, errors=(_error(parsed.problems[0].location, parsed.problems[0].reason),))
    reading = _Reading(source)
    entries = tuple(reading.entries(parsed.documents[0] if parsed.documents else Node()))
    errors = tuple(reading.errors)
    return Baseline(path, () if errors else entries, errors, source.text)


def dumps(entries: Iterable[Entry]) -> str:
    """Return the text of a baseline file, sorted by path, code and reference."""
    ordered = sorted(entries, key=lambda entry: (entry.path, entry.code, entry.reference, entry.fingerprint))
    lines = ",\n".join(f"    {_line(entry)}" for entry in ordered)
    body = f"[\n{lines}\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {body}\n}}\n'


def _line(entry: Entry) -> str:
    given = {key: str(value) for key in _KEYS if (value := getattr(entry, key))}
    return inert_json(json.dumps(given))


class _Reading:
    """One pass over the nodes of a file. Collects the first error."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.errors: list[ConfigError] = []

    def entries(self, node: Node) -> Iterator[Entry]:
        version, findings = node.get("version"), node.get("findings")
        if not isinstance(node, Mapping) or version.text != str(VERSION):
            self.error(node, f"this is no baseline of version {VERSION}")
        elif not isinstance(findings, Sequence):
            self.error(node, "`findings` is missing or no list")
        else:
            for item in findings.elements():
                entry = self.entry(item)
                if entry is None:
                    return
                yield entry

    def entry(self, node: Node) -> Entry | None:
        given: dict[str, str] = {}
        for key, value in node.items():
            if key.text not in _KEYS:
                self.error(node, f"unknown key `{key.text}`; an entry takes {', '.join(_KEYS)}")
                return None
            given[key.text] = value.text
        missing = [key for key in _REQUIRED if not given.get(key)]
        if missing:
            self.error(node, f"`{missing[0]}` is missing in an entry")
            return None
        if given.get("level", _LEVELS[0]) not in _LEVELS:
            self.error(node, f"`level` is `{given['level']}`; it takes {', '.join(_LEVELS)}")
            return None
        day = given.pop("until", None)
        try:
            until = date.fromisoformat(day) if day is not None else None
        except ValueError:
            self.error(node, f"`until` is `{day}`; it takes a day such as 2026-12-31")
            return None
        return Entry(**given, until=until, location=self.location(node))

    def error(self, node: Node, message: str) -> None:
        self.errors.append(_error(self.location(node), message))

    def location(self, node: Node) -> Location:
        """Return the place of a node; of an object, its bracket."""
        if isinstance(node, Scalar):
            return node.location
        start = node.start if isinstance(node, Mapping | Sequence) else 0
        return self.source.location(start, min(start + 1, len(self.source.text)))


def _error(place: Location, message: str) -> ConfigError:
    shown = " ".join(message.split())
    return ConfigError(place, f"{shown[:200]}; {_REMEDY}")
