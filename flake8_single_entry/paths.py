"""Operations on paths that use ``/``: relative to a root, or absolute in an image."""

from __future__ import annotations

from posixpath import join, normpath


def under(directory: str, path: str) -> str:
    """Join ``path`` to ``directory`` and normalise it. The root is ""."""
    joined = normpath(join(directory, path))
    return "" if joined == "." else joined


def absolute(directory: str, path: str) -> str:
    """Return ``path`` relative to an absolute directory as an absolute path without ``.`` and ``..``."""
    joined = normpath(join(directory, path))
    return "/" + joined.lstrip("/")
