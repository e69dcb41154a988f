"""Archive directories of a tree: those of the configuration, and others recognised by their usual names."""

from __future__ import annotations

from flake8_single_entry.conventions.directories import is_archive_name
from flake8_single_entry.files.tree import Tree


def is_archive(tree: Tree, directory: str) -> bool:
    """True if a directory has a usual archive name and is not a subpackage of a program."""
    return is_archive_name(directory.rpartition("/")[2]) and not _is_subpackage(tree, directory)


def in_archive(tree: Tree, path: str, configured: tuple[str, ...] = ()) -> bool:
    """True if a path lies below an archive directory. The ``configured`` ones end in ``/``."""
    if path.startswith(configured):
        return True
    directory = path.rpartition("/")[0]
    if not any(map(is_archive_name, directory.split("/"))):
        return False
    while directory:
        if is_archive(tree, directory):
            return True
        directory = directory.rpartition("/")[0]
    return False


def _is_subpackage(tree: Tree, directory: str) -> bool:
    """True if the directory and its parent are packages: ``components/backup/``, ``resolution/legacy/``."""
    parent, _, name = directory.rpartition("/")
    if not parent or name[:1] in "._" or name.lower().startswith("archive"):
        return False
    return all(tree.is_file(f"{each}/__init__.py") for each in (directory, parent))
