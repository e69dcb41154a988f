"""Choose the configuration of a tree, and parse it."""

from __future__ import annotations

import os

from flake8_single_entry.config import load
from flake8_single_entry.config.file import FILE_NAME, ConfigFile, in_tree, outside_tree
from flake8_single_entry.config.settings import EMPTY, Config, refuse
from flake8_single_entry.files.tree import Tree


def read_config(tree: Tree, config_path: str | None, *, on_disk: bool = True) -> Config:
    """Return the configuration of a tree: the named file on disk, else ``.single-entry.yaml`` at the root.

    On disk, the file need not be tracked. For an index or a revision, it is the version that they hold. Raises
    ``UsageError`` if a named file cannot be read. If any other file cannot be read, this is an error in the returned
    configuration.
    """
    outer = outside_tree(os.fspath(tree.root), config_path, tree.overlay, disk=on_disk)
    return parse(tree, outer or (None if on_disk else in_tree(tree)), config_path)


def parse(tree: Tree, file: ConfigFile | None, name: str | None) -> Config:
    """Parse a configuration file. ``name`` is the path of a named one.

    Error messages quote the file only if it belongs to the repository, so that no link and no option can reveal another
    file.
    """
    name = name or FILE_NAME
    if file is None:
        return EMPTY
    if file.refused is not None:
        return refuse(name, file.refused)
    is_own = file.place is not None and (file.place == FILE_NAME or tree.is_file(file.place))
    return load(name, file.data, quotes=is_own)
