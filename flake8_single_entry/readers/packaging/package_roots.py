"""Directories that hold packages, as packaging files write them: shared by every packaging reader."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from flake8_single_entry.model import Base


def normal_root(text: str) -> str | None:
    """A directory relative to the packaging file, "" for its own; None for what is a pattern, absolute or above it."""
    root = posixpath.normpath(text.strip().replace("\\", "/") or ".")
    if root.startswith(("/", "..")) or any(character in root for character in "*?${}%"):
        return None
    return "" if root == "." else root


def root_of_package(name: str, directory: str) -> str | None:
    """The root of ``package_dir={"pkg": "lib/pkg"}``; None where the directory has another name than the package."""
    if not name:
        return normal_root(directory)
    path = normal_root(directory)
    suffix = name.replace(".", "/")
    if path == suffix:
        return ""
    return path.removesuffix("/" + suffix) if path and path.endswith("/" + suffix) else None


def unique_roots(roots: Iterable[str | None]) -> tuple[str, ...]:
    """The roots that are known, in order, each once."""
    return tuple(dict.fromkeys(root for root in roots if root is not None))


def search_in(base: Base, roots: tuple[str, ...]) -> Base:
    """The base of the objects that a packaging file names: the declared roots, else ``src`` where a project has it."""
    return Base(base.anchor, base.directory, roots or ("src",))
