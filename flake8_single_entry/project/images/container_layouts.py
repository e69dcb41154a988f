"""The layouts of stages and of services: what their containers hold, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Copy, Stage
from flake8_single_entry.project.images.built_files import BuiltFiles
from flake8_single_entry.project.images.image_builds import ImageBuilds
from flake8_single_entry.project.images.installed import import_path, installed_directories
from flake8_single_entry.project.images.layouts import Layout
from flake8_single_entry.project.images.service_builds import ServiceBuild, ServiceBuilds, ServicePart, mounts_of


@dataclass(frozen=True)
class ContainerLayouts:
    """Makes the layouts of the stages of an image, and of the services of a compose file."""

    tree: Tree
    builds: ImageBuilds
    _known: dict[tuple[str, str], tuple[Layout, ...]] = field(default_factory=dict, repr=False, compare=False)

    def of_stage(self, path: str, context: str, index: int) -> Layout:
        """Return what a stage of a Dockerfile holds, if it is built from a directory of the repository."""
        built = self.builds.files(path, context)
        workdir, installed = built.stages[index].workdir, installed_directories(built)
        return Layout(self.tree, workdir, import_path(built, index), built, index, installed=installed)

    def of_service(self, path: str, name: str) -> tuple[Layout, ...]:
        """Return one layout if the Dockerfile is known, otherwise one for each possible base of the mounts."""
        if (path, name) not in self._known:
            self._known[path, name] = self._find_layouts(path, name)
        return self._known[path, name]

    def _find_layouts(self, path: str, name: str) -> tuple[Layout, ...]:
        for directory in (None, ""):
            parts = self._services.parts(path, name, directory)
            built = self._services.build_in(parts)
            if built is not None:
                return tuple(layout for each in self._plausible(built) for layout in self.of_build(parts, each))
            if context := self._services.bare_context(parts):
                return self._presumed(parts, context)
        parts = self._services.parts(path, name)
        image = next((part.service.image for part in reversed(parts) if part.service.image), "")
        builds = any(part.service.context or part.service.dockerfile or part.service.target for part in parts)
        if self._services.lacks_dockerfile(parts) and not any(source for _, source in mounts_of(parts)):
            return self._presumed(parts, "")
        shared = None if builds else self._services.build_of(path, image)
        variants = [parts] if not dirname(path) or shared else [parts, self._services.parts(path, name, "")]
        return tuple(layout for variant in variants for layout in self.of_build(variant, shared))

    def _presumed(self, parts: list[ServicePart], context: str) -> tuple[Layout, ...]:
        """Return the layout of a service without a Dockerfile, as if it copied its context to the workdir."""
        workdir = next((part.service.workdir for part in reversed(parts) if part.service.workdir), "") or "/app"
        stage = Stage("", "python", workdir, (Copy((".",), workdir.rstrip("/") + "/"),))
        files = BuiltFiles(self.tree, (stage,), context)
        return (Layout(self.tree, workdir, (), files, 0, mounts_of(parts), presumed=True),)

    def _plausible(self, built: ServiceBuild) -> Iterator[ServiceBuild]:
        """Yield the declared build, and the context with more of the files that the Dockerfile copies, if any."""
        yield built
        declared = self.builds.count(built.dockerfile, built.context)
        for context in self.builds.contexts(built.dockerfile):
            if self.builds.count(built.dockerfile, context) > declared:
                yield ServiceBuild(built.dockerfile, context, built.target)

    def of_build(self, parts: list[ServicePart], built: ServiceBuild | None) -> tuple[Layout, ...]:
        """Return what the container of a build holds, with the mounts of a service; none if its workdir is unknown."""
        mounts = dict(mounts_of(parts))
        workdir = next((part.service.workdir for part in reversed(parts) if part.service.workdir), "")
        files: BuiltFiles | None = None
        index, certain = 0, True
        search: tuple[str, ...] = ()
        installed: tuple[str, ...] = ()
        if built is not None:
            files = self.builds.files(built.dockerfile, built.context)
            index = self.builds.stage_of(built)
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

    @property
    def _services(self) -> ServiceBuilds:
        return self.builds.of_services
