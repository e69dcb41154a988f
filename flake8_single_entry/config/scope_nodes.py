"""Find the scopes of a configuration in its YAML nodes, and change their keys."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import yaml

from flake8_single_entry.config.settings import VERSION
from flake8_single_entry.config.yaml_edits import Change, ShapeError, YamlText
from flake8_single_entry.config.yaml_nodes import Places
from flake8_single_entry.config.yaml_rendering import Value, requoted, scalar
from flake8_single_entry.line_ends import without_lone_returns
from flake8_single_entry.model import Location

_ROOT = "."
_BEFORE_ALLOW = ("version", "entry_point", "programs", "archive")
_BEFORE_BASELINE = (*_BEFORE_ALLOW, "allow", "ignore", "strict", "fail_on", "rules", "exclude")
_ENTRY_KEYS = ("path", "as", "reason", "until")


class _Scope(NamedTuple):
    """A scope as written: its mapping, or the key without a value in the mapping ``scopes``."""

    mapping: yaml.MappingNode | None
    key: yaml.Node | None = None
    value: yaml.Node | None = None


class ScopeNodes:
    """The nodes of a valid configuration. Methods return what to change, and raise ``ShapeError``."""

    def __init__(self, source: YamlText, path: str) -> None:
        self._source = source
        self._places = Places(path, without_lone_returns(source.text))
        self._top = source.root if isinstance(source.root, yaml.MappingNode) else None
        self._list = None if self._top is None else _mapping(self._top, "scopes")
        self._scopes = dict(self._named())

    def add_entry(self, scope: str, keys: Mapping[str, str], before: int | None) -> list[Change]:
        """Add an entry to ``allow`` of a scope, at the end or before another."""
        entry: Value = {key: _written(key, text) for key, text in keys.items()}
        allow = self._value(scope, "allow")
        if isinstance(allow, yaml.SequenceNode):
            return self._source.add_item(allow, entry, before)
        return self._add_key(scope, "allow", [entry], _BEFORE_ALLOW)

    def change_entry(self, scope: str, index: int, keys: Mapping[str, str]) -> list[Change]:
        """Set keys of an entry of ``allow``."""
        allow = self._value(scope, "allow")
        item = allow.value[index] if isinstance(allow, yaml.SequenceNode) else None
        if not isinstance(item, yaml.MappingNode):
            raise ShapeError("an alias stands for it")
        changes: list[Change] = []
        missing: dict[str, str] = {}
        for key, text in keys.items():
            value = _value(item, key)
            if not isinstance(value, yaml.ScalarNode):
                missing[key] = text
            elif value.value != text:
                changes += self._source.replace_scalar(value, text if key == "until" else requoted(text, value.style))
        for key, text in missing.items():
            before = _ENTRY_KEYS[: _ENTRY_KEYS.index(key)]
            changes += self._source.add_pair(item, key, _written(key, text), before)
        return changes

    def set_entry_point(self, scope: str, module: str) -> list[Change]:
        """Set the ``entry_point`` of a scope."""
        value = self._value(scope, "entry_point")
        if isinstance(value, yaml.ScalarNode):
            return self._source.replace_scalar(value, requoted(module, value.style))
        return self._add_key(scope, "entry_point", scalar(module), ("version",))

    def set_baseline(self, path: str) -> list[Change]:
        """Set the key ``baseline`` of the file."""
        if self._top is None:
            return [self._source.append({"version": str(VERSION), "baseline": scalar(path)})]
        value = _value(self._top, "baseline")
        if isinstance(value, yaml.ScalarNode):
            return self._source.replace_scalar(value, requoted(path, value.style))
        return self._source.add_pair(self._top, "baseline", scalar(path), _BEFORE_BASELINE)

    def remove_entries(self, places: Collection[Location]) -> dict[Location, list[Change]]:
        """Remove the entries of ``allow`` and ``ignore`` at some places; a key whose entries all go is removed.

        Return what to change for each place.
        """
        found: dict[Location, list[Change]] = {}
        for mapping in (scope.mapping for scope in self._scopes.values() if scope.mapping is not None):
            for index, (key, value) in enumerate(mapping.value):
                if key.value in ("allow", "ignore"):
                    found |= self._without(mapping, index, self._entries(value), places)
        return found

    def lines(self) -> dict[tuple[str, str], int]:
        """Return the line of each key of a scope, by pattern and key. Keys of the whole file have the pattern ""."""
        found = {(_ROOT, key.value): self._places.line(key) for key, _ in self._top.value} if self._top else {}
        found |= {("", key): line for (_, key), line in found.items()}
        for pattern, scope in self._scopes.items():
            if scope.mapping is not None:
                found |= {(pattern, key.value): self._places.line(key) for key, _ in scope.mapping.value}
        return found

    def _without(
        self, mapping: yaml.MappingNode, index: int, entries: Mapping[Location, int], places: Collection[Location]
    ) -> dict[Location, list[Change]]:
        gone = {place: number for place, number in entries.items() if place in places}
        if len(gone) == len(entries):
            whole = self._source.remove_pair(mapping, index) if gone else []
            return dict.fromkeys(gone, whole)
        items = mapping.value[index][1]
        assert isinstance(items, yaml.SequenceNode)  # a single value would be all entries
        changes = self._source.remove_items(items, sorted(gone.values()))
        return {place: changes[number] for place, number in gone.items()}

    def _entries(self, value: yaml.Node) -> dict[Location, int]:
        """Return the location of each entry of a list, as the configuration has it, with its index."""
        nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
        named = ((_value(node, "path") if isinstance(node, yaml.MappingNode) else None) or node for node in nodes)
        return {
            self._places.span(node.start_mark.index, node.end_mark.index): index for index, node in enumerate(named)
        }

    def _add_key(self, scope: str, key: str, value: Value, after: tuple[str, ...]) -> list[Change]:
        """Add a key to a scope, which may have to be added as well."""
        if self._top is None:
            whole: dict[str, Value] = {key: value} if scope == _ROOT else {"scopes": {scalar(scope): {key: value}}}
            return [self._source.append({"version": str(VERSION), **whole})]
        known = self._scopes.get(scope)
        if known is None:
            if self._list is not None:
                return self._source.add_pair(self._list, scalar(scope), {key: value})
            return self._source.add_pair(self._top, "scopes", {scalar(scope): {key: value}})
        if known.mapping is not None:
            return self._source.add_pair(known.mapping, key, value, after)
        if self._list is None or known.key is None or known.value is None:
            raise ShapeError("an alias stands for it")
        return self._source.fill(self._list, known.key, known.value, {key: value})

    def _value(self, scope: str, key: str) -> yaml.Node | None:
        """Return the value of a key of a scope, or None."""
        known = self._scopes.get(scope)
        return None if known is None or known.mapping is None else _value(known.mapping, key)

    def _named(self) -> Iterator[tuple[str, _Scope]]:
        """Yield each scope by its pattern. The root's is written at the top of the file, or else like the others."""
        if self._top is None:
            return
        yield _ROOT, _Scope(self._top)
        for key, value in self._list.value if self._list else ():
            mapping = value if isinstance(value, yaml.MappingNode) else None
            yield posixpath.normpath(key.value), _Scope(mapping, key, value)


def _mapping(mapping: yaml.MappingNode, name: str) -> yaml.MappingNode | None:
    value = _value(mapping, name)
    return value if isinstance(value, yaml.MappingNode) else None


def _value(mapping: yaml.MappingNode, name: str) -> yaml.Node | None:
    """Return the value of a key. A merged one (`<<`) is not found."""
    return next((value for key, value in mapping.value if key.value == name), None)


def _written(key: str, text: str) -> str:
    """Return the value of a key of an entry. A day is written without quotes."""
    return text if key == "until" else scalar(text)
