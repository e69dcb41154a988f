"""Images and services of a repository, and the layouts that a reference inside a container may denote.

Uses only the facts of all files and the tree. No files are read here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import NamedTuple

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import BUILT, IMAGE, Base, Copy, Facts, Kind, Reference, RelativeTo, Service, Stage
from flake8_single_entry.project.images.built_files import BuiltFiles
from flake8_single_entry.project.images.contexts import upward
from flake8_single_entry.project.images.image_builds import ImageBuilds
from flake8_single_entry.project.images.installed import import_path, installed_directories
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
    ServiceBuild,
    ServiceBuilds,
    ServicePart,
    inline_path,
    mounts_of,
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
            return self.layouts(path, base)
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
        found = [self._service_layouts(user.file, user.service) for user in services]
        bare = [layouts for layouts in found if not any(layout.has_sources for layout in layouts)]
        if bare:
            return tuple(layout for layouts in bare for layout in layouts)
        stages = final_stages(self.stages[dockerfile], running)
        images = (
            self._under_workspace(dockerfile, self._stage_layout(dockerfile, context, stage))
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
            return tuple(self._stage_layout(path, context, int(base.container)) for context in self.contexts(path))
        if base.container.startswith(BUILT):
            built = build_of(path, base.container, self.stages, self.tree)
            return (self._stage_layout(*built, len(self.stages[built[0]]) - 1),) if built is not None else ()
        if base.container.startswith(IMAGE):
            shared = self._services.build_of(path, base.container.removeprefix(IMAGE))
            return self._layout([], shared) if shared is not None else ()
        service, mark, number = base.container.rpartition("#")
        if mark and number.isdecimal() and (inline := inline_path(path, service)) in self.stages:
            return tuple(self._stage_layout(inline, context, int(number)) for context in self.contexts(inline))
        if mark and number.isdecimal() and service in self.stages:  # a stage of another file, as ``HeldFiles`` says
            return tuple(self._stage_layout(service, context, int(number)) for context in self.contexts(service))
        if base.container in self.services.get(path, {}):
            return self._service_layouts(path, base.container)
        return self._layouts_elsewhere(path, base.container)

    def _layouts_elsewhere(self, path: str, service: str) -> tuple[Layout, ...]:
        """Return the layouts of a service that other files define, the nearest ones first."""
        if (path, service) not in self._layouts:
            holders = [file for file, services in self.services.items() if service in services]
            holders.sort(key=lambda file: (_steps(file, path), file))
            found = (layout for file in holders[:_MOST_BUILDS] for layout in self._service_layouts(file, service))
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

    def _stage_layout(self, path: str, context: str, index: int) -> Layout:
        built = self._builds.files(path, context)
        workdir, installed = built.stages[index].workdir, installed_directories(built)
        return Layout(self.tree, workdir, import_path(built, index), built, index, installed=installed)

    @property
    def _services(self) -> ServiceBuilds:
        return self._builds.of_services

    @cached_property
    def _builds(self) -> ImageBuilds:
        return ImageBuilds(self.tree, self.facts, self.stages, self.services, self.own)

    def _service_layouts(self, path: str, name: str) -> tuple[Layout, ...]:
        """Return one layout if the Dockerfile is known, otherwise one for each possible base of the mounts."""
        if (path, name) not in self._layouts:
            self._layouts[path, name] = self._find_layouts(path, name)
        return self._layouts[path, name]

    def _find_layouts(self, path: str, name: str) -> tuple[Layout, ...]:
        for directory in (None, ""):
            parts = self._services.parts(path, name, directory)
            built = self._services.build_in(parts)
            if built is not None:
                return tuple(layout for each in self._plausible(built) for layout in self._layout(parts, each))
            if context := self._services.bare_context(parts):
                return self._presumed(parts, context)
        parts = self._services.parts(path, name)
        image = next((part.service.image for part in reversed(parts) if part.service.image), "")
        builds = any(part.service.context or part.service.dockerfile or part.service.target for part in parts)
        if self._services.lacks_dockerfile(parts) and not any(source for _, source in mounts_of(parts)):
            return self._presumed(parts, "")
        shared = None if builds else self._services.build_of(path, image)
        variants = [parts] if not dirname(path) or shared else [parts, self._services.parts(path, name, "")]
        return tuple(layout for variant in variants for layout in self._layout(variant, shared))

    def _presumed(self, parts: list[ServicePart], context: str) -> tuple[Layout, ...]:
        """Return the layout of a service without a Dockerfile, as if it copied its context to the workdir."""
        workdir = next((part.service.workdir for part in reversed(parts) if part.service.workdir), "") or "/app"
        stage = Stage("", "python", workdir, (Copy((".",), workdir.rstrip("/") + "/"),))
        files = BuiltFiles(self.tree, (stage,), context)
        return (Layout(self.tree, workdir, (), files, 0, mounts_of(parts), presumed=True),)

    def _plausible(self, built: ServiceBuild) -> Iterator[ServiceBuild]:
        """Yield the declared build, and the context with more of the files that the Dockerfile copies, if any."""
        yield built
        declared = self._builds.count(built.dockerfile, built.context)
        for context in self.contexts(built.dockerfile):
            if self._builds.count(built.dockerfile, context) > declared:
                yield ServiceBuild(built.dockerfile, context, built.target)

    def _layout(self, parts: list[ServicePart], built: ServiceBuild | None) -> tuple[Layout, ...]:
        mounts = dict(mounts_of(parts))
        workdir = next((part.service.workdir for part in reversed(parts) if part.service.workdir), "")
        files: BuiltFiles | None = None
        index, certain = 0, True
        search: tuple[str, ...] = ()
        installed: tuple[str, ...] = ()
        if built is not None:
            files = self._builds.files(built.dockerfile, built.context)
            index = self._builds.stage_of(built)
            search, installed = import_path(files, index), installed_directories(files)
            workdir = normpath(join(files.stages[index].workdir, workdir))
        if not workdir.startswith("/"):
            workdir, certain = self._guess(mounts), False
        if not workdir:
            return ()
        over = tuple(mounts.items())
        return (Layout(self.tree, workdir, search, files, index, over, certain, installed=installed),)

    def _guess(self, mounts: Mapping[str, str | None]) -> str:
        """Return the likely workdir in an unknown image: the only directory mounted from the repository."""
        targets = [target for target, source in mounts.items() if source is not None and self.tree.is_directory(source)]
        return targets[0] if len(targets) == 1 else ""


def _steps(file: str, other: str) -> int:
    """Return the number of directory steps between two files."""
    here, there = dirname(file).split("/"), dirname(other).split("/")
    shared = 0
    for left, right in zip(here, there, strict=False):
        if left != right:
            break
        shared += 1
    return len(here) + len(there) - 2 * shared
