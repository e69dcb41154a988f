"""Plain text and reStructuredText: the same judgement as for Markdown, another way to tell commands from prose."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import Reference, RelativeTo, Via
from flake8_single_entry.readers.documents import rst, text
from flake8_single_entry.syntax.source import Source


def read_text(content: str, path: str = "README.txt") -> tuple[Reference, ...]:
    return text.read(Source.of_text(path, content)).references


def read_rst(content: str, path: str = "README.rst") -> tuple[Reference, ...]:
    return rst.read(Source.of_text(path, content)).references


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Start:\n  cd api\n  python src/main.py\n  # serves port 80\n", [("src/main.py", "api")]),
        ("Run: python src/main.py\n", [("src/main.py", "")]),
        ("1. python src/main.py --port 1\n", [("src/main.py", "")]),
        ("python src/main.py is the program that serves.\n", []),
        ("The code is in src/main.py and so on.\n", []),
        ("Entry point: src/main.py\n", [("src/main.py", "")]),
        ("REMOVED FILES\n=============\n\npython src/main_v1.py\n", []),
        ("Set up\n======\n\ncd api\n\npython src/main.py\n", [("src/main.py", "api")]),
    ],
)
def test_text(content: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.text, each.base.directory) for each in read_text(content)] == expected


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("INSTALL.txt", True),
        ("docs/architecture_summary.txt", True),
        ("requirements.txt", False),
        ("constraints-dev.txt", False),
        ("CHANGELOG.txt", False),
        ("old/README.txt", False),
        ("readme/numbers.txt", False),
        ("file_list.txt", False),
    ],
)
def test_which_text_files_are_documentation(path: str, counts: bool) -> None:
    assert bool(read_text("python src/main.py\n", path)) is counts


def test_a_pasted_conversation_is_no_documentation() -> None:
    assert read_text("python src/main.py\n" + "and then?\n" * 3_000, "setup.txt") == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Start\n-----\n\n.. code-block:: bash\n\n   $ python src/main.py\n\nThen x.\n", ["src/main.py"]),
        ("Start it::\n\n    python src/main.py\n\nDone.\n", ["src/main.py"]),
        (
            ".. code-block:: console\n   :linenos:\n\n   $ python src/main.py\n   loading python y1.py\n",
            ["src/main.py"],
        ),
        ("Run ``python src/main.py`` now.\n", ["src/main.py"]),
        ("See :file:`src/main.py`.\n", ["src/main.py"]),
        ("Shop\n====\n\nRemoved\n-------\n\n::\n\n    python src/main_v1.py\n", []),
        (".. code-block:: diff\n\n   -python src/main_v1.py\n", []),
        ("python src/main.py in prose\n", []),
    ],
)
def test_rst(content: str, expected: list[str]) -> None:
    assert [each.text for each in read_rst(content)] == expected


def test_an_included_file_is_relative_to_the_document() -> None:
    (reference,) = read_rst(".. literalinclude:: ../src/main.py\n   :language: python\n", "docs/usage.rst")
    assert (reference.text, reference.base.anchor, reference.via) == ("../src/main.py", RelativeTo.FILE, Via.PATH)


def test_a_manual_is_about_the_programs_of_its_users() -> None:
    """``celery -A tasks1`` in a library's manual names a module of whoever reads it; in a README it is our own."""
    command = "::\n\n    $ celery -A tasks1 worker\n"
    assert [each.via for each in read_rst(command, "docs/guide.rst")] == [Via.MENTION]
    assert [each.via for each in read_rst(command)] == [Via.RUN]
    assert [each.via for each in read_rst(command, "CONTRIBUTING.rst")] == [Via.RUN]  # read beside a checkout


@pytest.mark.parametrize("content", ["", "::", "=====", "a::\n", ".. code-block::", "\n" * 9, "x\n=\n=\n"])
def test_odd_input_is_read(content: str) -> None:
    read_rst(content)
    read_text(content)
