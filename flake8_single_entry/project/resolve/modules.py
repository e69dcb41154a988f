"""Lookup of Python modules in a file system, by import path and dotted name.

Within one directory, the order is that of the import system: a package with ``__init__``, a module, a directory without
``__init__`` (https://docs.python.org/3/reference/import.html#path-entry-finders).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flake8_single_entry.files.tree import SUFFIXES
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.file_systems import FileSystem


class Hit(NamedTuple):
    """How far a dotted name was resolved: ``file`` of the last module in it, and the remaining parts.

    ``file`` is None if the name ends in a directory without ``__init__``. ``directory`` is the directory of a package's
    modules, in the paths of the file system, and "" for a plain module. ``root`` is the import path entry it was found
    in.
    """

    root: str
    file: str | None
    package: bool
    directory: str
    rest: tuple[str, ...]


def find_module(place: FileSystem, roots: Iterable[str], name: str) -> Hit | None:
    """Return the best hit for a dotted name: the fewest remaining parts win, then the earlier root."""
    parts = tuple(part for part in name.split(".") if part)
    best: Hit | None = None
    for root in roots:
        if not parts or not place.may_hold(root, parts[0]):
            continue
        hit = _walk(place, root, parts)
        if hit is not None and (best is None or _rank(hit) < _rank(best)):
            best = hit
        if best is not None and not best.rest and best.file:
            break
    return best


def renamed(name: str, packages: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the root and the dotted name of a module below a package whose directory has another name, or None.

    ``packages`` are such packages with their directories, the longest names first.
    """
    for package, directory in packages:
        if name == package or name.startswith(package + "."):
            if not directory:  # the repository's root is the package
                return "", name[len(package) + 1 :] or "__init__"
            root, _, last = directory.rpartition("/")
            return root, last + name[len(package) :]
    return None


def _rank(hit: Hit) -> tuple[int, bool]:
    return len(hit.rest), hit.file is None


def _walk(place: FileSystem, root: str, parts: tuple[str, ...]) -> Hit | None:
    hit: Hit | None = None
    directory = root
    for index, part in enumerate(parts):
        here = under(directory, part)
        rest = parts[index + 1 :]
        if (file := place.file(here + "/__init__.py")) is not None:
            hit = Hit(root, file, True, here, rest)
        elif (file := _module_file(place, here)) is not None:
            return Hit(root, file, False, "", rest)
        elif place.is_directory(here):
            hit = Hit(root, None, True, here, rest)
        else:
            break
        directory = here
    return hit


def _module_file(place: FileSystem, path: str) -> str | None:
    for suffix in SUFFIXES:
        if (file := place.file(path + suffix)) is not None:
            return file
    return None


def main_of(place: FileSystem, hit: Hit) -> str | None:
    """Return the ``__main__.py`` that ``python -m`` runs for a package."""
    return place.file(hit.directory + "/__main__.py") if hit.package else None
