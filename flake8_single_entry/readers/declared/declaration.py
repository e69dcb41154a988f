"""What a declaration of a format is made of: its files, and the keys that hold commands, paths, objects or images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from flake8_single_entry.model import RelativeTo


class Value(StrEnum):
    """What a value is."""

    COMMAND = "command"
    PATH = "path"
    MODULE = "module"  # one that is imported
    OBJECT = "object"  # module:attr, or a module
    ATTRIBUTE = "attribute"  # module.attr
    TARGET = "target"  # any of the three: x.py, x.py:attr, module:attr
    BUILD = "build"


class Listed(StrEnum):
    """What a list of strings is where a command may stand."""

    SHELL = "shell"  # lines of one shell
    SHELLS = "shells"  # a shell for each
    WORDS = "words"  # the words of one command


class Image(NamedTuple):
    """The keys that say which image a command runs in: its build context and Dockerfile, or its name.

    Without a context, images are built beside the file. ``when`` is a key and the value that says that there is an
    image at all; ``unless`` are keys of images that are built otherwise.
    """

    context: str = ""
    dockerfile: str = ""
    target: str = ""
    name: str = ""
    when: tuple[str, str] = ("", "")
    unless: tuple[str, ...] = ()


class Key(NamedTuple):
    """One key that matters.

    ``path`` names mapping keys with dots between: ``*`` is any key, ``**`` any depth, ``[]`` the elements of a list,
    ``~`` the keys of a mapping themselves. The other fields name keys beside it, dotted where they lie deeper: each
    ``^`` before one goes to the mapping around, ``/`` to the top of the file.

    ``directory`` is where it runs, ``arguments`` what follows it, ``search`` what the import path holds besides.
    ``before`` are words that the platform puts before the value (``python -m`` for a module to debug), ``after`` those
    that it puts behind. ``only`` names a key and the beginnings of the values that make this one count, ``unless`` a
    key that must not be there. ``part`` is a regular expression that the value has to match, whose first group is what
    counts. ``certain`` is False where the platform starts it in a directory that the file does not tell.
    """

    path: str
    value: Value = Value.COMMAND
    listed: Listed = Listed.SHELL
    directory: tuple[str, ...] = ()
    arguments: str = ""
    search: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    only: tuple[str, tuple[str, ...]] = ("", ())
    unless: str = ""
    part: str = ""
    anchor: RelativeTo | None = None
    certain: bool = True
    image: Image | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """One format. ``patterns`` are as in the registry; ``syntax`` is yaml, json, toml, ini or hcl.

    Commands start at ``anchor``; ``above`` names a directory of the path (``.vscode``) whose parent they start in (not
    there, they start wherever a person would).
    ``template`` is a pattern of placeholders, whose first group ``known`` maps to a directory's anchor; what it does
    not hold is unknown. ``known`` holds shell variables too. ``environment`` are keys, at the top or beside a
    command, that hold variables. ``sign`` is what a file of that name has to hold to be one of the format.
    ``images`` are the names of images that the file has built, and the keys beside them that say from what.
    ``rooted`` says that "/api" as a directory is "api" below the start, ``rendered`` that the file may be a template of
    Go, rendered before it is read. ``reader`` is the module that reads it.
    """

    name: str
    patterns: tuple[str, ...]
    syntax: str
    keys: tuple[Key, ...]
    anchor: RelativeTo = RelativeTo.FILE
    above: str = ""
    template: str = ""
    known: Mapping[str, RelativeTo] = field(default_factory=dict)
    environment: tuple[str, ...] = ()
    sign: bytes = b""
    images: tuple[str, Image] = ("", Image())
    rooted: bool = False
    rendered: bool = False
    reader: str = "declared"


def commands(*paths: str, listed: Listed = Listed.SHELL, directory: tuple[str, ...] = ()) -> tuple[Key, ...]:
    """A key that holds commands for each path."""
    return tuple(Key(path, listed=listed, directory=directory) for path in paths)
