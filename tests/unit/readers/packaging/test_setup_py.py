"""What setup.py declares, read without running it."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.packaging.setup_py import read
from tests.unit.reading import read_text, shown

CASES = [
    pytest.param(
        """
        from setuptools import setup, find_packages
        setup(
            name="tide-tables",
            package_dir={"": "lib"},
            packages=find_packages("lib"),
            py_modules=["single"],
            scripts=["bin/tides.py"],
            entry_points={
                "console_scripts": ["tides=tides.cli:main", 'tides-web = tides.web:main [web]'],
                "tides.stations": "brest = tides.brest",
            },
        )
        """,
        [
            "10 object tides.cli:main @file search=lib",
            "10 object tides.web:main @file search=lib",
            "11 module tides.brest @file search=lib",
            "7 module single @file search=lib",
            "8 path bin/tides.py @file",
        ],
        id="dictionary",
    ),
    pytest.param(
        '''
        import setuptools
        setuptools.setup(entry_points="""
            [console_scripts]
            # comment = nothing.here:main
            tides = tides.cli:main

            gezeiten = tides.größe:main
        """)
        ''',
        ["6 object tides.cli:main @file search=src", "8 object tides.größe:main @file search=src"],
        id="INI text",
    ),
    pytest.param(
        """
        PACKAGE = "tides"
        SCRIPTS = ["tides = " + PACKAGE + ".cli:main"]
        OPTIONS = dict(name=PACKAGE, entry_points={"console_scripts": SCRIPTS + ["x = tides.x:main"]})
        setup(**OPTIONS)
        """,
        ['3 object tides.cli:main @file search=src <-  " + PACKAGE +', "4 object tides.x:main @file search=src"],
        id="constants",
    ),
    pytest.param(
        """
        from cx_Freeze import Executable, setup
        setup(executables=[Executable("main.py", base=None), Executable(script="tray.py")])
        setup(app=["mac.py"], windows=[{"script": "win.py", "icon": "x.ico"}])
        """,
        ["4 path mac.py @file", "4 path win.py @file", "3 path main.py @file", "3 path tray.py @file"],
        id="freezers",
    ),
    pytest.param(
        """
        def entry_points():
            return compute()
        TWICE = ["a = a:b"]
        TWICE = ["c = d:e"]
        setup(entry_points=entry_points(), scripts=glob("bin/*.py"), py_modules=TWICE)
        other(entry_points={"console_scripts": ["x = y:z"]})
        print("python main.py")
        """,
        [],
        id="what cannot be known",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_references(text: str, expected: list[str]) -> None:
    assert shown(*read_text(read, "setup.py", text)) == expected


def test_lines_that_end_in_carriage_returns() -> None:
    text = 'setup(entry_points="""\r\n[console_scripts]\r\na = b:c\r\nd = e:f\r\n""")\r\n'
    assert shown(*read_text(read, "setup.py", text)) == [
        "3 object b:c @file search=src",
        "4 object e:f @file search=src",
    ]


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        (
            "package_dir={'tides': 'src_py', 'tides.beat': 'py/beats'}",
            (("tides", "src_py"), ("tides.beat", "py/beats")),
        ),
        ("**{'package_dir': {'tides': 'code'}}", (("tides", "code"),)),
        ("**OPTIONS", (("tides", "code"),)),
        ("package_dir={'tides': '.'}", (("tides", ""),)),
        ("package_dir={'': 'src', 'tides': 'src/tides', 'x': '../x', 'y': PLACE}", ()),
    ],
)
def test_packages_whose_directory_has_another_name(arguments: str, places: tuple[tuple[str, str], ...]) -> None:
    text = f"OPTIONS = dict(package_dir={{'tides': 'code'}})\nsetup(name='tides', {arguments})\n"
    assert read_text(read, "setup.py", text)[1].package_places == places


@pytest.mark.parametrize(
    ("arguments", "roots"),
    [
        ("packages=find_packages(where='src')", ("src",)),
        ("packages=find_packages()", ("",)),
        ("package_dir={'': 'py'}, packages=find_packages()", ("py",)),
        ("package_dir={'tides': 'py/tides'}", ("py",)),
        ("package_dir={'tides': 'tides'}", ("",)),
        ("package_dir={'': ROOT}", ("src",)),
        ("package_dir={'': '/opt/x'}", ()),
    ],
)
def test_package_roots(arguments: str, roots: tuple[str, ...]) -> None:
    _, facts = read_text(read, "setup.py", f"ROOT = 'src'\nsetup(name='tides', {arguments})\n")
    assert facts.package_roots == roots
    assert facts.project_names == ("tides",)


@pytest.mark.parametrize(
    "text", ["print 'Python 2'\nsetup()\n", "setup(" + "(" * 5000, "setup(name='\0')", "x = [" * 200]
)
def test_what_cannot_be_parsed_is_a_problem(text: str) -> None:
    from flake8_single_entry.syntax.source import Source

    facts = read(Source.of_text("setup.py", text))
    assert not facts.references
    assert len(facts.problems) == 1
