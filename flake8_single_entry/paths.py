"""Arithmetic with paths that are relative to a root and written with ``/``."""

from __future__ import annotations

from posixpath import join, normpath


def under(directory: str, path: str) -> str:
    """``path`` seen from ``directory``, normalised; the root is ""."""
    joined = normpath(join(directory, path))
    return "" if joined == "." else joined
