"""Directories as a shell moves through them: what ``cd`` makes of a base, and directory values inside variables."""

from __future__ import annotations

import posixpath
import re

from flake8_single_entry.command.words import UNKNOWN
from flake8_single_entry.model import Base, RelativeTo

PLACEHOLDER = "\ue001"
"""Stands for the brackets of a placeholder such as ``<repository>``, so that the shell grammar takes it as a word."""

_OPEN, _CLOSE = "\x01", "\x02"
_PLACEHOLDER = re.compile(
    rf"[<>{{}}{PLACEHOLDER}…]|\.\.\.|(?:^|[/_.-])your[-_]?|(?:^|/)path/to(?:/|$)|^(?:\./)?path/"
    rf"|(?:^|/)my[-_]?(?:repo|project)(?:/|$)|(?:^|/)x{{3,}}|YYYY",
    re.IGNORECASE,
)
LONGEST = 1_000
"""A longer path is none that a person wrote: as a directory it is a guess, as a file nothing."""

_DRIVE = re.compile(r"[A-Za-z]:(?:[/\\]|$)")


def encode(base: Base) -> str:
    """A directory as the beginning of a path in a variable's value (``DIR=$(dirname "$0")``)."""
    certain = "1" if base.certain else ""
    return _OPEN + "|".join((base.anchor, base.directory, base.container, base.checkout, certain)) + _CLOSE


def decode(text: str) -> tuple[Base | None, str]:
    """The directory that a text begins with, and the rest; None where it begins with none."""
    if not text.startswith(_OPEN):
        return None, text
    head, _, rest = text[1:].partition(_CLOSE)
    anchor, directory, container, checkout, certain = (head.split("|") + [""] * 5)[:5]
    if anchor not in set(RelativeTo):
        return None, text
    return Base(RelativeTo(anchor), directory, (), container, checkout, bool(certain)), rest


def is_encoded(text: str) -> bool:
    """Does the text hold a directory value anywhere?"""
    return _OPEN in text


def is_placeholder(text: str) -> bool:
    """Does the text stand for something that the reader is to fill in (``<repo>``, ``your_app.py``, ``path/to/x``)?"""
    return _PLACEHOLDER.search(text) is not None


def is_absolute(text: str) -> bool:
    return text.startswith("/") or _DRIVE.match(text) is not None


def join(directory: str, path: str) -> str:
    """Both as one normalised path; "" for the directory itself. Leading ``..`` stay."""
    joined = posixpath.normpath(posixpath.join(directory, path.replace("\\", "/")))
    return "" if joined == "." else joined


def guess(base: Base) -> Base:
    """A base of which nothing is known any more but the kind of file system."""
    return base._replace(directory="", checkout="", certain=False)


def enter(base: Base, directory: str) -> Base:
    """What ``cd directory`` makes of a base.

    Where the directory cannot be known (a variable, a placeholder, ``~``, ``-``), the base is a guess: its anchor with
    ``certain=False``. An absolute path outside an image is kept: it may end in a directory of the repository.
    """
    start, rest = decode(directory)
    if start is not None:
        base = start._replace(search=base.search)
        directory = rest.lstrip("/\\") or "."
    if not directory or directory.startswith(("~", "-", "$", "%")) or UNKNOWN in directory or is_encoded(directory):
        return guess(base)
    if is_placeholder(directory):
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
