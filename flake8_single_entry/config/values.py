"""Check the type of each value in the configuration file, and collect errors with their locations.

Messages quote at most ``LONGEST_QUOTE`` characters of a value, and nothing of a file outside the repository.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from flake8_single_entry.config.settings import ConfigError
from flake8_single_entry.config.yaml_nodes import Places
from flake8_single_entry.globs import is_glob
from flake8_single_entry.model import Location

if TYPE_CHECKING:
    import yaml

LONGEST_QUOTE = 40  # characters
LONGEST_TEXT = 1000
MOST_ENTRIES = 1000  # in one list of a scope; a glob repeats the list for each of its directories
MOST_GLOBS = 500  # each is matched against every path
MOST_ERRORS = 100  # more errors are reported once these are corrected
Items = dict[str, "tuple[yaml.Node, yaml.Node]"]

_MERGE = "tag:yaml.org,2002:merge"
_TYPES = {"str": "text", "int": "a number", "float": "a number", "bool": "true or false", "null": "nothing"}
_TYPES |= {"map": "a mapping", "seq": "a list", "timestamp": "a date"}


def type_of(node: yaml.Node) -> str:
    """Return the short name of a node's type (``str``, ``map``, ...), or the whole tag if the file defines its own."""
    return str(node.tag).removeprefix("tag:yaml.org,2002:")


