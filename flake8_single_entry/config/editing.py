"""Edit `.single-entry.yaml` as text: every comment, quote and line end that people wrote stays.

The result of each edit is loaded again. If it does not say what was intended, as where an alias stands for a value,
``CannotEditError`` names what to write by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import NamedTuple

from flake8_single_entry.config.scope_nodes import ScopeNodes
from flake8_single_entry.config.settings import (
    FILE_NAME,
    VERSION,
    Allowance,
    Config,
    ConfigError,
    Pattern,
    ScopeSettings,
)
from flake8_single_entry.config.validation import read
from flake8_single_entry.config.yaml_edits import Change, ShapeError, YamlText, applied
from flake8_single_entry.config.yaml_rendering import scalar
from flake8_single_entry.errors import UsageError
from flake8_single_entry.globs import glob_match
from flake8_single_entry.model import Edit, Location

_BOM = "\ufeff"
_NOWHERE = Location("", 0, 0, 0, 0)
Scopes = dict[str, ScopeSettings]


class CannotEditError(UsageError):
    """The file cannot be edited safely."""


class Entry(NamedTuple):
    """An entry of ``allow`` to write. ``path`` is relative to the scope. None leaves a key as it is."""

    path: str
    role: str
    reason: str | None = None
    until: date | None = None

    def keys(self) -> dict[str, str]:
        """Return the keys that are given, with their values, in the order in which they are written."""
        given = {"path": self.path, "as": self.role, "reason": self.reason, "until": self.until}
        return {key: str(value) for key, value in given.items() if value is not None}

    def written(self) -> str:
        """Return the entry on one line."""
        return ", ".join(f"{key}: {value if key == 'until' else scalar(value)}" for key, value in self.keys().items())


def with_allowance(text: str | None, scope: str, entry: Entry, path: str = FILE_NAME) -> str:
    """Return the text with an entry in ``allow`` of a scope. An entry with the same path is changed.

    ``text`` is None if there is no file. ``scope`` is the scope's key, ``.`` for the root. An entry that an earlier
    glob would hide is written before it. Raises ``CannotEditError``.
    """
    file = _File(path, text)
    known = file.scope(scope)
    allow = list(known.allow)
    there = next((index for index, one in enumerate(allow) if one.path == entry.path), None)
    hiding = next((index for index, one in enumerate(allow) if glob_match(one.path, entry.path)), None)
    if there is not None:
        old = allow[there]
        reason = old.reason if entry.reason is None else entry.reason
        allow[there] = old._replace(role=entry.role, reason=reason, until=entry.until or old.until)
    else:
        added = _allowance(entry)
        allow.insert(len(allow) if hiding is None else hiding, added)

    def changes(nodes: ScopeNodes) -> list[Change]:
        if there is not None:
            return nodes.change_entry(scope, there, entry.keys())
        return nodes.add_entry(scope, entry.keys(), hiding)

    wanted = {**file.scopes, scope: known._replace(allow=tuple(allow))}
    return file.edited(changes, wanted, f"write this entry under `allow:` yourself: {entry.written()}")


def with_entry_point(text: str | None, scope: str, module: str, path: str = FILE_NAME) -> str:
    """Return the text with the ``entry_point`` of a scope. ``module`` is relative to the scope.

    ``text`` is None if there is no file. Raises ``CannotEditError``.
    """
    file = _File(path, text)
    wanted = {**file.scopes, scope: file.scope(scope)._replace(entry_point=module)}
    by_hand = f"write it yourself: entry_point: {scalar(module)}"
    return file.edited(lambda nodes: nodes.set_entry_point(scope, module), wanted, by_hand)


def with_baseline(text: str | None, baseline: str, path: str = FILE_NAME) -> str:
    """Return the text with the key ``baseline``. ``text`` is None if there is no file. Raises ``CannotEditError``."""
    file = _File(path, text)
    by_hand = f"write it yourself: baseline: {scalar(baseline)}"
    file.config = file.config._replace(baseline=Pattern(baseline, _NOWHERE))
    return file.edited(lambda nodes: nodes.set_baseline(baseline), file.scopes, by_hand)


def without_entries(text: str, places: Collection[Location], path: str = FILE_NAME) -> str:
    """Return the text without the entries of ``allow`` and ``ignore`` at some places. An empty list goes with its key.

    ``places`` are locations of ``Allowance`` and ``Pattern``. Raises ``CannotEditError``.
    """
    file = _File(path, text)
    wanted = {pattern: _without(settings, places) for pattern, settings in file.located.items()}
    return file.edited(
        lambda nodes: [change for changes in nodes.remove_entries(places).values() for change in changes],
        {pattern: _unlocated(settings) for pattern, settings in wanted.items()},
        "remove the entries yourself",
    )


def removals(text: str, places: Collection[Location], path: str = FILE_NAME) -> dict[Location, tuple[Edit, ...]]:
    """Return the edits that remove the entries at some places, as ``without_entries`` does, by place.

    Together they remove all. If these are all entries of a list, the edit of each removes the list. Empty if the file
    cannot be edited safely.
    """
    try:
        without_entries(text, places, path)
    except CannotEditError:
        return {}
    source = YamlText(text.removeprefix(_BOM))
    found = ScopeNodes(source, path).remove_entries(places)
    return {
        place: tuple(Edit(source.location(path, change), change.text) for change in changes)
        for place, changes in found.items()
    }


class _File:
    """The text of a configuration file, what it says, and how it is edited. Raises ``CannotEditError``."""

    def __init__(self, path: str, text: str | None) -> None:
        self.path = path
        self.mark = _BOM if text is not None and text.startswith(_BOM) else ""
        self.text = f"version: {VERSION}\n" if text is None else text.removeprefix(_BOM)
        self.config = self._read(self.text)
        if self.config.errors:
            raise CannotEditError(f"{_shown(self.config.errors[0])}; correct the file first")
        self.located = {scope.pattern: scope for scope in self.config.scopes}
        self.scopes = {pattern: _unlocated(settings) for pattern, settings in self.located.items()}

    def scope(self, pattern: str) -> ScopeSettings:
        """Return the settings of a scope without their locations; of one that the file does not name, empty ones."""
        empty = ScopeSettings(pattern, None, (), (), (), (), False, _NOWHERE, None)
        return self.scopes.get(pattern, empty)

    def edited(self, make: Callable[[ScopeNodes], list[Change]], wanted: Scopes, by_hand: str) -> str:
        """Return the text after changes to its nodes, if it then has the ``wanted`` scopes."""
        try:
            text = applied(self.text, make(ScopeNodes(YamlText(self.text), self.path)))
        except ShapeError as error:
            raise CannotEditError(f"{self.path} cannot be edited safely: {error}; {by_hand}") from None
        config = self._read(text)
        if config.errors:
            raise CannotEditError(f"{self.path} would not be valid: {config.errors[0].message}")
        found = {scope.pattern: _unlocated(scope) for scope in config.scopes}
        if _told(found) != _told(wanted) or _rest(config) != _rest(self.config):
            reason = "the change would have another effect there, as with an alias"
            raise CannotEditError(f"{self.path} cannot be edited safely: {reason}; {by_hand}")
        return self.mark + text

    def _read(self, text: str) -> Config:
        return read(self.path, text.encode("utf-8", "surrogatepass"))


def _allowance(entry: Entry) -> Allowance:
    return Allowance(entry.path, entry.role, entry.reason or "", entry.until, _NOWHERE)


def _without(settings: ScopeSettings, places: Collection[Location]) -> ScopeSettings:
    return settings._replace(
        allow=tuple(entry for entry in settings.allow if entry.location not in places),
        ignore=tuple(entry for entry in settings.ignore if entry.location not in places),
    )


def _unlocated(settings: ScopeSettings) -> ScopeSettings:
    return settings._replace(
        # At the end of a file, the last line of a block scalar may have no line break.
        allow=tuple(entry._replace(reason=entry.reason.rstrip("\n"), location=_NOWHERE) for entry in settings.allow),
        ignore=tuple(entry._replace(location=_NOWHERE) for entry in settings.ignore),
        location=_NOWHERE,
        entry_location=None,
        program_locations=(),
    )


def _told(scopes: Scopes) -> Scopes:
    """Return the scopes without that of the root if it has no setting: then it is not written."""
    bare = ScopeSettings(".", None, (), (), (), (), False, _NOWHERE, None)
    return {pattern: settings for pattern, settings in scopes.items() if settings != bare}


def _rest(config: Config) -> tuple[object, ...]:
    """Return the settings of the whole file."""
    excluded = tuple(entry.text for entry in config.exclude)
    return config.fail_on, config.rules, excluded, config.baseline and config.baseline.text


def _shown(error: ConfigError) -> str:
    return f"{error.location.path}:{error.location.line}:{error.location.column}: {error.message}"
