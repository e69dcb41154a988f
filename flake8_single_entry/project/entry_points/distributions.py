"""Directories whose Python modules are mostly no programs: distributions, and projects in other languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Facts

_PYTHON = re.compile(
    r"pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.(?:txt|in)|Pipfile|environment\.ya?ml|uv\.lock"
)
_OTHER = re.compile(
    r"Cargo\.toml|go\.mod|CMakeLists\.txt|meson\.build|configure\.ac|pom\.xml|build\.gradle(?:\.kts)?|package\.json"
    r"|Package\.swift|composer\.json|Gemfile|mix\.exs|.*\.(?:sln|csproj|gemspec|cabal)"
)


def library_directories(tree: Tree, facts: Mapping[str, Facts]) -> frozenset[str]:
    """Return the directories of distributions, and of projects in other languages that require no Python package.

    In both, scripts and documents run tests, examples and builds rather than the program.
    """
    found = {path.rpartition("/")[0] for path, one in facts.items() if _packages(path, one)}
    names: dict[str, list[str]] = defaultdict(list)
    for path in tree.paths:
        directory, _, name = path.rpartition("/")
        names[directory].append(name)
    for directory, inside in names.items():
        if any(map(_OTHER.fullmatch, inside)) and not any(map(_PYTHON.fullmatch, inside)):
            found.add(directory)
    return frozenset(found)


def _packages(path: str, facts: Facts) -> bool:
    """Return True for a file that declares a distribution. The name in a ``setup.py`` may be computed."""
    name = path.rpartition("/")[2]
    if name == "setup.py":
        return facts.traits is None
    return name in ("pyproject.toml", "setup.cfg") and bool(facts.project_names)
