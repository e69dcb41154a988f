"""Directories that an archive's usual name tells from live code."""

from __future__ import annotations

from flake8_single_entry.conventions.directories import is_archive_name
from flake8_single_entry.files.tree import Tree


def is_archive(tree: Tree, directory: str) -> bool:
    """True for a directory with an archive's usual name that is no part of a program."""
    return is_archive_name(directory.rpartition("/")[2]) and not _is_subpackage(tree, directory)


def in_archive(tree: Tree, path: str) -> bool:
    """True for a path below such a directory."""
    directory = path.rpartition("/")[0]
    if not any(map(is_archive_name, directory.split("/"))):
        return False
    while directory:
        if is_archive(tree, directory):
            return True
        directory = directory.rpartition("/")[0]
    return False


def _is_subpackage(tree: Tree, directory: str) -> bool:
    """True for a part of a program that is merely called so: ``components/backup/``, ``resolution/legacy/``."""
    parent, _, name = directory.rpartition("/")
    if not parent or name[:1] in "._" or name.lower().startswith("archive"):
        return False
    return all(tree.is_file(f"{each}/__init__.py") for each in (directory, parent))
