"""A ``setup.py`` without packaging is a script like any other."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.packaging.setup_py import read, scan
from tests.unit.reading import read_text, shown

RUNS = "import subprocess\nsubprocess.run(['python', 'seed.py'])\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RUNS, ["2 path seed.py @caller"]),
        (RUNS + "def setup():\n    pass\nsetup()\n", ["2 path seed.py @caller"]),
        (
            RUNS + "from setuptools import setup\nsetup(name='x', py_modules=['tides'])\n",
            ["4 module tides @file search=src"],
        ),
        (RUNS + "import setuptools\nsetuptools.setup(name='x')\n", []),
        (RUNS + "from cx_Freeze import Executable\nE = [Executable('main.py')]\n", ["4 path main.py @file"]),
    ],
)
def test_setup_py(text: str, expected: list[str]) -> None:
    assert scan(text.encode())
    assert shown(*read_text(read, "setup.py", text)) == expected


def test_the_traits_of_a_script_are_read() -> None:
    _, facts = read_text(read, "setup.py", "if __name__ == '__main__':\n    print(1)\n")
    assert facts.traits is not None
    assert facts.traits.guard is not None
