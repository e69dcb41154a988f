"""The baseline: what it holds is not reported while it lasts, and everything else about it is said at its lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flake8_single_entry.baseline.file import FILE_NAME, Entry, dumps, read
from flake8_single_entry.cache import Cache, directory
from flake8_single_entry.cli import main
from flake8_single_entry.config.file import FILE_NAME as CONFIGURATION
from flake8_single_entry.engine import Analysis, Revision, analyse
from flake8_single_entry.model import Edit
from tests.support import Repository, run

Make = Callable[..., Repository]
Command = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[3]
MAIN = "def main():\n    print('x')\n\n\nif __name__ == '__main__':\n    main()\n"
APP = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/a')\ndef a() -> str:\n    return 'a'\n"
IMAGE = 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main_old:app"]\n'
FILES = {
    "main.py": MAIN,
    "a.sh": "python gone_a.py\n",
    "b.sh": "python gone_b.py\npython gone_c.py\n",
    CONFIGURATION: "version: 1  # ours\nentry_point: main.py\n",
}


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


def places(out: str) -> list[str]:
    return [" ".join(line.split(" ")[:2]) for line in out.splitlines()]


def test_what_is_recorded_does_not_fail(repository: Repository, single_entry: Command) -> None:
    assert single_entry()[0] == 1
    code, out, err = single_entry("baseline")
    assert (code, out) == (0, f"Wrote {FILE_NAME} with 3 findings.\n")
    assert err == (
        f"Wrote `baseline: {FILE_NAME}` to {CONFIGURATION}.\n"
        f"Commit {FILE_NAME} and {CONFIGURATION}: hooks read them from git.\n"
    )
    assert (repository.root / CONFIGURATION).read_text() == (
        f"version: 1  # ours\nentry_point: main.py\nbaseline: {FILE_NAME}\n"
    )
    assert single_entry()[:2] == (0, "")
    repository.git("add", "--all")
    assert single_entry()[:2] == single_entry("--staged")[:2] == single_entry("--no-cache")[:2] == (0, "")
    repository.commit()
    assert single_entry("--rev", "HEAD")[:2] == (0, "")
    assert single_entry("baseline") == (0, f"{FILE_NAME} holds 3 findings: nothing has changed.\n", "")


def test_the_index_says_what_to_add(repository: Repository, single_entry: Command) -> None:
    single_entry("baseline")
    repository.git("add", CONFIGURATION)
    code, out, _ = single_entry("--staged")
    assert (code, "`baseline` names .single-entry-baseline.json, which is not in git; git add it" in out) == (2, True)


def test_only_new_findings_fail_and_edits_above_change_nothing(repository: Repository, single_entry: Command) -> None:
    single_entry("baseline")
    repository.write({"b.sh": "# more\n\n" + FILES["b.sh"] + "python gone_d.py\n"})
    code, out, _ = single_entry()
    assert (code, places(out)) == (1, ["b.sh:5:8: ONE201"])
    before = (repository.root / FILE_NAME).read_text()
    code, out, err = single_entry("baseline")
    assert (code, out) == (0, f"{FILE_NAME} holds 3 findings: nothing has changed.\n")
    assert "1 finding is not in the baseline" in err
    assert (repository.root / FILE_NAME).read_text() == before
    assert single_entry("baseline", "--update")[1] == f"{FILE_NAME} holds 4 findings, 1 added.\n"
    assert single_entry()[:2] == (0, "")


def test_what_is_mended_fails_until_it_is_removed(repository: Repository, single_entry: Command) -> None:
    single_entry("baseline")
    repository.write({"b.sh": "python gone_c.py\n"})
    code, out, _ = single_entry()
    assert (code, out) == (
        1,
        f"{FILE_NAME}:5:5: ONE902 holds ONE201 of b.sh (gone_b.py), which is fixed; "
        "remove the entry (`single-entry baseline` does)\n",
    )
    assert single_entry("baseline", "--prune")[1] == f"{FILE_NAME} holds 2 findings, 1 removed as fixed.\n"
    assert single_entry()[:2] == (0, "")
    (repository.root / "a.sh").unlink()
    (repository.root / "b.sh").unlink()
    assert single_entry("baseline")[1] == f"{FILE_NAME} holds 0 findings, 2 removed as fixed.\n"
    assert single_entry()[:2] == (0, "")


def test_a_rule_that_is_off_makes_no_entry_old(repository: Repository, single_entry: Command) -> None:
    single_entry("baseline")
    repository.write({CONFIGURATION: (repository.root / CONFIGURATION).read_text() + "rules: { ONE201: off }\n"})
    assert single_entry()[:2] == (0, "")


def test_notes_are_not_recorded_and_no_baseline_is_needed_for_nothing(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch, single_entry: Command
) -> None:
    monkeypatch.chdir(make_repository({"main.py": MAIN}).root)
    assert single_entry("baseline") == (0, "No findings: no baseline is needed.\n", "")
    assert single_entry("baseline", "--prune")[0] == 2


def test_without_a_configuration_one_is_written(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch, single_entry: Command
) -> None:
    repository = make_repository({"main.py": MAIN, "a.sh": "python gone.py\n"})
    monkeypatch.chdir(repository.root)
    assert single_entry("baseline")[0] == 0
    assert (repository.root / CONFIGURATION).read_text() == f"version: 1\nbaseline: {FILE_NAME}\n"
    assert single_entry()[:2] == (0, "")


def test_the_plugin_honours_it(repository: Repository, single_entry: Command) -> None:
    command = [sys.executable, "-m", "flake8", "--select=ONE", "."]
    here = {"PYTHONPATH": str(ROOT)}
    assert "ONE201" in run(command, repository.root, env=here).stdout
    single_entry("baseline")
    assert run(command, repository.root, env=here).stdout == ""


def test_fix_leaves_what_it_holds(
    make_repository: Make, monkeypatch: pytest.MonkeyPatch, single_entry: Command
) -> None:
    repository = make_repository(
        {"main.py": APP, "main_old.py": APP, "Dockerfile": IMAGE, CONFIGURATION: FILES[CONFIGURATION]}
    )
    monkeypatch.chdir(repository.root)
    assert single_entry("fix", "--diff")[0] == 1
    single_entry("baseline")
    repository.commit()
    assert single_entry("fix", "--diff")[:2] == (0, "")


def test_figures_count_what_it_holds_and_explain_names_it(repository: Repository, single_entry: Command) -> None:
    before = [line.split() for line in single_entry("status")[1].splitlines()]
    single_entry("baseline")
    after = [line.split() for line in single_entry("status")[1].splitlines()]
    today = [row[:-1] if row[-2] == row[-1] or row[-1] == "-" else row for row in after[1 : len(before)]]
    assert (today, after[0]) == (before[1:], ["today", "baseline", "change"])
    assert " ".join(after[len(before)]) == "findings that the baseline holds 3 3"
    assert json.loads(single_entry("status", "--format", "json")[1])["states"][0]["in_baseline"] == 3
    assert "ONE201 missing-target (not reported: the baseline holds it)" in single_entry("explain", "a.sh:1")[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "`baseline` names .single-entry-baseline.json, which does not exist; `single-entry baseline` writes it"),
        ("[", "not valid JSON"),
        ("[]", "this is no baseline of version 1"),
        ('{"version": 2, "findings": []}', "this is no baseline of version 1"),
        ('{"version": 1}', "`findings` is missing or no list"),
        ('{"version": 1, "findings": [{"code": "x", "path": "y"}]}', "`fingerprint` is missing in an entry"),
        ('{"version": 1, "findings": [{"color": "x"}]}', "unknown key `color`"),
        (
            '{"version": 1, "findings": [{"fingerprint": "a", "code": "x", "path": "y", "until": "soon"}]}',
            "`until` is `soon`; it takes a day such as 2026-12-31",
        ),
        (
            '{"version": 1, "findings": [{"fingerprint": "a", "code": "x", "path": "y", "level": "high"}]}',
            "`level` is `high`; it takes note, warning, error",
        ),
        ("\x00", "NUL bytes"),
    ],
)
def test_a_baseline_that_is_not_valid_is_an_error(
    repository: Repository, single_entry: Command, text: str | None, message: str
) -> None:
    repository.write({CONFIGURATION: FILES[CONFIGURATION] + f"baseline: {FILE_NAME}\n"})
    if text is not None:
        repository.write({FILE_NAME: text})
    code, out, _ = single_entry()
    assert code == 2
    assert "ONE901" in out
    assert message in out
    code, _, err = single_entry("baseline")
    assert (code, err.startswith("single-entry: ")) == ((0, False) if text is None else (2, True))


@pytest.mark.parametrize("value", ["", ".", "'*.json'", "docs/", "../x.json", "/x.json", ".single-entry.yaml", "[a]"])
def test_the_key_takes_a_file(repository: Repository, single_entry: Command, value: str) -> None:
    repository.write({CONFIGURATION: FILES[CONFIGURATION] + f"baseline: {value}\n"})
    code, out, _ = single_entry()
    assert (code, f"{CONFIGURATION}:3:" in out, "ONE901" in out) == (2, True, True)


def test_entries_tell_people_what_they_hold(repository: Repository, single_entry: Command) -> None:
    single_entry("baseline", "--reason", "next quarter", "--until", "2099-01-31")
    written = json.loads((repository.root / FILE_NAME).read_text())
    assert written["version"] == 1
    assert [entry["path"] for entry in written["findings"]] == ["a.sh", "b.sh", "b.sh"]
    assert written["findings"][0] == {
        "fingerprint": written["findings"][0]["fingerprint"],
        "code": "ONE201",
        "path": "a.sh",
        "level": "error",
        "reference": "gone_a.py",
        "target": "gone_a.py",
        "reason": "next quarter",
        "until": "2099-01-31",
    }


@pytest.mark.parametrize(
    ("until", "code", "told"),
    [("2020-01-31", 1, "until 2020-01-31, which has passed"), ("2099-01-31", 0, ""), ("", 0, "")],
)
def test_a_day_that_has_passed_is_a_finding_at_the_entry(
    repository: Repository, single_entry: Command, until: str, code: int, told: str
) -> None:
    single_entry("baseline")
    found = read(FILE_NAME, (repository.root / FILE_NAME).read_bytes()).entries
    day = date.fromisoformat(until) if until else None
    repository.write({FILE_NAME: dumps(entry._replace(until=day) for entry in found[:1])})
    repository.write({"b.sh": "true\n"})
    answer, out, _ = single_entry()
    assert answer == code
    assert told in out
    if told:
        assert out.startswith(f"{FILE_NAME}:4:5: ONE903 holds ONE201 of a.sh (gone_a.py)")


def applied(text: str, edits: set[Edit]) -> str:
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    for place, new in sorted(edits, reverse=True):
        start, end = starts[place.line - 1] + place.column - 1, starts[place.end_line - 1] + place.end_column - 1
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize("kept", [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2)])
def test_edits_remove_what_is_mended(repository: Repository, single_entry: Command, kept: tuple[int, ...]) -> None:
    single_entry("baseline")
    text = (repository.root / FILE_NAME).read_text()
    lines = ["python gone_a.py", "python gone_b.py", "python gone_c.py"]
    alive = [line if number in kept else "true" for number, line in enumerate(lines)]
    repository.write({"a.sh": f"{alive[0]}\n", "b.sh": f"{alive[1]}\n{alive[2]}\n"})
    edits = {edit for finding in analyse(repository.root, cached=False).findings for edit in finding.edits}
    after = applied(text, edits)
    assert after == dumps(read("", text.encode()).entries[number] for number in kept)


def test_a_trusted_baseline_counts_and_one_that_is_brought_does_not(
    repository: Repository, single_entry: Command
) -> None:
    single_entry("baseline")
    repository.commit()
    both = Revision(revision="HEAD", trusted="HEAD~1")
    assert len(Analysis(repository.root, selection=both).report().findings) == 3
    repository.write({"b.sh": "true\n"})
    repository.commit()
    assert Analysis(repository.root, selection=Revision(revision="HEAD", trusted="HEAD~1")).report().findings == ()


def test_later_runs_see_the_baseline_change(repository: Repository, single_entry: Command) -> None:
    def codes() -> list[str]:
        cached = [one.code for one in Analysis(repository.root, cache=Cache(directory())).report().findings]
        assert cached == [one.code for one in analyse(repository.root, cached=False).findings]
        return cached

    assert codes() == ["ONE201"] * 3
    single_entry("baseline")
    assert codes() == []
    entries = read(FILE_NAME, (repository.root / FILE_NAME).read_bytes()).entries
    for tracked in (False, True):
        repository.write({FILE_NAME: dumps(entries[:2])})
        assert codes() == ["ONE201"]
        repository.write({FILE_NAME: dumps(entries)})
        assert codes() == []
        (repository.root / FILE_NAME).unlink()
        assert codes()[0] == "ONE901"
        repository.write({FILE_NAME: dumps(entries)})
        assert codes() == []
        if not tracked:
            repository.commit()


def test_a_link_out_of_the_repository_is_not_read(repository: Repository, single_entry: Command) -> None:
    outside = repository.root.parent / "secret.json"
    outside.write_text('{"token": "hunter2"}')
    (repository.root / FILE_NAME).symlink_to(outside)
    repository.write({CONFIGURATION: FILES[CONFIGURATION] + f"baseline: {FILE_NAME}\n"})
    code, out, _ = single_entry()
    assert (code, "hunter2" in out) == (2, False)
    code, _, err = single_entry("baseline")
    assert (code, "hunter2" in err) == (2, False)
    assert outside.read_text() == '{"token": "hunter2"}'


def test_hostile_names_stay_text() -> None:
    entry = Entry("f", "ONE201", "<script>\x1b[2J##[x]", "\u202e", "::error")
    text = dumps([entry])
    assert text.isascii()
    assert "##" not in text
    assert read("b", text.encode()).entries[0]._replace(location=entry.location) == entry
