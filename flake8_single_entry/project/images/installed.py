"""The projects that a build installs: their modules are those of the context, wherever pip puts them."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join

from flake8_single_entry.project.images.built_files import BuiltFiles
from flake8_single_entry.project.images.container_paths import below

INSTALLED = "/<installed>"  # the import path of an image's installed projects; below it, repository paths
_MOST_INSTALLED = 20
_PACKAGING = ("pyproject.toml", "setup.py", "setup.cfg")


def import_path(built: BuiltFiles, index: int) -> tuple[str, ...]:
    """Return the import path in a stage: its PYTHONPATH, and the directories of all projects that a stage installs.

    As packages, they may be copied into any other stage.
    """
    stage = built.stages[index]
    roots = _roots(built)
    inside = (path for root in (*roots, *([stage.workdir] if roots else [])) for path in (join(root, "src"), root))
    return tuple(dict.fromkeys((*stage.search, *inside)))


def _roots(built: BuiltFiles) -> tuple[str, ...]:
    return tuple(dict.fromkeys(root for stage in built.stages for root in stage.installed))[:_MOST_INSTALLED]


def installed_directories(built: BuiltFiles) -> tuple[str, ...]:
    """Return the repository directories of the projects that any stage installs.

    A built wheel may come from anywhere in the context.
    """
    roots = ((index, root) for index, stage in enumerate(built.stages) for root in stage.installed)
    found = dict.fromkeys(directory for index, root in roots for directory in _directories(built, index, root))
    return tuple(found) if found or not _roots(built) else (built.context,)


def count_projects(built: BuiltFiles) -> int:
    """Return how many of the installed projects have their packaging files in the context."""
    roots = {(index, root) for index, stage in enumerate(built.stages) for root in stage.installed}
    return sum(1 for index, root in roots if any(_packaging_files(built, index, root)))


def _directories(built: BuiltFiles, index: int, root: str) -> Iterator[str]:
    yield from filter(built.tree.is_directory, built.locate(index, root).candidates)
    yield from (dirname(file) for file in _packaging_files(built, index, root))


def _packaging_files(built: BuiltFiles, index: int, root: str) -> Iterator[str]:
    files = (file for name in _PACKAGING for file in built.locate(index, join(root, name)).candidates)
    return filter(built.tree.is_file, files)


def installed_file(path: str) -> str | None:
    """Return the repository path of a path below ``INSTALLED``, or None for any other path."""
    return below(path, INSTALLED)
