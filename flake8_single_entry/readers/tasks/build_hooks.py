"""Build hooks in ``pyproject.toml`` and ``hatch.toml``: what building or releasing a package runs or writes to.

Sources: Hatch, "Custom build hook", "Custom metadata hook" (``path``, by default ``hatch_build.py``) and "Version",
``path``; PDM, "Build Configuration", ``custom-hook``; Poetry, "The pyproject.toml file", ``build``; maturin,
"Configuration", ``pgo-command``; cibuildwheel, "Options", ``before-all`` and ``before-build``. The files that hold the
version: bump-my-version, "Configuration", ``files``; Commitizen, "Bump", ``version_files`` (``path:pattern``); Python
Semantic Release, "Configuration", ``version_variables`` (``path:variable``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.command import Context, read_script
from flake8_single_entry.model import PLUGIN, Base, Reference, RelativeTo, Via
from flake8_single_entry.readers.entry_point_syntax import path_reference
from flake8_single_entry.syntax.key_paths import select
from flake8_single_entry.syntax.nodes import Node, Scalar

_PATTERN = re.compile(r"[*?{]")
_HERE = Base(RelativeTo.FILE)
_HOOKS = (
    "hatch.build.hooks.custom",
    "hatch.build.targets.*.hooks.custom",
    "hatch.metadata.hooks.custom",
)
_FILES = ("pdm.build.custom-hook", "poetry.build", "poetry.build.script")
_OPENED = (
    "hatch.version.path",
    "bumpversion.files[].filename",
    "commitizen.version_files[]",
    "semantic_release.version_variables[]",
)
_COMMANDS = tuple(f"cibuildwheel.{path}before-{stage}" for path in ("", "*.") for stage in ("all", "build"))


def read_builds(tool: Node, surface: str) -> Iterator[Reference]:
    """Yield what building the package runs, below ``[tool]``."""
    for hook in _HOOKS:
        for found in select(tool, hook):
            yield from _file(found.value.get("path"), surface, Via.CONFIG)
    for path in _FILES:
        for found in select(tool, path):
            yield from _file(found.value, surface, Via.CONFIG)
    for path in _OPENED:
        for found in select(tool, path):
            yield from _file(found.value, surface, Via.PATH)
    for path in ("maturin.pgo-command", *_COMMANDS):
        for found in select(tool, path):
            yield from _commands(found.value, surface)


def _file(value: Node, surface: str, via: Via) -> Iterator[Reference]:
    """Yield a Python file. A build backend loads it; it is no program."""
    path = value.text.partition(":")[0]
    if isinstance(value, Scalar) and path.endswith(".py") and not _PATTERN.search(path):
        reference = path_reference(value.snippet.part(0, len(path)), _HERE, surface, PLUGIN, via)
        if reference is not None:
            yield reference


def _commands(value: Node, surface: str) -> Iterator[Reference]:
    """Yield the references of a command line, or of the lines of one shell."""
    context = Context(_HERE, surface)
    for line in value.elements() or (value,):
        if isinstance(line, Scalar) and "{" not in line.text:
            script = read_script(line.snippet, context)
            yield from script.references
            context = script.context
