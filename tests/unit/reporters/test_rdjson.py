"""The format ``rdjson``, against its definition, and by the validator from npm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flake8_single_entry.model import Edit, Location
from flake8_single_entry.reporters import Display
from flake8_single_entry.reporters.rdjson import report
from flake8_single_entry.rules import address_of
from tests.support import Results
from tests.unit.reporters.findings import ALL, COMMAND, HOSTILE, MARKUP, SCRIPT, read
from tests.unit.reporters.npm import run_tool

DISPLAY = Display(read=read)


def diagnostics(results: Results) -> list[dict[str, object]]:
    document = json.loads(report(results, DISPLAY))
    assert document["source"] == {"name": "single-entry"}
    found: list[dict[str, object]] = document["diagnostics"]
    return found


def test_a_diagnostic_has_the_range_and_the_suggestion() -> None:
    span = {"start": {"line": 4, "column": 17}, "end": {"line": 4, "column": 28}}
    assert diagnostics(ALL)[0] == {
        "message": COMMAND.message,
        "location": {"path": "Dockerfile", "range": span},
        "severity": "WARNING",
        "code": {"value": "ONE203", "url": address_of("ONE203")},
        "suggestions": [{"range": span, "text": "src/main.py"}],
    }
    assert [found["severity"] for found in diagnostics(ALL)] == ["WARNING", "INFO", "ERROR"]


def test_columns_count_bytes() -> None:
    """``größe`` takes seven bytes, of which the span holds all."""
    (found,) = diagnostics(Results((SCRIPT,), (), 1, 1))
    span = {"start": {"line": 3, "column": 9}, "end": {"line": 3, "column": 27}}
    assert found["location"] == {"path": "run.sh", "range": span}
    (after,) = diagnostics(Results((SCRIPT._replace(location=Location("run.sh", 3, 29, 3, 35), edits=()),), (), 1, 1))
    assert after["location"] == {
        "path": "run.sh",
        "range": {"start": {"line": 3, "column": 31}, "end": {"line": 3, "column": 38}},
    }


@pytest.mark.parametrize(
    "edits",
    [
        (),
        (*COMMAND.edits, Edit(Location("Dockerfile", 1, 1, 1, 2), "x")),  # they belong together
        (Edit(Location("other.sh", 1, 1, 1, 2), "x"),),
    ],
)
def test_no_suggestion_that_would_be_applied_in_part(edits: tuple[Edit, ...]) -> None:
    (found,) = diagnostics(Results((COMMAND._replace(edits=edits),), (), 1, 1))
    assert "suggestions" not in found


@pytest.mark.parametrize("results", [ALL, HOSTILE, Results((MARKUP,), (), 1, 1), Results((), (), 0, 0)])
def test_the_validator_accepts_it(results: Results, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(report(results, DISPLAY), "ascii")
    assert "valid" in run_tool("rdformat-validator", "--strict", "--no-extra-fields", file)


def test_names_are_escaped() -> None:
    found = diagnostics(HOSTILE)
    assert all(str(one["message"]).isprintable() for one in found)
    json.dumps([{**one, "suggestions": []} for one in found], ensure_ascii=False).encode("utf-8")
