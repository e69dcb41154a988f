"""Which directories a Dockerfile may be built from: what build commands say, and what it copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname, join

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Base, Facts, Kind, Reference, RelativeTo, Stage
from flake8_single_entry.project.images.built_files import repository_path

_NEAR = 3  # lines between a build step's file and its context


def build_commands(
    facts: Mapping[str, Facts], stages: Mapping[str, Sequence[Stage]], tree: Tree
) -> Iterator[tuple[str, str]]:
    """Dockerfiles and contexts of build commands (``docker build -f FILE CONTEXT``) and of build steps.

    Both are references in a row, in either order. A command's context ``.`` gives none: it is where it runs. Compose
    files say it in their services.
    """
    for path, found in facts.items():
        inputs = [each for each in found.references if each.kind is Kind.BUILD and each.runner == "docker"]
        if found.services:
            continue
        for number, reference in enumerate(inputs):
            neighbours = (*inputs[number + 1 : number + 2], *inputs[max(number - 1, 0) : number])
            around = [each for each in neighbours if _beside(reference, each)]
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
    for start in _starts(path, reference.base):
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


def _starts(path: str, base: Base) -> Iterator[str]:
    """The repository directories that a base outside of images may mean."""
    anchors = {RelativeTo.ROOT: [""], RelativeTo.FILE: [dirname(path)], RelativeTo.CALLER: ["", *upward(dirname(path))]}
    for anchor in dict.fromkeys(anchors.get(base.anchor, [])):
        start = repository_path(anchor, base.directory)
        if start is not None:
            yield start


def upward(directory: str) -> Iterator[str]:
    """A directory and those above it, the root ("") last."""
    while directory:
        yield directory
        directory = dirname(directory)
    yield ""


def count_sources(stages: Sequence[Stage], context: str, tree: Tree) -> int:
    """How many of the sources that stages copy from their context exist below a directory."""
    copies = (copy for stage in stages for copy in stage.copies if not copy.stage)
    sources = {source for copy in copies for source in copy.sources if source != "." and not set("*?[$") & {*source}}
    paths = (repository_path(context, source) for source in sources)
    return sum(1 for path in paths if path is not None and (tree.is_file(path) or tree.is_directory(path)))
