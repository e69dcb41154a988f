"""The declaration of a file format: its file patterns, and the keys that hold commands, paths, objects or images."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.readers.category import Category


class Value(StrEnum):
    """The type of a value."""

    COMMAND = "command"
    PATH = "path"
    MODULE = "module"  # a module that is imported
    OBJECT = "object"  # module:attr, or a module alone
    ATTRIBUTE = "attribute"  # module.attr
    TARGET = "target"  # x.py, x.py:attr or module:attr
    BUILD = "build"


class Listed(StrEnum):
    """The meaning of a list of strings in the place of a command."""

    SHELL = "shell"  # lines of a single shell
    SHELLS = "shells"  # lines that each run in a shell of their own
    WORDS = "words"  # the words of a single command


class Image(NamedTuple):
    """The keys that select the image of a command: its build context and Dockerfile, or its name.

    The default context is the directory of the file. ``when`` is a key and a value: the keys apply only if the key has
    that value. ``unless`` are keys of images that are built in another way.
    """

    context: str = ""
    dockerfile: str = ""
    target: str = ""
    name: str = ""
    when: tuple[str, str] = ("", "")
    unless: tuple[str, ...] = ()


class Key(NamedTuple):
    """A key to read.

    ``path`` names mapping keys separated by dots: ``*`` is any key, ``**`` any depth, ``[]`` the elements of a list,
    ``~`` the keys of a mapping themselves. The other fields name keys in the same mapping, or deeper if they are
    dotted. Each ``^`` prefix goes up to the enclosing mapping, ``/`` to the top of the file.

    ``directory`` is the working directory, ``arguments`` the arguments, ``search`` are additional entries of the import
    path. ``before`` are words that the platform puts before the value (``python -m`` for a module to debug), ``after``
    are words that it puts after it. ``only`` names a key and prefixes: this key counts if the value of the other one
    begins with a prefix. ``unless`` is a key that must be absent. ``part`` is a regular expression that the value must
    match; its first group is the part that counts. ``certain`` is False if the platform starts the value in a directory
    that the file does not define.
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
    """The declaration of a format.

    ``name``, ``patterns``, ``category``, ``weight``, ``taken_names`` and ``generic`` are those of the surface in the
    registry; ``syntax`` is yaml, json, toml, ini or hcl.

    Commands start at ``anchor``. ``above`` names a directory of the path (``.vscode``) whose parent they start in; for
    files outside such a directory, they start at ``RelativeTo.CALLER``. ``template`` is the regular expression of
    placeholders. ``known`` maps its first group to the anchor of a directory, and also holds shell variables;
    ``programs`` maps it to a program. Other placeholders are unknown. ``environment`` are keys with variables, at the
    top or beside a command. ``sign`` is a byte string that every file of the format contains. ``images`` are the path
    of the images that the file builds, and the keys beside it that define them. If ``rooted`` is True, the directory
    "/api" is "api" below the start. If ``rendered`` is True, the file may be a Go template. ``shell_text`` writes a
    command line of the format as shell text in which every character keeps its offset. ``reader`` is the module that
    reads the format.
    """

    name: str
    patterns: tuple[str, ...]
    syntax: str
    keys: tuple[Key, ...]
    category: Category = field(kw_only=True)
    weight: float = field(kw_only=True)
    taken_names: tuple[str, ...] = field(default=(), kw_only=True)
    generic: bool = field(default=False, kw_only=True)
    anchor: RelativeTo = RelativeTo.FILE
    above: str = ""
    template: str = ""
    known: Mapping[str, RelativeTo] = field(default_factory=dict)
    programs: Mapping[str, str] = field(default_factory=dict)
    environment: tuple[str, ...] = ()
    sign: bytes = b""
    images: tuple[str, Image] = ("", Image())
    rooted: bool = False
    rendered: bool = False
    shell_text: Callable[[str], str] | None = None
    reader: str = "declared"


def commands(*paths: str, listed: Listed = Listed.SHELL, directory: tuple[str, ...] = ()) -> tuple[Key, ...]:
    """Return a key that holds commands for each path."""
    return tuple(Key(path, listed=listed, directory=directory) for path in paths)
