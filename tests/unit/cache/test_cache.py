"""cache: what is kept comes back whole or not at all, stays bounded, and nobody else brings it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_single_entry import cache
from flake8_single_entry.cache import Cache, clear, codec, directory
from flake8_single_entry.cache.private import refusal
from flake8_single_entry.cli import main
from flake8_single_entry.engine import commit_reports, history_cache
from flake8_single_entry.model import Base, EntryTraits, Facts, Kind, Launch, Location, Reference, RelativeTo, Via
from tests.support import run

posix = pytest.mark.skipif(os.name != "posix", reason="no owners and modes")
as_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="nobody else gives files away")
SOMEBODY = 12345


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "cache")


@pytest.mark.parametrize("text", ["", "one\ntwo", "größe \udce9", "x" * 100_000])
def test_what_is_kept_comes_back(place: str, text: str) -> None:
    Cache(place).write("a", text)
    assert Cache(place).read("a") == text
    assert Cache(place).read("b") is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\n", b"0" * 64 + b"\ntext", b"\xff" * 100])
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


def test_every_changed_bit_counts(place: str) -> None:
    Cache(place).write("a", "some text")
    kept = Path(place, "a.single-entry")
    whole = kept.read_bytes()
    for position in range(len(whole)):
        for bit in (0x01, 0x20, 0x80):
            kept.write_bytes(whole[:position] + bytes([whole[position] ^ bit]) + whole[position + 1 :])
            assert Cache(place).read("a") is None


def test_what_is_kept_under_one_name_is_nothing_under_another(place: str) -> None:
    Cache(place).write("a", "text")
    Path(place, "b.single-entry").write_bytes(Path(place, "a.single-entry").read_bytes())
    assert (Cache(place).read("b"), Cache(place).read("a")) == (None, "text")


def test_large_texts_are_checked_by_the_same_sum(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in (0, 1 << 30):  # OpenSSL's, and Python's own
        Cache(place).write("a", "größe" * 1000)
        monkeypatch.setattr(cache, "_WORTH_OPENSSL", limit)
        assert Cache(place).read("a") == "größe" * 1000


def test_no_place_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (None, str(tmp_path / "file" / "below")):
        Cache(place).write("a", "text")
        assert Cache(place).read("a") is None


def test_nothing_is_left_beside_what_is_kept(place: str) -> None:
    for number in range(3):
        Cache(place).write("a", str(number))
    assert sorted(os.listdir(place)) == ["CACHEDIR.TAG", "a.single-entry"]


def age(place: str, name: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(os.path.join(place, name), (then, then))


def test_what_is_old_goes_first(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST_CACHE", 1000)
    for hours, name in ((3, "oldest"), (2, "older"), (1, "old")):
        Cache(place).write(name, "x" * 400)
        age(place, f"{name}.single-entry", hours * 3600)
    Cache(place).write("new", "x" * 400)
    assert [name for name in ("oldest", "older", "old", "new") if Cache(place).read(name)] == ["old", "new"]


def test_what_was_not_written_for_a_month_goes(place: str) -> None:
    Cache(place).write("a", "text")
    age(place, "a.single-entry", 40 * 24 * 3600)
    Cache(place).write("b", "text")
    assert (Cache(place).read("a"), Cache(place).read("b")) == (None, "text")


def test_what_a_killed_process_began_goes_after_an_hour(place: str) -> None:
    Cache(place).write("a", "text")
    for name, minutes in (("a.single-entry.0011.new", 70), ("a.single-entry.0022.new", 1)):
        Path(place, name).write_text("te")
        age(place, name, minutes * 60)
    Cache(place).write("b", "text")
    assert {name for name in os.listdir(place) if name.endswith(".new")} == {"a.single-entry.0022.new"}


def test_other_files_stay_however_old_they_are(place: str) -> None:
    Cache(place).write("a", "text")
    others = {".single-entry.yaml", "x.single-entry.yaml", ".single-entry", "new", "a.new"}
    for name in others:
        Path(place, name).write_text("")
        age(place, name, 400 * 24 * 3600)
    Cache(place).write("b", "text")
    clear(place)
    assert set(os.listdir(place)) == others


PROBE = """
import json, os, sys
place = sys.argv[1]
from flake8_single_entry.cache import Cache
seen = []
def hook(event, arguments):
    if event == "os.scandir" or event == "open" and arguments[2] & os.O_CREAT:
        seen.append([event, *map(str, arguments)])
