"""Operations on paths that are relative to a root and use ``/``."""

from __future__ import annotations

from posixpath import join, normpath


def under(directory: str, path: str) -> str:
    """Join ``path`` to ``directory`` and normalise it. The root is ""."""
    joined = normpath(join(directory, path))
    return "" if joined == "." else joined