class Values:
    """One pass over the nodes of a file. None is returned for an invalid value, which has been reported."""

    def __init__(self, places: Places, *, quotes: bool) -> None:
        self.places = places
        self.quotes = quotes
        self.errors: list[ConfigError] = []
        self._globs = 0

    def quote(self, text: str, otherwise: str, before: str = "") -> str:
        """Quote a part of the file after the words ``before``. Return ``otherwise`` if it must not be shown."""
        if not self.quotes:
            return otherwise
        shown = " ".join(text[: LONGEST_QUOTE + 1].split())
        if len(text) > LONGEST_QUOTE:
            shown = f"{shown[:LONGEST_QUOTE]}…"
        return f"{before}`{shown}`"

    def describe(self, node: yaml.Node) -> str:
        """Describe the type of a node, with its value if it has one."""
        kind = type_of(node)
        if kind == "null":
            return "empty"
        words = _TYPES.get(kind) or self.quote(kind, "of another type", "of the type ")
        if not isinstance(node.value, str) or not node.value or not self.quotes:
            return words
        return f"{words} ({self.quote(node.value, '')})"

    def hint(self, word: str, known: tuple[str, ...]) -> str:
        """Return a question that suggests the known word most similar to an unknown one, or ""."""
        from difflib import get_close_matches

        if len(word) > LONGEST_QUOTE or self.is_full:
            return ""
        close = get_close_matches(word.lower().replace("-", "_"), known, 1, 0.6)
        return f", did you mean `{close[0]}`?" if close else ""

    def mapping(self, node: yaml.Node, what: str, known: tuple[str, ...], elsewhere: tuple[str, ...]) -> Items | None:
        """Return the pairs of a mapping with ``known`` keys.

        Keys in ``elsewhere`` are valid only at the top of the file.
        """
        if type_of(node) != "map":
            self.error(node, f"{what} is {self.describe(node)}; it takes a mapping with the keys {', '.join(known)}")
            return None
        items: Items = {}
        for key, value in self.pairs(node, what):
            if key.value in known and type_of(key) == "str":
                items[key.value] = (key, value)
            elif key.value in elsewhere:
                self.error(key, f"`{key.value}` is allowed only at the top of the file")
            else:
                name = key.value if isinstance(key.value, str) else self.describe(key)
                shown = self.quote(name, "unknown key", "unknown key ")
                self.error(key, f"{shown}{self.hint(name, known)}; {what} takes {', '.join(known)}")
        return items

    def pairs(self, node: yaml.Node, what: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        """Yield the keys and values of a mapping, merged ones (``<<``) last. Report duplicate keys."""
        if type_of(node) != "map":
            self.error(node, f"{what} is {self.describe(node)}; it takes a mapping")
            return
        seen: dict[Any, int] = {}
        merged: deque[yaml.Node] = deque()
        for key, value in node.value:
            if key.tag == _MERGE:
                merged.extend(value.value if type_of(value) == "seq" else [value])
            elif isinstance(key.value, str) and key.value in seen:
                shown = self.quote(key.value, "this key", "the key ")
                self.error(key, f"{shown} is already given in line {seen[key.value]}")
            else:
                seen[_name(key)] = self.places.line(key)
                yield key, value
        for key, value in self.merged(merged):
            if _name(key) not in seen:
                seen[_name(key)] = self.places.line(key)
                yield key, value

    def merged(self, nodes: deque[yaml.Node]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        """Yield the pairs from merge keys, nearest first.

        Each node is visited once, so chains of anchors cannot grow.
        """
        done: set[int] = set()
        while nodes:
            node = nodes.popleft()
            if id(node) in done:
                continue
            done.add(id(node))
            if type_of(node) != "map":
                self.error(node, f"`<<` merges mappings, but this is {self.describe(node)}")
                continue
            for key, value in node.value:
                if key.tag == _MERGE:
                    nodes.extend(value.value if type_of(value) == "seq" else [value])
                else:
                    yield key, value

    def admits(self, node: yaml.Node, key: str) -> bool:
        """True for a value of a scope that is not a list, or is a list within the limit."""
        if isinstance(node.value, list) and len(node.value) > MOST_ENTRIES:
            self.error(node, f"`{key}` has more than {MOST_ENTRIES:,} entries; write fewer")
            return False
        return True

    def text(self, node: yaml.Node, what: str, takes: str = "text") -> str | None:
        kind = type_of(node)
        if kind != "str":
            quote = ""
            if kind in ("int", "float", "bool", "timestamp"):
                quote = (
                    f'; quote it: "{node.value}"' if self.quotes and len(node.value) <= LONGEST_QUOTE else "; quote it"
                )
            self.error(node, f"{what} is {self.describe(node)}; it takes {takes}{quote}")
            return None
        if len(node.value) > LONGEST_TEXT:
            self.error(node, f"{what} is longer than {LONGEST_TEXT:,} characters; write it shorter")
            return None
        return str(node.value)

    def boolean(self, node: yaml.Node, what: str) -> bool:
        if type_of(node) != "bool":
            self.error(node, f"{what} is {self.describe(node)}; it takes true or false")
            return False
        return str(node.value).lower() in ("true", "yes", "on")

    def day(self, node: yaml.Node, what: str) -> date | None:
        if type_of(node) in ("timestamp", "str"):
            try:
                return _iso_day(node.value)
            except ValueError:
                pass  # reported below, with the value
        is_shown = isinstance(node.value, str) and node.value
        shown = self.quote(node.value, "something else") if is_shown else self.describe(node)
        self.error(node, f"{what} is {shown}; it takes a day such as 2026-12-31")
        return None

    def path_of(self, node: yaml.Node, what: str, scope: str) -> str | None:
        """Return a path or glob with ``/`` that stays inside the repository, or None."""
        path = self.text(node, what, "a path")
        if path is None:
            return None
        if not path.strip():
            self.error(node, f"{what} is empty; name a path, or leave it out")
            return None
        wrong = _wrong_path(path, scope)
        if wrong:
            self.error(node, f"{what} is {self.quote(path, 'a path')}, which {wrong}")
            return None
        self._globs += is_glob(path)
        if self._globs > MOST_GLOBS:
            self.error(node, f"this file has more than {MOST_GLOBS:,} globs; name directories instead")
            return None
        return path.removeprefix("./") or "."

    @property
    def is_full(self) -> bool:
        return len(self.errors) > MOST_ERRORS

    def error(self, node: yaml.Node, message: str) -> None:
        if len(self.errors) == MOST_ERRORS:
            message = f"this file has more than {MOST_ERRORS} errors; fix the others first"
        if not self.is_full:
            self.errors.append(ConfigError(self.location(node), " ".join(message.split())))

    def location(self, node: yaml.Node) -> Location:
        return self.places.span(node.start_mark.index, node.end_mark.index)


_CHECKS: tuple[tuple[Callable[[str], object], str], ...] = (
    (lambda path: "\\" in path, "contains a backslash; write paths with `/`"),
    (lambda path: path.startswith("/") or re.match(r"[A-Za-z]:/", path), "is absolute; write it relative to its scope"),
    (lambda path: path.startswith("~"), "is in a home directory; write it relative to its scope"),
)


def _wrong_path(path: str, scope: str) -> str | None:
    """Return what is wrong with a path, as the end of a sentence. ``**`` in the scope may match no directory."""
    for is_wrong, words in _CHECKS:
        if is_wrong(path):
            return words
    depth = sum(1 for part in scope.split("/") if part not in (".", "**"))
    for part in path.split("/"):
        depth += {"..": -1, ".": 0, "": 0, "**": 0}.get(part, 1)
        if depth < 0:
            return "is outside the repository"
    return None


def _name(key: yaml.Node) -> str | int:
    """Return what identifies a key."""
    return key.value if isinstance(key.value, str) else id(key)


def _iso_day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    return date.fromisoformat(text)
