"""dependencies: what files declare and install, and the modules that distributions provide."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.project.dependencies.declarations import DECLARING, reader_of
from flake8_single_entry.project.dependencies.dependencies import Dependencies
from flake8_single_entry.project.dependencies.names import distributions_of, forms, is_module_of_library, normalised

DECLARED = (
    ("requirements.txt", "httpx>=0.2  # client\nPyYAML\n-r other.txt\nuvicorn[standard]==1 ; python_version > '3'\n",
     {"httpx", "PyYAML", "uvicorn"}),
    ("requirements.txt", "git+https://x.invalid/weavers/loom.git@v1#egg=loom\n-e ./libs/spindle\n", {"loom", "spindle"}),
    ("dev-requirements.in", "pytest\n", {"pytest"}),
    ("pyproject.toml", '[project]\ndependencies = ["httpx>=1", "rich"]\n[project.optional-dependencies]\nweb = ["dash"]\n',
     {"httpx", "rich", "dash"}),
    ("pyproject.toml", '[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n', {"pytest"}),
    ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\nhttpx = "*"\nloom = [{version = "1"}]\n',
     {"httpx", "loom"}),
    ("pyproject.toml", '[tool.poetry.group.dev.dependencies]\npytest = {version = "8"}\n', {"pytest"}),
    ("pyproject.toml", '[tool.pdm.dev-dependencies]\ntest = ["pytest"]\n', {"pytest"}),
    ("pyproject.toml", '[tool.hatch.envs.default]\ndependencies = ["pytest-xdist"]\n', {"pytest-xdist"}),
    ("pyproject.toml", "[project\n", set()),
    ("setup.cfg", "[options]\ninstall_requires =\n    httpx\n    rich>=1; extra\n", {"httpx", "rich"}),
    ("setup.py", 'NEEDS = ["httpx"]\nsetup(name="loom", packages=["loom"], install_requires=NEEDS + ["rich>1"])\n',
     {"httpx", "rich"}),
    ("Pipfile", '[packages]\nhttpx = "*"\n[dev-packages]\npytest = "*"\n', {"httpx", "pytest"}),
    ("Pipfile.lock", '{"_meta": {}, "default": {"httpx": {}}}', {"httpx"}),
    ("poetry.lock", '[[package]]\nname = "httpx"\nversion = "1"\n', {"httpx"}),
    ("uv.lock", '[[package]]\nname = "httpx"\nversion = "1"\n', {"httpx"}),
    ("environment.yml", "dependencies:\n  - python=3.11\n  - conda-forge::numpy>=1\n  - pip:\n    - httpx==1\n",
     {"python", "numpy", "httpx"}),
    ("tox.ini", "[testenv]\ndeps =\n    pytest\n    docs: sphinx>=4\n", {"pytest", "sphinx"}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "names"), DECLARED)
def test_declarations(name: str, text: str, names: set[str]) -> None:
    assert name.endswith(DECLARING)
    read = reader_of(name, "")
    assert read is not None
    assert names <= set(read(text)) <= names | {"pip"}


@pytest.mark.parametrize("name", ["README.md", "notes.txt", "main.py", "data.yml"])
def test_other_files_declare_nothing(name: str) -> None:
    assert reader_of(name, "docs") is None


PROVIDED = (
    ({"requirements.txt": "opencv-python-headless\n"}, "cv2", True),
    ({"requirements.txt": "google-cloud-storage\n"}, "google", True),
    ({"requirements.txt": "python-slugify\ndiscord.py\n"}, "discord", True),
    ({"requirements.txt": "app-store-scraper\n"}, "app", False),
    ({"requirements.txt": "httpx\n"}, "yaml", False),
    ({}, "asyncio", True),
    ({"Dockerfile": "FROM python\nRUN pip install --no-cache-dir \\\n    'loom>=1' spindle\n"}, "spindle", True),
    ({"ci/run.sh": "uv pip install loom==2\n"}, "loom", True),
    ({".github/workflows/a.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: pipx install loom\n"}, "loom", True),
    ({"README.md": "Install:\n\n    pip install -r requirements.txt loom\n"}, "loom", True),
    ({"README.md": "Install:\n\n    pip install -r requirements.txt\n"}, "requirements", False),
    ({"noxfile.py": 'session.install("loom", "-e", ".")\n'}, "loom", True),
    ({"vendor/x/requirements.txt": "loom\n"}, "loom", False),
)


@pytest.mark.parametrize(("files", "module", "is_provided"), PROVIDED)
def test_what_is_provided(files: Mapping[str, str], module: str, is_provided: bool) -> None:
    assert Dependencies(Tree.of(files)).provide(module) is is_provided


def test_the_project_provides_nothing_to_itself() -> None:
    files = {"pyproject.toml": '[project.optional-dependencies]\nall = ["my-shop[web]"]\n'}
    assert not Dependencies(Tree.of(files), frozenset(("my_shop",))).provide("my_shop")


def test_whether_anything_is_declared_and_known() -> None:
    none, known = Dependencies(Tree.of({})), Dependencies(Tree.of({"requirements.txt": "httpx\nPyYAML\n"}))
    other = Dependencies(Tree.of({"requirements.txt": "httpx\nsome-loom\n"}))
    assert (none.are_declared, known.are_declared, known.are_known, other.are_known) == (False, True, True, False)


def test_names() -> None:
    assert normalised("Zope.Interface_x") == "zope-interface-x"
    assert "pyyaml" in distributions_of("yaml")
    assert {"slugify", "pythonslugify"} <= forms("python-slugify")
    assert is_module_of_library("redis")
    assert not is_module_of_library("ledger")


def test_the_table_agrees_with_the_distributions_that_are_installed() -> None:
    from importlib.metadata import packages_distributions

    from flake8_single_entry.project.dependencies.names import without_separators

    for module, names in packages_distributions().items():
        if not module.startswith("_") and module.isidentifier():
            known = distributions_of(module)
            found = any(
                normalised(name) in known or without_separators(module) in forms(normalised(name)) for name in names
            )
            assert found or "mypyc" in module or module == "isympy", (module, names)
