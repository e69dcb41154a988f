"""Find and read the baseline that the configuration of a tree names."""

from __future__ import annotations

import os
from dataclasses import replace

from flake8_single_entry.baseline.file import Baseline, read
from flake8_single_entry.config.settings import Config, ConfigError
from flake8_single_entry.files.disk import Directories, Unreadable, is_there, read_regular
from flake8_single_entry.files.tree import Tree


def listing_baseline(tree: Tree, config: Config) -> Tree:
    """Return a work tree that lists the baseline if it is on disk, whether or not git lists it."""
    path = config.baseline.text if config.baseline else None
    if path is None or path in tree.overlay or path in tree.sparse:
        return tree
    root = os.fspath(tree.root)
    if not is_there(root, path, Directories(root)):
        return replace(tree, entries={known: entry for known, entry in tree.entries.items() if known != path})
    if tree.is_file(path):
        return tree
    try:
        return tree.with_overlay({path: read_regular(os.path.join(root, path))})
    except (OSError, Unreadable):
        return tree


def with_baseline(tree: Tree, config: Config) -> tuple[Config, Baseline | None]:
    """Return the configuration with the errors of its baseline, and the baseline. None if it names none."""
    if config.baseline is None or config.errors:
        return config, None
    path, place = config.baseline
    try:
        if not tree.is_file(path):
            on_disk = os.path.lexists(os.path.join(os.fspath(tree.root), path))
            way_out = "git add it" if on_disk else "`single-entry baseline` writes it, or remove the key"
            raise Unreadable(f"which {'is not in git' if on_disk else 'does not exist'}; {way_out}")
        baseline = read(path, tree.read(path))
    except Unreadable as error:
        said = str(error)
        reason = said if said.startswith("which") else f"which cannot be read: {said}"
        return config._replace(errors=(ConfigError(place, f"`baseline` names {path}, {reason}"),)), None
    return config._replace(errors=baseline.errors), baseline
