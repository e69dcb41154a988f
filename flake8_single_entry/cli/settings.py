"""The configuration on disk, as commands read it that change it or show it."""

from __future__ import annotations

import os
from typing import NamedTuple

from flake8_single_entry.config import load
from flake8_single_entry.config.file import FILE_NAME, outside_tree
from flake8_single_entry.config.settings import EMPTY, Config
from flake8_single_entry.errors import UsageError


class Settings(NamedTuple):
    """A valid configuration. ``name`` is the path of a named file, or None.

    ``text`` is the text of the file, None if there is none, ``shown`` its path in messages, and ``place`` where it is
    written.
    """

    name: str | None
    config: Config
    text: str | None
    shown: str
    place: str


def read_settings(root: str, name: str | None) -> Settings:
    """Return the configuration of a root, or the file with a name relative to it. Raises ``UsageError``."""
    shown = name or FILE_NAME
    file = outside_tree(root, name, {}, disk=True)
    if file is None:
        return Settings(name, EMPTY, None, shown, os.path.join(root, shown))
    if file.refused is not None:
        raise UsageError(f"{shown}: this {file.refused}")
    config = load(shown, file.data)
    if config.errors:
        place, message = config.errors[0]
        raise UsageError(f"{place.path}:{place.line}:{place.column}: {message}; correct the file first")
    return Settings(name, config, file.data.decode("utf-8"), shown, os.path.join(root, file.place or shown))
