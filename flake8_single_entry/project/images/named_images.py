"""The build of an image that a command names: ``docker build -t web .`` and then ``docker run web python x.py``."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, join

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import BUILT, Stage
from flake8_single_entry.project.images.container_paths import repository_path
from flake8_single_entry.project.images.contexts import upward


def build_of(path: str, container: str, stages: Mapping[str, tuple[Stage, ...]], tree: Tree) -> tuple[str, str] | None:
    """Return the Dockerfile and the context of an image that a command in file ``path`` builds, or None.

    ``container`` is that of a base, which begins with ``BUILT``.
    """
    directory, file, context = container.removeprefix(BUILT).split("\n")
    for anchor in dict.fromkeys(("", *upward(dirname(path)))):
        start = join(anchor, directory)
        there = repository_path(start, context)
        dockerfile = None if there is None else repository_path(start, file) if file else join(there, "Dockerfile")
        real = (tree.resolve(dockerfile) or dockerfile) if dockerfile is not None else None
        if there is not None and real is not None and real in stages:
            return real, there
    return None
