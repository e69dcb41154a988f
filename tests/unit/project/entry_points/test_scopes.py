"""Which directories have an entry point of their own, where the configuration does not say it."""

from __future__ import annotations

import pytest

from flake8_single_entry.config.settings import EMPTY
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.project.entry_points.scopes import archives_in, innermost

IMAGE = 'FROM python\nWORKDIR /x\nCOPY runner.py .\nCMD ["python", "runner.py"]\n'
APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/orders')\ndef orders():\n    return []\n"

TWO = APP + "@app.get('/bills')\ndef bills():\n    return []\n"


@pytest.mark.parametrize(
    ("files", "roots"),
    [
        ({"main.py": APP}, ["."]),
        ({"main.py": APP, "area/mail/app/main.py": APP, "area/mail/Dockerfile": "FROM python\n"}, [".", "area/mail"]),
        ({"services/pay/main.py": APP, "services/mail/src/main.py": APP}, [".", "services/mail", "services/pay"]),
        ({"services/pay/models.py": "x = 1\n", "services/pay/Dockerfile": "FROM python\n"}, ["."]),
        ({"services/pay/tests/main.py": APP, "services/pay/Dockerfile": "FROM python\n"}, ["."]),
        ({"src/main.py": APP, "src/requirements.txt": "fastapi\n"}, ["."]),
        ({"main.py": APP, "backend/main.py": APP}, [".", "backend"]),
        ({"main.py": TWO, "backend/main.py": TWO}, ["."]),
        ({"main.py": TWO, "backend/main.py": TWO.replace("/bills", "/rings")}, [".", "backend"]),
        ({"main.py": TWO, "backend/main.py": TWO, "backend/requirements.txt": "fastapi\n"}, [".", "backend"]),
        ({"server/main.py": TWO, "service/main.py": TWO}, ["."]),
        ({"run.py": "import uvicorn\nuvicorn.run('backend.main:app')\n", "backend/main.py": APP}, ["."]),
        (
            {"web/main.py": APP, "x.yml": "", "deploy/docker-compose.yml": "services:\n  web:\n    build: ../web\n"},
            [".", "web"],
        ),
        ({"main.py": APP, "deploy/box/runner.py": APP, "deploy/box/Dockerfile": IMAGE}, [".", "deploy/box"]),
        ({"main.py": APP, "deploy/box/runner.py": APP, "deploy/box/Dockerfile": "FROM python\n"}, ["."]),
        ({"main.py": APP, "api/main.py": "from main import app\n", "api/requirements.txt": "fastapi\n"}, ["."]),
        ({"main.py": APP, "api/main.py": APP, "api/requirements.txt": "fastapi\n"}, [".", "api"]),
    ],
)
def test_inferred_roots(files: dict[str, str], roots: list[str]) -> None:
    project = build_project(Tree.of(files), EMPTY, git=False)
    assert [scope.root for scope in project.scopes] == roots


@pytest.mark.parametrize(
    ("path", "root"),
    [("a/b/main.py", "a/b"), ("a/b/c/main.py", "a/b"), ("a/main.py", "."), ("ab/main.py", "."), ("main.py", ".")],
)
def test_innermost(path: str, root: str) -> None:
    assert innermost((".", "a/b"), path) == root


def test_outside_every_root() -> None:
    assert innermost(("a",), "b/main.py") is None


def test_archives_are_the_outermost_and_nobody_elses() -> None:
    paths = (
        "archive/old/main.py",
        "src/_legacy/main.py",
        "node_modules/x/legacy/main.py",
        "data/old/a.py",
        "older/a.py",
    )
    tree = Tree.of(dict.fromkeys(paths, ""))
    assert archives_in(tree, (".", "src")) == {".": ("archive/", "src/_legacy/"), "src": ("src/_legacy/",)}


def test_a_part_of_a_package_is_no_archive() -> None:
    paths = (
        "home/__init__.py",
        "home/backup/__init__.py",
        "home/_legacy/__init__.py",
        "home/_legacy/main.py",
        "old/main.py",
    )
    tree = Tree.of(dict.fromkeys(paths, ""))
    assert archives_in(tree, ["."]) == {".": ("home/_legacy/", "old/")}
