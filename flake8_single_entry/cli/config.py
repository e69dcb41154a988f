"""The command ``config``: the settings that are in effect, and where each comes from."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_single_entry.cli.context import Exit, configuration_path, inside_root, root_of
from flake8_single_entry.cli.settings import Settings, read_settings
from flake8_single_entry.cli.streams import put
from flake8_single_entry.config.scope_nodes import ScopeNodes
from flake8_single_entry.config.settings import Allowance, Pattern, ScopeSettings, expand, glob_match, within
from flake8_single_entry.config.yaml_edits import YamlText
from flake8_single_entry.engine import analyse
from flake8_single_entry.model import Location, Scope
from flake8_single_entry.printable import inert_json, printable
from flake8_single_entry.project.entry_points.scopes import innermost

DEFAULT, EVIDENCE = "default", "evidence"
VERSION = 1


class Setting(NamedTuple):
    """One setting in effect. ``origin`` is the place in the file, or one of the words above."""

    key: str
    value: str
    origin: str


class Section(NamedTuple):
    """The settings of the whole repository (without a title), of a scope, or of one file."""

    title: str
    origin: str
    settings: tuple[Setting, ...]


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    root = os.path.realpath(root_of(arguments))
    path = inside_root(root, arguments.path) if arguments.path else ""
    settings = read_settings(root, configuration_path(arguments, root))
    scopes = analyse(root, config_path=settings.name).scopes
    told = sections(settings, scopes, path)
    file = settings.shown if settings.text is not None else None
    put(_document(file, told) if arguments.format == "json" else _text(file, told))
    return Exit.CLEAN


def sections(settings: Settings, scopes: Sequence[Scope], path: str = "") -> list[Section]:
    """Return the settings in effect. With a path, only those of its scope, and what they say of the path."""
    effective = _Effective(settings, scopes)
    roots = {scope.root: scope for scope in scopes}
    if not path:
        return [effective.whole(), *(effective.scope(scope) for scope in scopes)]
    directory = innermost(roots, path)
    held = [effective.scope(roots[directory])] if directory is not None else []
    return [effective.whole(), *held, effective.file(path, directory)]


class _Effective:
    """Settings of a configuration and of what is inferred without it."""

    def __init__(self, settings: Settings, scopes: Sequence[Scope]) -> None:
        self.config = settings.config
        self.shown = settings.shown
        self.lines = _lines(settings)
        self.configured = dict(expand(self.config, [scope.root for scope in scopes]))

    def whole(self) -> Section:
        config = self.config
        told = [Setting("fail_on", str(config.fail_on), self.origin("", "fail_on"))]
        for code, level in config.rules:
            told.append(Setting("rules", f"{code}: {'off' if level is None else level}", self.origin("", "rules")))
        told += [Setting("exclude", entry.text, self.at(entry.location)) for entry in config.exclude]
        if config.baseline is not None:
            told.append(Setting("baseline", config.baseline.text, self.at(config.baseline.location)))
        return Section("", "", tuple(told))

    def scope(self, scope: Scope) -> Section:
        known = self.configured.get(scope.root)
        if known is None:
            return Section(scope.root, EVIDENCE, tuple(_inferred(scope)))
        key = "" if known.pattern == scope.root else f" ({known.pattern})"
        return Section(scope.root, self.at(known.location) + key, tuple(self.of_scope(scope, known)))

    def of_scope(self, scope: Scope, known: ScopeSettings) -> Iterator[Setting]:
        for module, place in known.named():
            name = next((name for name, path in known.programs if path == module), None)
            key = "entry_point" if name is None else f"programs.{name}"
            yield Setting(key, within(scope.root, module), self.at(place))
        if not known.entry_point and not known.programs:
            yield from (each for each in _inferred(scope) if each.key == "entry_point")
        for directory in known.archive:
            yield Setting("archive", within(scope.root, directory), self.origin(known.pattern, "archive"))
        if not known.archive:
            yield from (each for each in _inferred(scope) if each.key == "archive")
        for allowance in known.allow:
            yield Setting("allow", _allowed(scope.root, allowance), self.at(allowance.location))
        for entry in known.ignore:
            yield Setting("ignore", within(scope.root, entry.text), self.at(entry.location))
        yield Setting("strict", str(known.strict).lower(), self.origin(known.pattern, "strict"))

    def file(self, path: str, directory: str | None) -> Section:
        """Return what the settings say of one path."""
        told = [Setting("scope", directory or "none", self.shown if self.configured else EVIDENCE)]
        excluded = _matching(self.config.exclude, path)
        if excluded is not None:
            told.append(Setting("exclude", excluded.text, self.at(excluded.location)))
        known = self.configured.get(directory or "")
        if known is not None and directory is not None:
            inside = path if directory == "." else path[len(directory) + 1 :]
            allowance = next((each for each in known.allow if glob_match(each.path, inside)), None)
            if allowance is not None:
                told.append(Setting("allow", _allowed(directory, allowance), self.at(allowance.location)))
            ignored = _matching(known.ignore, inside)
            if ignored is not None:
                told.append(Setting("ignore", within(directory, ignored.text), self.at(ignored.location)))
        return Section(path, "", tuple(told))

    def origin(self, pattern: str, key: str) -> str:
        line = self.lines.get((pattern, key))
        return DEFAULT if line is None else f"{self.shown}:{line}"

    def at(self, place: Location) -> str:
        return f"{self.shown}:{place.line}"


def _lines(settings: Settings) -> Mapping[tuple[str, str], int]:
    if settings.text is None:
        return {}
    return ScopeNodes(YamlText(settings.text.removeprefix("\ufeff")), settings.shown).lines()


def _inferred(scope: Scope) -> Iterator[Setting]:
    entry = scope.entry_point or "undecided: `single-entry list` shows the candidates"
    yield Setting("entry_point", entry, EVIDENCE)
    for name, path in scope.programs:
        if path != scope.entry_point:
            yield Setting(f"programs.{name}", path, EVIDENCE)
    for directory in scope.archive:
        yield Setting("archive", directory, EVIDENCE)


def _allowed(root: str, allowance: Allowance) -> str:
    until = f" until {allowance.until}" if allowance.until else ""
    reason = f" ({allowance.reason})" if allowance.reason else ""
    return f"{within(root, allowance.path)} as {allowance.role}{until}{reason}"


def _matching(patterns: Sequence[Pattern], path: str) -> Pattern | None:
    return next((entry for entry in patterns if glob_match(entry.text, path)), None)


def _text(file: str | None, told: Sequence[Section]) -> str:
    rows = [setting for section in told for setting in section.settings]
    keys = max((len(setting.key) for setting in rows), default=0)
    values = min(max((len(printable(setting.value)) for setting in rows), default=0), 60)
    lines = [f"settings of {printable(file)}" if file else "no .single-entry.yaml: the settings are inferred"]
    for section in told:
        pad = "  " if section.title else ""
        if section.title:
            title = "the repository" if section.title == "." else section.title
            lines += ["", printable(f"{title}  {section.origin}".rstrip())]
        for key, value, origin in section.settings:
            lines.append(f"{pad}{printable(key):<{keys}}  {printable(value):<{values}}  {printable(origin)}")
    return "".join(f"{line}\n" for line in lines)


def _document(file: str | None, told: Sequence[Section]) -> str:
    rows = [
        {"title": section.title, "origin": section.origin, "settings": [each._asdict() for each in section.settings]}
        for section in told
    ]
    return inert_json(json.dumps({"version": VERSION, "configuration": file, "sections": rows}, indent=2)) + "\n"