sys.addaudithook(hook)
Cache(place).write("a", "text")
print(json.dumps(seen))
"""


def writing(place: str) -> list[list[str]]:
    """The files that a write makes, and the directories that it lists."""
    done = run([sys.executable, "-c", PROBE, place], Path(place).parent, check=True)
    return [event for event in json.loads(done.stdout) if event[1].startswith(place)]


def test_the_directory_is_looked_through_for_a_new_name_and_once_a_day(place: str) -> None:
    listed = []
    for days in (0, 0, 0, 2, 0):
        if days:
            age(place, "a.single-entry", days * 24 * 3600)
        listed.append("os.scandir" in {event for event, *_ in writing(place)})
    assert listed == [True, False, False, True, False]


@posix
def test_names_of_files_that_are_written_cannot_be_known_before(place: str) -> None:
    made = [event for _ in range(3) for event in writing(place) if event[0] == "open"]
    names = {path for _, path, *_ in made}
    assert len(names) == len(made) == 4, "three texts and the tag"
    for _, _, _, flags in made:
        assert int(flags) & os.O_EXCL
        assert int(flags) & os.O_NOFOLLOW


@posix
@pytest.mark.parametrize("mask", [0, 0o022, 0o077, 0o777])
def test_nobody_else_reads_or_writes_what_is_kept(tmp_path: Path, mask: int) -> None:
    place = tmp_path / "home" / ".cache" / "single-entry"
    before = os.umask(mask)
    try:
        for _ in range(2):
            Cache(str(place)).write("a", "text")
    finally:
        os.umask(before)
    assert Cache(str(place)).read("a") == "text"
    modes = {path.name: path.stat().st_mode & 0o7777 for path in (tmp_path / "home").rglob("*")}
    assert modes == {".cache": 0o700, "single-entry": 0o700, "a.single-entry": 0o600, "CACHEDIR.TAG": 0o600}


# What is done to the directories ``above/place``, and what of the reason is said; "" where they can be used.
PLACES: dict[str, tuple[Callable[[Path], object], str]] = {
    "as it is made": (lambda place: None, ""),
    "others may look": (lambda place: place.chmod(0o755), ""),
    "the group may write": (lambda place: place.chmod(0o770), "other users can write in {place} (chmod go-w {place})"),
    "others may write": (lambda place: place.chmod(0o702), "other users can write in {place} (chmod go-w {place})"),
    "all may make files": (lambda place: place.chmod(0o1777), "other users can write in {place}"),
    "others may replace it": (lambda place: place.parent.chmod(0o777), "other users can write in {above} (chmod"),
    "it lies where all may make files": (lambda place: place.parent.chmod(0o1777), ""),
    "a file": (lambda place: (place.rmdir(), place.write_text("")), "{place} is not a directory"),
    "missing": (lambda place: place.rmdir(), ""),
    "missing, where others may make it": (
        lambda place: (place.rmdir(), place.parent.chmod(0o777)),
        "other users can write in {above}",
    ),
    "a link to one": (lambda place: place.rename(place.with_name("b")) and place.symlink_to("b"), ""),
    "a link to one that others may write": (
        lambda place: (place.rename(place.with_name("b")).chmod(0o777), place.symlink_to("b")),
        "other users can write in {above}/b",
    ),
    "a link through one that others may write": (
        lambda place: (
            place.rmdir(),
            (place.parent / "open" / "b").mkdir(parents=True),
            (place.parent / "open").chmod(0o777),
            place.symlink_to("open/../open/b"),
        ),
        "other users can write in {above}/open",
    ),
    "a link to itself": (lambda place: (place.rmdir(), place.symlink_to(place)), "or its target does not exist"),
    "a link to nothing": (lambda place: (place.rmdir(), place.symlink_to("none")), ""),
}


@posix
@pytest.mark.parametrize("case", PLACES)
def test_a_directory_that_others_could_have_written_is_not_used(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    change, expected = PLACES[case]
    place = tmp_path / "above" / "place"
    place.mkdir(parents=True)
    change(place)
    said = expected.format(place=place, above=place.parent)
    reason = refusal(str(place))
    assert (said in reason) if reason else (said == ""), reason
    Cache(str(place)).write("a", "text")
    if said:
        assert Cache(str(place)).place is None
        assert Cache(str(place)).read("a") is None
        assert not [path for path in tmp_path.rglob("*") if "single-entry" in path.name]
    monkeypatch.setenv("SINGLE_ENTRY_CACHE_DIR", str(place))
    assert main(["cache", "dir"]) == 0
    told = capsys.readouterr()
    assert told.out == f"{place}\n"
    assert ("the cache is not used: " in told.err) is bool(said)
    assert said in told.err


def give(path: Path, user: int = SOMEBODY, group: int = -1) -> None:
    os.chown(path, user, group, follow_symlinks=False)


OWNERS: dict[str, tuple[Callable[[Path], object], bool]] = {
    "the directory is another's": (lambda place: give(place), False),
    "the one above is another's": (lambda place: give(place.parent), False),
    "the link is another's": (
        lambda place: (place.rename(place.with_name("b")), place.symlink_to("b"), give(place)),
        False,
    ),
    "a group may replace it": (lambda place: (give(place.parent, 0, 7), place.parent.chmod(0o770)), False),
    "the user's own group may replace it": (lambda place: (give(place.parent, 0, 0), place.parent.chmod(0o770)), True),
}


@as_root
@pytest.mark.parametrize("case", OWNERS)
def test_a_directory_of_somebody_else_is_not_used(case: str, tmp_path: Path) -> None:
    change, is_used = OWNERS[case]
    place = tmp_path / "above" / "place"
    place.mkdir(parents=True)
    Cache(str(place)).write("a", "text")
    change(place)
    assert Cache(str(place)).read("a") == ("text" if is_used else None)
    Cache(str(place)).write("b", "text")
    assert any(path.name.startswith("b.") for path in tmp_path.rglob("*")) is is_used


def to_a_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


FILES: dict[str, Callable[[Path], object]] = {
    "a link": lambda path: path.symlink_to(path.rename(path.with_name("b"))),
    "a second name": lambda path: os.link(path, path.with_name("b")),
    "a FIFO": to_a_fifo,
    "the group may write": lambda path: path.chmod(0o620),
    "others may write": lambda path: path.chmod(0o602),
}


@posix
@pytest.mark.parametrize("case", FILES)
def test_a_file_that_others_could_have_written_counts_as_absent(case: str, place: str) -> None:
    Cache(place).write("a", "text")
    FILES[case](Path(place, "a.single-entry"))
    assert Cache(place).read("a") is None
    Cache(place).write("a", "again")
    assert Cache(place).read("a") == "again"


@as_root
def test_a_file_of_somebody_else_counts_as_absent(place: str) -> None:
    Cache(place).write("a", "text")
    give(Path(place, "a.single-entry"))
    assert Cache(place).read("a") is None


@posix
def test_a_link_in_place_of_a_file_is_replaced_and_not_followed(place: str, tmp_path: Path) -> None:
    Cache(place).write("a", "text")
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for name in ("b.single-entry", f"b.single-entry.{os.getpid()}"):
        Path(place, name).symlink_to(victim)
    Cache(place).write("b", "text")
    assert (Cache(place).read("b"), victim.read_text()) == ("text", "mine")


def test_what_cannot_be_put_in_its_place_leaves_nothing(place: str) -> None:
    Cache(place).write("a", "text")
    Path(place, "b.single-entry").mkdir()
    Cache(place).write("b", "text")
    assert Cache(place).read("b") is None
    assert sorted(os.listdir(place)) == ["CACHEDIR.TAG", "a.single-entry", "b.single-entry"]


def test_reports_of_commits_share_one_bounded_text(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Cache(place)
    for number in range(commit_reports.MOST + 50):
        commit_reports.keep_report(kept, "of", f"key{number}", f"report {number}")
    commit_reports.keep_report(kept, "of", "key100", "another report")
    assert sorted(os.listdir(place)) == ["CACHEDIR.TAG", "of.single-entry"]
    assert (kept.read("of") or "").count("\n") == commit_reports.MOST - 1
    for number, expected in ((49, None), (51, "report 51"), (100, "another report"), (249, "report 249"), (4, None)):
        assert commit_reports.report_of(kept, "of", f"key{number}") == expected
    monkeypatch.setattr(commit_reports, "LARGEST", 1000)
    for number in range(5):
        commit_reports.keep_report(kept, "of", f"large{number}", "x" * 300)
    assert len(kept.read("of") or "") <= 1000
    assert [bool(commit_reports.report_of(kept, "of", f"large{number}")) for number in range(5)] == [
        False,
        False,
        *[True] * 3,
    ]
    commit_reports.keep_report(kept, "of", "huge", "x" * 2000)
    assert (kept.read("of") or "").split(" ")[0] == "huge"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")
def test_reports_of_processes_at_once_are_whole(place: str) -> None:
    children = []
    for process in range(6):
        child = os.fork()
        if not child:
            for number in range(20):
                commit_reports.keep_report(Cache(place), "of", f"{process}.{number}", f"{process}.{number} " * 500)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 6
    lines = (Cache(place).read("of") or "").split("\n")
    # Without a lock, one process may write what it read before another wrote: reports get lost, but none is damaged.
    assert len(lines) > 1
    for line in lines:
        key = line.split(" ")[0]
        assert line == f"{key} " + f"{key} " * 500
    assert sorted(os.listdir(place)) == ["CACHEDIR.TAG", "of.single-entry"]


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
            PLACE, "a:b", Kind.OBJECT, Base(RelativeTo.FILE, "x", ("y",), certain=False), "python", Via.CALL, "r", True
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


def test_the_answers_of_git_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {f"question {number}": "x" * number for number in range(100)}
    monkeypatch.setattr(history_cache, "_MOST", 3)
    assert list(history_cache._latest(answers)) == ["question 97", "question 98", "question 99"]
    monkeypatch.setattr(history_cache, "_LARGEST", 200)
    assert list(history_cache._latest(answers)) == ["question 99"]
    monkeypatch.setattr(history_cache, "_LARGEST", 10)
    assert list(history_cache._latest(answers)) == ["question 99"]
    assert history_cache._latest({}) == {}
