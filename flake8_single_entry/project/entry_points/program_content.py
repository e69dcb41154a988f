"""What a program offers as a whole, with the routers that it includes: its routes, its title and its settings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from flake8_single_entry.conventions.entry_names import ENTRY_WORDS
from flake8_single_entry.conventions.file_names import FRAMEWORK_WORDS, VARIANT_WORDS
from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.model import Facts, Via
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.similarity import bare_route, distinctive_routes
from flake8_single_entry.project.entry_points.unique_features import Read
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.readers.python.traits.offers import Offers, offers_of

_MOST_PARTS = 60  # modules of a program that are searched for routers
_DEEPEST = 2  # routers that include each other
_MOST_SLASHES = 20  # of a path that are looked at
_LEAST_SHARED = 2
_DJANGO = "execute_from_command_line"
_WORD = re.compile(r"[^\W_]+")
_USUAL_TITLE = (
    ENTRY_WORDS | FRAMEWORK_WORDS | VARIANT_WORDS | frozenset("my the a rest demo example hello world".split())
)
_USUAL_SETTING = re.compile(
    r".*API_KEY|(?:.*_)?(?:PORT|HOST|DEBUG|ENV|ENVIRONMENT|LOG_LEVEL|WORKERS|RELOAD|HOME|PATH|DATABASE_URL|DB_URL|REDIS_URL|SECRET_KEY"
    r"|CORS\w*|ORIGINS|TIMEOUT|USER|PASSWORD|VERSION|REGION)"
)


@dataclass(frozen=True)
class ProgramContent:
    """Compares what two programs offer. ``read`` returns the bytes of a module, which is searched, not parsed."""

    graph: ReferenceGraph
    facts: Mapping[str, Facts]
    read: Read
    _offers: dict[str, Offers] = field(default_factory=dict, repr=False, compare=False)
    _served: dict[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict, repr=False, compare=False)
    _parts: dict[str, tuple[Offers, ...]] = field(default_factory=dict, repr=False, compare=False)

    def share_title(self, left: Runnable, right: Runnable) -> bool:
        """Return True if two applications have the same title, and it is no word for any application."""
        first, second = (_told(self._of(one.path).title) for one in (left, right))
        return bool(first) and first == second

    def extend_title(self, left: Runnable, right: Runnable) -> bool:
        """Return True if the title of one application, of several words, is continued in that of the other."""
        first, second = sorted((_told(self._of(one.path).title) for one in (left, right)), key=len)
        return len(first) > 1 and second[: len(first)] == first

    def share_settings(self, left: Runnable, right: Runnable) -> bool:
        """Return True if two programs read the same setting, and it is none that many programs read."""
        first, second = (self._of(one.path).settings for one in (left, right))
        return any(not _USUAL_SETTING.fullmatch(name) for name in first & second)

    def command_the_same(self, left: Runnable, right: Runnable) -> bool:
        """Return True for two of Django's command lines with the same settings, which decide all that they do."""
        if not (_commands_django(left) and _commands_django(right)):
            return False
        first, second = (self._configured_by(one.path) for one in (left, right))
        return bool(first) and first == second

    def _configured_by(self, path: str) -> frozenset[str]:
        facts = self.facts.get(path)
        return frozenset(one.text for one in facts.references if one.via is Via.CONFIG) if facts else frozenset()

    def share_routes(self, left: Runnable, right: Runnable) -> bool:
        """Return True if one program serves most routes that the other defines itself, perhaps by its routers."""
        return self._serves(left, right) or self._serves(right, left)

    def _serves(self, one: Runnable, other: Runnable) -> bool:
        asked = distinctive_routes(one.traits)
        if len(asked) < _LEAST_SHARED:
            return False
        routes, prefixes = self._served_by(other.path)
        found = sum(_is_among(route, routes, prefixes) for route in asked)
        if found < _LEAST_SHARED or found < 0.6 * len(asked):
            return False
        return other.path not in self.graph.reached(one.path, guarded=True)

    def _served_by(self, path: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the routes of a program without the slash at their end, and the prefixes of its routers."""
        if path not in self._served:
            parts = self._parts_of(path)
            routes = frozenset(bare_route(route).rstrip("/") for part in parts for route in part.routes)
            prefixes = frozenset(prefix.rstrip("/") for part in parts for prefix in part.prefixes)
            self._served[path] = routes, prefixes - {""}
        return self._served[path]

    def _parts_of(self, path: str) -> tuple[Offers, ...]:
        if path not in self._parts:
            reached = [part for part in sorted(self.graph.reached(path, guarded=True)) if part.endswith(".py")]
            self._parts[path] = tuple(self._of(part) for part in (path, *reached[:_MOST_PARTS]))
        return self._parts[path]

    def _of(self, path: str) -> Offers:
        if path not in self._offers:
            try:
                self._offers[path] = offers_of(self.read(path).decode("utf-8", "replace"))
            except Unreadable:
                self._offers[path] = Offers()
        return self._offers[path]


def _commands_django(one: Runnable) -> bool:
    return any(launch.call.endswith(_DJANGO) for launch in one.traits.launches)


def _is_among(route: str, routes: Collection[str], prefixes: Collection[str], depth: int = _DEEPEST) -> bool:
    """Return True if a route is one of those that are served, or one of them below the prefixes of nested routers."""
    verb, _, path = route.rstrip("/").partition(" ")
    if f"{verb} {path}".rstrip("/") in routes:
        return True
    ends = (end for end in (len(path), *_slashes(path)) if path[:end] in prefixes) if depth else ()
    return any(_is_among(f"{verb} {path[end:]}", routes, prefixes, depth - 1) for end in ends)


def _slashes(path: str) -> Iterator[int]:
    return islice((at for at, character in enumerate(path) if character == "/"), _MOST_SLASHES)


def _told(title: str) -> tuple[str, ...]:
    """Return the words of a title that tell its program from others."""
    return tuple(word for word in _WORD.findall(title.lower()) if word not in _USUAL_TITLE and not word.isdigit())
