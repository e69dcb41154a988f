"""Images and services of a repository, and the layouts that a reference inside a container may denote.

Uses only the facts of all files and the tree. No files are read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname, join
from typing import NamedTuple

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import BUILT, IMAGE, Base, Facts, Kind, Reference, RelativeTo, Service, Stage
from flake8_single_entry.project.images.container_layouts import ContainerLayouts
from flake8_single_entry.project.images.contexts import upward
from flake8_single_entry.project.images.image_builds import ImageBuilds
from flake8_single_entry.project.images.layouts import Layout
from flake8_single_entry.project.images.named_images import build_of
from flake8_single_entry.project.images.own_repository import NOTHING_KNOWN, OwnRepository
from flake8_single_entry.project.images.running import (
    copies_context,
    development_images,
    final_stages,
    running_stages,
)
from flake8_single_entry.project.images.service_builds import (
    ServiceBuilds,
    inline_path,
)

__all__ = ["Images", "Layout", "build_images"]


class ImageStart(NamedTuple):
    """A script that an image starts: the layout it runs in, and the reference that starts it."""

    layout: Layout
    starter: Reference


class StageUser(NamedTuple):
    """A service of a file that starts the command of a stage."""

    file: str
    service: str
    stage: int


Followed = tuple[ImageStart, ...]
_MOST_BUILDS = 40  # images and services that are looked at for one file or reference


def build_images(facts: Mapping[str, Facts], tree: Tree, own: OwnRepository = NOTHING_KNOWN) -> Images:
    """Collect the images and services of a repository. ``own`` is what is known of the repository itself."""
    stages = {path: found.stages for path, found in facts.items() if found.stages}
    for path, found in facts.items():
        stages.update((inline_path(path, each.name), each.stages) for each in found.services if each.stages)
    services = {path: {each.name: each for each in found.services} for path, found in facts.items() if found.services}
    return Images(tree, facts, stages, services, own)


@dataclass(frozen=True)
class Images:
    """Layouts by file and base of a reference. Create it with ``build_images``."""

    tree: Tree
    facts: Mapping[str, Facts]
    stages: Mapping[str, tuple[Stage, ...]]
    services: Mapping[str, Mapping[str, Service]]
    own: OwnRepository = NOTHING_KNOWN
    _layouts: dict[tuple[str, str], tuple[Layout, ...]] = field(default_factory=dict, repr=False, compare=False)
    _indexes: dict[str, dict[Reference, int]] = field(default_factory=dict, repr=False, compare=False)

    def contexts(self, dockerfile: str) -> tuple[str, ...]:
        """Return the repository directories that an image is built from ("" is the root), most likely first."""
        return self._builds.contexts(dockerfile)

    def shipping(self, path: str) -> frozenset[str]:
        """Return the Dockerfiles whose image holds a file of the repository."""
        return frozenset(
            dockerfile
            for dockerfile in self.near(path)
            for context in self.contexts(dockerfile)
            if self._builds.files(dockerfile, context).places(len(self.stages[dockerfile]) - 1, path)
        )

    def near(self, path: str) -> tuple[str, ...]:
        """Return the Dockerfiles whose image may hold a file. If there are very many, those at and above it."""
        if len(self.stages) <= _MOST_BUILDS:
            return tuple(self.stages)
        return tuple(each for directory in upward(dirname(path)) for each in self._by_directory.get(directory, ()))

    @cached_property
    def _by_directory(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for dockerfile in self.stages:
            found[dirname(dockerfile)].append(dockerfile)
        return {directory: each[:_MOST_BUILDS] for directory, each in found.items()}

    def project_directories(self, path: str) -> tuple[str, ...]:
        """Return the directories that the paths of a compose file are relative to, or none if no command names it."""
        return self._builds.project_directories.get(path, ())

    def layouts_of(self, reference: Reference) -> tuple[Layout, ...]:
        """Return the file systems that a reference may see. What runs in a container also sees its mounts."""
        path, base = reference.location.path, reference.base
        if base.anchor is not RelativeTo.IMAGE or path not in self.stages or not base.container.isdecimal():
            found = self.layouts(path, base)
            is_absolute = reference.text.startswith("/") or base.directory.startswith("/")
            return tuple(each._replace(certain=True) for each in found) if is_absolute else found  # in any workdir
        number = self._numbers(path).get(reference, -1)
        running = running_stages(self.stages[path], int(base.container), number)
        found = self._containers(path, running) if running else self.layouts(path, base)
        return tuple(
            layout._replace(floor=layout.built.floors.get(layout.stage, "")) for layout in found if layout.built
        )

    def _numbers(self, path: str) -> Mapping[Reference, int]:
        """Return the references of a Dockerfile with their indexes."""
        if path not in self._indexes:
            self._indexes[path] = {each: number for number, each in enumerate(self.facts[path].references)}
        return self._indexes[path]

    def _containers(self, dockerfile: str, running: tuple[int, ...]) -> tuple[Layout, ...]:
        """Return the containers of stages: those of the services that start them, and their images without mounts.

        If a service starts one without a mount, only that counts: the image has to work without it.
        """
        services = [user for user in self._users.get(dockerfile, ()) if user.stage in running]
        found = [self._made.of_service(user.file, user.service) for user in services]
        bare = [layouts for layouts in found if not any(layout.has_sources for layout in layouts)]
        if bare:
            return tuple(layout for layouts in bare for layout in layouts)
        stages = final_stages(self.stages[dockerfile], running)
        images = (
            self._under_workspace(dockerfile, self._made.of_stage(dockerfile, context, stage))
            for context in self.contexts(dockerfile)
            for stage in stages
        )
        mounted = tuple(layout for layouts in found for layout in layouts)
        return (*mounted, *(layout for layout in images if layout.certain or not mounted))

    def _under_workspace(self, dockerfile: str, layout: Layout) -> Layout:
        """Return the layout below a mount, if only a mount can bring what the image starts."""
        built = layout.built
        if built is None or (dockerfile not in self._workspaces and copies_context(built, layout.stage)):
            return layout
        workspace = self._workspaces.get(dockerfile, built.context)
        return layout._replace(mounts=((layout.workdir, workspace),), certain=False)

    @cached_property
    def _workspaces(self) -> Mapping[str, str]:
        return development_images(self.facts, self.stages, self._users.keys(), self.tree)

    @cached_property
    def _users(self) -> Mapping[str, tuple[StageUser, ...]]:
        """The services that start the command of a stage, by the Dockerfile."""
        found: dict[str, list[StageUser]] = defaultdict(list)
        for path, services in self.services.items():
            for name in services:
                parts = self._services.parts(path, name)
                if any(part.service.replaces for part in parts):
                    continue
                for built in self._services.builds(path, name):
                    found[built.dockerfile].append(StageUser(path, name, self._builds.stage_of(built)))
        return {dockerfile: tuple(users) for dockerfile, users in found.items()}

    def layouts(self, path: str, base: Base) -> tuple[Layout, ...]:
        """Return the file systems that a reference in file ``path`` may see, or none if the container is unknown."""
        if base.anchor is not RelativeTo.IMAGE:
            return ()
        if path in self.stages and base.container.isdecimal():
            return tuple(self._made.of_stage(path, context, int(base.container)) for context in self.contexts(path))
        if base.container.startswith(BUILT):
            built = build_of(path, base.container, self.stages, self.tree)
            return (self._made.of_stage(*built, len(self.stages[built[0]]) - 1),) if built is not None else ()
        if base.container.startswith(IMAGE):
            shared = self._services.build_of(path, base.container.removeprefix(IMAGE))
            return self._made.of_build([], shared) if shared is not None else ()
        service, mark, number = base.container.rpartition("#")
        if mark and number.isdecimal() and (inline := inline_path(path, service)) in self.stages:
            return tuple(self._made.of_stage(inline, context, int(number)) for context in self.contexts(inline))
        if mark and number.isdecimal() and service in self.stages:  # a stage of another file, as ``HeldFiles`` says
            return tuple(self._made.of_stage(service, context, int(number)) for context in self.contexts(service))
        if base.container in self.services.get(path, {}):
            return self._made.of_service(path, base.container)
        return self._layouts_elsewhere(path, base.container)

    def _layouts_elsewhere(self, path: str, service: str) -> tuple[Layout, ...]:
        """Return the layouts of a service that other files define, the nearest ones first."""
        if (path, service) not in self._layouts:
            holders = [file for file, services in self.services.items() if service in services]
            holders.sort(key=lambda file: (_steps(file, path), file))
            found = (layout for file in holders[:_MOST_BUILDS] for layout in self._made.of_service(file, service))
            self._layouts[path, service] = tuple(found)
        return self._layouts[path, service]

    def follow(self) -> Mapping[str, Followed]:
        """Return, for each script that an image starts, the files that start it and the layouts it runs in."""
        return self._followed

    @cached_property
    def _followed(self) -> Mapping[str, Followed]:
        found: dict[str, dict[tuple[str, str, int, str], ImageStart]] = defaultdict(dict)
        pending = [(ImageStart(layout, reference), reference) for layout, reference in self._started()]
        while pending:
            start, reference = pending.pop()
            layout = start.layout
            wanted = join(layout.workdir, reference.base.directory, reference.text)
            script = next((each for each in layout.locate(wanted).candidates if self.tree.is_file(each)), None)
            path = start.starter.location.path
            key = (path, layout.built.context if layout.built else "", layout.stage, layout.workdir)
            if script is None or script not in self.facts or key in found[script]:
                continue
            found[script][key] = start
            pending += [
                (start, inner)
                for inner in self.facts[script].references
                if inner.kind is Kind.BUILD and inner.base.anchor is RelativeTo.CALLER and inner.runner != "docker"
            ]
        return {script: tuple(starts.values()) for script, starts in found.items() if starts}

    def _started(self) -> Iterator[tuple[Layout, Reference]]:
        """Yield scripts that images and services start, with the layouts they are started in, in reverse order."""
        rows: list[tuple[Layout, Reference]] = []
        for path, stages in self.stages.items():
            references = self.facts[path if path in self.facts else path.rpartition("#")[0]].references
            started = dict.fromkeys(references[at] for stage in stages for at in stage.start)
            for script in (each for each in started if each.kind is Kind.BUILD):
                rows += ((layout, script) for layout in self.layouts_of(script))
        for path in self.services:
            for reference in self.facts[path].references:
                if reference.kind is Kind.BUILD and reference.base.anchor is RelativeTo.IMAGE:
                    rows += ((layout, reference) for layout in self.layouts(path, reference.base))
        return reversed(rows)

    @property
    def _services(self) -> ServiceBuilds:
        return self._builds.of_services

    @cached_property
    def _made(self) -> ContainerLayouts:
        return ContainerLayouts(self.tree, self._builds)

    @cached_property
    def _builds(self) -> ImageBuilds:
        return ImageBuilds(self.tree, self.facts, self.stages, self.services, self.own)


def _steps(file: str, other: str) -> int:
    """Return the number of directory steps between two files."""
    here, there = dirname(file).split("/"), dirname(other).split("/")
    shared = 0
    for left, right in zip(here, there, strict=False):
        if left != right:
            break
        shared += 1
    return len(here) + len(there) - 2 * shared
