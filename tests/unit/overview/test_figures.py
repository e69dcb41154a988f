"""The figures of success: entry points per program, stale references, imports, and images that have what they start."""

from __future__ import annotations

import pytest

from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Level
from flake8_single_entry.overview.figures import Figures, ProgramFigures, StaleFigures, figures
from flake8_single_entry.rules import run
from tests.unit.overview.test_map import APP, CONFIG, EXAMPLE, tree_of


def measured(tree: Tree) -> Figures:
    project = build_project(tree, read_config(tree, None, on_disk=False), git=False)
    return figures(project, run(project))


def test_the_example() -> None:
    found = measured(tree_of(EXAMPLE))
    assert found.programs == (ProgramFigures(".", "", "src/main.py", 13),)
    assert (found.modules, found.surplus) == (13, 12)
    assert found.references() == sum(one.number for one in found.stale if one.level >= Level.WARNING) == 18
    assert found.references(Level.ERROR) == 6
    assert (found.images, found.shipping) == (4, 2)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"src/main.py": APP}, ((".", "src/main.py", 1),), id="one"),
        pytest.param(
            {".single-entry.yaml": CONFIG, "src/main.py": APP, "src/main_v2.py": APP},
            ((".", "src/main.py", 2),),
            id="a duplicate",
        ),
        pytest.param({"src/main_v1.py": APP, "src/main_v2.py": APP}, ((".", "", 2),), id="undecided"),
        pytest.param({"notes.txt": ""}, (), id="none"),
        pytest.param(
            {
                ".single-entry.yaml": "version: 1\nprograms:\n  web: web.py\n  job: job.py\n",
                "web.py": APP,
                "job.py": "if __name__ == '__main__':\n    print(1)\n",
            },
            ((".", "web.py", 1), (".", "job.py", 1)),
            id="two programs",
        ),
        pytest.param(
            {
                ".single-entry.yaml": "version: 1\nscopes:\n  a: { entry_point: main.py }\n  b: { entry_point: main.py }\n",
                "a/main.py": APP,
                "b/main.py": APP,
                "b/main_old.py": APP,
            },
            (("a", "a/main.py", 1), ("b", "b/main.py", 2)),
            id="two scopes",
        ),
    ],
)
def test_entry_points_per_program(files: dict[str, str], expected: tuple[tuple[str, str, int], ...]) -> None:
    found = measured(Tree.of({".single-entry.yaml": "", **files}))
    assert tuple((one.scope, one.entry_point, one.modules) for one in found.programs) == expected


DOCKERFILE = 'FROM python\nWORKDIR /app\n{copy}\nCMD ["python", "{start}"]\n'
COMPOSE = "services:\n  web:\n    build: .\n    command: python {}\n  db:\n    image: postgres\n"


@pytest.mark.parametrize(
    ("files", "images", "shipping"),
    [
        pytest.param({"Dockerfile": DOCKERFILE.format(copy="COPY . .", start="src/main.py")}, 1, 1, id="has it"),
        pytest.param({"Dockerfile": DOCKERFILE.format(copy="COPY . .", start="gone.py")}, 1, 0, id="it is missing"),
        pytest.param({"Dockerfile": DOCKERFILE.format(copy="COPY x .", start="src/main.py"), "x": ""}, 1, 0, id="not copied"),
        pytest.param({"Dockerfile": 'FROM nginx\nCMD ["nginx"]\n'}, 0, 0, id="starts no file"),
        pytest.param({"Dockerfile": "FROM python\nCOPY . .\nRUN python gone.py\n"}, 0, 0, id="a build step is no start"),
        pytest.param(
            {
                "Dockerfile": DOCKERFILE.format(copy="COPY . .", start="src/main.py"),
                "compose.yaml": COMPOSE.format("gone.py"),
            },
            2,
            1,
            id="a service with a command of its own",
        ),
    ],
)  # fmt: skip
def test_images(files: dict[str, str], images: int, shipping: int) -> None:
    found = measured(Tree.of({"src/main.py": APP, ".single-entry.yaml": CONFIG, **files}))
    assert (found.images, found.shipping) == (images, shipping)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from src.main_gone import app\n", 1),
        ("import src.main_gone\nfrom src.main_gone import app\n", 2),
        ("from src.main import app\n", 0),
        ("import requests\n", 0),
        ("import subprocess\nsubprocess.run(['python', 'src/gone.py'])\n", 0),
    ],
)
def test_imports_that_do_not_resolve(text: str, expected: int) -> None:
    tree = Tree.of({"src/main.py": f"{text}\n{APP}", "src/__init__.py": "", ".single-entry.yaml": CONFIG})
    assert measured(tree).imports == expected


def test_stale_references_by_kind_and_level() -> None:
    files = {"src/main.py": APP, ".single-entry.yaml": CONFIG, "run.sh": "python gone.py\npython away.py || true\n"}
    assert measured(Tree.of(files)).stale == (
        StaleFigures("ONE201", "missing-target", Level.ERROR, 1),
        StaleFigures("ONE201", "missing-target", Level.NOTE, 1),
    )
