"""Decide what an absence in an image proves: which layers of it could bring a file that no COPY of ours brings.

Below a directory that COPY fills, only the repository brings files, whatever the base image. Elsewhere, only an image
whose base holds no program (or is built by this repository) is known, and only in the directories that it uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import dirname

from flake8_single_entry.model import Copy, Stage
from flake8_single_entry.project.images.base_images import SYSTEM_DIRECTORIES, SYSTEM_TREES, is_plain_image
from flake8_single_entry.project.images.container_paths import below


def is_closed(layers: Sequence[Stage], path: str, covered: bool, filled: bool) -> bool:
    """Return True if nothing but the copies can bring ``path``.

    ``layers`` are the stage and those that it is built from. ``covered`` is True if a COPY could bring the path, and
    ``filled`` if it does by filling a directory of its own.
    """
    if "$" in path or path.startswith(SYSTEM_TREES) or any("$" in copy.destination for copy in _copies(layers)):
        return False
    if not is_plain_image(layers[-1].base):
        return filled
    if any(below(path, home) for home in _homes(layers) - SYSTEM_DIRECTORIES):
        return True
    return covered and dirname(path) not in SYSTEM_DIRECTORIES - {"/"}


def is_doubtful(layers: Sequence[Stage], in_copied_directory: bool) -> bool:
    """Return True if an unknown base image may have put the file beside the copies."""
    return not is_plain_image(layers[-1].base) and not in_copied_directory


def _destinations(layers: Sequence[Stage]) -> set[str]:
    return {copy.destination.rstrip("/") or "/" for copy in _copies(layers)}


def _homes(layers: Sequence[Stage]) -> set[str]:
    """Return the directories that the image uses for the program: its workdirs, and the destinations of its copies."""
    parents = (dirname(copy.destination) for copy in _copies(layers) if not copy.destination.endswith("/"))
    return {layers[0].workdir, *_destinations(layers), *parents}


def _copies(layers: Sequence[Stage]) -> Iterator[Copy]:
    return (copy for stage in layers for copy in stage.copies)
