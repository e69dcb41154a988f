"""What a module offers by name: settled by the names that it binds, else by inference, else unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import basename, dirname
from typing import NamedTuple

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
from flake8_single_entry.project.resolve.plausibility import in_tests
from flake8_single_entry.project.resolve.resolver import Resolver
from flake8_single_entry.readers import surface_of
from flake8_single_entry.syntax.source import Source, Undecodable

# https://docs.python.org/3/reference/datamodel.html#import-related-attributes-on-module-objects
_EVERY_MODULE = frozenset("__name__ __doc__ __file__ __path__ __package__ __spec__ __loader__ __dict__".split())
_STAR = re.compile(r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*(?:\(\s*)?\*", re.MULTILINE)
# beside a star import, what lets a module have names that no reader sees
_BINDING_AT_RUN_TIME = re.compile(r"\b(?:globals|exec|setattr|vars)\s*\(|sys\.modules|\b__getattr__\b")
_MOST_STARS = 20
_LOADING = (Via.RUN, Via.CALL, Via.CONFIG)
# https://docs.gunicorn.org/en/stable/run.html#gunicorn: where no callable is named, it is "application"
DEFAULT_ATTRIBUTES = {"gunicorn": "application"}


class Names(NamedTuple):
    """The names that a module binds; ``complete`` is False where there may be more."""

    known: frozenset[str] = frozenset()
    complete: bool = False


@dataclass(frozen=True)
class Attributes:
    """Answers what the project's modules offer; a module that nothing else made worth reading is read here."""

    tree: Tree
    facts: Mapping[str, Facts]
    resolver: Resolver | None = None
    _names: dict[str, Names] = field(default_factory=dict, compare=False, repr=False)
    _read: dict[str, EntryTraits | None] = field(default_factory=dict, compare=False, repr=False)

    def offers(self, path: str, attribute: str) -> bool | None:
        """True or False where the module surely has the attribute (``app``, ``Server.start``) or has not, else None."""
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
        """The links, those marked whose module surely lacks what is asked for."""
        for link in links:
            lacking = self._lacking(link)
            yield Link(link.reference, link.resolution._replace(lacking=lacking)) if lacking else link

    def _lacking(self, link: Link) -> str:
        """The attribute that a module lacks, and that every other module that the text may mean lacks too, else ""."""
        reference, resolution = link.reference, link.resolution
        if reference.via not in _LOADING or reference.kind not in (Kind.MODULE, Kind.OBJECT) or reference.guarded:
            return ""
        default = "" if ":" in reference.text else DEFAULT_ATTRIBUTES.get(reference.runner, "")
        asked = resolution.attribute or default
        if resolution.target is None or not asked or in_tests(reference.location.path):
            return ""
        if self.offers(resolution.target, asked) is not False:
            return ""
        others = self.resolver.leads(reference) if self.resolver else ()
        return asked if all(self.offers(one.target or "", one.attribute or default) is False for one in others) else ""

    def names(self, path: str) -> Names:
        """The names of a module, star imports followed into modules of the project."""
        if path not in self._names:
            self._names[path] = self._names_of(path, frozenset())
        return self._names[path]

    def applications(self, path: str) -> tuple[Application, ...]:
        """The application objects that a module makes."""
        traits = self._traits(path)
        return traits.applications if traits else ()

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
        """What ``from x import *`` brings, private names left out; incomplete where that is not all that is open."""
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
        """True where a package has a module of that name: an attribute as soon as anything imports it."""
        if basename(path) != "__init__.py":
            return False
        inner = f"{dirname(path)}/{name}".lstrip("/")
        return self.tree.is_directory(inner) or any(self.tree.is_file(inner + suffix) for suffix in SUFFIXES)

    def _inner(self, path: str, name: str, rest: str) -> bool | None:
        """An attribute of what a name is bound to: a definition of its class, else what can be inferred."""
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
            text = self._source(path) if surface and self.tree.is_file(path) else None
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
