"""Paths of project templates and test inputs, which describe another project than this repository.

A directory whose name is a template (``{{cookiecutter.name}}``) holds the project that is generated from it. Files
below ``testdata`` are read by tests, not run. The same applies to ``fixtures``, except for Python files: test suites
keep the modules of their own fixtures there.
"""

from __future__ import annotations

_INPUTS = frozenset(
    ("testdata", "test_data", "test-data", "__snapshots__", "snapshots", "cassettes", "golden", "goldens")
)
_FIXTURES = frozenset(("fixtures", "__fixtures__", "test_fixtures", "test-fixtures", "testfixtures"))
_PYTHON = (".py", ".pyw")


def is_sample(path: str) -> bool:
    """True if a path belongs to a project template or to the inputs of a test."""
    if "{{" in path or "{%" in path:
        return True
    folders = path.split("/")[:-1]
    if not _INPUTS.isdisjoint(folders):
        return True
    return not path.endswith(_PYTHON) and not _FIXTURES.isdisjoint(folders)
