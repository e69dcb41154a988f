"""Locate the repository around a directory as git does, without running git."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from pathlib import Path

_CEILINGS = "GIT_CEILING_DIRECTORIES"
_SHA1 = 40  # hexadecimal digits


class Place:
    """Where a directory is: ``top`` is the top directory of its repository, or None outside git.

    ``top`` contains ``.git``, or is a bare repository itself (``is_bare``). ``buried`` is the outermost directory
    between the two that git could take for a bare repository. Its files come from a checkout, so its configuration
    cannot be trusted.
    """

    def __init__(self, top: str | None, buried: str | None = None, *, is_bare: bool = False) -> None:
        self.top = top
        self.buried = buried
        self.is_bare = is_bare


def find_repository(start: str | Path) -> str | None:
    """Return the nearest directory at or above ``start`` that is or contains a repository. None outside git."""
    return locate(start).top


def locate(start: str | Path) -> Place:
    """Locate the repository of a directory as git does, but ignore bare repositories inside a checkout.

    https://git-scm.com/docs/git#Documentation/git.txt-codeGITCEILINGDIRECTORIEScode and
    ``GIT_DISCOVERY_ACROSS_FILESYSTEM`` limit the search, as they do for git.
    """
    directory = os.path.realpath(start)
    across = os.environ.get("GIT_DISCOVERY_ACROSS_FILESYSTEM", "").lower() in ("1", "true", "yes", "on")
    ceilings = frozenset(map(os.path.realpath, filter(None, os.environ.get(_CEILINGS, "").split(os.pathsep))))
    device = _device(directory)
    bare: list[str] = []
    while True:
        if _holds_git(directory):
            return Place(directory, bare[-1] if bare else None)
        if is_bare(directory):
            bare.append(directory)
        parent = os.path.dirname(directory)
        if parent == directory or parent in ceilings or not (across or _device(parent) == device):
            break
        directory = parent
    return Place(bare[0], is_bare=True) if bare else Place(None)


def _device(directory: str) -> int | None:
    try:
        return os.stat(directory).st_dev
    except OSError:
        return None


def _holds_git(directory: str) -> bool:
    """True if git stops its search here: at a repository's ``.git``, or at a file of that name with any contents."""
    entry = os.path.join(directory, ".git")
    return os.path.isfile(entry) or (is_bare(entry) and _names_a_commit(os.path.join(entry, "HEAD")))


def _names_a_commit(head: str) -> bool:
    """True if git accepts this file as ``HEAD``: it names a branch or an object.

    https://git-scm.com/docs/gitrepository-layout#Documentation/gitrepository-layout.txt-HEAD
    """
    try:
        if os.path.islink(head):
            return os.readlink(head).startswith("refs/")
        descriptor = os.open(head, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            text = os.read(descriptor, 256)
        finally:
            os.close(descriptor)
    except OSError:
        return False
    if text.startswith(b"ref:"):
        return text[4:].lstrip().startswith(b"refs/")
    return len(text) >= _SHA1 and not text[:_SHA1].strip(b"0123456789abcdefABCDEF")


def is_bare(directory: str | Path) -> bool:
    """True for a directory that git could take for a repository without a work tree.

    https://git-scm.com/docs/gitrepository-layout: a ``commondir`` file refers to another directory for the contents.
    """
    if not os.path.lexists(os.path.join(directory, "HEAD")):
        return False
    holds = os.path.join(directory, "commondir"), os.path.join(directory, "objects"), os.path.join(directory, "refs")
    return os.path.exists(holds[0]) or all(map(os.path.isdir, holds[1:]))
