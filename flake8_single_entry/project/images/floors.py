"""Stages that set no WORKDIR: their relative paths begin at the workdir of the base image.

The reader takes that directory as ``/``. A stage inherits it from its base image
(https://docs.docker.com/reference/dockerfile/#workdir). Where the repository builds that image, it is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import join

from flake8_single_entry.model import Stage


def on_floors(stages: tuple[Stage, ...], floors: Mapping[int, str]) -> tuple[Stage, ...]:
    """Return the stages with the workdir of the base image (by index) under those that are adrift."""
    return tuple(_on_floor(stage, floors[index]) if index in floors else stage for index, stage in enumerate(stages))


def _on_floor(stage: Stage, floor: str) -> Stage:
    """Move a stage. Whether a path was written as absolute is not known any more, so it may be at both places."""
    return stage._replace(
        workdir=_moved(stage.workdir, floor),
        copies=tuple(
            copy._replace(destination=place)
            for copy in stage.copies
            for place in (copy.destination, _moved(copy.destination, floor + "/"))
        ),
        created=(*stage.created, *(_moved(path, floor) for path in stage.created)),
        installed=tuple(_moved(path, floor) for path in stage.installed),
    )


def _moved(path: str, floor: str) -> str:
    return join(floor, path.lstrip("/")) if path.strip("/") else floor
