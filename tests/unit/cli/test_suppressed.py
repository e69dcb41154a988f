"""What ``check`` says of findings that are suppressed, and of entries whose last day comes soon."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from flake8_single_entry.cli import main
from flake8_single_entry.config.file import FILE_NAME
from tests.support import Repository

Make = Callable[..., Repository]
Command = Callable[..., tuple[int, str, str]]
MAIN = "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n"
FILES = {"main.py": MAIN, "a.sh": "python gone_a.py\n", "b.sh": "python gone_b.py  # noqa: ONE201\n"}


@pytest.fixture
def single_entry(capsys: pytest.CaptureFixture[str]) -> Command:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def repository(make_repository: Make, monkeypatch: pytest.MonkeyPatch) -> Repository:
    made = make_repository(FILES)
    monkeypatch.chdir(made.root)
    return made


def test_suppressed_findings_are_counted_and_shown(repository: Repository, single_entry: Command) -> None:
    del repository
    assert "gone_b" not in single_entry()[1]
    code, out, _ = single_entry("--show-suppressed")
    assert (code, [line for line in out.splitlines() if "suppressed" in line]) == (
        1,
        ["b.sh:1:8: ONE201 starts gone_b.py, which does not exist; add it, or drop the reference [suppressed: noqa]"],
    )
    single_entry("baseline", "--reason", "next week")
    runs = json.loads(single_entry("--show-suppressed", "--format", "sarif")[1])["runs"]
    assert [one["suppressions"] for one in runs[0]["results"]] == [
        [{"kind": "external", "justification": "next week"}],
        [{"kind": "inSource"}],
    ]
    code, out, _ = single_entry("--show-suppressed")
    assert [line.rpartition(" [")[2] for line in out.splitlines()] == ["suppressed: baseline]", "suppressed: noqa]"]
    assert code == 0


@pytest.mark.parametrize(
    ("words", "exit_code"),
    [((), 1), (("--exit-zero",), 0), (("--ignore", "ONE201"), 0), (("--show-suppressed",), 1)],
)
def test_json_has_the_exit_code(
    repository: Repository, single_entry: Command, words: tuple[str, ...], exit_code: int
) -> None:
    del repository
    for _ in range(2):  # the second run takes the report from the cache
        code, out, _ = single_entry("--format", "json", *words)
        document = json.loads(out)
        assert code == document["summary"]["exit"] == exit_code
        assert document["summary"]["suppressed"] == 1
        shown = [(one["path"], one["suppressed_by"]) for one in document.get("suppressed", [])]
        assert shown == ([("b.sh", "noqa")] if words == ("--show-suppressed",) else [])


def test_json_names_the_exit_code_of_an_invalid_configuration(repository: Repository, single_entry: Command) -> None:
    repository.write({FILE_NAME: "version: 2\n"})
    code, out, _ = single_entry("--format", "json")
    assert code == json.loads(out)["summary"]["exit"] == 2


@pytest.mark.parametrize(("days", "is_told"), [(0, True), (14, True), (15, False)])
def test_a_last_day_that_comes_soon_is_told(
    repository: Repository, single_entry: Command, days: int, is_told: bool
) -> None:
    until = date.today() + timedelta(days=days)
    repository.write({FILE_NAME: f"version: 1\nallow:\n  - path: main.py\n    until: {until}\n", "a.sh": "true\n"})
    code, out, err = single_entry()
    assert (code, out) == (0, "")
    assert ("Ends soon: .single-entry.yaml:3: allows main.py until" in err) is is_told
    assert "Ends soon" not in single_entry("-q")[2]
    code, out, err = single_entry("--level", "note")
    assert ("ONE903 allows main.py" in out) is is_told
    assert "Ends soon" not in err
