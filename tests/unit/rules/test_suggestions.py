"""Suggestions: written in place of the reference, each leads to a file that lives and has what is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.fixes.text_edits import apply
from flake8_single_entry.model import Finding, Role
from flake8_single_entry.rules import run
from tests.test_projects import CASES, PROJECTS, tree_of

RULES = ("ONE201", "ONE202", "ONE203", "ONE204")
MADE = {
    "suggestions_in_an_image": {
        "Dockerfile": 'FROM python:3.12\nWORKDIR /srv\nCOPY src/ ./\nCMD ["uvicorn", "shop.server:app"]\n',
        "src/shop/__init__.py": "",
        "src/shop/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
    },
    "nothing_outside_of_the_context": {
        "compose.yaml": "services:\n  api:\n    build: services/api\n",
        "services/api/Dockerfile": 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["python", "src/seed.py"]\n',
        "old/services/api/src/seed.py": "print(1)\n",
    },
    "no_way_to_the_directory": {
        "Makefile": "run:\n\tcd backend && python tool.py\n",
        "services/backend/tool.py": "print(1)\n",
    },
}


def checked(tree: Tree) -> int:
    """How many suggestions the findings of a project make; each is tried."""
    project = build_project(tree, read_config(tree, None), git=False)
    references = {(link.reference.location, link.reference.text): link.reference for link in project.links}
    found = [one for one in run(project) if one.code in RULES and one.suggestion]
    assert project.resolver is not None
    for finding in found:
        if " " in (finding.suggestion or ""):
            if finding.edits:  # more than one word is no text of a reference
                mended(tree, finding)
            continue
        reference = references[finding.location, finding.reference]._replace(text=finding.suggestion or "")
        leads = project.resolver.leads(reference)
        assert leads, finding
        assert project.role(leads[0].target or "") not in (Role.ARCHIVED, Role.DUPLICATE), finding
        assert (
            not leads[0].attribute or project.attributes.offers(leads[0].target or "", leads[0].attribute) is not False
        )
    return len(found)


def mended(tree: Tree, finding: Finding) -> None:
    """Fails unless the edits of a finding leave no finding in its line."""
    path = finding.location.path
    assert {edit.location.path for edit in finding.edits} == {path}, finding
    after = apply(path, tree.read(path), finding.edits)
    assert after is not None, finding
    changed = tree.with_overlay({path: after})
    still = run(build_project(changed, read_config(changed, None), git=False))
    places = [(one.location.path, one.location.line) for one in still if one.code in RULES]
    assert (path, finding.location.line) not in places, finding


@pytest.mark.parametrize("case", CASES)
def test_fixtures(case: str) -> None:
    checked(tree_of(PROJECTS / case))


def test_an_example_has_many() -> None:
    examples = sorted(path for path in (Path(__file__).parents[3] / "examples").iterdir() if path.is_dir())
    assert sum(checked(tree_of(path)) for path in examples) > 10


@pytest.mark.parametrize(("case", "count"), list(zip(MADE, (1, 0, 0), strict=True)))
def test_only_what_can_be_reached(case: str, count: int) -> None:
    assert checked(Tree.of(MADE[case], Path(case))) == count
