"""Paths of containers and of the repository: what lies below a directory, and what lies outside of the repository."""

from __future__ import annotations

import pytest

from flake8_single_entry.project.images.container_paths import below, repository_path


@pytest.mark.parametrize(
    ("directory", "path", "expected"),
    [
        ("", ".", ""),
        ("a/b", "../c", "a/c"),
        ("a", "..", ""),
        ("a", "../..", None),
        ("", "/abs", None),
        ("", "~/x", None),
        ("", "C:\\x", None),
        ("", "$HOME/x", None),
        ("", "..x/y", "..x/y"),
    ],
)
def test_repository_paths(directory: str, path: str, expected: str | None) -> None:
    assert repository_path(directory, path) == expected


@pytest.mark.parametrize(
    ("path", "directory", "expected"),
    [
        ("/app", "/app", ""),
        ("/app/src/main.py", "/app", "src/main.py"),
        ("/app/src/main.py", "/app/", "src/main.py"),
        ("/app", "/", "app"),
        ("/application", "/app", None),
        ("/", "/app", None),
    ],
)
def test_paths_below_a_directory(path: str, directory: str, expected: str | None) -> None:
    assert below(path, directory) == expected
