"""Load the configuration file from the tree, from disk or from a path that the user named.

In a repository that is not trusted, it may be a link, a pipe or a file of a gigabyte. It is read like every other file:
only a regular file, up to a size limit, and through no link that leaves the root. A file that is refused is reported;
the repository is not treated as one without a configuration.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from flake8_single_entry.cache import fingerprint
from flake8_single_entry.errors import UsageError
from flake8_single_entry.files.disk import Unreadable, read_regular

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Mapping

    from flake8_single_entry.files.tree import Tree

FILE_NAME = ".single-entry.yaml"
_INSTEAD = "replace it with a configuration file"


class ConfigFile:
    """A configuration file: its contents, or the reason why it is ``refused``, as words that follow "this".

    ``place`` is its path after resolving all links, relative to the root. It is None outside the root.
    """

    def __init__(self, data: bytes, place: str | None = FILE_NAME, refused: str | None = None) -> None:
        self.data = data
        self.place = place
        self.refused = refused

    @property
    def fingerprint(self) -> str:
        """The part of the cache key for results that depend on this file."""
        return f"{self.place} {self.refused or fingerprint(self.data)}"


def on_disk(root: str) -> ConfigFile | None:
    """Return the configuration file of the root on disk, tracked or not. None if there is none."""
    path = os.path.join(root, FILE_NAME)
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return _refused(_reason(error))
    place = _place(root, path) if stat.S_ISLNK(status.st_mode) else FILE_NAME
    if place is None:
        return _refused(f"is a symbolic link to a file outside the root; {_INSTEAD}")
    try:
        return ConfigFile(read_regular(os.path.join(root, place)), place)
    except FileNotFoundError:
        return _refused(f"is a symbolic link whose target does not exist; {_INSTEAD}")
    except OSError as error:
        return _refused(_reason(error))
    except Unreadable as error:
        return _refused(f"cannot be read: {error}; {_INSTEAD}")


def in_tree(tree: Tree) -> ConfigFile | None:
    """Return the configuration file of the root in an index or a revision. None if there is none."""
    if tree.is_directory(FILE_NAME) or tree.in_submodule(FILE_NAME):
        return _refused(f"cannot be read: not a regular file; {_INSTEAD}")
    if not tree.is_file(FILE_NAME):
        return None
    place = tree.resolve(FILE_NAME)
    if place is None:
        return _refused(f"is a symbolic link to a file outside the root; {_INSTEAD}")
    if not tree.is_file(place):
        return _refused(f"is a symbolic link whose target is not a file of the repository; {_INSTEAD}")
    try:
        return ConfigFile(tree.read(place), place)
    except Unreadable as error:
        return _refused(f"cannot be read: {error}; {_INSTEAD}")


def named(root: str, path: str) -> ConfigFile:
    """Return a configuration file that the user named. ``path`` is absolute or relative to the root.

    Raises ``UsageError``.
    """
    full = os.path.realpath(os.path.join(root, path))
    try:
        status = os.stat(full)
        if not stat.S_ISREG(status.st_mode):  # checked first: opening a device may have an effect
            raise Unreadable("not a regular file")
        return ConfigFile(read_regular(full), _place(root, full))
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError(f"there is no configuration file {path}") from None
    except OSError as error:
        raise UsageError(f"the configuration file {path} cannot be read: {error.strerror}") from None
    except Unreadable as error:
        raise UsageError(f"the configuration file {path} cannot be read: {error}; name another") from None


def outside_tree(root: str, config_path: str | None, overlay: Mapping[str, bytes], *, disk: bool) -> ConfigFile | None:
    """Return the configuration that is not part of a tree, or None.

    It is the file that the user named, the buffer in ``overlay``, or, with ``disk``, the file on disk. Raises
    ``UsageError``.
    """
    if config_path is not None:
        return named(root, config_path)
    if FILE_NAME in overlay:
        return ConfigFile(overlay[FILE_NAME])
    return on_disk(root) if disk else None


def write(root: str, path: str, data: bytes) -> None:
    """Write a configuration file, never through a link that leaves the root. Raises ``UsageError``.

    The file is replaced at once, and keeps its mode: whoever reads it meanwhile finds the old or the new one.
    """
    full = os.path.abspath(path)
    directory = os.path.dirname(full)
    if full.startswith(os.path.join(os.path.abspath(root), "")) and _place(root, os.path.join(directory, "x")) is None:
        raise UsageError(f"{path} is below a symbolic link to a directory outside {root}; name another file")
    beside = f"{full}.{os.urandom(8).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        mode = os.lstat(full).st_mode if os.path.lexists(full) else None
        if mode is not None and not stat.S_ISREG(mode):
            raise UsageError(f"{path} is not a regular file, so it is not overwritten; remove it first")
        if mode is not None and not os.access(full, os.W_OK):
            raise UsageError(f"{path} is read-only, so it is not overwritten; make it writable first")
        with open(os.open(beside, flags, 0o666), "wb") as stream:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), stat.S_IMODE(mode))
            stream.write(data)
        os.replace(beside, full)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    finally:
        with suppress(OSError):
            os.unlink(beside)


def _place(root: str, path: str) -> str | None:
    """Return the path after resolving links, relative to the root. None if it is outside the root."""
    inside = os.path.join(os.path.realpath(root), "")
    real = os.path.realpath(path)
    return real.removeprefix(inside).replace(os.sep, "/") if real.startswith(inside) else None


def _refused(words: str) -> ConfigFile:
    return ConfigFile(b"", None, words)


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror}; {_INSTEAD}"
