"""The format ``junit``, read back by junitparser."""

from __future__ import annotations

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from flake8_single_entry.model import Level
from flake8_single_entry.reporters.junit import report
from tests.support import Results
from tests.unit.reporters.findings import ALL, COMMAND, HOSTILE, MARKUP


def suite(results: Results) -> TestSuite:
    (found,) = JUnitXml.fromstring(report(results).encode())
    assert isinstance(found, TestSuite)
    return found


def cases(results: Results) -> list[TestCase]:
    return list(suite(results))


def test_a_finding_is_a_failed_test() -> None:
    found = suite(ALL)
    assert (found.name, found.tests, found.failures, found.errors) == ("single-entry", 3, 2, 0)
    command, duplicate, _ = found
    assert (command.name, command.classname) == ("ONE203 main_old.py", "Dockerfile")
    assert (command._elem.get("file"), command._elem.get("line")) == ("Dockerfile", "4")
    (failure,) = command.result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("warning", COMMAND.message)
    assert failure.text == f"Dockerfile:4:17: ONE203 {COMMAND.message}"
    assert duplicate.is_passed  # a note does not fail
    assert duplicate.system_out.startswith("main_old.py:4:1: ONE101 ")


def test_what_fails_is_what_fails_the_run() -> None:
    assert suite(ALL._replace(fail_on="note")).failures == 3
    assert suite(ALL._replace(fail_on="error")).failures == 1


def test_no_findings_are_one_test_that_passed() -> None:
    found = suite(Results((), (), 9, 9))
    assert (found.tests, found.failures) == (1, 0)
    (case,) = found
    assert case.is_passed


def test_tests_keep_their_names_when_lines_move() -> None:
    twice = Results((COMMAND, COMMAND._replace(location=COMMAND.location._replace(line=7, end_line=7))), (), 1, 1)
    assert [case.name for case in cases(twice)] == ["ONE203 main_old.py", "ONE203 main_old.py (2)"]


def test_names_are_escaped() -> None:
    found = cases(HOSTILE._replace(fail_on="note"))
    assert len(found) == len(HOSTILE.findings)
    assert all(case.name.isprintable() and case.classname.isprintable() for case in found)
    assert all(failure.message.isprintable() for case in found for failure in case.result)
    assert all(line.isprintable() and "##" not in line for line in report(HOSTILE).splitlines())
    (case,) = cases(Results((MARKUP._replace(level=Level.ERROR),), (), 1, 1))
    assert case.classname == MARKUP.location.path
