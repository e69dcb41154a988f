"""The published schema of our own JSON: what is printed conforms to it, and each field that is printed is described."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from flake8_single_entry.cli import main
from flake8_single_entry.model import Level, Role
from flake8_single_entry.reporters.json import report
from tests.support import Results
from tests.unit.reporters.findings import ALL, HOSTILE

SCHEMA: dict[str, Any] = json.loads(files("flake8_single_entry").joinpath("report-schema.json").read_text("utf-8"))
EXAMPLE = Path(__file__).parents[3] / "examples/realtime-voice"


def closed(schema: Any) -> Any:
    """The same schema without the permission to hold other fields."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    return {**found, "additionalProperties": False} if schema.get("type") == "object" else found


def test_the_schema_is_a_schema_that_lets_fields_be_added() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert "additionalProperties" not in json.dumps(SCHEMA)


@pytest.mark.parametrize("results", [ALL, HOSTILE, Results((), (), 0, 0)])
def test_every_field_is_described(results: Results) -> None:
    document = json.loads(report(results))
    jsonschema.validate(document, closed(SCHEMA))


def test_the_report_of_the_example_conforms(capsys: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for _ in range(2):
        main(["--root", str(EXAMPLE), "--format", "json", "--level", "note"])
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    document = json.loads(outputs[0])
    jsonschema.validate(document, closed(SCHEMA))
    places = [(one["path"], one["line"], one["column"], one["code"]) for one in document["findings"]]
    assert places == sorted(places)


def test_a_document_that_lacks_a_field_is_refused() -> None:
    document = json.loads(report(ALL))
    for field in document["findings"][0]:
        lacking = copy.deepcopy(document)
        del lacking["findings"][0][field]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(lacking, SCHEMA)


def test_the_words_are_those_of_the_program() -> None:
    kinds = SCHEMA["$defs"]
    assert set(kinds["finding"]["properties"]["level"]["enum"]) == {str(level) for level in Level}
    assert set(kinds["candidate"]["properties"]["role"]["enum"]) == {str(role) for role in Role}
