"""Strings and paths as written in code, each with its position."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import NamedTuple

from flake8_single_entry.model import RelativeTo
from flake8_single_entry.syntax.source import Snippet

UNKNOWN = "${_}"
LONGEST_PATH = 4096  # characters; the limit on Linux, and other systems allow fewer
HERE = "getcwd"
"""The hint of a path below the working directory at the time of the call."""


class Value(NamedTuple):
    """The known part of a string or a path.

    ``snippet`` is the part that is written in one place. ``directory`` is prepended to it and is relative to ``anchor``
    (FILE for a path built from ``__file__``). ``known`` is False if the text contains ``${_}``. ``certain`` is False if
    something unknown precedes the text; ``hint`` is its name. ``is_file`` marks ``__file__`` itself, ``is_path`` a
    value that can only be a path.
    """

    snippet: Snippet
    anchor: RelativeTo = RelativeTo.CALLER
    directory: str = ""
    known: bool = True
    certain: bool = True
    hint: str = ""
    is_file: bool = False
    is_path: bool = False

    @property
    def text(self) -> str:
        return self.snippet.text

    @property
    def path(self) -> str:
        """Return the directory and the text as one path."""
        return posixpath.normpath(posixpath.join(self.directory, self.text)) if self.text else self.directory


def parent_of(value: Value | None) -> Value | None:
    """Return the directory of a path."""
    if value is None:
        return None
    empty = Snippet(value.snippet.source, "", value.snippet.segments[:1])
    if value.is_file:
        return value._replace(is_file=False, directory="", snippet=empty)
    whole = value.path
    above = posixpath.dirname(whole) if whole and posixpath.basename(whole) not in {"..", "."} else whole + "/.."
    return value._replace(directory=posixpath.normpath(above.lstrip("/")) if above else "", snippet=empty, is_path=True)


def join_paths(left: Value | None, right: Value | None) -> Value | None:
    """Join two paths. An absolute right part replaces the left part."""
    if left is None or right is None:
        return None
    if right.text.startswith("/") or right.anchor is RelativeTo.FILE:
        return right._replace(is_path=True)
    if not right.certain:
        return right._replace(is_path=True)
    if not left.text:
        directory = (
            posixpath.normpath(posixpath.join(left.directory, right.directory)) if right.directory else left.directory
        )
        return left._replace(directory=directory, snippet=right.snippet, is_path=True, is_file=False)
    if right.directory:
        return left._replace(directory=posixpath.join(left.path, right.directory), snippet=right.snippet, is_path=True)
    if not right.text:
        return left._replace(is_path=True)
    place = left.snippet.origin(max(len(left.text) - 1, 0))
    glue = Snippet(left.snippet.source, "" if left.text.endswith("/") else "/", ((0, place),))
    return left._replace(snippet=concatenate([left.snippet, glue, right.snippet]), is_path=True, is_file=False)


def spread(start: int, length: int, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """Return segments that map every character of a substituted text to the position of the substitution."""
    if length > 400:
        return ((0, start),)
    last = start if end is None else max(start, end - 1)
    return (*((index, start) for index in range(max(length - 1, 0))), (max(length - 1, 0), last))


def concatenate(pieces: Sequence[Snippet]) -> Snippet:
    """Join several snippets, each still mapped to its own position."""
    parts: list[str] = []
    segments: list[tuple[int, int]] = []
    length = 0
    for piece in pieces:
        if not piece.text:
            continue
        segments.extend((length + here, there) for here, there in piece.segments if here < len(piece.text))
        parts.append(piece.text)
        length += len(piece.text)
    return Snippet(pieces[0].source, "".join(parts), tuple(segments) or pieces[0].segments)
