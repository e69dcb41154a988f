"""cache: what is kept comes back whole or not at all, stays bounded, and nobody else brings it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from flake8_single_entry import cache, codec
from flake8_single_entry.cache import Cache, clear, directory
from flake8_single_entry.model import Anchor, Base, EntryTraits, Facts, Kind, Launch, Location, Reference, Via


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "cache")


@pytest.mark.parametrize("text", ["", "one\ntwo", "größe \udce9", "x" * 100_000])
def test_what_is_kept_comes_back(place: str, text: str) -> None:
    Cache(place).write("a", text)
    assert Cache(place).read("a") == text
    assert Cache(place).read("b") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\n", b"0" * 64 + b"\nother"])
def test_what_is_damaged_counts_as_absent_and_goes(place: str, damage: bytes) -> None:
    Cache(place).write("a", "text")
    (kept,) = [path for path in Path(place).iterdir() if path.name != "CACHEDIR.TAG"]
    kept.write_bytes(damage)
    assert Cache(place).read("a") is None
    assert not kept.exists()
    Cache(place).write("a", "again")
    assert Cache(place).read("a") == "again"


def test_every_truncation_counts_as_absent(place: str) -> None:
    Cache(place).write("a", "some text")
    (kept,) = [path for path in Path(place).iterdir() if path.name != "CACHEDIR.TAG"]
    whole = kept.read_bytes()
    for length in range(len(whole)):
        kept.write_bytes(whole[:length])
        assert Cache(place).read("a") is None


def test_no_place_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (None, str(tmp_path / "file" / "below")):
        Cache(place).write("a", "text")
        assert Cache(place).read("a") is None


def test_nothing_is_left_beside_what_is_kept(place: str) -> None:
    for number in range(3):
        Cache(place).write("a", str(number))
    assert sorted(os.listdir(place)) == ["CACHEDIR.TAG", "a.single-entry"]


def test_what_is_old_goes_first(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST_CACHE", 1000)
    for age, name in ((3, "oldest"), (2, "older"), (1, "old")):
        Cache(place).write(name, "x" * 400)
        long_ago = time.time() - age * 3600
        os.utime(os.path.join(place, f"{name}.single-entry"), (long_ago, long_ago))
    Cache(place).write("new", "x" * 400)
    assert [name for name in ("oldest", "older", "old", "new") if Cache(place).read(name)] == ["old", "new"]


def test_what_was_not_used_for_a_month_goes(place: str) -> None:
    Cache(place).write("a", "text")
    long_ago = time.time() - 40 * 24 * 3600
    os.utime(os.path.join(place, "a.single-entry"), (long_ago, long_ago))
    Cache(place).write("b", "text")
    assert (Cache(place).read("a"), Cache(place).read("b")) == (None, "text")


def test_clear_removes_the_tools_files_and_no_others(place: str) -> None:
    Cache(place).write("a", "text")
    (Path(place) / "mine").write_text("")
    assert clear(place) == 1
    assert os.listdir(place) == ["mine"]
    (Path(place) / "mine").unlink()
    Cache(place).write("a", "text")
    clear(place)
    assert not os.path.exists(place)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"SINGLE_ENTRY_CACHE_DIR": "/some/where"}, "/some/where"),
        ({"SINGLE_ENTRY_CACHE_DIR": "inside", "XDG_CACHE_HOME": "/xdg"}, None),
        ({"XDG_CACHE_HOME": "/xdg"}, "/xdg/single-entry"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/home/a"}, "/home/a/.cache/single-entry"),
        ({"HOME": "/home/a"}, "/home/a/.cache/single-entry"),
    ],
)
@pytest.mark.skipif(os.name != "posix" or os.uname().sysname != "Linux", reason="the places of Linux")
def test_the_usual_place(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str | None) -> None:
    for name in ("SINGLE_ENTRY_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert directory() == expected


PLACE = Location("größe.py", 1, 2, 3, 4)
FACTS = Facts(
    references=(
        Reference(
            PLACE, "a:b", Kind.OBJECT, Base(Anchor.FILE, "x", ("y",), certain=False), "python", Via.CALL, "r", True
        ),
    ),
    traits=EntryTraits(guard=PLACE, launches=(Launch("main", PLACE, top_level=True),), sketch=(1, 2), size=3),
    project_names=("shop",),
)


@pytest.mark.parametrize("value", [FACTS, Facts(), (FACTS, PLACE), (), (1, None, "x", True, 0.5), Via.RUN])
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert codec.loads(codec.dumps(value)) == value


@pytest.mark.parametrize("text", ["", "[", "[99]", "[[]]", '["x"]', "[1,2]", '[1,{"a":[]}]', "[" * 100_000])
def test_other_texts_are_malformed(text: str) -> None:
    with pytest.raises(codec.Malformed):
        codec.loads(text)


def test_nothing_but_values_of_the_model_is_written() -> None:
    with pytest.raises(TypeError):
        codec.dumps(Path("x"))
