"""Python modules in a file system: which file an import path and a dotted name lead to.

The order within one directory is the import system's own: a package with ``__init__``, a module, a bare directory
(https://docs.python.org/3/reference/import.html#path-entry-finders).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flake8_single_entry.files.tree import SUFFIXES
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.file_systems import FileSystem


class Hit(NamedTuple):
    """How far a dotted name led: ``file`` of the last part that is a module, and the parts left over.

    ``file`` is None where the name ends in a bare directory. ``directory`` is where a package's modules lie, in the
    place's own paths, and "" for a plain module. ``root`` is the import path's directory it was found in.
    """

    root: str
    file: str | None
    package: bool
    directory: str
    rest: tuple[str, ...]


def find_module(place: FileSystem, roots: Iterable[str], name: str) -> Hit | None:
    """The best hit for a dotted name: the one that leaves the fewest parts over, earlier roots first."""
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
    """The ``__main__.py`` that ``python -m`` runs for a package."""
    return place.file(hit.directory + "/__main__.py") if hit.package else None
