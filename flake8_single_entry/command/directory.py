"""Directory arithmetic: the effect of ``cd`` on a base, and directories encoded in the values of variables."""

from __future__ import annotations

import posixpath
import re

from flake8_single_entry.command.words import UNKNOWN
from flake8_single_entry.conventions.placeholders import is_placeholder_directory
from flake8_single_entry.model import Base, RelativeTo

_OPEN, _CLOSE = "\x01", "\x02"
LONGEST = 1_000
"""Longer paths are not written by hand. As a directory they make the base uncertain, as a file they are ignored."""

_DRIVE = re.compile(r"[A-Za-z]:(?:[/\\]|$)")


def encode(base: Base) -> str:
    """Encode a directory as the beginning of a path in a variable's value (``DIR=$(dirname "$0")``)."""
    certain = "1" if base.certain else ""
    return _OPEN + "|".join((base.anchor, base.directory, base.container, base.checkout, certain)) + _CLOSE


def decode(text: str) -> tuple[Base | None, str]:
    """Return the directory that is encoded at the beginning of a text, or None, and the remaining text."""
    if not text.startswith(_OPEN):
        return None, text
    head, _, rest = text[1:].partition(_CLOSE)
    anchor, directory, container, checkout, certain = (head.split("|") + [""] * 5)[:5]
    if anchor not in set(RelativeTo):
        return None, text
    return Base(RelativeTo(anchor), directory, (), container, checkout, bool(certain)), rest


def is_encoded(text: str) -> bool:
    """True if the text contains an encoded directory."""
    return _OPEN in text


def is_absolute(text: str) -> bool:
    return text.startswith("/") or _DRIVE.match(text) is not None


def inside(base: Base, path: str) -> int:
    """Return the length of the directory at the beginning of an absolute path below it, or 0.

    Outside an image, an absolute directory is on another machine, where it holds the repository or a part of it.
    """
    directory = f"{base.directory}/"
    is_below = base.anchor is not RelativeTo.IMAGE and len(directory) > 1 and path.startswith(directory)
    return len(directory) if is_below and directory.startswith("/") and len(path) > len(directory) else 0


def join(directory: str, path: str) -> str:
    """Return both as one normalised path, "" for the directory itself. Leading ``..`` are kept."""
    joined = posixpath.normpath(posixpath.join(directory, path.replace("\\", "/")))
    return "" if joined == "." else joined


def guess(base: Base) -> Base:
    """Return an uncertain base: only the kind of its file system is known."""
    return base._replace(directory="", checkout="", certain=False)


def enter(base: Base, directory: str) -> Base:
    """Return the base after ``cd directory``.

    If the directory cannot be known (a variable, a placeholder, ``~``, ``-``), the base is a guess: it keeps its
    ``anchor`` and has ``certain=False``. An absolute path outside an image is kept, because it may end in a directory
    of the repository.
    """
    start, rest = decode(directory)
    if start is not None:
        base = start._replace(search=base.search)
        directory = rest.lstrip("/\\") or "."
    if not directory or directory.startswith(("~", "-", "$", "%")) or UNKNOWN in directory or is_encoded(directory):
        return guess(base)
    if is_placeholder_directory(directory):
        return guess(base)
    if is_absolute(directory):
        if len(directory) > LONGEST:
            return guess(base)
        absolute = posixpath.normpath("/" + _DRIVE.sub("", directory).replace("\\", "/").lstrip("/"))
        return base._replace(directory=absolute, checkout="", certain=base.anchor is RelativeTo.IMAGE)
    joined = join(base.directory, directory) if len(directory) <= LONGEST else directory
    if len(joined) > LONGEST or (base.checkout and joined.startswith("..")):
        return guess(base)
    return base._replace(directory=joined)
