"""The arguments behind a program in a command, and whether another program takes them."""

from __future__ import annotations

import pytest

from flake8_single_entry.fixes.arguments import arguments_after, refused_argument

PARSES = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--port')\np.add_argument('--dry-run')\n"
READS = "import sys\nprint(sys.argv[1:])\n"
NONE = "import uvicorn\nuvicorn.run('x:app')\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("python a.py", ()),
        ("python a.py --port 1 x", ("--port", "1", "x")),
        ("python a.py --port 1 && echo x", ("--port", "1")),
        ("python a.py x; y", ("x",)),
        ("python a.py x | y", ("x",)),
        ("python a.py > log", ()),
        ("python a.py &", ()),
        ("python a.py --port \\\n  1\nnext", ("--port", "1")),
        ("python a.py --port \\\r\n  1\r\nnext\r\n", ("--port", "1")),
        ('CMD ["python", "a.py", "--port", "1"]', ("--port", "1")),
        ("run: `python a.py -v` now", ("-v",)),
        ("$(python a.py -v) now", ("-v",)),
        ("python a.py  # the server", ()),
        ("{ python a.py x }", ("x",)),
    ],
)
def test_arguments_after(text: str, words: tuple[str, ...]) -> None:
    assert arguments_after(text, text.index("a.py") + 4) == words


@pytest.mark.parametrize(
    ("arguments", "program", "through", "refused"),
    [
        ((), NONE, "", ""),
        (("x",), NONE, "", "x"),
        (("--port", "1"), NONE, "", "--port"),
        (("x",), READS, "", ""),
        (("-v",), READS, "", ""),
        (("--port", "1"), PARSES, "", ""),
        (("--port=1",), PARSES, "", ""),
        (("--dry-run",), PARSES, "", ""),
        (("--dry-run",), "import typer\ndef main(dry_run: bool): ...\n", "", ""),
        (("--workers", "2"), PARSES, "", "--workers"),
        (("--host", "0.0.0.0"), NONE, "uvicorn", ""),
        (("--port=1", "--reload"), NONE, "flask", ""),
        (("--model", "x"), NONE, "uvicorn", "--model"),
        (("-v",), NONE, "uvicorn", "-v"),
        (("--port", "1"), PARSES, "run.py", ""),
        (("--model", "1"), PARSES, "run.py", "--model"),
    ],
)
def test_refused_argument(arguments: tuple[str, ...], program: str, through: str, refused: str) -> None:
    assert refused_argument(arguments, program, through) == refused
