"""The project directories of compose files, from the commands that name the files.

The paths of a compose file are relative to the project directory: that of the first file that the command names, unless
``--project-directory`` sets another one (https://docs.docker.com/reference/cli/docker/compose/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from posixpath import dirname

from flake8_single_entry.model import Facts, Kind, Reference
from flake8_single_entry.project.images.container_paths import repository_path
from flake8_single_entry.project.images.contexts import starts

_ENDINGS = (".yml", ".yaml")


def project_directories(facts: Mapping[str, Facts], files: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the project directories of the compose files that a command names, by path."""
    composed = frozenset(files)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path, one in facts.items():
        for reference in one.references:
            if reference.kind is Kind.BUILD and reference.text.endswith(_ENDINGS) and path not in composed:
                for file, directory in _named(path, reference, composed):
                    found[file][directory] = None
    return {file: tuple(directories) for file, directories in found.items()}


def _named(path: str, reference: Reference, composed: frozenset[str]) -> Iterable[tuple[str, str]]:
    """Return the file that a reference names, with its project directory, at the first base that has the file."""
    for start in starts(path, reference.base._replace(directory="")):
        file = repository_path(start, f"{reference.base.directory or '.'}/{reference.text}")
        if file in composed and file is not None:
            own = dirname(file)
            set_by_command = repository_path(start, reference.base.search[0] or ".") if reference.base.search else own
            return ((file, own if set_by_command is None else set_by_command),)
    return ()
