"""project.resolve.misspelling: names that are probably meant to be the same."""

from __future__ import annotations

import pytest

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.project.resolve.misspelling import NearNames, have_same_words, is_one_edit


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("label", "label3", True),
        ("train_models", "train_model", True),
        ("serve", "server", True),
        ("trian", "train", True),
        ("train", "traim", True),
        ("start_server", "start_servers", True),
        ("train", "train", False),
        ("train", "trail_x", False),
        ("get_key_validator", "test_key_validation", False),
        ("step1", "step2", False),  # a number tells them apart
        ("lesson_10", "lesson_11", False),
        ("app", "api", False),  # too short
        ("", "a", False),
    ],
)
def test_one_edit(one: str, other: str, expected: bool) -> None:
    assert (is_one_edit(one, other), is_one_edit(other, one)) == (expected, expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("bird catcher", "catch birds", True),
        ("ward snip", "ward sniper", True),
        ("run", "run", True),
        ("run", "runner", False),  # the shared part is too short
        ("bird catcher", "fish catcher", False),
        ("bird catcher", "catch many birds", False),
        ("bird bird", "birds catch", False),
    ],
)
def test_same_words(one: str, other: str, expected: bool) -> None:
    assert have_same_words(tuple(one.split()), tuple(other.split())) is expected
    assert have_same_words(tuple(other.split()), tuple(one.split())) is expected


def test_the_files_of_the_same_directory() -> None:
    tree = Tree.of(dict.fromkeys(["label3.py", "label4.txt", "sub/label5.py", "labels.py"], ""))
    assert NearNames(tree).of("label.py") == ["label3.py", "labels.py"]
    assert NearNames(tree).of("sub/label.py") == ["sub/label5.py"]
    assert NearNames(tree).of("label.txt") == []
