"""Read ``.single-entry.yaml`` strictly: report every mistake with its line and column, in one pass."""

from __future__ import annotations

import posixpath
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flake8_single_entry.config.level_values import LevelValues
from flake8_single_entry.config.settings import (
    FILE_NAME,
    VERSION,
    Allowance,
    Config,
    ConfigError,
    Pattern,
    ScopeSettings,
    glob_match,
    within,
)
from flake8_single_entry.config.values import Items, type_of
from flake8_single_entry.config.yaml_nodes import FORBIDDEN, BadYamlError, Places, compose
from flake8_single_entry.globs import is_glob
from flake8_single_entry.line_ends import without_lone_returns
from flake8_single_entry.model import Location

if TYPE_CHECKING:
    import yaml

ROLES = ("wrapper", "launcher", "tool", "test", "example", "program")
SCOPE_KEYS = ("entry_point", "programs", "archive", "allow", "ignore", "strict")
TOP_KEYS = ("version", *SCOPE_KEYS, "fail_on", "rules", "exclude", "baseline", "scopes")
ALLOW_KEYS = ("path", "as", "reason", "until")


def read(path: str, data: bytes, *, quotes: bool = True) -> Config:
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
        character = f"the character U+{ord(forbidden.group()):04X}" if quotes else "this character"
        return _failed(places.point(forbidden.start()), f"{character} is not allowed in YAML")
    try:
        node = compose(text)
    except BadYamlError as error:
        message = f"{error.reason}: {error.said}" if error.said and quotes else error.reason
        return _failed(places.point(error.offset), message)
    if node is None:
        return Config(path, (), ())
    return _Reading(places, quotes=quotes).config(node)


def _failed(location: Location, message: str) -> Config:
    return Config(location.path, (), (ConfigError(location, message),))


