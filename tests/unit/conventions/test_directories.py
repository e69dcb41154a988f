"""Directory names: each meaning in one table."""

from __future__ import annotations

import pytest

from flake8_single_entry.conventions import directories
from flake8_single_entry.conventions.tests import in_tests, is_test_name


@pytest.mark.parametrize(
    ("question", "names", "others"),
    [
        ("is_test_directory", "tests e2e qa spec Integration-Tests api_tests test-app", "unit t contest testimony"),
        ("may_be_test_directory", "tests e2e unit t", "units app"),
        (
            "is_third_party",
            "third_party third-party 3rdparty Vendor dist-packages .tox .venv",
            "vendors env .idea build",
        ),
        ("may_be_third_party", "vendor vendors external env submodules", "environment suppliers"),
        ("may_be_environment", "env .env venv .venv virtualenv site-packages node_modules", "vendor environment"),
        ("is_input_directory", "testdata test-data snapshots golden", "fixtures data"),
        ("is_fixture_directory", "fixture fixtures test-fixtures", "testdata"),
        ("is_example_directory", "examples fixture testdata shop-demo {{name}}", "shop"),
        ("is_tool_directory", "scripts dev-tools admin_scripts", "src"),
        (
            "is_archive_name",
            "superseded graveyard _old .archived retired src_old 归档",
            "history older copy archive_service",
        ),
        ("may_be_in_use", "legacy _old deprecated superseded", "archive graveyard backup"),
    ],
)
def test_names(question: str, names: str, others: str) -> None:
    answer = getattr(directories, question)
    assert [name for name in names.split() if not answer(name)] == []
    assert [name for name in others.split() if answer(name)] == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/boot.py", True),
        ("e2e/boot.py", True),
        ("unit/boot.py", True),
        ("shop/tests.py", True),
        ("main_test.py", True),
        ("conftest_local.py", True),
        ("contest/boot.py", False),
        ("latest.py", False),
    ],
)
def test_paths_of_tests(path: str, expected: bool) -> None:
    assert in_tests(path) is expected


def test_a_version_for_tests_is_not_sure_to_be_a_test() -> None:
    assert is_test_name("test_main.py")
    assert not is_test_name("main_test.py")
