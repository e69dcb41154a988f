"""The configuration file's bytes: of the tree, of the disk or of a file that somebody named, and where they lie.

A stranger's repository may hold a link, a pipe or a gigabyte in its place. It is read as every other file: regular,
within a limit, and through no link that leads out of the root. Whatever is refused is said, and never taken for a
repository without a configuration.
"""

from __future__ import annotations

import os
import stat

from flake8_single_entry.cache import fingerprint
from flake8_single_entry.errors import UsageError
from flake8_single_entry.files.disk import Unreadable, read_regular

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from flake8_single_entry.files.tree import Tree

FILE_NAME = ".single-entry.yaml"
_INSTEAD = "put a configuration file in its place"


class ConfigFile:
    """A configuration file: its bytes, or why it is ``refused``, as words that follow "this".

    ``place`` is where it lies behind all links, relative to the root; None where that is outside.
    """

    def __init__(self, data: bytes, place: str | None = FILE_NAME, refused: str | None = None) -> None:
        self.data = data
        self.place = place
        self.refused = refused

    @property
    def fingerprint(self) -> str:
        """What a result that stands on this file depends on."""
        return f"{self.place} {self.refused or fingerprint(self.data)}"


def on_disk(root: str) -> ConfigFile | None:
    """The root's own file, tracked or not; None where there is none."""
    path = os.path.join(root, FILE_NAME)
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _refused(_reason(error))
    place = _place(root, path) if stat.S_ISLNK(status.st_mode) else FILE_NAME
    if place is None:
        return _refused(f"is a symbolic link that leads out of the root; {_INSTEAD}")
    try:
        return ConfigFile(read_regular(os.path.join(root, place)), place)
    except FileNotFoundError:
        return _refused(f"is a symbolic link that leads to nothing; {_INSTEAD}")
    except OSError as error:
        return _refused(_reason(error))
    except Unreadable as error:
        return _refused(f"cannot be read: {error}; {_INSTEAD}")


def in_tree(tree: Tree) -> ConfigFile | None:
    """The root's own file as an index or a revision holds it; None where it has none."""
    if tree.is_directory(FILE_NAME) or tree.in_submodule(FILE_NAME):
        return _refused(f"cannot be read: not a regular file; {_INSTEAD}")
    if not tree.is_file(FILE_NAME):
        return None
    place = tree.resolve(FILE_NAME)
    if place is None:
        return _refused(f"is a symbolic link that leads out of the root; {_INSTEAD}")
    if not tree.is_file(place):
        return _refused(f"is a symbolic link that leads to no file of the repository; {_INSTEAD}")
    try:
        return ConfigFile(tree.read(place), place)
    except Unreadable as error:
        return _refused(f"cannot be read: {error}; {_INSTEAD}")


def named(root: str, path: str) -> ConfigFile:
    """A file that somebody named, wherever it lies; ``path`` is absolute or relative to the root.

    Raises ``UsageError``.
    """
    full = os.path.realpath(os.path.join(root, path))
    try:
        status = os.stat(full)
        if not stat.S_ISREG(status.st_mode):  # asked first: to open a device may do something
            raise Unreadable("not a regular file")
        return ConfigFile(read_regular(full), _place(root, full))
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"there is no configuration file {path}") from None
    except OSError as error:
        raise UsageError(f"the configuration file {path} cannot be read: {error.strerror}") from None
    except Unreadable as error:
        raise UsageError(f"the configuration file {path} cannot be read: {error}; name another") from None


def write(root: str, path: str, data: bytes) -> None:
    """Write a configuration file, through no link that could lead out of the root. Raises ``UsageError``."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    full = os.path.abspath(path)
    directory = os.path.dirname(full)
    if full.startswith(os.path.join(os.path.abspath(root), "")) and _place(root, os.path.join(directory, "x")) is None:
        raise UsageError(f"{path} lies below a symbolic link that leads out of {root}; name another file")
    try:
        if os.path.lexists(full) and not stat.S_ISREG(os.lstat(full).st_mode):
            raise UsageError(f"{path} is not a regular file, and nothing is written through it; remove it first")
        descriptor = os.open(full, flags, 0o666)
        with open(descriptor, "wb") as stream:
            stream.write(data)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


def _place(root: str, path: str) -> str | None:
    """Where a path leads to, relative to the root; None outside of it."""
    inside = os.path.join(os.path.realpath(root), "")
    real = os.path.realpath(path)
    return real.removeprefix(inside).replace(os.sep, "/") if real.startswith(inside) else None


def _refused(words: str) -> ConfigFile:
    return ConfigFile(b"", None, words)


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror}; {_INSTEAD}"
