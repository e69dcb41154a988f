"""JUnit XML, which most build servers show as tests.

Source: https://github.com/testmoapp/junitxml, which documents what the servers read: a failed test for each finding
that fails, with its file and line.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flake8_single_entry.model import Finding, Level
from flake8_single_entry.printable import printable
from flake8_single_entry.reporters import PLAIN, Display

if TYPE_CHECKING:
    from flake8_single_entry.reporters import ReportView

NAME = "single-entry"


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return the document. Without findings, it holds one test that passed: servers refuse an empty report."""
    del display
    fails = Level[results.fail_on.upper()]
    failures = sum(finding.level >= fails for finding in results.findings)
    counts = {"tests": str(len(results.findings) or 1), "failures": str(failures), "errors": "0"}
    suites = Element("testsuites", {"name": NAME, **counts})
    suite = SubElement(suites, "testsuite", {"name": NAME, **counts, "skipped": "0", "time": "0"})
    seen: Counter[tuple[str, str]] = Counter()
    for finding in results.findings:
        _add(suite, finding, seen, fails=finding.level >= fails)
    if not results.findings:
        SubElement(suite, "testcase", {"name": "no findings", "classname": NAME, "time": "0"})
    indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _add(suite: Element, finding: Finding, seen: Counter[tuple[str, str]], *, fails: bool) -> None:
    """Add the test of a finding.

    Its name has no line number, so that a server knows the test again after an edit above it. What is printable is
    also allowed in XML 1.0 (https://www.w3.org/TR/xml/#charsets).
    """
    place = finding.location
    path = printable(place.path)
    name = printable(f"{finding.code} {finding.reference or finding.rule}")
    seen[path, name] += 1
    if seen[path, name] > 1:
        name += f" ({seen[path, name]})"
    case = {"name": name, "classname": path, "file": path, "line": str(place.line), "time": "0"}
    test = SubElement(suite, "testcase", case)
    message = printable(finding.message)
    text = f"{path}:{place.line}:{place.column}: {finding.code} {message}"
    if fails:
        failure = SubElement(test, "failure", {"type": str(finding.level), "message": message})
        failure.text = text
    else:
        SubElement(test, "system-out").text = text
