"""Check, read and create directories and files that only one user can write.

On Windows, access lists protect a user's profile. Python does not show them, so nothing is refused there.
"""

from __future__ import annotations

import os
import stat

_ROOT_USER = 0
_MOST_LINKS = 40  # the limit of Linux
_WRITABLE = stat.S_IWGRP | stat.S_IWOTH
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _PLAIN  # without waiting for the writer of a FIFO
_MAKING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN
MADE = ".new"  # suffix of a file that is being written


def refusal(place: str) -> str | None:
    """Return why a directory (an absolute path) cannot be trusted, with a remedy, for people. None if it can be.

    It must belong to the effective user, and no other user may write to it. A user who can replace a directory above it
    could put another directory of this user there, such as a clone with files of strangers. So the directories above
    it, and the links, must belong to this user or to root, and any that others can write to must be sticky. A missing
    directory can be created.
    """
    if not hasattr(os, "geteuid"):
        return None
    user = os.geteuid()
    waiting = place.split("/")[::-1]
    here, status, links = "/", os.lstat("/"), 0
    while True:
        problem = _problem(here, status, user, is_last=not any(waiting))
        if problem or not any(waiting):
            return problem
        part = waiting.pop()
        if part in ("", "."):
            continue
        path = os.path.dirname(here) if part == ".." else os.path.join(here, part)
        try:
            status = os.lstat(path)
            if stat.S_ISLNK(status.st_mode):
                links += 1
                if links > _MOST_LINKS or status.st_uid not in (user, _ROOT_USER):
                    return f"the link {path} belongs to another user, or its target does not exist"
                target = os.readlink(path)
                waiting += target.split("/")[::-1]
                here = "/" if target.startswith("/") else here
                status = os.lstat(here)
            else:
                here = path
        except FileNotFoundError:
            return None
        except OSError as error:
            return f"{path}: {error.strerror}"


def _problem(path: str, status: os.stat_result, user: int, *, is_last: bool) -> str | None:
    """Return what is wrong with the last directory of a path, or with one above it."""
    if not stat.S_ISDIR(status.st_mode):
        return f"{path} is not a directory"
    if status.st_uid != user and (is_last or status.st_uid != _ROOT_USER):
        return f"{path} belongs to another user (its uid is {status.st_uid}, yours is {user})"
    shared = status.st_mode & _WRITABLE
    if not is_last:
        if status.st_mode & stat.S_ISVTX:  # only the owner can replace an entry
            return None
        if status.st_uid == status.st_gid == user:  # a private group: https://wiki.debian.org/UserPrivateGroups
            shared &= ~stat.S_IWGRP
    return f"other users can write in {path} (chmod go-w {path})" if shared else None


def make_directory(place: str) -> None:
    """Create a directory, and the missing ones above it, for this user only. Raises ``OSError``."""
    missing: list[str] = []
    while not os.path.isdir(place):
        missing.append(place)
        place = os.path.dirname(place)
    for path in reversed(missing):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:  # another process created it just now
            continue
        os.chmod(path, 0o700)  # regardless of the umask


def read_file(path: str, largest: int) -> bytes | None:
    """Return the contents of a file that only this user can write. None for other files, and if it is too large.

    Raises ``OSError`` if it cannot be opened, or is a link.
    """
    descriptor = os.open(path, _READING)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > largest or not _is_private(status):
            return None
        with open(descriptor, "rb", closefd=False) as stream:
            return stream.read(largest)
    finally:
        os.close(descriptor)


def _is_private(status: os.stat_result) -> bool:
    """True for a file without other hard links that belongs to this user, and that no other user may write."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_nlink == 1 and status.st_uid == os.geteuid() and not status.st_mode & _WRITABLE


def write_file(path: str, *parts: bytes) -> None:
    """Write a file for this user only, atomically replacing an existing one. Raises ``OSError``."""
    beside = f"{path}.{os.urandom(8).hex()}{MADE}"
    try:
        with open(os.open(beside, _MAKING, 0o600), "wb") as stream:
            if hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), 0o600)  # regardless of the umask
            stream.writelines(parts)
        os.replace(beside, path)
    except BaseException:
        try:
            os.unlink(beside)
        except OSError:
            pass
        raise
