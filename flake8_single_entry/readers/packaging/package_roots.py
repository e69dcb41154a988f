"""Directories that contain packages, as packaging files declare them. Shared by all packaging readers."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from flake8_single_entry.model import Base


def normal_root(text: str) -> str | None:
    """Return a directory relative to the packaging file ("" for its own), or None.

    Returns None for patterns, absolute paths and paths above the directory of the packaging file.
    """
    root = posixpath.normpath(text.strip().replace("\\", "/") or ".")
    if root.startswith(("/", "..")) or any(character in root for character in "*?${}%"):
        return None
    return "" if root == "." else root


def root_of_package(name: str, directory: str) -> str | None:
    """Return the root of ``package_dir={"pkg": "lib/pkg"}``, or None if directory and package have different names."""
    if not name:
        return normal_root(directory)
    path = normal_root(directory)
    suffix = name.replace(".", "/")
    if path == suffix:
        return ""
    return path.removesuffix("/" + suffix) if path and path.endswith("/" + suffix) else None


def place_of_package(name: str, directory: str) -> tuple[str, str] | None:
    """Return a package whose directory has another name, and that directory, or None."""
    path = normal_root(directory)
    if not name or path is None or root_of_package(name, directory) is not None:
        return None
    return name, path


def unique_roots(roots: Iterable[str | None]) -> tuple[str, ...]:
    """Return the known roots in order, without duplicates."""
    return tuple(dict.fromkeys(root for root in roots if root is not None))


def search_in(base: Base, roots: tuple[str, ...]) -> Base:
    """Return the base of the objects in a packaging file: the declared roots, by default ``src``."""
    return Base(base.anchor, base.directory, roots or ("src",))
