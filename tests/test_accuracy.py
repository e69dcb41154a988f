"""``benchmarks/accuracy.py`` on mirrors that are made here: what it counts, what it shows, and what it leaves out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.score import same
from tests.support import Repository, run

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "accuracy.py"
FACTS = json.loads(BENCHMARK.with_name("accuracy_facts.json").read_text("utf-8"))
LOOK, COUNT = "tide/buoys", "tide/quay"  # by the hashes of these names
MAIN = "def main():\n    print('tides')\n\n\nif __name__ == '__main__':\n    main()\n"


@pytest.fixture
def mirrors(tmp_path: Path, make_repository: Callable[..., Repository]) -> Path:
    """Two mirrors: one of a Dockerfile that starts what was renamed, and one with nothing to say about."""
    stale = make_repository({"old.py": MAIN, "Dockerfile": "FROM python\nCOPY . .\nCMD python old.py\n"}, name="stale")
    stale.git("mv", "old.py", "main.py")
    stale.commit("rename")
    kept = make_repository({"main.py": MAIN, "README.md": "```sh\npython main.py\n```\n"}, name="kept")
    folder = tmp_path / "mirrors"
    folder.mkdir()
    for repository, name in ((stale, LOOK), (kept, COUNT)):
        repository.git("clone", "--quiet", "--mirror", ".", str(folder / name.replace("/", "+")))
    return folder


def facts_of(mirrors: Path, **changed: object) -> dict[str, list[dict[str, object]]]:
    def head(name: str) -> str:
        return run(["git", "rev-parse", "HEAD"], mirrors / name.replace("/", "+"), check=True).stdout.strip()

    repair = {"repository": LOOK, "path": "Dockerfile", "line": 3, "now": "main.py", "half": "look", **changed}
    kept = {"repository": COUNT, "entry": ["other.py"], "half": "count"}
    return {
        "repairs": [{**repair, "commit": head(LOOK)}],
        "consolidations": [],
        "well_kept": [{**kept, "commit": head(COUNT)}],
    }


def measure(mirrors: Path, facts: object, *options: str, peer: str = "") -> tuple[list[str], str]:
    """The rows that the benchmark prints, and what it says beside them."""
    path = mirrors.parent / "facts.json"
    path.write_text(json.dumps(facts), "utf-8")
    tool = f"{sys.executable} -m flake8_single_entry"
    words = [
        sys.executable,
        str(BENCHMARK),
        str(mirrors),
        "--facts",
        str(path),
        "--tool",
        tool,
        "--peer",
        peer,
        *options,
    ]
    done = run(words, mirrors.parent, check=True, env={"PYTHONPATH": str(BENCHMARK.parents[1])})
    return [line for line in done.stdout.splitlines() if line.startswith("|")], done.stderr


def test_counts_by_half(mirrors: Path) -> None:
    rows, said = measure(mirrors, facts_of(mirrors), "--list")
    assert rows == [
        "| measure | all | look | count |",
        "| - | -: | -: | -: |",
        "| lines that people repaired later: found at the commit before | 1 of 1 | 1 of 1 |  |",
        "| – in deployment and other configuration | 1 of 1 | 1 of 1 |  |",
        "| where people wrote something else: the suggestion is what they wrote | 1 of 1 | 1 of 1 |  |",
        "| well-kept repositories: false findings | 0 |  | 0 |",
        "| – repositories with one | 0 of 1 |  | 0 of 1 |",
        "| – `list` names a wrong entry point at the root | 1 of 1 |  | 1 of 1 |",
        "| – `list` names none at the root, where there is one | 0 of 1 |  | 0 of 1 |",
    ]
    assert said == ""  # the half that is only counted stays unread


def test_shows_the_counted_half_when_told_to(mirrors: Path) -> None:
    rows, said = measure(mirrors, facts_of(mirrors), "--half", "count", "--list", "--open")
    assert rows[0] == "| measure | count |"
    assert "names main.py, right is other.py" in said


def test_a_miss_is_shown_and_an_absent_mirror_is_named(mirrors: Path) -> None:
    facts = facts_of(mirrors, line=1)
    facts["well_kept"][0]["commit"] = "0" * 40
    rows, said = measure(mirrors, facts, "--list", "--checkouts", str(mirrors.parent / "checkouts"))
    assert "| lines that people repaired later: found at the commit before | 0 of 1 | 0 of 1 |  |" in rows
    assert "Dockerfile:1 is not found" in said
    assert f"left out: {COUNT}: its mirror lacks 0000000" in said


def test_the_peer_counts_in_markdown_only(mirrors: Path, tmp_path: Path) -> None:
    said = [
        {"file": "README.md", "line": 2, "rule": "RL005", "message": 'Documented file "main.py" does not exist.'},
        {"file": "README.md", "line": 3, "rule": "RL002", "message": 'Link "docs/" does not exist.'},
    ]
    stub = tmp_path / "stub"
    report = json.dumps({"findings": said})
    stub.write_text(f"#!/bin/sh\ncase $1 in --version) echo Stub 1.0 beta;; *) echo '{report}';; esac\n")
    stub.chmod(0o755)
    rows, _ = measure(mirrors, facts_of(mirrors), peer=str(stub))
    assert rows[-1] == "| Stub 1.0 | 0 of 0 | 1 | 1 |"
    assert rows[-2].endswith(" | 0 of 0 | 0 | 0 |")


def test_the_facts_are_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARK.parent))
    import score

    facts = score.facts_of(FACTS)  # raises where a half is not that of the name
    assert all(len(fact.commit) == 40 for fact in facts.all())
    assert len({fact.repository for fact in facts.well_kept}) == len(facts.well_kept)


@pytest.mark.parametrize(
    ("suggestion", "written", "expected"),
    [
        ("src/main.py", "./src/main.py", True),
        ("-m shop", "shop", True),
        ("src.main:run", "src.main", True),  # from src.main import run
        ("src:main", "src.main", True),  # from src import main
        ("src.main:app", "src.main:application", False),
        ("src.main", "src.main:app", False),
        ("src.main_v2:run", "src.main", False),
        ("main.py", "src/main.py", False),
    ],
)
def test_a_suggestion_is_what_people_wrote(suggestion: str, written: str, expected: bool) -> None:
    assert same(suggestion, written) is expected
