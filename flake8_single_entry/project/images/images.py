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
from flake8_single_entry.model import Base, Copy, Facts, Kind, Reference, RelativeTo, Service, Stage
from flake8_single_entry.project.images.built_files import BuiltFiles
from flake8_single_entry.project.images.contexts import build_commands, count_sources, upward
from flake8_single_entry.project.images.dockerignore import find_ignores
from flake8_single_entry.project.images.layouts import Layout
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


Followed = tuple[ImageStart, ...]


def build_images(facts: Mapping[str, Facts], tree: Tree) -> Images:
    """Collect the images and services of a repository."""
    stages = {path: found.stages for path, found in facts.items() if found.stages}
    for path, found in facts.items():
        stages.update((inline_path(path, each.name), each.stages) for each in found.services if each.stages)
    services = {path: {each.name: each for each in found.services} for path, found in facts.items() if found.services}
    return Images(tree, facts, stages, services)


@dataclass(frozen=True)
class Images:
    """Layouts by file and base of a reference. Create it with ``build_images``."""

    tree: Tree
    facts: Mapping[str, Facts]
    stages: Mapping[str, tuple[Stage, ...]]
    services: Mapping[str, Mapping[str, Service]]
    _contexts: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _images: dict[tuple[str, str], BuiltFiles] = field(default_factory=dict, repr=False, compare=False)
    _layouts: dict[tuple[str, str], tuple[Layout, ...]] = field(default_factory=dict, repr=False, compare=False)

    def contexts(self, dockerfile: str) -> tuple[str, ...]:
        """Return the repository directories that an image is built from ("" is the root), most likely first.

        They come from compose files and build commands. Otherwise, they are the directories at and above the Dockerfile
        that contain the most of the files it copies, nearest first.
        """
        if dockerfile not in self._contexts:
            self._contexts[dockerfile] = self._find_contexts(dockerfile)
        return self._contexts[dockerfile]

    def _find_contexts(self, dockerfile: str) -> tuple[str, ...]:
        declared = self._declared.get(dockerfile, ())
        around = list(upward(dirname(dockerfile)))
        scores = {
            context: count_sources(self.stages[dockerfile], context, self.tree) for context in (*declared, *around)
        }
        best = max((scores[context] for context in around), default=0)
        if declared and best <= max(scores[context] for context in declared):
            return declared
        guessed = tuple(context for context in around if scores[context] == best)
        return tuple(dict.fromkeys((*declared, *guessed)))

    def layouts(self, path: str, base: Base) -> tuple[Layout, ...]:
        """Return the file systems that a reference in file ``path`` may see, or none if the container is unknown."""
        if base.anchor is not RelativeTo.IMAGE:
            return ()
        if path in self.stages and base.container.isdecimal():
            return tuple(self._stage_layout(path, context, int(base.container)) for context in self.contexts(path))
        service, mark, number = base.container.rpartition("#")
        if mark and number.isdecimal() and (inline := inline_path(path, service)) in self.stages:
            return tuple(self._stage_layout(inline, context, int(number)) for context in self.contexts(inline))
        if mark and number.isdecimal() and service in self.stages:  # a stage of another file, as ``HeldFiles`` says
            return tuple(self._stage_layout(service, context, int(number)) for context in self.contexts(service))
        if base.container in self.services.get(path, {}):
            return self._service_layouts(path, base.container)
        holders = [file for file, services in self.services.items() if base.container in services]
        holders.sort(key=lambda file: (_steps(file, path), file))
        return tuple(layout for file in holders for layout in self._service_layouts(file, base.container))

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
            holder = path if path in self.facts else path.rpartition("#")[0]
            references = self.facts[holder].references
            for index, stage in enumerate(stages):
                scripts = [references[at] for at in stage.start if references[at].kind is Kind.BUILD]
                for context in self.contexts(path) if scripts else ():
                    layout = self._stage_layout(path, context, index)
                    rows += ((layout, script) for script in scripts)
        for path in self.services:
            for reference in self.facts[path].references:
                if reference.kind is Kind.BUILD and reference.base.anchor is RelativeTo.IMAGE:
                    rows += ((layout, reference) for layout in self.layouts(path, reference.base))
        return reversed(rows)

    def _stage_layout(self, path: str, context: str, index: int) -> Layout:
        built = self._build(path, context)
        return Layout(self.tree, self.stages[path][index].workdir, built.search(index), built, index)

    def _build(self, path: str, context: str) -> BuiltFiles:
        if (path, context) not in self._images:
            ignore_file, excluded = find_ignores(self.facts, path, context)
            self._images[path, context] = BuiltFiles(self.tree, self.stages[path], context, excluded, ignore_file)
        return self._images[path, context]

    @cached_property
    def _builds(self) -> ServiceBuilds:
        return ServiceBuilds(self.tree, self.stages, self.services)

    @cached_property
    def _declared(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path, services in self.services.items():
            for name in services:
                for built in self._builds.builds(path, name):
                    found[built.dockerfile].append(built.context)
        for dockerfile, context in build_commands(self.facts, self.stages, self.tree):
            found[dockerfile].append(context)
        return {dockerfile: tuple(dict.fromkeys(contexts)) for dockerfile, contexts in found.items()}

    def _service_layouts(self, path: str, name: str) -> tuple[Layout, ...]:
        """Return one layout if the Dockerfile is known, otherwise one for each possible base of the mounts."""
        if (path, name) not in self._layouts:
            self._layouts[path, name] = self._find_layouts(path, name)
        return self._layouts[path, name]

    def _find_layouts(self, path: str, name: str) -> tuple[Layout, ...]:
        for directory in (None, ""):
            parts = self._builds.parts(path, name, directory)
            built = self._builds.build_in(parts)
            if built is not None:
                return tuple(layout for each in self._plausible(built) for layout in self._layout(parts, each))
            if context := self._builds.bare_context(parts):
                return self._presumed(parts, context)
        parts = self._builds.parts(path, name)
        image = next((part.service.image for part in reversed(parts) if part.service.image), "")
        builds = any(part.service.context or part.service.dockerfile or part.service.target for part in parts)
        shared = None if builds else self._builds.build_of(path, image)
        variants = [parts] if not dirname(path) or shared else [parts, self._builds.parts(path, name, "")]
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
        stages = self.stages[built.dockerfile]
        declared = count_sources(stages, built.context, self.tree)
        for context in self.contexts(built.dockerfile):
            if count_sources(stages, context, self.tree) > declared:
                yield ServiceBuild(built.dockerfile, context, built.target)

    def _layout(self, parts: list[ServicePart], built: ServiceBuild | None) -> tuple[Layout, ...]:
        mounts = dict(mounts_of(parts))
        workdir = next((part.service.workdir for part in reversed(parts) if part.service.workdir), "")
        files: BuiltFiles | None = None
        index, certain = 0, True
        search: tuple[str, ...] = ()
        if built is not None:
            stages = self.stages[built.dockerfile]
            files = self._build(built.dockerfile, built.context)
            goal = files.find(built.target, len(stages)) if built.target else None
            index = len(stages) - 1 if goal is None else goal
            search = files.search(index)
            workdir = normpath(join(stages[index].workdir, workdir))
        if not workdir.startswith("/"):
            workdir, certain = self._guess(mounts), False
        if not workdir:
            return ()
        return (Layout(self.tree, workdir, search, files, index, tuple(mounts.items()), certain),)

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
