"""Reporters and tables: what is printed, character by character where programs read it."""

from __future__ import annotations

import json

import pytest

from flake8_single_entry.cli.listing import table
from flake8_single_entry.model import Candidate, Evidence, Finding, Level, Location, Related, Role, Scope
from flake8_single_entry.reporters import FORMATS, Display, load
from flake8_single_entry.reporters.json import listing
from flake8_single_entry.reporters.text import statistics, summary
from tests.support import Results


def finding(path: str = "Dockerfile", message: str = "starts main_old.py", code: str = "ONE203") -> Finding:
    return Finding(
        code, "superseded-target", Location(path, 20, 24, 20, 35), message, "main_old.py", "main_old.py", "src/main.py",
        ".", (Related(Location("main_old.py", 9, 1, 9, 2), "here"),), "0123456789abcdef",
    )  # fmt: skip


EVIDENCE = (
    Evidence("image", Location("Dockerfile", 20, 1, 20, 2), "Dockerfile line 20: the image's command starts it", 10.0),
    Evidence("complete", None, "120 lines of code", 1.5),
)
PLACE = Location("src/main.py", 3, 1, 3, 4)
SCOPE = Scope(
    ".", "src/main.py", "evidence", 0.93333, ("archive/",),
    (
        Candidate("src/main.py", Role.AUTHORITATIVE, 11.5, EVIDENCE, PLACE),
        Candidate("main_old.py", Role.DUPLICATE, 1.5, EVIDENCE[1:], PLACE, rival="src/main.py", similarity=0.81),
    ),
)  # fmt: skip
RESULTS = Results((finding(),), (SCOPE,), 1200, 45)
IN_COLOUR = Display(colour=True)


def test_text_is_one_line_a_finding() -> None:
    assert load("text").report(RESULTS) == "Dockerfile:20:24: ONE203 starts main_old.py\n"
    assert load("text").report(Results((), (), 0, 0)) == ""


@pytest.mark.parametrize(("level", "colour"), [(Level.ERROR, 31), (Level.WARNING, 33), (Level.NOTE, 34)])
def test_the_colour_of_a_code_shows_its_level(level: Level, colour: int) -> None:
    text = load("text").report(Results((finding()._replace(level=level),), (), 0, 0), IN_COLOUR)
    assert f"\x1b[{colour};1mONE203\x1b[0m" in text


def test_the_summary_counts_what_is_not_printed() -> None:
    assert summary(RESULTS, hidden=3).endswith(" in 1 file: 1 error. Not printed: 3 of a lower level (--level note).\n")
    assert summary(RESULTS, elsewhere=2).endswith(" Not printed: 2 in other files.\n")
    both = summary(RESULTS, hidden=3, elsewhere=2)
    assert both.endswith(" Not printed: 3 of a lower level (--level note), 2 in other files.\n")
    assert "Not printed: 1,000 of" in summary(Results((), (), 1, 1), hidden=1000)


def test_text_in_colour_says_the_same() -> None:
    coloured = load("text").report(RESULTS, IN_COLOUR)
    assert coloured == (
        "\x1b[1mDockerfile\x1b[0m\x1b[36m:\x1b[0m20\x1b[36m:\x1b[0m24\x1b[36m:\x1b[0m \x1b[31;1mONE203\x1b[0m "
        "starts main_old.py\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [("src/ümläut mäin.py", "src/ümläut mäin.py"), ("a\x1b[31m.py", "a\\x1b[31m.py"), ("##[x]", "#\\x23[x]")],
)
def test_nothing_that_a_terminal_would_obey_is_printed(text: str, shown: str) -> None:
    assert load("text").report(Results((finding(f"a/{text}", text),), (), 0, 0)) == f"a/{shown}:20:24: ONE203 {shown}\n"
    assert load("text").report(Results((finding("::x"),), (), 0, 0)).startswith("./::x:20:24: ONE203 ")


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((), "No findings in 1,200 files with 45 references.\n"),
        ((finding(),), "Found 1 finding in 1 file: 1 error.\n"),
        ((finding(), finding(), finding("a.sh")), "Found 3 findings in 2 files: 3 errors.\n"),
        (
            (finding()._replace(level=Level.NOTE), finding()._replace(level=Level.WARNING, move="archive/a.py")),
            "Found 2 findings in 1 file: 1 warning, 1 note.\n`single-entry fix` may mend 1 of them; `single-entry fix --diff` shows how.\n",
        ),
        (
            (finding()._replace(move="a"),),
            "Found 1 finding in 1 file: 1 error.\n`single-entry fix` may mend it; `single-entry fix --diff` shows how.\n",
        ),
        (
            (finding()._replace(move="a"),) * 2,
            "Found 2 findings in 1 file: 2 errors.\n`single-entry fix` may mend all of them; `single-entry fix --diff` shows how.\n",
        ),
    ],
)
def test_summary(findings: tuple[Finding, ...], expected: str) -> None:
    assert summary(Results(findings, (), 1200, 45)) == expected


def test_statistics_start_with_the_most_frequent() -> None:
    rows = statistics((finding(code="ONE101"), finding(), finding(code="ONE201"), finding()))
    assert rows.split() == ["2", "ONE203", "superseded-target", "1", "ONE101", "superseded-target",
                            "1", "ONE201", "superseded-target"]  # fmt: skip


