"""Settings in places where nothing reads them: a file of a similar name, and tables of other tools' files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.config.settings import FILE_NAME, ConfigError
from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.model import Location

_NAMES = (".single-entry.yml", "single-entry.yaml", "single-entry.yml")
_TOOL = rb"[\"']?(?:flake8[-_])?single[-_]entry[\"']?"
_TABLES = (
    ("pyproject.toml", re.compile(rb"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*" + _TOOL + rb"[ \t]*(?:\.[^\]\n]*)?\]", re.M)),
    ("setup.cfg", re.compile(rb"^\[(?:tool:)?" + _TOOL + rb"\]", re.M)),
    ("tox.ini", re.compile(rb"^\[(?:tool:)?" + _TOOL + rb"\]", re.M)),
    (".flake8", re.compile(rb"^\[(?:tool:)?" + _TOOL + rb"\]", re.M)),
)


def misplaced_settings(tree: Tree) -> Iterator[ConfigError]:
    """Yield an error for each file or table at the root that looks like our configuration, at its first line."""
    there = tree.is_file(FILE_NAME) or tree.untracked(FILE_NAME)
    way_out = "move its settings there" if there else "rename it"
    for name in _NAMES:
        if tree.is_file(name) or tree.untracked(name):
            message = f"this file is not read; the configuration is {FILE_NAME}: {way_out}"
            yield ConfigError(Location(name, 1, 1, 1, 1), message)
    for name, table in _TABLES:
        if found := table.search(_contents(tree, name)):
            line = found.string.count(b"\n", 0, found.start()) + 1
            place = Location(name, line, 1, line, len(found[0]) + 1)
            yield ConfigError(place, f"this table is not read; write its settings to {FILE_NAME}, in YAML")


def _contents(tree: Tree, path: str) -> bytes:
    if not tree.is_file(path):
        return b""
    try:
        return tree.read(path)
    except Unreadable:
        return b""