class _Reading(LevelValues):
    """One pass over the nodes. Collects the errors; an invalid value counts as absent."""

    def config(self, node: yaml.Node) -> Config:
        scopes: list[ScopeSettings] = []
        made = Config(self.places.path, (), ())
        top = self.mapping(node, "the file", TOP_KEYS, ())
        if top is not None:
            self.version(node, top)
            if any(key in top for key in SCOPE_KEYS):
                scopes.append(self.scope(".", node, top))
            if "scopes" in top:
                scopes += self.scopes(top["scopes"][1], has_root=bool(scopes))
            made = made._replace(
                fail_on=self.fail_on(top),
                rules=tuple(self.rules(top)),
                exclude=tuple(self.excluded(top, scopes)),
                baseline=self.baseline(top),
            )
        errors = sorted(set(self.errors), key=lambda error: (error.location, error.message))
        if errors and not self.quotes:
            scopes.clear()  # the file may be anything: no rule may repeat its text
        return made._replace(scopes=tuple(scopes), errors=tuple(errors))

    def version(self, node: yaml.Node, top: Items) -> None:
        if "version" not in top:
            self.error(node, f"`version: {VERSION}` is missing")
            return
        value = top["version"][1]
        if type_of(value) != "int":
            self.error(value, f"`version` is {self.describe(value)}; write `version: {VERSION}`")
        elif value.value != str(VERSION):
            shown = self.quote(value.value, "this version", "version ")
            self.error(value, f"{shown} is unknown; this release reads version {VERSION}")

    def scopes(self, node: yaml.Node, *, has_root: bool) -> Iterator[ScopeSettings]:
        seen: dict[str, int] = {".": 0} if has_root else {}
        for key, value in self.pairs(node, "`scopes`"):
            name = self.path_of(key, "a scope's directory", ".")
            if name is None:
                continue
            pattern = posixpath.normpath(name)
            shown = self.quote(pattern, "this scope", "the scope ")
            if pattern in seen:
                first = f"already given in line {seen[pattern]}" if seen[pattern] else "given at the top of the file"
                self.error(key, f"{shown} is {first}")
                continue
            seen[pattern] = self.places.line(key)
            if type_of(value) == "null":
                yield self.scope(pattern, key, {})
                continue
            if type_of(value) == "str":
                written = self.quote(f"{name}: {{ entry_point: {value.value} }}", "`entry_point: …` below it")
                self.error(value, f"a scope is a mapping; write {written}")
                continue
            items = self.mapping(value, shown, SCOPE_KEYS, TOP_KEYS)
            if items is not None:
                yield self.scope(pattern, key, items)

    def scope(self, pattern: str, place: yaml.Node, items: Items) -> ScopeSettings:
        entry = items.get("entry_point")
        programs = items.get("programs")
        if entry and programs:
            later = max(entry[0], programs[0], key=lambda key: key.start_mark.index)
            self.error(
                later, "`entry_point` and `programs` exclude each other; use `programs` if there are several programs"
            )
        modules = list(self.programs(programs[1], pattern)) if programs else []
        strict = items.get("strict")
        entry_point = self.path_of(entry[1], "`entry_point`", pattern) if entry else None
        live = [path for path in (entry_point, *(path for _, path, _ in modules)) if path]
        archives = list(self.archives(items, pattern, live))
        return ScopeSettings(
            pattern=pattern,
            entry_point=entry_point,
            programs=tuple((name, path) for name, path, _ in modules),
            archive=tuple(path for path, _ in archives),
            allow=tuple(self.allowances(items["allow"][1], pattern)) if "allow" in items else (),
            ignore=tuple(Pattern(text, self.location(one)) for text, one in self.paths(items, "ignore", pattern)),
            strict=self.boolean(strict[1], "`strict`") if strict else False,
            location=self.location(place),
            entry_location=self.location(entry[1]) if entry else None,
            program_locations=tuple(place for _, _, place in modules),
            archive_locations=tuple(self.location(node) for _, node in archives),
        )

    def programs(self, node: yaml.Node, scope: str) -> Iterator[tuple[str, str, Location]]:
        if not self.admits(node, "programs"):
            return
        pairs = list(self.pairs(node, "`programs`"))
        if not pairs and type_of(node) == "map":
            self.error(node, "`programs` is empty; name a module for each program, or leave the key out")
        for key, value in pairs:
            name = self.text(key, "a program's name")
            shown = self.quote(name or "", "a program's module", "the module of ")
            path = self.path_of(value, shown if name else "a program's module", scope)
            if name is not None and path is not None:
                yield name, path, self.location(value)

    def archives(self, items: Items, scope: str, live: list[str]) -> Iterator[tuple[str, yaml.Node]]:
        """Yield the archives that hold none of the ``live`` modules, which the configuration names as entry points."""
        for path, node in self.paths(items, "archive", scope):
            directory = posixpath.normpath(path)
            inside = next((one for one in live if posixpath.normpath(one).startswith(directory + "/")), None)
            if directory == ".":
                self.error(node, "`archive` is the whole scope; name a directory in it")
            elif inside is not None:
                shown = self.quote(inside, "an entry point")
                self.error(node, f"`archive` holds {shown}, which is an entry point; name another directory")
            else:
                yield path, node

    def excluded(self, items: Items, scopes: list[ScopeSettings]) -> Iterator[Pattern]:
        """Yield the entries of ``exclude`` that leave something to judge."""
        named = {
            within(scope.pattern, path): path
            for scope in scopes
            for path in (scope.entry_point, *(path for _, path in scope.programs))
            if path and not is_glob(scope.pattern)
        }
        for pattern, node in self.paths(items, "exclude", "."):
            inside = next((shown for path, shown in named.items() if glob_match(pattern, path)), None)
            if posixpath.normpath(pattern) in (".", "**", "*"):
                self.error(node, "`exclude` holds the whole repository; name a directory in it")
            elif inside is not None:
                shown = self.quote(inside, "an entry point")
                self.error(node, f"`exclude` holds {shown}, which is an entry point; name another directory")
            else:
                yield Pattern(pattern, self.location(node))

    def baseline(self, items: Items) -> Pattern | None:
        """Return the path of the baseline file."""
        if "baseline" not in items:
            return None
        node = items["baseline"][1]
        path = self.path_of(node, "`baseline`", ".")
        if path is None:
            return None
        inside = posixpath.normpath(path)
        if is_glob(path) or path.endswith("/") or inside in (".", FILE_NAME):
            self.error(
                node,
                f"`baseline` is {self.quote(path, 'no file')}; it takes a file such as .single-entry-baseline.json",
            )
            return None
        return Pattern(inside, self.location(node))

    def paths(self, items: Items, key: str, scope: str) -> Iterator[tuple[str, yaml.Node]]:
        """Yield the entries of a key whose value is one path or a list of paths, each with its node."""
        if key not in items:
            return
        value = items[key][1]
        if type_of(value) not in ("seq", "str"):
            self.error(value, f"`{key}` is {self.describe(value)}; it takes a path or a list of paths")
            return
        if not self.admits(value, key):
            return
        several = type_of(value) == "seq"
        for entry in value.value if several else [value]:
            path = self.path_of(entry, f"an entry of `{key}`" if several else f"`{key}`", scope)
            if path is not None:
                yield path, entry

    def allowances(self, node: yaml.Node, scope: str) -> Iterator[Allowance]:
        if type_of(node) != "seq":
            self.error(node, f"`allow` is {self.describe(node)}; it takes a list of `- path: …`")
            return
        if not self.admits(node, "allow"):
            return
        for entry in node.value:
            if type_of(entry) == "str":
                written = self.quote(f"- path: {entry.value}", "`- path: …`")
                self.error(entry, f"an entry of `allow` is a mapping; write {written}")
                continue
            items = self.mapping(entry, "an entry of `allow`", ALLOW_KEYS, TOP_KEYS)
            if items is not None:
                allowance = self.allowance(entry, items, scope)
                if allowance is not None:
                    yield allowance

    def allowance(self, entry: yaml.Node, items: Items, scope: str) -> Allowance | None:
        role = self.text(items["as"][1], "`as`") if "as" in items else "program"
        if role is not None and role not in ROLES:
            written = self.quote(f"as: {role}", "`as`")
            self.error(items["as"][1], f"{written} is unknown{self.hint(role, ROLES)}; it is one of {', '.join(ROLES)}")
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
