"""Files that speak of other projects."""

from __future__ import annotations

import pytest

from flake8_single_entry.conventions.samples import is_sample


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("{{cookiecutter.name}}/main.py", True),
        ("template/{{ project }}/Procfile", True),
        ("tests/testdata/main.py", True),
        ("tests/fixtures/Procfile", True),
        ("tests/fixtures/database.py", False),
        ("tests/data/plain/pyproject.toml", True),
        ("pkg/tests/unit/data/Procfile", True),
        ("tests/data/plain.py", False),
        ("data/tests/Procfile", False),
        ("data/Procfile", False),
        ("testdata", False),
        ("src/fixtures.py", False),
        ("templates/index.py", False),
        ("main.py", False),
    ],
)
def test_samples(path: str, expected: bool) -> None:
    assert is_sample(path) is expected
