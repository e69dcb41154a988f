"""The map: which files lead where, what is a dead end, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.overview.map import build_map
from flake8_single_entry.overview.values import ScopeMap, Standing
from flake8_single_entry.rules import run
from tests.test_projects import tree_of

EXAMPLE = Path(__file__).parents[3] / "examples/realtime-voice"
APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/a")\ndef a() -> str:\n    return "a"\n'
CONFIG = "version: 1\nentry_point: src/main.py\n"


def maps(tree: Tree) -> tuple[ScopeMap, ...]:
    project = build_project(tree, read_config(tree, None, on_disk=False), git=False)
    return build_map(project, run(project))


def arrows(scope: ScopeMap) -> list[str]:
    return [
        f"{one.location.path}:{one.location.line} {one.via} {one.to}" for file in scope.files for one in file.arrows
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("Makefile", "run:\n\tpython src/main.py\n", ["Makefile:2 starts src/main.py"], id="sound"),
        pytest.param(
            "Makefile", "run:\n\tpython gone.py\n", ["Makefile:2 starts does not exist: gone.py"], id="missing"
        ),
        pytest.param(
            "run.sh", "uvicorn src.main.py:app\n", ["run.sh:1 starts cannot be loaded: src.main.py:app"], id="malformed"
        ),
        pytest.param(
            "run.sh",
            "uvicorn src.main:nothing\n",
            ["run.sh:1 starts name not defined: src.main:nothing"],
            id="attribute",
        ),
        pytest.param(
            "Dockerfile",
            'FROM python\nWORKDIR /app\nCOPY requirements.txt .\nCMD ["python", "src/main.py"]\n',
            ["Dockerfile:4 starts not in the image: src/main.py"],
            id="not shipped",
        ),
        pytest.param(
            "Makefile", "run:\n\tpython archive/old.py\n", ["Makefile:2 starts archive/old.py"], id="archived"
        ),
        pytest.param(
            "README.md", "```sh\npython src/main.py\n```\n", ["README.md:2 starts src/main.py"], id="document"
        ),
        pytest.param("README.md", "See `src/main.py`.\n", [], id="a document that only names it"),
        pytest.param("tests/test_main.py", "from src.main import app\n", [], id="an import that is sound"),
        pytest.param(
            "tests/test_main.py",
            "from archive.old import app\n",
            ["tests/test_main.py:1 imports archive/old.py"],
            id="an import that is not",
        ),
        pytest.param("Makefile", "t:\n\tpython tools/report.py\n", [], id="a tool"),
    ],
)
def test_arrows(path: str, text: str, expected: list[str]) -> None:
    files = {
        "src/main.py": APP,
        "src/__init__.py": "",
        "archive/old.py": APP,
        "requirements.txt": "fastapi\n",
        "tools/report.py": "if __name__ == '__main__':\n    print(1)\n",
        ".single-entry.yaml": CONFIG + "archive: archive/\n",
    }
    (scope,) = maps(Tree.of({**files, path: text}))
    assert arrows(scope) == expected


def test_the_example_shows_every_kind() -> None:
    (scope,) = maps(tree_of(EXAMPLE))
    by_name = {one.name: one for one in scope.destinations}
    assert [one.path for one in scope.files] == [
        "Dockerfile",
        "Dockerfile.simple",
        "docker-compose.yml",
        "Makefile",
        "scripts/benchmark.sh",
        "scripts/entrypoint.sh",
        ".github/workflows/ci.yml",
        "README.md",
        "tests/test_sessions.py",
        "tests/test_startup.py",
    ]
    assert [one.name for one in scope.of(Standing.ENTRY)] == ["src/main.py"]
    assert by_name["main_production.py"].standing is Standing.WRAPPER
    assert by_name["main_production.py"].leads_to == ("src/main.py",)
    assert len(scope.of(Standing.DUPLICATE)) == 12
    assert [one.name for one in scope.of(Standing.DEAD)] == [
        "Dockerfile.gpu",
        "main.py",
        "src/main_v2.py",
        "main_simple.py",
        "main.py:app",
        "src/main_v3.py",
    ]
    assert scope.others == (("scripts/replay.py", "tool"),)
    assert "docker-compose.yml:22 builds Dockerfile.simple" in arrows(scope)
    assert [one.owner for file in scope.files for one in file.arrows if one.owner] == ["dev", "demo"]


def test_files_that_only_start_each_other_are_left_out() -> None:
    scripts = {"a.sh": "bash b.sh\n", "b.sh": "bash a.sh\n", "c.sh": "bash d.sh\n", "d.sh": "python src/main.py\n"}
    (scope,) = maps(Tree.of({"src/main.py": APP, ".single-entry.yaml": CONFIG, **scripts}))
    assert arrows(scope) == ["c.sh:1 runs d.sh", "d.sh:1 starts src/main.py"]


def test_each_scope_has_its_own_map() -> None:
    files = {
        ".single-entry.yaml": "version: 1\nscopes:\n  a: { entry_point: main.py }\n  b: { entry_point: main.py }\n",
        "a/main.py": APP,
        "b/main.py": APP,
        "a/run.sh": "cd a && python main.py\n",
        "run.sh": "python a/main.py\npython b/main.py\n",
    }
    found = {scope.root: arrows(scope) for scope in maps(Tree.of(files))}
    assert found["b"] == ["run.sh:2 starts b/main.py"]
    assert "run.sh:1 starts a/main.py" in found["a"]


def test_a_program_without_starts_is_clean() -> None:
    (scope,) = maps(Tree.of({"src/main.py": APP, ".single-entry.yaml": CONFIG}))
    assert scope.is_clean
    assert arrows(scope) == []
