"""Placeholders: the answer depends on where a text stands."""

from __future__ import annotations

import pytest

from flake8_single_entry.conventions.placeholders import (
    is_no_path,
    is_placeholder,
    is_placeholder_directory,
    is_placeholder_in_code,
)


@pytest.mark.parametrize(
    ("text", "document", "code", "directory", "no_path"),
    [
        ("<repo>", True, False, True, True),
        ("your_app.py", True, True, True, False),
        ("path/to/main.py", True, False, True, False),
        ("report_YYYY.py", True, False, True, False),
        ("my_app/main.py", True, False, False, False),
        ("foo.py", True, True, False, False),
        ("hello.py", True, False, False, False),
        ("old_file.py", False, True, False, False),
        ("*.py", True, False, False, True),
        ("https://tides.example/main.py", False, False, False, True),
        ("src/main.py", False, False, False, False),
    ],
)
def test_questions(text: str, document: bool, code: bool, directory: bool, no_path: bool) -> None:
    assert is_placeholder(text) is document
    assert is_placeholder_in_code(text) is code
    assert is_placeholder_directory(text) is directory
    assert is_no_path(text) is no_path


@pytest.mark.parametrize(
    ("text", "word", "other"),
    [
        ("my app/main.py", False, True),
        ("my app/*.py", True, True),
        (" main.py", True, True),
        ("main.py ", True, True),
        ("main.py\tx", True, True),
    ],
)
def test_only_a_word_of_a_command_may_have_blanks(text: str, word: bool, other: bool) -> None:
    assert is_no_path(text, is_word=True) is word
    assert is_no_path(text) is other
