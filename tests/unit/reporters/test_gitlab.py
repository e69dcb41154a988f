"""The format ``gitlab``, against the documented fields of a Code Quality report."""

from __future__ import annotations

import json

import jsonschema

from flake8_single_entry.reporters.gitlab import report
from tests.support import Results
from tests.unit.reporters.findings import ALL, HOSTILE

# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
DOCUMENTED = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z-]+$"},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!/|\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def violations(results: Results) -> list[dict[str, object]]:
    output = report(results)
    assert not output.startswith("\ufeff")
    found: list[dict[str, object]] = json.loads(output)
    jsonschema.validate(found, DOCUMENTED)
    return found


def test_the_report_has_the_documented_fields() -> None:
    found = violations(ALL)
    assert [violation["severity"] for violation in found] == ["minor", "info", "major"]
    assert found[0] == {
        "description": f"ONE203 {ALL.findings[0].message}",
        "check_name": "superseded-target",
        "fingerprint": "00000000000000aa",
        "severity": "minor",
        "location": {"path": "Dockerfile", "lines": {"begin": 4, "end": 4}},
    }
    assert violations(Results((), (), 0, 0)) == []


def test_names_are_escaped() -> None:
    output = report(HOSTILE)
    found = violations(HOSTILE)
    assert len({str(violation["fingerprint"]) for violation in found}) == len(HOSTILE.findings)
    assert all(str(violation["description"]).isprintable() for violation in found)
    json.dumps(found, ensure_ascii=False).encode("utf-8")  # no lone surrogates, at which GitLab would give up
    assert "##" not in output
