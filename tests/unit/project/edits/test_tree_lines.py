"""Drawn trees without the line of one file."""

from __future__ import annotations

import pytest

from flake8_single_entry.project.edits.tree_lines import named_in_tree, without_line
from tests.unit.project.edits.marked import changed, span_of


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        pytest.param("src/\n├── «old.py»\n└── main.py\n", "src/\n└── main.py\n", id="the first"),
        pytest.param("src/\n├── main.py\n└── «old.py»\n", "src/\n└── main.py\n", id="the last"),
        pytest.param(
            "src/\n├── a/\n│   ├── x.py\n│   └── y.py\n└── «old.py»\n",
            "src/\n└── a/\n    ├── x.py\n    └── y.py\n",
            id="the last, behind a directory",
        ),
        pytest.param("src/\n|-- main.py\n`-- «old.py»\n", "src/\n`-- main.py\n", id="ASCII"),
        pytest.param("src/\n├── a/\n│   └── «old.py»\n└── b.py\n", "src/\n├── a/\n└── b.py\n", id="the only one"),
        pytest.param("src/\n  «old.py»  # the first\n  main.py\n", "src/\n  main.py\n", id="by indentation"),
        pytest.param("src/\r\n├── «old.py»\r\n└── main.py\r\n", "src/\r\n└── main.py\r\n", id="CRLF"),
    ],
)
def test_without_line(marked: str, after: str) -> None:
    span = span_of(marked)
    assert changed(span.text, without_line(span)) == after


def test_the_end_of_the_text() -> None:
    assert without_line(span_of("src/\n└── «old.py»")) == ()


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("```\n├── «old.py»\n└── main.py\n```\n", True),
        ("```\n├── «old.py»\n└── my_main.py\n```\n", False),
        ("```\n├── «old.py»\n└── main.py.bak\n```\n", False),
        ("main.py\n\n```\n├── «old.py»\n```\nmain.py\n", False),
    ],
)
def test_named_in_tree(marked: str, expected: bool) -> None:
    assert named_in_tree(span_of(marked), "main.py") is expected
