"""Reads ``.single-entry.yaml`` strictly: every mistake, each with its line and column, in one pass."""

from __future__ import annotations

import posixpath
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from flake8_single_entry.config import VERSION, Allowance, Config, ConfigError, Pattern, ScopeSettings
from flake8_single_entry.config_yaml import FORBIDDEN, BadYamlError, Places, compose, describe, type_of
from flake8_single_entry.line_ends import without_lone_returns
from flake8_single_entry.model import Location

if TYPE_CHECKING:
    import yaml

ROLES = ("wrapper", "launcher", "tool", "test", "example", "program")
SCOPE_KEYS = ("entry_point", "programs", "archive", "allow", "ignore", "strict")
TOP_KEYS = ("version", *SCOPE_KEYS, "scopes")
ALLOW_KEYS = ("path", "as", "reason", "until")

_MERGE = "tag:yaml.org,2002:merge"


def read(path: str, data: bytes) -> Config:
    """See ``config.load``."""
    data = data.removeprefix(BOM_UTF8)
    try:
        text = without_lone_returns(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = without_lone_returns(data[: error.start].decode("utf-8"))
        return _failed(Places(path, f"{before}?").point(len(before)), "the file is not UTF-8")
    places = Places(path, text)
    forbidden = FORBIDDEN.search(text)
    if forbidden:
        message = f"the character U+{ord(forbidden.group()):04X} is not allowed in YAML"
        return _failed(places.point(forbidden.start()), message)
    try:
        node = compose(text)
    except BadYamlError as error:
        return _failed(places.point(error.offset), str(error))
    if node is None:
        return Config(path, (), ())
    return _Reading(path, places).config(node)


def _failed(location: Location, message: str) -> Config:
    return Config(location.path, (), (ConfigError(location, message),))


class _Reading:
    """One pass over the nodes; collects the errors, so that a value that is wrong counts as absent."""

    def __init__(self, path: str, places: Places) -> None:
        self.path = path
        self.places = places
        self.errors: list[ConfigError] = []

    def config(self, node: yaml.Node) -> Config:
        scopes: list[ScopeSettings] = []
        top = self.mapping(node, "the file", TOP_KEYS)
        if top is not None:
            self.version(node, top)
            if any(key in top for key in SCOPE_KEYS):
                scopes.append(self.scope(".", node, top))
            if "scopes" in top:
                scopes += self.scopes(top["scopes"][1], has_root=bool(scopes))
        errors = sorted(set(self.errors), key=lambda error: (error.location, error.message))
        return Config(self.path, tuple(scopes), tuple(errors))

    def version(self, node: yaml.Node, top: _Items) -> None:
        if "version" not in top:
            self.error(node, f"`version: {VERSION}` is missing")
            return
        value = top["version"][1]
        if type_of(value) != "int":
            self.error(value, f"`version` is {describe(value)}; write `version: {VERSION}`")
        elif value.value != str(VERSION):
            self.error(value, f"version {value.value} is unknown; this release reads version {VERSION}")

    def scopes(self, node: yaml.Node, *, has_root: bool) -> Iterator[ScopeSettings]:
        seen: dict[str, int] = {".": 0} if has_root else {}
        for key, value in self.pairs(node, "`scopes`"):
            name = self.path_of(key, "a scope's directory", ".")
            if name is None:
                continue
            pattern = posixpath.normpath(name)
            if pattern in seen:
                first = f"already given in line {seen[pattern]}" if seen[pattern] else "given at the top of the file"
                self.error(key, f"the scope `{pattern}` is {first}")
                continue
            seen[pattern] = self.places.line(key)
            if type_of(value) == "null":
                yield self.scope(pattern, key, {})
                continue
            if type_of(value) == "str":
                self.error(value, f"a scope is a mapping; write `{name}: {{ entry_point: {value.value} }}`")
                continue
            items = self.mapping(value, f"the scope `{name}`", SCOPE_KEYS)
            if items is not None:
                yield self.scope(pattern, key, items)

    def scope(self, pattern: str, place: yaml.Node, items: _Items) -> ScopeSettings:
        entry = items.get("entry_point")
        programs = items.get("programs")
        if entry and programs:
            later = max(entry[0], programs[0], key=lambda key: key.start_mark.index)
            self.error(
                later, "`entry_point` and `programs` exclude each other: name one module, or one for each program"
            )
        modules = list(self.programs(programs[1], pattern)) if programs else []
        strict = items.get("strict")
        return ScopeSettings(
            pattern=pattern,
            entry_point=self.path_of(entry[1], "`entry_point`", pattern) if entry else None,
            programs=tuple((name, path) for name, path, _ in modules),
            archive=tuple(path for path, _ in self.paths(items, "archive", pattern)),
            allow=tuple(self.allowances(items["allow"][1], pattern)) if "allow" in items else (),
            ignore=tuple(Pattern(text, place) for text, place in self.paths(items, "ignore", pattern)),
            strict=self.boolean(strict[1], "`strict`") if strict else False,
            location=self.location(place),
            entry_location=self.location(entry[1]) if entry else None,
            program_locations=tuple(place for _, _, place in modules),
        )

    def programs(self, node: yaml.Node, scope: str) -> Iterator[tuple[str, str, Location]]:
        pairs = list(self.pairs(node, "`programs`"))
        if not pairs and type_of(node) == "map":
            self.error(node, "`programs` is empty; name a module for each program, or leave the key out")
        for key, value in pairs:
            name = self.text(key, "a program's name")
            path = self.path_of(value, f"the module of `{name}`", scope)
            if name is not None and path is not None:
                yield name, path, self.location(value)

    def paths(self, items: _Items, key: str, scope: str) -> Iterator[tuple[str, Location]]:
        """The entries of a key that takes one path or a list of paths."""
        if key not in items:
            return
        value = items[key][1]
        if type_of(value) not in ("seq", "str"):
            self.error(value, f"`{key}` is {describe(value)}; it takes a path or a list of paths")
            return
        several = type_of(value) == "seq"
        for entry in value.value if several else [value]:
            path = self.path_of(entry, f"an entry of `{key}`" if several else f"`{key}`", scope)
            if path is not None:
                yield path, self.location(entry)

    def allowances(self, node: yaml.Node, scope: str) -> Iterator[Allowance]:
        if type_of(node) != "seq":
            self.error(node, f"`allow` is {describe(node)}; it takes a list of `- path: …`")
            return
        for entry in node.value:
            if type_of(entry) == "str":
                self.error(entry, f"an entry of `allow` is a mapping; write `- path: {entry.value}`")
                continue
            items = self.mapping(entry, "an entry of `allow`", ALLOW_KEYS)
            if items is not None:
                allowance = self.allowance(entry, items, scope)
                if allowance is not None:
                    yield allowance

    def allowance(self, entry: yaml.Node, items: _Items, scope: str) -> Allowance | None:
        role = self.text(items["as"][1], "`as`") if "as" in items else "program"
        if role is not None and role not in ROLES:
            self.error(items["as"][1], f"`as: {role}` is unknown{_hint(role, ROLES)}; it is one of {', '.join(ROLES)}")
            role = None
        reason = self.text(items["reason"][1], "`reason`") if "reason" in items else ""
        until = self.day(items["until"][1], "`until`") if "until" in items else None
        if "path" not in items:
            self.error(entry, "an entry of `allow` has no `path`")
            return None
        value = items["path"][1]
        path = self.path_of(value, "`path`", scope)
        if path is None:
            return None
        return Allowance(path, role or "program", reason or "", until, self.location(value))

    # Values of one type each; None stands for a value that is wrong and has been reported.

    def mapping(self, node: yaml.Node, what: str, known: tuple[str, ...]) -> _Items | None:
        if type_of(node) != "map":
            self.error(node, f"{what} is {describe(node)}; it takes a mapping with the keys {', '.join(known)}")
            return None
        items: _Items = {}
        for key, value in self.pairs(node, what):
            if key.value in known and type_of(key) == "str":
                items[key.value] = (key, value)
            elif key.value in TOP_KEYS:
                self.error(key, f"`{key.value}` stands at the top of the file only")
            else:
                name = key.value if isinstance(key.value, str) else describe(key)
                self.error(key, f"unknown key `{name}`{_hint(name, known)}; {what} takes {', '.join(known)}")
        return items

    def pairs(self, node: yaml.Node, what: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        """Keys and values of a mapping, merged ones (``<<``) last; a key that is given twice is an error."""
        if type_of(node) != "map":
            self.error(node, f"{what} is {describe(node)}; it takes a mapping")
            return
        seen: dict[Any, int] = {}
        merged: list[yaml.Node] = []
        for key, value in node.value:
            if key.tag == _MERGE:
                merged += value.value if type_of(value) == "seq" else [value]
            elif isinstance(key.value, str) and key.value in seen:
                self.error(key, f"the key `{key.value}` is already given in line {seen[key.value]}")
            else:
                seen[str(key.value)] = self.places.line(key)
                yield key, value
        for key, value in self.merged(merged):
            if str(key.value) not in seen:
                seen[str(key.value)] = self.places.line(key)
                yield key, value

    def merged(self, nodes: list[yaml.Node]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        """The pairs that merge keys bring in, nearest first; each node once, so that no chain of anchors can grow."""
        done: set[int] = set()
        while nodes:
            node, *nodes = nodes
            if id(node) in done:
                continue
            done.add(id(node))
            if type_of(node) != "map":
                self.error(node, f"`<<` merges mappings, and this is {describe(node)}")
                continue
            for key, value in node.value:
                if key.tag == _MERGE:
                    nodes += value.value if type_of(value) == "seq" else [value]
                else:
                    yield key, value

    def text(self, node: yaml.Node, what: str, takes: str = "text") -> str | None:
        if type_of(node) != "str":
            quote = f'; quote it: "{node.value}"' if type_of(node) in ("int", "float", "bool", "timestamp") else ""
            self.error(node, f"{what} is {describe(node)}; it takes {takes}{quote}")
            return None
        return str(node.value)

    def boolean(self, node: yaml.Node, what: str) -> bool:
        if type_of(node) != "bool":
            self.error(node, f"{what} is {describe(node)}; it takes true or false")
            return False
        return str(node.value).lower() in ("true", "yes", "on")

    def day(self, node: yaml.Node, what: str) -> date | None:
        if type_of(node) in ("timestamp", "str"):
            try:
                return _iso_day(node.value)
            except ValueError:
                pass  # said below, with the value
        shown = f"`{node.value}`" if isinstance(node.value, str) and node.value else describe(node)
        self.error(node, f"{what} is {shown}; it takes a day such as 2026-12-31")
        return None

    def path_of(self, node: yaml.Node, what: str, scope: str) -> str | None:
        """A path or a glob with ``/``, which stays inside the repository."""
        path = self.text(node, what, "a path")
        if path is None:
            return None
        wrong = _wrong_path(path, scope)
        if wrong:
            self.error(node, f"{what} {wrong}")
            return None
        return path.removeprefix("./") or "."

    def error(self, node: yaml.Node, message: str) -> None:
        self.errors.append(ConfigError(self.location(node), " ".join(message.split())))

    def location(self, node: yaml.Node) -> Location:
        return self.places.span(node.start_mark.index, node.end_mark.index)


_Items = dict[str, "tuple[yaml.Node, yaml.Node]"]
_CHECKS: tuple[tuple[Callable[[str], object], str], ...] = (
    (lambda path: not path.strip(), "is empty; name a path, or leave it out"),
    (lambda path: "\\" in path, "holds a backslash; write paths with `/`"),
    (lambda path: path.startswith("/") or re.match(r"[A-Za-z]:/", path), "is absolute; write it relative to its scope"),
    (lambda path: path.startswith("~"), "leads into a home directory; write it relative to its scope"),
)


def _wrong_path(path: str, scope: str) -> str | None:
    """What is wrong with a path, as the end of a sentence; ``**`` in the scope may stand for no directory at all."""
    for is_wrong, words in _CHECKS:
        if is_wrong(path):
            return words if not path.strip() else f"is `{path}`, which {words}"
    depth = sum(1 for part in scope.split("/") if part not in (".", "**"))
    for part in path.split("/"):
        depth += {"..": -1, ".": 0, "": 0, "**": 0}.get(part, 1)
        if depth < 0:
            return f"is `{path}`, which leads out of the repository"
    return None


def _iso_day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _hint(word: str, known: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(word.lower().replace("-", "_"), known, 1, 0.6)
    return f", did you mean `{close[0]}`?" if close else ""
