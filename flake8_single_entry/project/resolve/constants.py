"""References that wait for a constant of another module: the module is found and read, and the reference completed.

What is not sure stays as the reader left it: a module that is not of this project, or that may be one of several; a
name that is bound twice, under a condition or by a call; modules that import each other.
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

_ROUNDS = 3  # a value may show that another one matters
_DEEPEST = 8  # modules that pass a name on

_PACKAGE = Base(RelativeTo.PACKAGE)


@dataclass(frozen=True)
class Constants:
    """What the modules of a project know by name, and what that makes of its references."""

    tree: Tree
    resolver: Resolver
    _modules: dict[str, Exports | None] = field(default_factory=dict, compare=False, repr=False)
    _values: dict[tuple[str, str], Known | None] = field(default_factory=dict, compare=False, repr=False)

    def completed(self, path: str, facts: Facts) -> tuple[Reference, ...]:
        """The references of a file, read again with the constants of other modules that they depend on."""
        source = self._source(path) if facts.externals else None
        if source is None:
            return facts.references
        from flake8_single_entry.readers.python import read, scan

        if not scan(source.text.encode("utf-8", "replace")):
            return facts.references  # lest it matter why the file was read
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
        """The value of ``module:NAME`` as the file at ``path`` imports it, with paths as seen from there.

        Where several modules may be meant, all of them have to agree.
        """
        reference = Reference(Location(path, 1, 1, 1, 1), name, Kind.OBJECT, base, "python", Via.IMPORT)
        values = []
        for lead in self.resolver.every_lead(reference):
            value = self._value(lead.target, lead.attribute, depth) if lead.target else None
            values.append(value and _seen_from(path, lead.target or "", value))
        return values[0] if values and all(value == values[0] for value in values) else None

    def _value(self, path: str, name: str, depth: int) -> Known | None:
        """What a module gives a name, with paths as seen from there; while that is looked for, it is not known."""
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
        """The names of a module; None where they cannot be known."""
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
    """The links without those of a constant's own place that a module which uses the constant gives as well."""
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
    """What one file knows as another one has to say it: with paths that lie beside the one told from the other."""
    from flake8_single_entry.readers.python.values.constants import changed

    def told(one: Constant) -> Constant | None:
        if one.anchor is not RelativeTo.FILE:
            return one
        directory = under(dirname(file), one.directory)
        if directory.startswith(".."):
            return None
        return replace(one, directory=relpath("/" + directory, "/" + dirname(path)))

    return changed(known, told)
