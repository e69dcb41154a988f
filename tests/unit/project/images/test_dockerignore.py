"""What a build context leaves out: the patterns of ``.dockerignore``, and where they are looked for."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import Facts
from flake8_single_entry.project.images.dockerignore import Excluded, find_ignores
from flake8_single_entry.readers import surface_of
from flake8_single_entry.readers.containers.dockerignore import read, scan
from flake8_single_entry.syntax.source import Source


def patterns(text: str) -> tuple[str, ...]:
    return read(Source.of(".dockerignore", text.encode())).excluded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# note\n\n  a/b  \n", ("a/b",)),
        (" # no comment\n", ("# no comment",)),
        ("/a/./b/../c/\n!/d\n! e\n", ("a/c", "!d", "!e")),
        ("!\n.\n/\n", ()),
        ("\ufeffa\r\nb\r\n", ("a", "b")),
    ],
)
def test_patterns_are_cleaned(text: str, expected: tuple[str, ...]) -> None:
    assert patterns(text) == expected


@pytest.mark.parametrize(
    ("text", "path", "covered"),
    [
        ("main.py", "main.py", True),
        ("main.py", "src/main.py", False),  # anchored, other than in .gitignore
        ("src", "src/main.py", True),
        ("src/", "src/deep/main.py", True),
        ("*.py", "main.py", True),
        ("*.py", "src/main.py", False),
        ("*/*.py", "src/main.py", True),
        ("**/*.py", "main.py", True),
        ("**/*.py", "a/b/main.py", True),
        ("**.py", "a/b/main.py", True),
        ("src/**", "src/main.py", True),
        ("src/**/main.py", "src/a/b/main.py", True),
        ("s?c/[mn]ain.py", "src/main.py", True),
        ("[^m]ain.py", "main.py", False),
        ("*\n!src", "src/main.py", False),
        ("*\n!src", "main.py", True),
        ("*\n!src\nsrc/local_*", "src/local_main.py", True),
        ("!main.py\n*", "main.py", True),  # the last match wins
        ("*\n!src/**/*.py", "src/a/main.py", False),
        ("", "main.py", False),
    ],
)
def test_what_is_covered(text: str, path: str, covered: bool) -> None:
    assert Excluded(patterns(text)).covers(path) is covered


def test_a_dockerfiles_own_ignore_file_replaces_the_contexts() -> None:
    facts = {
        "api/.dockerignore": Facts(excluded=("a",)),
        "docker/Dockerfile.web.dockerignore": Facts(excluded=("b",)),
    }
    assert find_ignores(facts, "docker/Dockerfile.web", "api")[0] == "docker/Dockerfile.web.dockerignore"
    assert find_ignores(facts, "docker/Dockerfile", "api") == ("api/.dockerignore", Excluded(("a",)))
    assert find_ignores(facts, "docker/Dockerfile", "") == ("", Excluded())


def test_the_registry_knows_them() -> None:
    for path in (".dockerignore", "docker/Dockerfile.dockerignore", "web.Dockerfile.dockerignore"):
        surface = surface_of(path)
        assert surface is not None
        assert surface.name == "dockerignore"
    assert scan(b"a\n")
    assert not scan(b" \n")
