"""The gate: the same inputs each time, made small where one fails; `python -m tests.fuzz` goes further."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.readers import SURFACES
from tests.fuzz import corpus
from tests.fuzz.campaign import digest, digest_elsewhere
from tests.fuzz.case import Case
from tests.fuzz.checks import check
from tests.fuzz.making import make_case
from tests.fuzz.mutation import OPERATIONS, Edit, apply
from tests.fuzz.tokens import tokens_for

REPOSITORIES = 8
FEW, SOME, MANY = 15, 80, 200


def fixed(examples: int) -> settings:
    """The same examples in every run; time is for the growth test to judge."""
    checks = list(HealthCheck)
    return settings(max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=checks)


def changed(path: str, data: bytes) -> st.SearchStrategy[bytes]:
    """The bytes after some edits."""
    one = st.builds(
        Edit,
        st.sampled_from(list(OPERATIONS)),
        st.integers(0, 1 << 20),
        st.integers(0, 40),
        st.sampled_from(tokens_for(path)),
    )
    return st.lists(one, max_size=6).map(lambda edits: apply(data, edits))


@st.composite
def a_file(draw: st.DrawFn, surface: str) -> Case:
    path, data = draw(st.sampled_from(corpus.by_surface()[surface]))
    return Case("file", surface, ((path, draw(changed(path, data))),))


@st.composite
def a_command(draw: st.DrawFn, dialect: str) -> Case:
    path = f"x.{dialect.rpartition(' ')[2]}"
    return Case("command", dialect, ((path, draw(changed(path, draw(st.sampled_from(corpus.commands(dialect)))))),))


@st.composite
def a_configuration(draw: st.DrawFn) -> Case:
    data = draw(changed(FILE_NAME, draw(st.sampled_from(corpus.configurations()))))
    return Case("configuration", "configuration", ((FILE_NAME, data),))


@st.composite
def a_project(draw: st.DrawFn) -> Case:
    name = draw(st.sampled_from(list(corpus.projects())))
    files = dict(corpus.projects()[name])
    for path in draw(st.lists(st.sampled_from(list(files)), max_size=3)):
        files[path] = draw(changed(path, files[path]))
    return Case("project", name, tuple(files.items()))


@pytest.mark.parametrize("surface", [surface.name for surface in SURFACES])
def test_readers(surface: str) -> None:
    fixed(FEW)(given(a_file(surface))(check))()


@pytest.mark.parametrize("surface", ["python", "dockerfile", "compose", "workflow", "shell", "markdown", "makefile"])
def test_common_readers_more_often(surface: str) -> None:
    fixed(SOME)(given(a_file(surface))(check))()


@pytest.mark.parametrize("dialect", corpus.DIALECTS)
def test_commands(dialect: str) -> None:
    fixed(SOME)(given(a_command(dialect))(check))()


def test_configuration() -> None:
    fixed(MANY)(given(a_configuration())(check))()


def test_projects() -> None:
    fixed(SOME)(given(a_project())(check))()


@pytest.mark.parametrize("seed", range(SOME))
def test_suppression(seed: int) -> None:
    check(make_case(f"gate:{seed}", "suppression"))


@pytest.mark.parametrize("seed", range(REPOSITORIES))
def test_repositories(seed: int) -> None:
    check(make_case(f"gate:{seed}", "repository"))


def test_two_hash_seeds_give_one_digest() -> None:
    assert digest_elsewhere(0, 0, "1") == digest_elsewhere(0, 0, "2") == digest(0, 0)
