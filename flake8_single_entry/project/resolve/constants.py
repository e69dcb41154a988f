"""Completion of references that depend on a constant of another module.

The module is located and read, and the reference completed with the value. A reference stays as the reader returned it
if the value is not certain: the module is outside the project or ambiguous; the name is bound twice, conditionally or
by a call; or modules import each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from posixpath import dirname, relpath
from typing import TYPE_CHECKING

from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.model import Base, Facts, Kind, Link, Location, Outcome, Reference, RelativeTo, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.resolver import Resolver
from flake8_single_entry.syntax.source import Source, Undecodable

if TYPE_CHECKING:
    from flake8_single_entry.readers.python.values.constants import Constant, Known
    from flake8_single_entry.readers.python.values.exports import Exports

_ROUNDS = 3  # a value may reveal another dependency
_DEEPEST = 8  # maximum number of modules that re-export a name

_PACKAGE = Base(RelativeTo.PACKAGE)


@dataclass(frozen=True)
class Constants:
    """Constants of a project's modules, and the references completed with them."""

    tree: Tree
    resolver: Resolver
    _modules: dict[str, Exports | None] = field(default_factory=dict, compare=False, repr=False)
    _values: dict[tuple[str, str], Known | None] = field(default_factory=dict, compare=False, repr=False)

    def completed(self, path: str, facts: Facts) -> tuple[Reference, ...]:
        """Return the references of a file, read again with the constants of other modules that they depend on."""
        source = self._source(path) if facts.externals else None
        if source is None:
            return facts.references
        from flake8_single_entry.readers.python import read, scan

        if not scan(source.text.encode("utf-8", "replace")):
            return facts.references  # the result must not depend on why the file was read
        base = next((one.base for one in facts.references if one.via is Via.IMPORT), _PACKAGE)
        known: dict[str, Known] = {}
        for _ in range(_ROUNDS):
            found = {name: self._external(path, name, base) for name in facts.externals}
            added = {name: value for name, value in found.items() if value is not None}
            if not added:
                break
            known.update(added)
            facts = read(source, known)
        return facts.references

    def _external(self, path: str, name: str, base: Base, depth: int = 0) -> Known | None:
        """Return the value of ``module:NAME`` as imported by the file at ``path``, with paths relative to that file.

        If the name may mean several modules, they must all agree.
        """
        reference = Reference(Location(path, 1, 1, 1, 1), name, Kind.OBJECT, base, "python", Via.IMPORT)
        values = []
        for lead in self.resolver.every_lead(reference):
            value = self._value(lead.target, lead.attribute, depth) if lead.target else None
            values.append(value and _seen_from(path, lead.target or "", value))
        return values[0] if values and all(value == values[0] for value in values) else None

    def _value(self, path: str, name: str, depth: int) -> Known | None:
        """Return the value of a name in a module, with paths relative to it.

        Unknown while its lookup is in progress.
        """
        if depth == _DEEPEST:
            return None
        if (path, name) not in self._values:
            self._values[path, name] = None
            if (exports := self._exports(path)) is not None:
                value, externals = exports.value(name, {})
                found = {one: self._external(path, one, _PACKAGE, depth + 1) for one in externals}
                known = {one: value for one, value in found.items() if value is not None}
                self._values[path, name] = exports.value(name, known)[0] if known else value
        return self._values[path, name]

    def _exports(self, path: str) -> Exports | None:
        """Return the exports of a module, or None if they cannot be determined."""
        if path not in self._modules:
            from flake8_single_entry.readers.python.values.exports import Exports

            source = self._source(path) if path.endswith(".py") else None
            self._modules[path] = Exports.of(source) if source else None
        return self._modules[path]

    def _source(self, path: str) -> Source | None:
        try:
            return Source.of(path, self.tree.read(path))
        except (Unreadable, Undecodable):
            return None


def said_once(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Drop the links at a constant's definition that a module using the constant also reports."""
    used: dict[tuple[str, str], list[Location]] = {}
    for link in links:
        reference = link.reference
        if reference.origin is not None and link.resolution.outcome is not Outcome.UNKNOWN:
            used.setdefault((reference.origin.path, reference.text), []).append(reference.origin)
    return tuple(link for link in links if not _is_inside(link.reference.location, used.get(_place_of(link), ())))


def _place_of(link: Link) -> tuple[str, str]:
    return link.reference.location.path, link.reference.text


def _is_inside(place: Location, spans: Iterable[Location]) -> bool:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return any((one.line, one.column) <= start and end <= (one.end_line, one.end_column) for one in spans)


def _seen_from(path: str, file: str, known: Known) -> Known | None:
    """Return the value known in one file as seen from another, with paths adjusted to that file's directory."""
    from flake8_single_entry.readers.python.values.constants import changed

    def told(one: Constant) -> Constant | None:
        if one.anchor is not RelativeTo.FILE:
            return one
        directory = under(dirname(file), one.directory)
        if directory.startswith(".."):
            return None
        return replace(one, directory=relpath("/" + directory, "/" + dirname(path)))

    return changed(known, told)
