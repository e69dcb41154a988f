"""Fixture repositories: each directory in ``projects`` beside the text that ``single-entry`` has to print for it.

``<case>.out`` holds the expected output, nothing at all for a case that must stay silent. After a wanted change,
``python -m tests.test_projects`` writes the files anew; read the difference before it is committed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Finding, Level
from flake8_single_entry.rules import run
from flake8_single_entry.suppress import judge
from flake8_single_entry.syntax.source import decode

PROJECTS = Path(__file__).parent / "projects"
CASES = sorted(path.name for path in PROJECTS.iterdir() if path.is_dir())


def tree_of(directory: Path) -> Tree:
    files = sorted(path for path in directory.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return Tree.of({path.relative_to(directory).as_posix(): path.read_bytes() for path in files}, directory)


def findings(tree: Tree) -> tuple[Finding, ...]:
    project = build_project(tree, read_config(tree, None), git=False)
    found = judge(project, run(project), lambda path: decode(tree.read(path))).kept
    return tuple(finding for finding in found if finding.level >= Level.WARNING)


def printed(found: Iterable[Finding]) -> str:
    places = ((one.location, one) for one in found)
    text = "".join(f"{at.path}:{at.line}:{at.column}: {one.code} {one.message}\n" for at, one in places)
    return text.replace("Python {}.{}".format(*sys.version_info), "Python 3.11")  # which the expected texts name


@pytest.mark.parametrize("case", CASES)
def test_project(case: str) -> None:
    assert printed(findings(tree_of(PROJECTS / case))) == (PROJECTS / f"{case}.out").read_text("utf-8")


def test_every_expectation_has_its_project() -> None:
    assert sorted(path.stem for path in PROJECTS.glob("*.out")) == CASES


if __name__ == "__main__":
    for name in CASES:
        (PROJECTS / f"{name}.out").write_text(printed(findings(tree_of(PROJECTS / name))), "utf-8")
