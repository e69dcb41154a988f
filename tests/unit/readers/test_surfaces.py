"""The registry of surfaces, its page, and a project for each that must fire."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flake8_single_entry.readers import SURFACES, Surface, declared, surface_of
from flake8_single_entry.readers.declared import tools
from flake8_single_entry.syntax.source import Source
from tests.test_projects import PROJECTS
from tests.unit.reading import read_text, shown

ROOT = Path(__file__).resolve().parents[3]
PAGE: dict[str, Any] = runpy.run_path(str(ROOT / "docs/make_surfaces.py"))
FIXTURE: Callable[[Surface], str] = PAGE["fixture"]


def test_page_is_the_registry() -> None:
    assert (ROOT / "docs/surfaces.md").read_text("utf-8") == PAGE["text"](), "run python docs/make_surfaces.py"


def test_names_are_unique() -> None:
    names = [surface.name for surface in SURFACES]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_surface_has_a_project_that_fires(surface: Surface) -> None:
    """What the project must not report stands in it too: the expectation lists every finding."""
    project = PROJECTS / FIXTURE(surface)
    files = [path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()]
    assert any(surface_of(path) is surface for path in files)
    assert (PROJECTS / f"{project.name}.out").read_text("utf-8")


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
@pytest.mark.parametrize("data", [b"", b"{", b"[[[[", b"\xef\xbb\xbfa: b\r\n", b"<a b='c'>", b"x = '''\n"], ids=repr)
def test_readers_never_fail(surface: Surface, data: bytes) -> None:
    path = surface.patterns[0].replace("*", "x").replace("[._-]", ".").replace("[Jj]", "j")
    reader = surface.load()
    reader.scan(data)
    reader.read(Source.of(path, data))


def test_example_in_contributing_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """The declaration, the row of the table: as they are printed there."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    blocks = re.findall(r"```python\n# (\S+)[^\n]*\n(.*?)```", text, re.DOTALL)
    (declaration,) = eval(next(code for path, code in blocks if path.startswith("flake8")), vars(tools).copy())
    (row,) = eval(next(code for path, code in blocks if path.startswith("tests")), {"pytest": pytest})
    path, content, expected = row.values
    monkeypatch.setattr(declared, "declaration_of", lambda _: declaration)
    source, facts = read_text(declared.read, path, content)
    assert shown(source, facts) == expected
