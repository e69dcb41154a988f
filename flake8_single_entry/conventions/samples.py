"""Paths of project templates and test inputs, which describe another project than this repository.

A directory whose name is a template (``{{cookiecutter.name}}``) holds the project that is generated from it. Files
below ``testdata`` are read by tests, not run. The same applies to ``fixtures``, except for Python files: test suites
keep the modules of their own fixtures there.
"""

from __future__ import annotations

from flake8_single_entry.conventions.directories import is_fixture_directory, is_input_directory

_PYTHON = (".py", ".pyw")


def is_sample(path: str) -> bool:
    """True if a path belongs to a project template or to the inputs of a test."""
    if "{{" in path or "{%" in path:
        return True
    folders = path.split("/")[:-1]
    if any(map(is_input_directory, folders)):
        return True
    return not path.endswith(_PYTHON) and any(map(is_fixture_directory, folders))
