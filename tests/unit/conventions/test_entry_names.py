"""Entry point names: which compete, and which are reported if they are missing."""

from __future__ import annotations

import pytest

from flake8_single_entry.conventions.entry_names import ENTRY_WORDS, is_entry_name


@pytest.mark.parametrize(
    ("name", "competes", "reported"),
    [
        ("main", True, True),
        ("server", True, True),
        ("api", True, False),
        ("index", True, False),
        ("cli", False, True),
        ("wsgi", False, True),
        ("tides", False, False),
    ],
)
def test_words(name: str, competes: bool, reported: bool) -> None:
    assert (name in ENTRY_WORDS) is competes
    assert is_entry_name(name) is reported


def test_part_of_a_word_is_no_entry_name() -> None:
    assert is_entry_name("main_v2")
    assert is_entry_name("my-app")
    assert not is_entry_name("domain")
    assert not is_entry_name("apple")
