"""Builds of compose services: Dockerfile, context and stage, from all files that declare a part of the service.

A service is also declared by the service that it extends (https://docs.docker.com/reference/compose-file/services/) and
in the file that its own overrides (https://docs.docker.com/reference/compose-file/merge/).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename, dirname, join
from typing import NamedTuple

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Service, Stage
from flake8_single_entry.project.images.container_paths import repository_path

_OVERRIDE = re.compile(r"((?:docker-)?compose)[.-][^/]+\.ya?ml$")
_BASE_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
_MOST_EXTENDS = 8
_INLINE = "<inline>"
_HEROKU = "heroku.yml"


class ServicePart(NamedTuple):
    """A service as declared in one file, with the file and the repository directory that its paths are relative to."""

    path: str
    directory: str
    service: Service


class ServiceBuild(NamedTuple):
    """The build of a service: a Dockerfile of the repository, its context and the name of the target stage."""

    dockerfile: str
    context: str
    target: str


@dataclass(frozen=True)
class ServiceBuilds:
    """The builds of all compose services. ``stages`` holds all Dockerfiles; ``services`` are by file and name."""

    tree: Tree
    stages: Mapping[str, tuple[Stage, ...]]
    services: Mapping[str, Mapping[str, Service]]

    def parts(self, path: str, name: str, directory: str | None = None, depth: int = 0) -> list[ServicePart]:
        """Return the declarations of a service, including those it extends and overrides, base first.

        ``directory`` replaces the directory of the file.
        """
        service = self.services.get(path, {}).get(name)
        if service is None or depth > _MOST_EXTENDS:
            return []
        here = dirname(path) if directory is None else directory
        parts: list[ServicePart] = []
        if service.extends:
            file, mark, other = service.extends.rpartition("#")
            target = repository_path(dirname(path), file) if mark else path
            if target is not None and (target, other) != (path, name):
                parts = self.parts(target, other, directory, depth + 1)
        elif not service.image and not service.context and (beside := self._overridden(path)) is not None:
            parts = self.parts(beside, name, directory, depth + 1)
        return [*parts, ServicePart(path, here, service)]

    def _overridden(self, path: str) -> str | None:
        """Return the base file next to an override such as ``docker-compose.dev.yml``."""
        if not _OVERRIDE.match(basename(path)):
            return None
        names = (join(dirname(path), name) for name in _BASE_NAMES)
        return next((self._real(name) for name in names if self._real(name) in self.services), None)

    def _real(self, path: str) -> str:
        return self.tree.resolve(path) or path

    def builds(self, path: str, name: str) -> tuple[ServiceBuild, ...]:
        """Return the possible Dockerfiles of a service: as declared, else as if its file were in the root."""
        for directory in (None, ""):
            parts = self.parts(path, name, directory)
            built = self.build_in(parts)
            if built is not None:
                return (built,)
            if self.bare_context(parts):
                return ()
        return ()

    def bare_context(self, parts: list[ServicePart]) -> str:
        """Return the directory that a service is built from, or "".

        The directory must exist and not be the compose file's own. In ``heroku.yml``, it is that of the Dockerfile: if
        this is not there, it says nothing about the code.
        """
        part = next((part for part in reversed(parts) if part.service.context), None)
        if part and basename(part.path) == _HEROKU:
            return ""
        there = repository_path(part.directory, part.service.context) if part else None
        return there if there and part and there != part.directory and self.tree.is_directory(there) else ""

    def build_in(self, parts: list[ServicePart]) -> ServiceBuild | None:
        """Return the build that the parts of a service declare together, or None if it is not in the repository."""
        context = dockerfile = target = None
        directory = parts[-1].directory if parts else ""
        for part in parts:
            if part.service.context:
                context, directory = part.service.context, part.directory
            dockerfile = part.service.dockerfile or dockerfile
            target = part.service.target or target
        if context is None and dockerfile is None and target is None:
            return None
        there = repository_path(directory, context or ".")
        if there is None:
            return None
        if dockerfile == _INLINE:
            inline = next(
                (inline_path(part.path, part.service.name) for part in reversed(parts) if part.service.stages), ""
            )
            return ServiceBuild(inline, there, target or "") if inline else None
        file = repository_path(there, dockerfile or "Dockerfile")
        real = self._real(file) if file is not None else None
        return ServiceBuild(real, there, target or "") if real in self.stages and real is not None else None

    def lacks_dockerfile(self, parts: list[ServicePart]) -> bool:
        """Return True if a service names a Dockerfile in a local context, and no file is there.

        What it would copy is not known, but it comes from the repository.
        """
        part = next((part for part in reversed(parts) if part.service.context), None)
        dockerfile = next((part.service.dockerfile for part in reversed(parts) if part.service.dockerfile), "")
        there = repository_path(part.directory, part.service.context) if part else None
        file = repository_path(there, dockerfile or ".") if there is not None and dockerfile != _INLINE else None
        return "$" not in dockerfile and file is not None and file != there and self._real(file) not in self.stages

    def build_of(self, path: str, image: str) -> ServiceBuild | None:
        """Return the build of an image name: by a service of the same file, or else of another file."""
        image = plain_name(image)
        builder = self._builders.get((path, image)) or self._builders.get(("", image))
        return next(iter(self.builds(*builder)), None) if builder and image else None

    @cached_property
    def _builders(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """The first service that builds an image of a name, per file and ("") across all files."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for file, services in self.services.items():
            for service in services.values():
                if service.context or service.dockerfile:
                    image = plain_name(service.image)
                    found.setdefault((file, image), (file, service.name))
                    found.setdefault(("", image), (file, service.name))
        return found


def plain_name(image: str) -> str:
    """Return the name of an image without the parts that docker adds where they are absent.

    Source: https://docs.docker.com/reference/cli/docker/image/tag/#description.
    """
    name = image.removeprefix("docker.io/").removeprefix("library/")
    return name.removesuffix(":latest")


def mounts_of(parts: list[ServicePart]) -> tuple[tuple[str, str | None], ...]:
    """Return the mounts of a service: container paths with the repository path, or None if that is outside."""
    mounts: dict[str, str | None] = {}
    for part in parts:
        for host, target in part.service.mounts:
            mounts[target] = repository_path(part.directory, host) if host else None
    return tuple(mounts.items())


def inline_path(path: str, service: str) -> str:
    """Return the placeholder path of a Dockerfile that is inline in a compose file."""
    return f"{path}#{service}"
