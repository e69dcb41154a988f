"""Discover which files of a tree are the project's own, and whose presence affects the result."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flake8_single_entry.conventions.directories import is_third_party
from flake8_single_entry.conventions.samples import is_sample
from flake8_single_entry.files.tree import LINK, SUBMODULE, SUFFIXES, Tree
from flake8_single_entry.readers import is_known_name, surface_of

_MODULES = (*SUFFIXES, ".pyw")


def is_watched(path: str) -> bool:
    """True for a file whose change or absence on disk may affect the result."""
    return path.endswith(_MODULES) or surface_of(path) is not None


def watched_files(tree: Tree, own: Collection[str], beside: Collection[str] = ()) -> tuple[str, ...]:
    """Return the files whose changes on disk are detected: own files, other modules, links, and files that are gone.

    The files in ``beside`` are watched too, whether or not they exist.
    """
    known = frozenset(own)
    others = (path for path in tree.paths if path not in known and path.endswith(_MODULES))
    return (*own, *others, *sorted(tree.links), *sorted(tree.gone), *(path for path in beside if path not in known))


def discover(tree: Tree) -> tuple[str, ...]:
    """Return the files to read: regular files with a reader, outside environments, caches, vendored code and samples.

    Files that the configuration excludes are left out. A link is not read itself; only its target is.
    """
    own = _own_files(tree)
    return tuple(own) if tree.excluded is None else tuple(path for path in own if not tree.is_excluded(path))


def _own_files(tree: Tree) -> Iterator[str]:
    environments = tuple(path.removesuffix("pyvenv.cfg") for path in tree.paths if path.endswith("/pyvenv.cfg"))
    directory, is_own = "", True
    for path, entry in tree.entries.items():
        parent, _, name = path.rpartition("/")
        if not is_known_name(name) or surface_of(path) is None or entry.mode in (LINK, SUBMODULE):
            continue
        if parent != directory:
            directory, is_own = parent, not any(map(is_third_party, parent.split("/")))
        if is_own and not is_sample(path) and not (environments and path.startswith(environments)):
            yield path
