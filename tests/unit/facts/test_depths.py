"""The two depths: reading only what a scan calls for finds what reading everything finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.facts import store
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.rules import run

PROJECTS = Path(__file__).parents[2] / "projects"
MAIN = "from fastapi import FastAPI\n\napp = FastAPI()\n\nif __name__ == '__main__':\n    import uvicorn\n    uvicorn.run(app)\n"
STORIES = {
    "constants of quiet modules, and a quiet module that uses some": {
        "main.py": "from shop.names import APP\n" + MAIN.replace("run(app)", "run(APP)"),
        "shop/__init__.py": "",
        "shop/names.py": "from .more import APP, COMMAND\n",
        "shop/more.py": "APP = 'shop.gone:app'\nCOMMAND = ['python', 'shop/gone.py']\n",
        "shop/use.py": "import subprocess\nfrom .names import COMMAND\n\n\ndef two():\n    subprocess.run(COMMAND)\n",
    },
    "importers of archived modules": {
        "main.py": MAIN,
        "archive/helpers.py": "def bake():\n    return 1\n",
        "shop/__init__.py": "",
        "shop/one.py": "from archive.helpers import bake\n\n\ndef two():\n    return bake()\n",
        "shop/two.py": "import os\n\n\ndef two():\n    return os.sep\n",
    },
    "importers by the old place": {
        "main.py": MAIN,
        "archive/__init__.py": "",
        "archive/helpers.py": "def bake():\n    return 1\n",
        "shop/__init__.py": "",
        "shop/one.py": "from helpers import bake\n\n\ndef two():\n    return bake()\n",
        "shop/two.py": "from .helpers import bake\n\n\ndef two():\n    return bake()\n",
    },
    "importers of what is gone": {
        "src/app/__init__.py": "",
        "src/app/core.py": "def start():\n    return 1\n",
        "src/app/use.py": "from app.main import bake\n\n\ndef two():\n    return bake()\n",
        "src/app/near.py": "from .main import bake\n\n\ndef two():\n    return bake()\n",
        "tests/test_it.py": "from unittest.mock import patch\n\n\ndef test():\n    with patch('app.main.bake'):\n        pass\n",
    },
    "importers of duplicates": {
        "main.py": MAIN,
        "main_old.py": MAIN,
        "Dockerfile": "FROM python:3.12\nCOPY . /app\nWORKDIR /app\nCMD ['python', 'main.py']\n".replace("'", '"'),
        "use.py": "import main_old\n\n\ndef two():\n    return main_old.app\n",
        "used.py": "def three():\n    return 3\n",
    },
    "quiet modules that something starts": {
        "Procfile": "worker: python jobs/bake.py\nother: python jobs/oven.py\n",
        "jobs/bake.py": "from jobs.oven import heat\n\nheat_it = heat\n",
        "jobs/oven.py": "def heat():\n    return 1\n",
        "jobs/__init__.py": "",
    },
    "programs without any trait": {
        "main.py": "x = 1\ny = 2\nz = [x, y]\nprint_it = z\nmore = 3\n",
        "server.py": "def start():\n    return 1\n\n\nclass Server:\n    pass\n",
        "app.py": "",
        "README.md": "Run `python server.py`, then `python app.py`.\n",
    },
}


def contents(directory: Path) -> dict[str, bytes]:
    files = sorted(path for path in directory.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}


def findings(files: dict[str, bytes]) -> list[object]:
    tree = Tree.of(files)
    found = run(build_project(tree, read_config(tree, None, on_disk=False), git=False))
    # A file that no scan calls for does not matter, so that it may well be unreadable.
    return [finding for finding in found if finding.code != "ONE905"]


def check(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    quick = findings(files)
    monkeypatch.setattr(store, "_names", lambda path, data: "!")
    assert quick == findings(files)


@pytest.mark.parametrize(
    "project", sorted(path for path in PROJECTS.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_fixture_projects(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(contents(project), monkeypatch)


@pytest.mark.parametrize("story", STORIES)
def test_stories(story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    check({path: text.encode() for path, text in STORIES[story].items()}, monkeypatch)


def test_stories_have_something_to_find() -> None:
    told = {story: findings({path: text.encode() for path, text in STORIES[story].items()}) for story in STORIES}
    assert all(told[story] for story in list(STORIES)[:5])
