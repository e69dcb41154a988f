"""How the images of a repository are built: from which contexts, by which services, and from which other images."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from posixpath import basename, dirname

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Facts, Service, Stage
from flake8_single_entry.project.images.built_files import BuiltFiles
from flake8_single_entry.project.images.contexts import build_commands, count_sources, upward
from flake8_single_entry.project.images.dockerignore import find_ignores
from flake8_single_entry.project.images.floors import on_floors
from flake8_single_entry.project.images.installed import count_projects
from flake8_single_entry.project.images.own_repository import NOTHING_KNOWN, OwnRepository
from flake8_single_entry.project.images.project_directories import project_directories
from flake8_single_entry.project.images.service_builds import ServiceBuild, ServiceBuilds

_HEROKU = "heroku.yml"


@dataclass(frozen=True)
class ImageBuilds:
    """The builds of all images. ``stages`` holds all Dockerfiles; ``services`` are by file and name."""

    tree: Tree
    facts: Mapping[str, Facts]
    stages: Mapping[str, tuple[Stage, ...]]
    services: Mapping[str, Mapping[str, Service]]
    own: OwnRepository = NOTHING_KNOWN
    _contexts: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _files: dict[tuple[str, str], BuiltFiles] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def of_services(self) -> ServiceBuilds:
        """The builds of the services."""
        return ServiceBuilds(self.tree, self.stages, self.services)

    def contexts(self, dockerfile: str) -> tuple[str, ...]:
        """Return the repository directories that an image is built from ("" is the root), most likely first.

        They come from compose files and build commands. Otherwise, they are the directories at and above the Dockerfile
        that contain the most of the files it copies, nearest first.
        """
        if dockerfile not in self._contexts:
            self._contexts[dockerfile] = self._find_contexts(dockerfile)
        return self._contexts[dockerfile]

    def _find_contexts(self, dockerfile: str) -> tuple[str, ...]:
        declared = self.declared.get(dockerfile, ())
        around = list(upward(dirname(dockerfile)))
        scores = {context: self.count(dockerfile, context) for context in (*declared, *around)}
        best = max((scores[context] for context in around), default=0)
        if declared and (dockerfile in self._settled or best <= max(scores[context] for context in declared)):
            return declared
        guessed = tuple(context for context in around if scores[context] == best)
        return tuple(dict.fromkeys((*declared, *guessed)))

    @cached_property
    def _settled(self) -> frozenset[str]:
        """The Dockerfiles whose context a platform sets: Heroku takes no other than their directory."""
        platform = (path for path in self.services if basename(path) == _HEROKU)
        return frozenset(
            built.dockerfile
            for path in platform
            for name in self.services[path]
            for built in self.of_services.builds(path, name)
        )

    def count(self, dockerfile: str, context: str) -> int:
        """Return how many of the files that a build copies or installs are in a context."""
        needed = count_sources(self.stages[dockerfile], context, self.tree)
        return needed + count_projects(self.files(dockerfile, context))

    @cached_property
    def declared(self) -> Mapping[str, tuple[str, ...]]:
        """The contexts of each Dockerfile that services and build commands declare."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, services in self.services.items():
            for name in services:
                for built in self.of_services.builds(path, name):
                    found[built.dockerfile].append(built.context)
        for dockerfile, context in build_commands(self.facts, self.stages, self.tree):
            found[dockerfile].append(context)
        return {dockerfile: tuple(dict.fromkeys(contexts)) for dockerfile, contexts in found.items()}

    @cached_property
    def project_directories(self) -> Mapping[str, tuple[str, ...]]:
        """The project directories of the compose files that commands name."""
        return project_directories(self.facts, self.services)

    def files(self, dockerfile: str, context: str) -> BuiltFiles:
        """Return the files of an image."""
        key = dockerfile, context
        if key not in self._files:
            ignore_file, excluded = find_ignores(self.facts, dockerfile, context)
            stages, base_of = self.stages[dockerfile], partial(self._base, dockerfile)
            built = BuiltFiles(self.tree, stages, context, excluded, ignore_file, self._clones(stages), {}, base_of)
            self._files[key] = built  # images that are built from each other end here
            floors = {index: floor for index in range(len(stages)) if (floor := built.floor(index))}
            self._files[key] = replace(built, stages=on_floors(stages, floors), floors=floors) if floors else built
        return self._files[key]

    def _clones(self, stages: tuple[Stage, ...]) -> Mapping[int, tuple[str, ...]]:
        """Return where stages clone this repository, by index."""
        found = {
            index: tuple(clone.path for clone in stage.clones if self.own.is_at(clone.url))
            for index, stage in enumerate(stages)
            if stage.clones
        }
        return {index: paths for index, paths in found.items() if paths}

    def _base(self, dockerfile: str, name: str) -> tuple[BuiltFiles, int] | None:
        """Return the build of a base image that the repository builds from another Dockerfile."""
        built = self.of_services.build_of("", name)
        if built is None or built.dockerfile == dockerfile:
            return None
        return self.files(built.dockerfile, built.context), self.stage_of(built)

    def stage_of(self, build: ServiceBuild) -> int:
        """Return the stage that a service builds: its target, or the last one."""
        stages = self.stages[build.dockerfile]
        found = self.files(build.dockerfile, build.context).find(build.target, len(stages)) if build.target else None
        return len(stages) - 1 if found is None else found
