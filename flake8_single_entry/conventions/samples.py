"""Files that stand in this repository and speak of another: templates of projects, inputs of tests.

A directory whose name is itself a template (``{{cookiecutter.name}}``) holds the project that will be made of it. What
lies below ``testdata`` is read by a test, not run. ``fixtures`` too, but for Python: test suites keep the modules of
their own fixtures there.
"""

from __future__ import annotations

_INPUTS = frozenset(
    ("testdata", "test_data", "test-data", "__snapshots__", "snapshots", "cassettes", "golden", "goldens")
)
_FIXTURES = frozenset(("fixtures", "__fixtures__", "test_fixtures", "test-fixtures", "testfixtures"))
_PYTHON = (".py", ".pyw")


def is_sample(path: str) -> bool:
    """Does a file belong to a template or to the inputs of a test, by its path?"""
    if "{{" in path or "{%" in path:
        return True
    folders = path.split("/")[:-1]
    if not _INPUTS.isdisjoint(folders):
        return True
    return not path.endswith(_PYTHON) and not _FIXTURES.isdisjoint(folders)
