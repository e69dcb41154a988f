"""Relations between paths of a container and paths of the repository."""

from __future__ import annotations

from posixpath import join, normpath


def below(path: str, directory: str) -> str | None:
    """Return ``path`` relative to ``directory`` ("" for the directory itself), or None if it is outside."""
    if path == directory:
        return ""
    prefix = directory.rstrip("/") + "/"
    return path[len(prefix) :] if path.startswith(prefix) else None


def repository_path(directory: str, path: str) -> str | None:
    """Return ``path`` below a repository directory ("" is the root), or None if absolute or outside the repository."""
    if path.startswith(("/", "~", "$")) or "\\" in path or ":" in path:
        return None
    joined = normpath(join(directory, path))
    return None if joined == ".." or joined.startswith(("../", "/")) else "" if joined == "." else joined
