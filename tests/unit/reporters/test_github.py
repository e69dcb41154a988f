"""The format ``github``, read back as GitHub's runner reads workflow commands."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from flake8_single_entry.model import Finding, Level, Location
from flake8_single_entry.reporters.github import MOST_SHOWN, report
from tests.hostile import faults
from tests.support import Results
from tests.unit.reporters.findings import ALL, COMMAND, DUPLICATE, HOSTILE, MARKUP, SCRIPT

COMMAND_LINE = re.compile(r"::(?P<command>[a-z]+)(?: (?P<properties>[^:]*))?::(?P<data>.*)")


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def parse(line: str) -> Command | None:
    """Read one line as ``ActionCommand.TryParseV2`` of https://github.com/actions/runner does: no colon may be in the
    properties, a comma ends one of them, and the escapes of both parts are undone, ``%25`` last."""
    found = COMMAND_LINE.fullmatch(line)
    if found is None:
        return None
    pairs = (pair.partition("=") for pair in (found["properties"] or "").split(",") if pair)
    properties = {name: unescape(text, {"%3A": ":", "%2C": ","}) for name, _, text in pairs}
    return Command(found["command"], properties, unescape(found["data"], {}))


def unescape(text: str, more: dict[str, str]) -> str:
    for escape, char in {"%0D": "\r", "%0A": "\n", **more}.items():
        text = text.replace(escape, char)
    return text.replace("%25", "%")


def commands(*findings: Finding) -> list[Command | None]:
    return [parse(line) for line in report(Results(findings, (), 1, 1)).splitlines()]


def test_each_finding_is_an_annotation_at_its_place() -> None:
    found = [parse(line) for line in report(ALL).splitlines()]
    assert [command and command.name for command in found] == ["warning", "notice", "error"]
    assert found[0] == Command(
        "warning",
        {"title": "ONE203 superseded-target", "file": "Dockerfile", "line": "4", "endLine": "4", "col": "17",
         "endColumn": "28"},
        f"Dockerfile:4:17: ONE203 {COMMAND.message}",
    )  # fmt: skip


def test_columns_are_given_for_one_line_only() -> None:
    (command,) = commands(COMMAND._replace(location=Location("a.sh", 3, 5, 4, 2)))
    assert command is not None
    assert set(command.properties) == {"title", "file", "line", "endLine"}


@pytest.mark.parametrize("path", ["a,b.sh", "a:b.sh", "100%.sh", "a=b.sh", "%3A%0A.sh", "größe/an app.sh"])
def test_paths_and_messages_arrive_as_they_are(path: str) -> None:
    (command,) = commands(SCRIPT._replace(location=Location(path, 1, 1, 1, 2), message=f"starts {path}; use 50%"))
    assert command is not None
    assert command.properties["file"] == path
    assert command.message == f"{path}:1:1: ONE201 starts {path}; use 50%"


def test_names_forge_no_command() -> None:
    lines = report(HOSTILE).removesuffix("\n").split("\n")
    found = [parse(line) for line in lines]
    plain = [line for line, command in zip(lines, found, strict=True) if command is None]
    assert faults("\n".join(plain)) == []
    assert {command.name for command in found if command} == {"error", "warning", "notice"}
    for command in found:
        assert command is None or (
            command.properties.keys() <= {"title", "file", "line", "endLine", "col", "endColumn"}
        )
    assert all(line.isprintable() and "##[" not in line for line in lines)
    (markup,) = commands(MARKUP)
    assert markup is not None
    assert markup.properties["file"] == MARKUP.location.path


def test_what_github_would_not_show_is_in_the_log_and_counted() -> None:
    many = [SCRIPT._replace(location=Location("a.sh", line, 1, line, 2)) for line in range(1, 13)]
    lines = report(Results((*many, DUPLICATE), (), 1, 1)).splitlines()
    found = [parse(line) for line in lines]
    names = [command.name for command in found if command]
    assert names.count("error") == MOST_SHOWN
    assert lines[-3:-1] == [f"a.sh:{line}:1: ONE201 {SCRIPT.message}" for line in (11, 12)]
    assert found[-1] == Command(
        "notice", {"title": "single-entry"}, "2 more findings in the log of this step: GitHub shows 10 of each level"
    )


def test_the_summary_is_itself_one_of_the_notices() -> None:
    notes = [DUPLICATE._replace(location=Location("a.py", line, 1, line, 2)) for line in range(1, 11)]
    assert [command and command.name for command in commands(*notes)] == ["notice"] * 10
    found = commands(*notes, *[SCRIPT] * 11)
    assert [command.name for command in found if command].count("notice") == MOST_SHOWN
    assert found[-1] is not None
    assert found[-1].message.startswith("2 more findings ")


@pytest.mark.parametrize(
    ("level", "name"), [(Level.ERROR, "error"), (Level.WARNING, "warning"), (Level.NOTE, "notice")]
)
def test_levels(level: Level, name: str) -> None:
    (command,) = commands(COMMAND._replace(level=level))
    assert command is not None
    assert command.name == name
