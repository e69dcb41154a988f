"""Attributes of modules, determined by the names they bind, or else by inference, or else unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename, dirname
from typing import NamedTuple

from flake8_single_entry.conventions.tests import in_tests
from flake8_single_entry.files.tree import SUFFIXES, Tree, Unreadable
from flake8_single_entry.model import (
    Application,
    Base,
    EntryTraits,
    Facts,
    Kind,
    Link,
    Location,
    Reference,
    RelativeTo,
    Via,
)
from flake8_single_entry.project.resolve.resolver import Resolver
from flake8_single_entry.readers import surface_of
from flake8_single_entry.syntax.source import Source, Undecodable

# https://docs.python.org/3/reference/datamodel.html#import-related-attributes-on-module-objects
_EVERY_MODULE = frozenset("__name__ __doc__ __file__ __path__ __package__ __spec__ __loader__ __dict__".split())
_STAR = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*(?:\(\s*)?\*", re.MULTILINE)
# With a star import, these may bind names at run time.
_BINDING_AT_RUN_TIME = re.compile(r"\b(?:globals|exec|setattr|vars)\s*\(|sys\.modules|\b__getattr__\b")
_RELATIVE = re.compile(r"^from[ \t]*\.", re.MULTILINE)
_MOST_STARS = 20
_LOADING = (Via.RUN, Via.CALL, Via.CONFIG)
# https://docs.gunicorn.org/en/stable/run.html#gunicorn: the default callable is "application"
DEFAULT_ATTRIBUTES = {"gunicorn": "application"}


class Names(NamedTuple):
    """The names that a module binds. ``complete`` is False if there may be more."""

    known: frozenset[str] = frozenset()
    complete: bool = False


@dataclass(frozen=True)
class Attributes:
    """Looks up attributes of the project's modules. Reads a module that was not read before.

    ``entry_points`` are those of the configuration. What an import takes from one of them must be there, too.
    """

    tree: Tree
    facts: Mapping[str, Facts]
    resolver: Resolver | None = None
    entry_points: frozenset[str] = frozenset()
    _names: dict[str, Names] = field(default_factory=dict, compare=False, repr=False)
    _read: dict[str, EntryTraits | None] = field(default_factory=dict, compare=False, repr=False)

    def offers(self, path: str, attribute: str) -> bool | None:
        """Return whether the module surely has the attribute (``app``, ``Server.start``); None if not certain."""
        name, _, rest = attribute.partition(".")
        if not name or not path.endswith(".py"):
            return None
        names = self.names(path)
        if name in names.known or name in _EVERY_MODULE:
            return self._inner(path, name, rest) if rest else True
        if not names.complete or self._is_submodule(path, name):
            return None
        return False

    def settle(self, links: Iterable[Link]) -> Iterator[Link]:
        """Yield the links, marking those whose module surely lacks the referenced attribute.

        If the same image may have had a module that is gone and that was nearer, that one is meant.
        """
        for link in links:
            lacking = self._lacking(link)
            if not lacking:
                yield link
                continue
            gone = self.resolver.gone_nearby(link) if self.resolver else None
            yield Link(link.reference, gone or link.resolution._replace(lacking=lacking))

    def _lacking(self, link: Link) -> str:
        """Return the attribute that a module and every other module the text may mean lack, or ""."""
        reference, resolution = link.reference, link.resolution
        checked = reference.via in _LOADING or (reference.via is Via.IMPORT and resolution.target in self.entry_points)
        if not checked or reference.kind not in (Kind.MODULE, Kind.OBJECT) or reference.guarded:
            return ""
        default = "" if ":" in reference.text else DEFAULT_ATTRIBUTES.get(reference.runner, "")
        asked = resolution.attribute or default
        if resolution.target is None or not asked:
            return ""
        if reference.via is not Via.IMPORT and in_tests(reference.location.path):
            return ""  # a text that a test gives to the code it tests
        if self.offers(resolution.target, asked) is not False:
            return ""
        others = self.resolver.leads(reference) if self.resolver else ()
        return asked if all(self.offers(one.target or "", one.attribute or default) is False for one in others) else ""

    def names(self, path: str) -> Names:
        """Return the names of a module, following star imports into modules of the project."""
        if path not in self._names:
            self._names[path] = self._names_of(path, frozenset())
        return self._names[path]

    def applications(self, path: str) -> tuple[Application, ...]:
        """Return the application objects of a module."""
        traits = self._traits(path)
        return traits.applications if traits else ()

    def imports_relatively(self, path: str) -> bool:
        """Return True for a module of a package that fails when it is started as a script."""
        return bool(_RELATIVE.search(self._text(path)))

    def imports_from_above(self, path: str) -> bool:
        """Return True for a module that imports a package by a directory above its own: it fails as a script.

        A script that changes ``sys.path`` itself is not meant.
        """
        directory = dirname(path)
        return any(
            not self._holds(directory, name) and self._is_above(directory, name) for name in self._imports_of(path)
        )

    def imported_beside(self, path: str, root: str) -> str:
        """Return a name that a module imports, and that is in its own directory and not in ``root``; "" if none is.

        A module that changes ``sys.path`` itself is not meant.
        """
        directory = dirname(path)
        names = (name for name in self._imports_of(path) if self._holds(directory, name))
        return next((name for name in names if not self._holds(root, name)), "")

    def _imports_of(self, path: str) -> tuple[str, ...]:
        """Return the first names of the absolute imports of a module, sorted."""
        facts = self.facts.get(path)
        found = {
            reference.text.partition(":")[0].partition(".")[0]
            for reference in (facts.references if facts and dirname(path) else ())
            if reference.via is Via.IMPORT
            and not reference.base.search
            and reference.base.certain
            and not reference.guarded
        }
        return tuple(sorted(found - {""}))

    def _is_above(self, directory: str, name: str) -> bool:
        """Return True if one of the directories that a directory is in holds a module of that name."""
        while directory:
            directory = dirname(directory)
            if self._holds(directory, name):
                return True
        return False

    def is_read(self, path: str) -> bool:
        """Return True for a module of the tree whose traits are known."""
        return self._traits(path) is not None

    def starts_itself(self, path: str) -> bool:
        """Return False for a module that does nothing when Python starts it: it has no guard and calls nothing."""
        if basename(path) == "__main__.py":
            return True
        traits = self._traits(path)
        if traits is None or traits.broken or traits.guard:
            return True
        return any(launch.top_level for launch in traits.launches) or not traits.applications

    def factories(self, path: str) -> tuple[str, ...]:
        """Return the functions of a module that return an application."""
        return tuple(dict.fromkeys(one.name for one in self.applications(path) if one.factory and "." not in one.name))

    def functions(self, path: str) -> frozenset[str]:
        """Return the functions and classes that a module defines."""
        traits = self._traits(path)
        return frozenset(traits.definitions) if traits else frozenset()

    def _names_of(self, path: str, seen: frozenset[str]) -> Names:
        traits = self._traits(path)
        if traits is None or traits.broken:
            return Names()
        own = frozenset(traits.names) | {name.partition(".")[0] for name in traits.definitions}
        if not traits.open_names:
            return Names(own, True)
        starred = self._starred(path, seen | {path})
        return Names(own | starred.known, starred.complete)

    def _starred(self, path: str, seen: frozenset[str]) -> Names:
        """Return the names that ``from x import *`` binds, without private names.

        Incomplete if other names are dynamic.
        """
        text = self._text(path)
        modules = _STAR.findall(text)
        if not modules or _BINDING_AT_RUN_TIME.search(text) or len(seen) > _MOST_STARS:
            return Names()
        known: set[str] = set()
        complete = True
        for module in modules:
            target = self._imported(path, module)
            if target is None or target in seen:
                return Names(frozenset(known), False)
            names = self._names_of(target, seen)
            known.update(names.known)
            complete = complete and names.complete
        return Names(frozenset(known), complete)

    def _imported(self, path: str, module: str) -> str | None:
        place = Location(path, 1, 1, 1, 1)
        reference = Reference(place, module, Kind.MODULE, Base(RelativeTo.PACKAGE), "python", Via.IMPORT)
        leads = self.resolver.leads(reference) if self.resolver else ()
        return leads[0].target if leads else None

    def _is_submodule(self, path: str, name: str) -> bool:
        """Return True if a package has a module of that name. It becomes an attribute once it is imported."""
        if basename(path) != "__init__.py":
            return False
        return self._holds(dirname(path), name)

    def _holds(self, directory: str, name: str) -> bool:
        inner = f"{directory}/{name}".lstrip("/")
        return self.tree.is_directory(inner) or any(self.tree.is_file(inner + suffix) for suffix in SUFFIXES)

    def _inner(self, path: str, name: str, rest: str) -> bool | None:
        """Look up an attribute of the object bound to a name: a definition in its class, or else inference."""
        traits = self._traits(path)
        if traits and f"{name}.{rest}" in traits.definitions:
            return True
        from flake8_single_entry.project.resolve.inference import offers

        return offers(path, (name, *rest.split(".")), self._text, self._imported)

    def _traits(self, path: str) -> EntryTraits | None:
        if path in self.facts:
            return self.facts[path].traits
        if path not in self._read:
            surface = surface_of(path)
            is_read = surface and self.tree.is_file(path) and not self.tree.is_excluded(path)
            text = self._source(path) if is_read else None
            self._read[path] = surface.load().read(text).traits if surface and text else None
        return self._read[path]

    def _source(self, path: str) -> Source | None:
        try:
            return Source.of(path, self.tree.read(path))
        except (Unreadable, Undecodable):
            return None

    def _text(self, path: str) -> str:
        source = self._source(path)
        return source.text if source else ""
