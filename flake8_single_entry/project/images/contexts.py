"""Build contexts of Dockerfiles, from build commands and from the files that the Dockerfile copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname, join

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Base, Facts, Kind, Reference, RelativeTo, Stage
from flake8_single_entry.project.images.container_paths import repository_path

_NEAR = 3  # maximum number of lines between the file and the context of a build step


def build_commands(
    facts: Mapping[str, Facts], stages: Mapping[str, Sequence[Stage]], tree: Tree
) -> Iterator[tuple[str, str]]:
    """Yield Dockerfiles and contexts of build commands (``docker build -f FILE CONTEXT``) and of build steps.

    The two references are adjacent, in either order. If a command's context is ``.``, there is no reference to it: the
    context is the working directory. Compose files declare contexts in their services.
    """
    for path, found in facts.items():
        inputs = [each for each in found.references if each.kind is Kind.BUILD and each.runner == "docker"]
        if found.services:
            continue
        for number, reference in enumerate(inputs):
            adjacent = (*inputs[number + 1 : number + 2], *inputs[max(number - 1, 0) : number])
            around = [each for each in adjacent if _beside(reference, each)]
            yield from _built_by(path, reference, around, stages, tree)


def _beside(one: Reference, other: Reference) -> bool:
    return one.base == other.base and abs(other.location.line - one.location.line) <= _NEAR


def _built_by(
    path: str,
    reference: Reference,
    around: Sequence[Reference],
    stages: Mapping[str, Sequence[Stage]],
    tree: Tree,
) -> Iterator[tuple[str, str]]:
    for start in starts(path, reference.base):
        file = repository_path(start, reference.text)
        if file is None:
            continue
        others = [other for each in around if (other := repository_path(start, each.text)) is not None]
        if file in stages:
            yield file, next((other for other in others if tree.is_directory(other)), start)
            return
        inner = join(file, "Dockerfile")
        if inner in stages and not any(other in stages for other in others):
            yield inner, file
            return


def starts(path: str, base: Base) -> Iterator[str]:
    """Yield the repository directories that a base outside of images may denote."""
    anchors = {RelativeTo.ROOT: [""], RelativeTo.FILE: [dirname(path)], RelativeTo.CALLER: ["", *upward(dirname(path))]}
    for anchor in dict.fromkeys(anchors.get(base.anchor, [])):
        start = repository_path(anchor, base.directory)
        if start is not None:
            yield start


def upward(directory: str) -> Iterator[str]:
    """Yield a directory and its parents, ending with the root ("")."""
    while directory:
        yield directory
        directory = dirname(directory)
    yield ""


def count_sources(stages: Sequence[Stage], context: str, tree: Tree) -> int:
    """Return how many of the sources that stages copy from their context exist below a directory."""
    copies = (copy for stage in stages for copy in stage.copies if not copy.stage)
    sources = {source for copy in copies for source in copy.sources if source != "." and not set("*?[$") & {*source}}
    paths = (repository_path(context, source) for source in sources)
    return sum(1 for path in paths if path is not None and (tree.is_file(path) or tree.is_directory(path)))
