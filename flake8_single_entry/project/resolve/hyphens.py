"""Imports that write underscores where a directory has hyphens. Only an alias that code makes can load them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import dirname

from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.file_systems import SearchBase

_LOADED_BEFORE = ("conftest.py", "__init__.py", "sitecustomize.py")
_ALIASING = (b"sys.modules", b"__path__", b"spec_from_file_location", b"meta_path")


def is_hyphenated(start: SearchBase, root: str, parts: Sequence[str]) -> bool:
    """Return True if the first part that does not exist below an import path entry exists with hyphens."""
    for part in parts[:-1]:
        inner = under(root, part)
        if not start.place.is_directory(inner):
            return "_" in part and start.place.is_directory(under(root, part.replace("_", "-")))
        root = inner
    return False


def may_alias_modules(tree: Tree, path: str) -> bool:
    """Return True if a file, or one that is loaded before it, changes how modules are found."""
    before = (under(directory, name) for directory in _upward(dirname(path)) for name in _LOADED_BEFORE)
    return any(word in _contents(tree, each) for each in (path, *before) for word in _ALIASING)


def _upward(directory: str) -> Iterator[str]:
    while directory:
        yield directory
        directory = dirname(directory)
    yield ""


def _contents(tree: Tree, path: str) -> bytes:
    try:
        return tree.read(path) if tree.is_file(path) else b""
    except Unreadable:
        return b""
