"""``.dockerignore`` files: the paths that a build context excludes.

Patterns follow https://docs.docker.com/build/concepts/context/#dockerignore-files: comments begin in the first column,
paths are cleaned, a leading slash has no meaning. The reader does not match the patterns against files.
"""

from __future__ import annotations

from posixpath import normpath

from flake8_single_entry.model import Facts
from flake8_single_entry.syntax.source import Source

_MOST_PATTERNS = 1000


def scan(data: bytes) -> bool:
    """True if the file has any content: images do not contain what it excludes."""
    return bool(data.strip())


def read(source: Source) -> Facts:
    """Return the patterns of the file in order, ``!`` included, each as a clean path below the context."""
    patterns = (_cleaned(line) for line in source.text.split("\n") if not line.startswith("#"))
    return Facts(excluded=tuple(pattern for pattern in patterns if pattern)[:_MOST_PATTERNS])


def _cleaned(line: str) -> str:
    text = line.strip()
    mark, text = ("!", text[1:].strip()) if text.startswith("!") else ("", text)
    path = normpath("/" + text.lstrip("/")).strip("/") if text else ""
    return mark + path if path else ""
