"""What would be lost with a duplicate."""

from __future__ import annotations

from flake8_single_entry.cli.listing import comparison
from flake8_single_entry.config import load
from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import UniqueFeatures
from flake8_single_entry.project.entry_points.unique_features import unique_features

HEAD = "from fastapi import FastAPI\n\napp = FastAPI()\n"
ROUTE = "\n\n@{}.get('/{}')\ndef {}():\n    return []\n"
FILES = {
    "main.py": "from routes import router\n" + HEAD + "app.include_router(router)\n" + ROUTE.format("app", "users", "users"),
    "routes.py": "from fastapi import APIRouter\n\nrouter = APIRouter()\n" + ROUTE.format("router", "orders", "orders"),
    "main_v2.py": HEAD + ROUTE.format("app", "orders", "orders") + ROUTE.format("app", "bills", "bills")
    + "\n\ndef _hidden():\n    return 1\n\n\nclass Bill:\n    def pay(self):\n        return 1\n",
}  # fmt: skip


def test_what_the_entry_point_imports_is_not_lost() -> None:
    text = b"version: 1\nentry_point: main.py\n"
    project = build_project(Tree.of({**FILES, FILE_NAME: text.decode()}), load(FILE_NAME, text), git=False)
    expected = UniqueFeatures(("GET /bills",), (), ("bills", "Bill"))
    assert unique_features("main_v2.py", "main.py", project.facts, project.graph, project.tree.read) == expected
    duplicate = project.candidate("main_v2.py")
    assert duplicate is not None
    assert duplicate.lacks == expected


def test_a_comparison_for_people() -> None:
    sides = [("b.py", "a.py", UniqueFeatures(("GET /x", "GET /y"), (), ("Bill",))), ("a.py", "b.py", UniqueFeatures())]
    assert comparison(sides) == (
        "only in b.py, not in a.py:\n"
        "  routes       GET /x\n"
        "               GET /y\n"
        "  definitions  Bill\n"
        "b.py has every route, command and public definition of a.py\n"
    )
