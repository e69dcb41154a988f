"""The console scripts that packaging files install, by name."""

from __future__ import annotations

from textwrap import dedent

import pytest

from flake8_single_entry.readers.packaging import read as read_packaging
from flake8_single_entry.readers.packaging.setup_py import read as read_setup
from flake8_single_entry.syntax.source import Source

CASES = {
    "pyproject.toml": """\
        [project.scripts]
        tides = "tides:main"
        [project.gui-scripts]
        tides-window = "tides.window:main"
        [project.entry-points.stations]
        brest = "tides.brest:Brest"
        [tool.poetry.scripts]
        serve = { reference = "tides.web:serve", type = "console" }
        plain = { reference = "bin/plain.py", type = "file" }
        [tool.setuptools]
        py-modules = ["single"]
        """,
    "setup.cfg": """\
        [options.entry_points]
        console_scripts =
            tides = tides:main
            serve = tides.web:serve
        gui_scripts =
            tides-window = tides.window:main
        stations =
            brest = tides.brest:Brest
        [options]
        py_modules = single
        """,
    "setup.py": """\
        from setuptools import setup
        setup(
            entry_points={"console_scripts": ["tides = tides:main", "serve=tides.web:serve"],
                          "gui_scripts": "tides-window = tides.window:main", "stations": ["brest = tides.brest:Brest"]},
            py_modules=["single"], scripts=["bin/plain.py"],
        )
        """,
}


@pytest.mark.parametrize("path", CASES)
def test_commands(path: str) -> None:
    source = Source.of_text(path, dedent(CASES[path]))
    facts = (read_setup if path == "setup.py" else read_packaging)(source)
    texts = {reference.location: reference.text for reference in facts.references}
    found = {name: texts[location] for name, location in facts.commands}
    assert found == {"tides": "tides:main", "tides-window": "tides.window:main", "serve": "tides.web:serve"}
