"""The stages in which a reference of a Dockerfile runs, and whether their files come from a mount.

RUN runs while a stage is built. What ENTRYPOINT, CMD, HEALTHCHECK and ENV name runs in the containers of each stage
that inherits it (https://docs.docker.com/reference/dockerfile/#from). An editor mounts the workspace into a development
container (https://containers.dev/implementors/json_reference/#image-specific), and an image without any file of the
repository can only start what somebody mounts into it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from posixpath import basename, dirname

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Facts, Stage
from flake8_single_entry.project.images.built_files import BuiltFiles
from flake8_single_entry.project.images.contexts import build_commands

_DIRECTORY = ".devcontainer"
_SETTINGS = ("devcontainer.json", ".devcontainer.json")


def running_stages(stages: Sequence[Stage], index: int, number: int) -> tuple[int, ...]:
    """Return the stages whose containers use a reference, the last first, or none if it runs during the build.

    ``number`` is the index of the reference in its file, and ``index`` the stage that holds it.
    """
    first, end = stages[index].steps
    if first <= number < end:
        return ()
    starting = [each for each, stage in enumerate(stages) if number in stage.start]
    return tuple(reversed(starting)) or (index,)


def final_stages(stages: Sequence[Stage], running: Sequence[int]) -> tuple[int, ...]:
    """Return the stages that no other one of them is built from."""
    bases = {stages[index].base.lower() for index in running}
    return tuple(index for index in running if not stages[index].name or stages[index].name.lower() not in bases)


def development_images(
    facts: Mapping[str, Facts], stages: Mapping[str, Sequence[Stage]], services: Collection[str], tree: Tree
) -> Mapping[str, str]:
    """Return the Dockerfiles that are built for development containers only, with the workspace of each.

    ``services`` are the Dockerfiles that services build.
    """
    settings = {path: found for path, found in facts.items() if basename(path) in _SETTINGS}
    others = {path: found for path, found in facts.items() if path not in settings}
    named = {
        file: _workspace(path) for path in settings for file, _ in build_commands({path: facts[path]}, stages, tree)
    }
    used = {*services, *(file for file, _ in build_commands(others, stages, tree))} if named else set()
    inside = {path: _workspace(path) for path in stages if _DIRECTORY in path.split("/")[:-1]}
    return {**{file: workspace for file, workspace in named.items() if file not in used}, **inside}


def _workspace(path: str) -> str:
    """Return the directory of the project whose development container a file describes."""
    directory = dirname(path)
    parts = directory.split("/")
    return "/".join(parts[: parts.index(_DIRECTORY)]) if _DIRECTORY in parts else directory


def copies_context(built: BuiltFiles, index: int) -> bool:
    """Return True if a stage has any file of a build context or of a clone of it, also by way of other stages."""
    pending = [(built, index)]
    done: set[tuple[int, int]] = set()
    while pending:
        for layer, stage in BuiltFiles.layers(*pending.pop()):
            if (id(layer), stage) in done:
                break
            done.add((id(layer), stage))
            if layer.clones.get(stage):
                return True
            for copy in layer.stages[stage].copies:
                if not copy.stage:
                    return True
                if (source := layer.find(copy.stage, stage)) is not None:
                    pending.append((layer, source))
    return False
