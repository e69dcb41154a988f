"""The format ``sarif``: by the OASIS schema, by Microsoft's validator, and by what the specification says in prose."""

from __future__ import annotations

import configparser
import json
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest

from flake8_single_entry.model import Edit, Level, Location, SuppressedFinding
from flake8_single_entry.reporters.sarif import report
from flake8_single_entry.rules import RULES, address_of
from tests.support import Results
from tests.unit.reporters.findings import ALL, COMMAND, HOSTILE, MARKUP, SCRIPT
from tests.unit.reporters.npm import run_tool

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads(files("docs_drift").joinpath("schemas/sarif-schema-2.1.0.json").read_text("utf-8"))
EVERY = Results(
    tuple(COMMAND._replace(code=rule.code, rule=rule.name, level=rule.level) for rule in RULES), (), 1, 1, False
)
SUPPRESSED = Results(
    (SCRIPT,),
    (),
    1,
    1,
    suppressed=(SuppressedFinding("noqa", COMMAND), SuppressedFinding("baseline", COMMAND, "until the move\x1b[2J")),
    shows_suppressed=True,
)
CASES = [ALL, HOSTILE, EVERY, SUPPRESSED, Results((MARKUP,), (), 1, 1), Results((), (), 0, 0)]


def run(results: Results) -> dict[str, Any]:
    document = json.loads(report(results))
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    assert document["version"] == "2.1.0"
    (found,) = document["runs"]
    return dict(found)


@pytest.mark.parametrize("results", CASES)
def test_the_validators_accept_it(results: Results, tmp_path: Path) -> None:
    run(results)
    file = tmp_path / "report.sarif"
    file.write_text(report(results), "ascii")
    assert objections(file) == []


def test_the_validator_objects_to_something(tmp_path: Path) -> None:
    document = json.loads(report(ALL))
    document["runs"][0]["results"][0]["ruleIndex"] = 99
    file = tmp_path / "report.sarif"
    file.write_text(json.dumps(document), "ascii")
    assert [line for line in objections(file) if "SARIF1009" in line]


def objections(file: Path) -> list[str]:
    """The errors that Microsoft's validator prints. Its exit code says nothing about them."""
    return [line for line in run_tool("sarif-multitool-linux", "validate", file).splitlines() if ": error " in line]


def test_the_schema_is_strict_enough_to_refuse_something() -> None:
    document = json.loads(report(ALL))
    document["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate(document)


def test_a_result() -> None:
    first, second, third = run(ALL)["results"]
    place = {
        "artifactLocation": {"uri": "Dockerfile", "uriBaseId": "ROOT"},
        "region": {"startLine": 4, "startColumn": 17, "endLine": 4, "endColumn": 28},
    }
    assert first["ruleId"] == "ONE203"
    assert first["level"] == "warning"
    assert first["message"] == {"text": COMMAND.message}
    assert first["locations"] == [{"physicalLocation": place}]
    assert first["partialFingerprints"] == {"singleEntry/v1": "00000000000000aa"}
    assert first["fixes"] == [
        {
            "description": {"text": "use src/main.py"},
            "artifactChanges": [
                {
                    "artifactLocation": place["artifactLocation"],
                    "replacements": [{"deletedRegion": place["region"], "insertedContent": {"text": "src/main.py"}}],
                }
            ],
        }
    ]
    assert [one["message"]["text"] for one in first["relatedLocations"]] == ["main_old.py is superseded"]
    assert [one["level"] for one in (second, third)] == ["note", "error"]
    assert "fixes" not in second


def test_rules_are_all_there_and_results_point_to_them() -> None:
    found = run(EVERY)
    rules = found["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in found["results"])
    for rule in rules:
        assert rule["defaultConfiguration"]["level"] in {str(level) for level in Level}
        assert rule["fullDescription"]["text"] != rule["shortDescription"]["text"]
        assert "](" not in rule["help"]["markdown"]
        assert rule["helpUri"].endswith(f"/docs/rules/{rule['id']}.md")


def test_the_pages_are_where_the_package_says_its_source_is() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", "utf-8")
    source = dict(line.split(" = ") for line in settings["metadata"]["project_urls"].strip().splitlines())["Source"]
    for rule in RULES:
        address = address_of(rule.code)
        assert address.startswith(f"{source}/blob/main/")
        assert (ROOT / address.removeprefix(f"{source}/blob/main/")).is_file()


def test_each_result_says_whether_it_is_suppressed() -> None:
    results = run(SUPPRESSED)["results"]
    assert [(one["ruleId"], one["suppressions"]) for one in results] == [
        ("ONE201", []),
        ("ONE203", [{"kind": "inSource"}]),
        ("ONE203", [{"kind": "external", "justification": "until the move\\x1b[2J"}]),
    ]
    assert all("suppressions" not in one for one in run(SUPPRESSED._replace(shows_suppressed=False))["results"])


def test_edits_of_several_files_are_one_fix() -> None:
    edits = (*SCRIPT.edits, Edit(Location("Makefile", 2, 1, 2, 1), "x"), *COMMAND.edits)
    (result,) = run(Results((SCRIPT._replace(edits=edits),), (), 1, 1))["results"]
    (fix,) = result["fixes"]
    assert [change["artifactLocation"]["uri"] for change in fix["artifactChanges"]] == [
        "Dockerfile",
        "Makefile",
        "run.sh",
    ]


def test_a_shallow_clone_says_so() -> None:
    assert run(ALL)["invocations"][0]["toolExecutionNotifications"] == []
    (note,) = run(EVERY)["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("The clone is shallow")


def test_names_are_escaped_and_paths_are_kept() -> None:
    found = run(HOSTILE)["results"]
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in found]
    paths = [unquote_to_bytes(uri).decode("utf-8", "surrogateescape") for uri in uris]
    assert paths == [finding.location.path for finding in HOSTILE.findings]
    assert all(one["message"]["text"].isprintable() for one in found)
    assert "##" not in report(HOSTILE)
    (markup,) = run(Results((MARKUP,), (), 1, 1))["results"]
    assert "\\[x\\](" in markup["message"]["text"]


def test_a_file_outside_the_root_has_an_absolute_address() -> None:
    (result,) = run(Results((COMMAND._replace(location=Location("/etc/a b.yaml", 1, 1, 1, 2)),), (), 1, 1))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///etc/a%20b.yaml"}
