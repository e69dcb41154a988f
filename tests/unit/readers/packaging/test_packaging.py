"""Entry points, tasks and package roots of pyproject.toml and setup.cfg."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.packaging import read, scan
from tests.unit.reading import read_text, shown

PYPROJECT = [
    pytest.param(
        """
        [project]
        name = "tide-tables"
        [project.scripts]
        tides = "tide_tables.cli:main"
        "tides.web" = 'tide_tables.web:Server.run [web]'
        [project.gui-scripts]
        tides-window = "tide_tables.window"
        [project.entry-points."tides.stations"]
        brest = "tide_tables.stations.brest:Brest"
        """,
        [
            "5 object tide_tables.cli:main @file search=src",
            "6 object tide_tables.web:Server.run @file search=src",
            "8 module tide_tables.window @file search=src",
            "10 object tide_tables.stations.brest:Brest @file search=src",
        ],
        id="project tables",
    ),
    pytest.param(
        """
        [project]
        scripts = { tides = "tides.cli:main", "übung" = "tides.übung : main" }
        """,
        [
            "3 object tides.cli:main @file search=src",
            "3 object tides.übung:main @file search=src <- tides.übung : main",
        ],
        id="inline table, characters beyond ASCII",
    ),
    pytest.param(
        """
        [tool.poetry.scripts]
        tides = "tides.cli:main"
        serve = { reference = "tides.web:serve", type = "console", extras = ["web"] }
        plain = { reference = "bin/plain.py", type = "file" }
        old = { callable = "tides.old:main" }
        [tool.poetry.plugins."tides.stations"]
        brest = "tides.brest:Brest"
        [[tool.poetry.packages]]
        include = "tides"
        from = "lib"
        """,
        [
            "3 object tides.cli:main @file search=lib",
            "4 object tides.web:serve @file search=lib",
            "5 path bin/plain.py @file",
            "6 object tides.old:main @file search=lib",
            "8 object tides.brest:Brest @file search=lib",
        ],
        id="poetry",
    ),
    pytest.param(
        """
        [tool.fastapi]
        entrypoint = "app.main:app"
        [tool.setuptools]
        py-modules = ["single", "other"]
        """,
        ["5 module single @file search=src", "5 module other @file search=src", "3 object app.main:app @file"],
        id="FastAPI's application, single modules",
    ),
    pytest.param(
        """
        [tool.pdm.scripts]
        _.env = { PYTHONPATH = "lib" }
        start = "python main.py"
        serve = { cmd = ["uvicorn", "web.main:app"], working_dir = "services/web" }
        load = { call = "tasks.load:run('all')" }
        all = { composite = ["start", "python tools/check.py"] }
        [tool.poe.tasks]
        old = "python main_old.py"
        check = { script = "tasks.check:main(strict=True)" }
        both = ["old", { cmd = "python -m tides.main", cwd = "lib" }]
        [tool.taskipy.tasks]
        run = { cmd = "python run.py", help = "python nowhere.py" }
        [tool.hatch.envs.default.scripts]
        go = ["python go.py"]
        """,
        [
            "4 path main.py @file",
            "5 object web.main:app @file services/web search=services/web/lib",
            "6 object tasks.load:run @file search=src",
            "7 path tools/check.py @file",
            "9 path main_old.py @file",
            "10 object tasks.check:main @file search=src",
            "11 module tides.main @file lib",
            "13 path run.py @file",
            "15 path go.py @file",
        ],
        id="tasks",
    ),
    pytest.param(
        """
        [project]
        description = "run python main.py"
        [project.scripts]
        empty = ""
        template = "{{ name }}.cli:main"
        number = 3
        [tool.coverage.run]
        omit = ["main_old.py"]
        [tool.ruff]
        exclude = ["legacy/main.py"]
        # python main_gone.py
        """,
        [],
        id="what is no reference",
    ),
]

PYPROJECT += [
    pytest.param(
        """
        [[tool.bumpversion.files]]
        filename = "src/tides/about.py"
        [[tool.bumpversion.files]]
        glob = "gone.py"
        [tool.commitizen]
        version_files = ["src/tides/version.py:^version", "src/**/gone.py", "README.md"]
        [tool.semantic_release]
        version_variables = ["src/tides/__init__.py:__version__"]
        """,
        [
            "3 path src/tides/about.py @file",
            "7 path src/tides/version.py @file",
            "9 path src/tides/__init__.py @file",
        ],
        id="files that hold the version",
    ),
    pytest.param(
        """
        [tool.hatch.version]
        path = "src/tides/about.py"
        [tool.hatch.build.hooks.custom]
        path = "tools/build_hook.py"
        [tool.hatch.build.targets.wheel.hooks.custom]
        require = ["gone.py"]
        [tool.hatch.metadata.hooks.custom]
        path = "tools/metadata.py"
        [tool.pdm.build]
        custom-hook = "tools/pdm_hook.py"
        [tool.poetry.build]
        script = "build.py"
        [tool.maturin]
        pgo-command = "python tools/train.py"
        [tool.cibuildwheel]
        before-build = "python tools/prepare.py"
        before-test = "python gone.py"
        [tool.cibuildwheel.linux]
        before-all = ["cd tools", "python system.py {project}", "python libs.py"]
        [tool.other.build.hooks.custom]
        path = "gone.py"
        """,
        [
            "5 path tools/build_hook.py @file",
            "9 path tools/metadata.py @file",
            "11 path tools/pdm_hook.py @file",
            "13 path build.py @file",
            "3 path src/tides/about.py @file",
            "15 path tools/train.py @file",
            "17 path tools/prepare.py @file",
            "20 path libs.py @file tools",
        ],
        id="what building runs",
    ),
]

SETUP_CFG = [
    pytest.param(
        """
        [metadata]
        name = tide-tables
        [options]
        py_modules =
            single
        scripts =
            bin/tides.py
        package_dir =
            = lib
        [options.entry_points]
        console_scripts =
            tides = tides.cli:main
            # an old one: tides-old = tides.old:main
            tides-web = tides.web:main [web]
        tides.stations = brest = tides.brest
        """,
        [
            "6 module single @file search=lib",
            "8 path bin/tides.py @file",
            "13 object tides.cli:main @file search=lib",
            "15 object tides.web:main @file search=lib",
            "16 module tides.brest @file search=lib",
        ],
        id="setup.cfg",
    ),
    pytest.param(
        """
        [flake8]
        exclude = main_old.py
        [options.package_data]
        * = main.py
        [options.entry_points]
        """,
        [],
        id="other sections",
    ),
]


@pytest.mark.parametrize(("text", "expected"), PYPROJECT)
def test_references_of_pyproject(text: str, expected: list[str]) -> None:
    assert shown(*read_text(read, "pyproject.toml", text)) == expected


@pytest.mark.parametrize(("text", "expected"), SETUP_CFG)
def test_references_of_setup_cfg(text: str, expected: list[str]) -> None:
    assert shown(*read_text(read, "setup.cfg", text)) == expected
    assert shown(*read_text(read, "setup.cfg", text, "\r\n")) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("pyproject.toml", '[tool.setuptools.packages.find]\nwhere = ["src", "."]', ("src", "")),
        ("pyproject.toml", '[tool.setuptools.package-dir]\n"" = "lib"', ("lib",)),
        ("pyproject.toml", '[tool.setuptools]\npackage-dir = { tides = "py/tides", odd = "other/name" }', ("py",)),
        ("pyproject.toml", '[tool.hatch.build.targets.wheel]\npackages = ["src/tides", "flat"]', ("src", "")),
        ("pyproject.toml", '[tool.hatch.build.sources]\n"lib" = ""\n"x" = "y"', ("lib",)),
        ("pyproject.toml", '[tool.pdm.build]\npackage-dir = "./src/"', ("src",)),
        ("pyproject.toml", '[tool.uv.build-backend]\nmodule-root = ""', ("",)),
        ("pyproject.toml", '[tool.pytest.ini_options]\npythonpath = ["src", "../up", "$HOME"]', ("src",)),
        ("pyproject.toml", '[tool.other]\npackage-dir = "src"', ()),
        ("setup.cfg", "[options]\npackage_dir =\n    =src\n", ("src",)),
        ("setup.cfg", "[options.packages.find]\nwhere = lib\n", ("lib",)),
    ],
)
def test_package_roots(path: str, text: str, expected: tuple[str, ...]) -> None:
    assert read_text(read, path, text)[1].package_roots == expected


def test_project_names() -> None:
    text = '[project]\nname = "tide-tables"\n[tool.poetry]\nname = "tides"\n'
    assert read_text(read, "pyproject.toml", text)[1].project_names == ("tide-tables", "tides")
    assert read_text(read, "setup.cfg", "[metadata]\nname: tides\n")[1].project_names == ("tides",)


@pytest.mark.parametrize(
    ("text", "line", "kept"),
    [
        ('[project.scripts]\na = "m:f"\n[project\nb = = 2\n', 3, 1),
        ("a = " + "[" * 3000, 1, 0),
        ("a = 1\n" * 2, 2, 0),
    ],
)
def test_broken_toml_is_a_problem_and_keeps_what_stands_before(text: str, line: int, kept: int) -> None:
    _, facts = read_text(read, "pyproject.toml", text)
    assert len(facts.references) == kept
    if line != 2:
        assert [problem.location.line for problem in facts.problems] == [line]


def test_scan() -> None:
    assert scan(b'[project.scripts]\nx = "m:f"')
    assert not scan(b"[flake8]\nmax-line-length = 120\n")


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "pyproject.toml",
            '[tool.setuptools]\npackage-dir = { tides = "py/tides", odd = "other/name", up = "../x" }',
            (("odd", "other/name"),),
        ),
        ("pyproject.toml", '[tool.setuptools.package-dir]\n"" = "lib"', ()),
        ("setup.cfg", "[options]\npackage_dir =\n    =src\n    tides = code\n", (("tides", "code"),)),
    ],
)
def test_packages_whose_directory_has_another_name(path: str, text: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert read_text(read, path, text)[1].package_places == expected


def test_members_of_a_workspace() -> None:
    text = '[tool.uv.workspace]\nmembers = ["packages/*", "tools/mend"]\n'
    assert read_text(read, "pyproject.toml", text)[1].members == ("packages/*", "tools/mend")