def test_json_of_check_is_the_documented_one() -> None:
    document = json.loads(load("json").report(RESULTS, IN_COLOUR))
    assert list(document) == ["version", "scopes", "findings", "summary"]
    assert document["version"] == 1
    assert document["summary"] == {
        "files": 1200,
        "references": 45,
        "findings": 1,
        "suppressed": 0,
        "history": True,
        "exit": 0,
    }
    shallow = json.loads(load("json").report(RESULTS._replace(has_history=False)))
    assert shallow["summary"]["history"] is False
    assert document["findings"] == [
        {
            "code": "ONE203", "rule": "superseded-target", "level": "error", "path": "Dockerfile", "line": 20, "column": 24,
            "end_line": 20, "end_column": 35, "message": "starts main_old.py", "reference": "main_old.py",
            "target": "main_old.py", "suggestion": "src/main.py", "scope": ".",
            "related": [{"path": "main_old.py", "line": 9, "message": "here"}], "fixable": False, "edits": [], "move": None,
            "fingerprint": "0123456789abcdef",
        }
    ]  # fmt: skip


def test_json_of_list_is_the_documented_one() -> None:
    document = json.loads(listing([SCOPE]))
    assert document["version"] == 1
    (scope,) = document["scopes"]
    assert {key: scope[key] for key in list(scope)[:5]} == {
        "root": ".", "entry_point": "src/main.py", "decided_by": "evidence", "confidence": 0.933,
        "archive": ["archive/"],
    }  # fmt: skip
    assert scope["candidates"][0] == {
        "path": "src/main.py", "role": "authoritative", "score": 11.5,
        "evidence": [
            {"kind": "image", "location": {"path": "Dockerfile", "line": 20, "column": 1}, "text": EVIDENCE[0].text,
             "weight": 10.0},
            {"kind": "complete", "location": None, "text": "120 lines of code", "weight": 1.5},
        ],
    }  # fmt: skip
    assert json.loads(load("json").report(RESULTS))["scopes"] == document["scopes"]


def test_json_survives_any_name_and_any_locale() -> None:
    text = load("json").report(Results((finding("caf\udce9\x1b.py"),), (), 0, 0))
    assert text.isascii()
    assert json.loads(text)["findings"][0]["path"] == "caf\udce9\x1b.py"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_reporter_that_can_say_nothing(name: str) -> None:
    output = load(name).report(Results((), (), 0, 0))
    assert output == "" or output.endswith("\n")


def test_text_is_relative_to_the_current_directory() -> None:
    results = Results((finding("src/main_old.py"), finding("Makefile"), finding("/etc/other.yaml")), (), 0, 0)
    text = load("text").report(results, Display(directory="src"))
    assert [line.partition(":")[0] for line in text.splitlines()] == ["main_old.py", "../Makefile", "/etc/other.yaml"]


def changed(path: str) -> int | None:
    return {"src/main.py": 1_700_000_000, "main_old.py": 1_600_000_000}.get(path)


def test_the_table_shows_who_decided_and_why() -> None:
    assert table([SCOPE], changed) == (
        "the repository\n"
        "  entry point  src/main.py  (decided by evidence, confidence 93%)\n"
        "     +10.0  Dockerfile line 20: the image's command starts it\n"
        "      +1.5  120 lines of code\n"
        "            last changed on 2023-11-14\n"
        "  archive  archive/\n"
        "  role           score  module, and the evidence\n"
        "  duplicate        1.5  main_old.py\n"
        "                          81% similar to src/main.py; nothing starts it; 120\n"
        "                          lines of code; changed 2020-09-13\n"
    )


def test_the_table_fits_a_narrow_terminal() -> None:
    parts = "; ".join(f"deploy/start-{number}.sh line {number} starts it" for number in range(20))
    evidence = (Evidence("image", None, parts, 10.0),)
    entry = Candidate("src/main.py", Role.AUTHORITATIVE, 10.0, evidence, PLACE)
    rival = Candidate("src/other.py", Role.PROGRAM, 10.0, evidence, PLACE)
    lines = table([Scope(".", "src/main.py", "evidence", 0.9, (), (entry, rival))], changed).splitlines()
    assert max(map(len, lines)) <= 80
    assert all(f"start-{number}.sh" in "".join(lines) for number in range(20)), "no path is broken"


def test_the_table_shows_what_is_undecided() -> None:
    undecided = Scope("a", None, None, 0.4, (), (Candidate("a/x.py", Role.CANDIDATE, 1.0, (), PLACE),))
    several = Scope("b", None, "configuration", 1.0, (), (), (("web", "b/web.py"), ("worker", "b/worker.py")))
    nothing = Scope("c", None, None, 0.0, (), ())
    text = table([undecided, several, nothing], lambda path: None)
    assert "a/\n  entry point  undecided: the evidence does not decide; name one in .single-entry.yaml\n" in text
    assert "b/\n  program web  b/web.py  (decided by configuration)\n  program worker  b/worker.py\n\n" in text
    assert text.endswith("c/\n  entry point  none found\n")
    assert table([nothing], lambda path: None).startswith("No entry point or candidate found")


def test_the_table_shows_a_few_of_what_never_competes() -> None:
    tests = tuple(Candidate(f"tests/t{number}.py", Role.TEST, 0.0, (), PLACE) for number in range(30))
    text = table([Scope(".", None, None, 0.0, (), tests)], lambda path: None)
    assert text.count("tests/t") == 5
    assert "not shown: 25 test" in text
