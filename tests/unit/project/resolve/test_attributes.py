"""attributes: what a module offers, False only where that is sure; inference where the answer lies elsewhere."""

from __future__ import annotations

import sys

import pytest

from flake8_single_entry.config import load
from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.git.history import History
from flake8_single_entry.project.images.images import build_images
from flake8_single_entry.project.resolve.absences import UnresolvedClassifier
from flake8_single_entry.project.resolve.attributes import Attributes
from flake8_single_entry.project.resolve.bases import SearchBases
from flake8_single_entry.project.resolve.resolver import Resolver

FILES = {
    "main.py": """
import asyncio
from somewhere import server as other
if asyncio:
    from service.web import app
else:
    def create(): ...
try:
    import fast
except ImportError:
    fast = None
def setup():
    global late
    late = 1
for index in range(3):
    with open("x") as handle:
        (last := index)
class Runner:
    def start(self): ...
note: int
""",
    "open_getattr.py": "def __getattr__(name): return 1\n",
    "open_globals.py": "globals()['app'] = 1\n",
    "open_exec.py": "exec('app = 1')\n",
    "star_own.py": "from service.web import *\n",
    "star_twice.py": "from service.web import *\nfrom star_own import *\n",
    "star_foreign.py": "from flask_kit import *\n",
    "star_circle.py": "from star_circle import *\n",
    "star_and_globals.py": "from service.web import *\nglobals()['more'] = 1\n",
    "broken.py": "def main(:\n",
    "service/__init__.py": "from .web import app\n",
    "service/web.py": "app = object()\n_private = 1\n",
    "service/fast.pyx": "",
    "service/inner/data.txt": "",
    "chain.py": """
from service.kit import Kit, Open, Kid, wrapped
from unknown import Foreign, flag
kit = Kit()
kid = Kid()
class Own(Foreign): ...
own = Own()
opened = Open()
made = wrapped()
either = Kit() if flag else Foreign()
two = 1
""",
    "service/kit.py": """
class Kit:
    def __init__(self): self.app = 1
    def run(self): ...
class Kid(Kit): ...
class Open:
    def __getattr__(self, name): return name
def wrapped():
    return Kit()
""",
    "circle_a.py": "from circle_b import Thing\nthing = Thing()\n",
    "circle_b.py": "import circle_a\nfrom circle_a import thing as again\nclass Thing: ...\n",
}
CASES = [
    ("main.py", "app", True),
    ("main.py", "create", True),
    ("main.py", "fast", True),
    ("main.py", "late", True),
    ("main.py", "handle", True),
    ("main.py", "last", True),
    ("main.py", "note", True),
    ("main.py", "other", True),
    ("main.py", "__doc__", True),
    ("main.py", "Runner.start", True),
    ("main.py", "Runner.stop", False),
    ("main.py", "start", False),
    ("main.py", "application", False),
    ("open_getattr.py", "app", None),
    ("open_globals.py", "app", None),
    ("open_exec.py", "app", None),
    ("star_own.py", "app", True),
    ("star_own.py", "nothing", False),
    ("star_twice.py", "app", True),
    ("star_twice.py", "nothing", False),
    ("star_foreign.py", "app", None),
    ("star_circle.py", "app", None),
    ("star_and_globals.py", "more", None),
    ("broken.py", "main", None),
    ("broken.py", "app", None),
    ("gone.py", "app", None),
    ("service/fast.pyx", "app", None),
    ("service/__init__.py", "app", True),
    ("service/__init__.py", "web", None),
    ("service/__init__.py", "fast", None),
    ("service/__init__.py", "inner", None),
    ("service/__init__.py", "gone", False),
    ("chain.py", "kit.app", True),
    ("chain.py", "kit.run", True),
    ("chain.py", "kit.gone", False),
    ("chain.py", "kid.run", True),
    ("chain.py", "kid.gone", False),
    ("chain.py", "Kit.run", True),
    ("chain.py", "Kit.gone", False),
    ("chain.py", "made.app", True),
    ("chain.py", "made.gone", False),
    ("chain.py", "own.gone", None),
    ("chain.py", "opened.gone", None),
    ("chain.py", "either.gone", None),
    ("circle_a.py", "thing.gone", None),
]


def attributes() -> Attributes:
    tree = Tree.of(FILES)
    resolver = Resolver(
        tree,
        SearchBases(tree, build_images({}, tree), ()),
        UnresolvedClassifier(tree, frozenset()),
        History(lambda _: ""),
    )
    return Attributes(tree, {}, resolver)


@pytest.mark.parametrize(("path", "attribute", "offered"), CASES)
def test_offers(path: str, attribute: str, offered: bool | None) -> None:
    assert attributes().offers(path, attribute) is offered


def test_inference_leaves_nothing_behind_and_imports_nothing() -> None:
    from astroid import MANAGER

    attributes().offers("chain.py", "kit.app")
    assert not [name for name in MANAGER.astroid_cache if name.startswith("_single_entry")]
    assert not {"service", "chain", "unknown"} & set(sys.modules)


@pytest.mark.parametrize(
    ("source", "lacking"),
    [
        ("from main import application\n", "application"),
        ("import pytest\nwith pytest.raises(ImportError):\n    from main import application\n", ""),
        ("import importlib\nimportlib.import_module('main').application\n", ""),
        ("import uvicorn\nuvicorn.run('main:application')\n", ""),
    ],
)
def test_what_a_test_imports_has_to_be_there_and_what_it_names_has_not(source: str, lacking: str) -> None:
    files = {"main.py": "app = object()\n\nif __name__ == '__main__':\n    print(app)\n", "tests/test_main.py": source}
    settings = load(FILE_NAME, b"version: 1\nentry_point: main.py\n")
    project = build_project(Tree.of(files), settings, git=False)
    assert [link.resolution.lacking for link in project.links if link.resolution.lacking] == [lacking][: bool(lacking)]


@pytest.mark.parametrize(
    ("config", "source", "lacking"),
    [
        ("entry_point: src/main.py\n", "from main import application\n", "application"),
        ("entry_point: src/main.py\n", "from main import app\n", ""),
        ("entry_point: src/main.py\n", "from main import *\n", ""),
        ("entry_point: src/main.py\n", "try:\n    from main import application\nexcept ImportError:\n    pass\n", ""),
        ("programs: {web: src/main.py}\n", "from main import application\n", "application"),
        ("archive: old/\n", "from main import application\n", ""),  # the configuration names no entry point
    ],
)
def test_what_an_import_takes_from_the_configured_entry_point(config: str, source: str, lacking: str) -> None:
    files = {"src/main.py": "app = object()\n\nif __name__ == '__main__':\n    print(app)\n", "src/worker.py": source}
    settings = load(FILE_NAME, f"version: 1\n{config}".encode())
    project = build_project(Tree.of(files), settings, git=False)
    links = [link for link in project.links if link.reference.location.path == "src/worker.py"]
    assert [link.resolution.lacking for link in links if link.resolution.lacking] == ([lacking] if lacking else [])
