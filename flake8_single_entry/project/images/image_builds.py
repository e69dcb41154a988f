"""How the images of a repository are built: from which contexts, by which services, and from which other images."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Facts, Service, Stage
from flake8_single_entry.project.images.built_files import BuiltFiles
from flake8_single_entry.project.images.contexts import build_commands, count_sources, upward
from flake8_single_entry.project.images.dockerignore import find_ignores
from flake8_single_entry.project.images.installed import count_projects
from flake8_single_entry.project.images.service_builds import ServiceBuild, ServiceBuilds


@dataclass(frozen=True)
class ImageBuilds:
    """The builds of all images. ``stages`` holds all Dockerfiles; ``services`` are by file and name."""

    tree: Tree
    facts: Mapping[str, Facts]
    stages: Mapping[str, tuple[Stage, ...]]
    services: Mapping[str, Mapping[str, Service]]
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
        if declared and best <= max(scores[context] for context in declared):
            return declared
        guessed = tuple(context for context in around if scores[context] == best)
        return tuple(dict.fromkeys((*declared, *guessed)))

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

    def files(self, dockerfile: str, context: str) -> BuiltFiles:
        """Return the files of an image."""
        if (dockerfile, context) not in self._files:
            ignore_file, excluded = find_ignores(self.facts, dockerfile, context)

            def base_of(name: str) -> tuple[BuiltFiles, int] | None:
                return self._base(dockerfile, name)

            built = BuiltFiles(self.tree, self.stages[dockerfile], context, excluded, ignore_file, base_of)
            self._files[dockerfile, context] = built
        return self._files[dockerfile, context]

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
