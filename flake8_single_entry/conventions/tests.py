"""File names and paths of tests."""

from __future__ import annotations

from flake8_single_entry.conventions.directories import may_be_test_directory


def is_test_name(name: str) -> bool:
    """True for file names of tests: ``test_x.py``, ``test-x.py``, ``x_tests.py``, ``conftest.py``."""
    stem = name.rpartition(".")[0].lower()
    return (
        stem in ("test", "tests", "conftest")
        or stem.startswith(("test_", "test-", "tests_"))
        or stem.endswith("_tests")
    )


def in_tests(path: str) -> bool:
    """True for a file that may belong to tests, by its name or its directories. Its references may be wrong on purpose.

    This includes ``main_test.py``, which may as well be a version of ``main.py`` for tests.
    """
    *directories, name = path.split("/")
    return is_test_name(name) or _may_be_test(name.lower()) or any(map(may_be_test_directory, directories))


def _may_be_test(name: str) -> bool:
    return name.startswith("conftest") or name.endswith(("_test.py", "_test.pyw"))


UNITTEST = "unittest"
TEST_COMMANDS = frozenset({"pytest", UNITTEST})
"""Runners whose arguments are tests. In a document, they may show how to run any test."""

DJANGO_TESTS = "django.core.management test"
"""The name of a launch that runs Django's command for tests."""

TEST_RUNNERS = frozenset(
    {
        *(
            "unittest.TextTestRunner",
            "pytest.main",
            "nose.main",
            "nose.run",
            "nose.core.run",
            "xmlrunner.XMLTestRunner",
        ),
        *("django.test.utils.get_runner", "django.test.runner.DiscoverRunner", "twisted.trial.runner.TrialRunner"),
        DJANGO_TESTS,
    }
)
"""Calls that run the tests of a project, by their qualified names, which are also the names of the launches."""
