"""The settings in ``.single-entry.yaml``: scopes, their entry points, archives, allowances and ignored files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from flake8_single_entry.config.file import FILE_NAME
from flake8_single_entry.globs import directory_match, exactness, glob_match, is_glob
from flake8_single_entry.model import Level, Location

__all__ = [
    "EMPTY",
    "FILE_NAME",
    "Allowance",
    "Config",
    "ConfigError",
    "Pattern",
    "ScopeSettings",
    "expand",
    "glob_match",
    "refuse",
    "within",
]

VERSION = 1


class Allowance(NamedTuple):
    """One entry of ``allow``: a module (or a glob of modules) that may start a program, and its role."""

    path: str
    role: str  # wrapper | launcher | tool | test | example | program
    reason: str
    until: date | None
    location: Location


class Pattern(NamedTuple):
    """One entry of ``ignore`` or ``exclude``, or the path of ``baseline``."""

    text: str
    location: Location


class ScopeSettings(NamedTuple):
    """The settings of one scope. Paths are as written, relative to the scope's root: ``within`` joins them.

    ``pattern`` is ``.``, a directory, or a glob of directories. ``location`` is the scope's key; for ``.`` without a
    key, it is the start of the file's mapping. ``entry_location`` is the value of ``entry_point``;
    ``program_locations`` and ``archive_locations`` are those of the other paths.
    """

    pattern: str
    entry_point: str | None
    programs: tuple[tuple[str, str], ...]
    archive: tuple[str, ...]
    allow: tuple[Allowance, ...]
    ignore: tuple[Pattern, ...]
    strict: bool
    location: Location
    entry_location: Location | None
    program_locations: tuple[Location, ...] = ()
    archive_locations: tuple[Location, ...] = ()

    def named(self) -> Iterator[tuple[str, Location]]:
        """Yield each module that is named as an entry point, as written, with the location of its value."""
        if self.entry_point is not None and self.entry_location is not None:
            yield self.entry_point, self.entry_location
        for (_, path), location in zip(self.programs, self.program_locations, strict=False):
            yield path, location


class ConfigError(NamedTuple):
    """One mistake in the file, reported as ONE901."""

    location: Location
    message: str


class Config(NamedTuple):
    """A configuration file. ``path`` is relative to the root, or None if there is no file.

    If there are ``errors``, ``scopes`` holds the settings that could be read. ``fail_on`` is the lowest level that
    fails. ``rules`` holds the codes of rules with another level, None for a rule that is off. Files that match
    ``exclude`` are neither read nor judged. ``baseline`` is the file of findings that were there before.
    """

    path: str | None
    scopes: tuple[ScopeSettings, ...]
    errors: tuple[ConfigError, ...]
    fail_on: Level = Level.WARNING
    rules: tuple[tuple[str, Level | None], ...] = ()
    exclude: tuple[Pattern, ...] = ()
    baseline: Pattern | None = None


EMPTY = Config(None, (), ())


def refuse(path: str, reason: str) -> Config:
    """Return the configuration of a file that is not read, with the reason as its only error."""
    return Config(path, (), (ConfigError(Location(path, 1, 1, 1, 1), f"this {reason}"),))


def expand(config: Config, directories: Iterable[str]) -> tuple[tuple[str, ScopeSettings], ...]:
    """Return the root of each scope that the patterns name, with its settings, sorted by root.

    An exact key names its directory even if it does not exist. A glob names those of ``directories`` that it matches,
    but never the repository's root. An exact key takes precedence over a glob, a more exact glob over a less exact one,
    and the earlier of two equally exact globs over the later.
    """
    chosen = {scope.pattern: scope for scope in config.scopes if not is_glob(scope.pattern)}
    globs = [scope for scope in config.scopes if is_glob(scope.pattern)]
    globs.sort(key=lambda scope: exactness(scope.pattern), reverse=True)
    if globs:
        for directory in directories:
            if directory in chosen or directory in ("", "."):
                continue
            for scope in globs:
                if directory_match(scope.pattern, directory):
                    chosen[directory] = scope
                    break
    return tuple(sorted(chosen.items(), key=lambda item: item[0]))


def within(root: str, path: str) -> str:
    """Convert a path of a scope to a path of the repository. A ``/`` at its end is kept."""
    joined = posixpath.normpath(posixpath.join(root, path))
    return joined + "/" if path.endswith("/") and joined != "." else joined
