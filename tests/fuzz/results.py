"""What the tool says of a case, as one text: equal texts in every process, whatever its hash seed."""

from __future__ import annotations

from flake8_single_entry.config import load
from flake8_single_entry.facts.store import read_file, read_row
from tests.fuzz.case import Case
from tests.fuzz.checks import command_references, project_report
from tests.fuzz.repositories import said


def result(case: Case) -> str:
    """The result of one case, or the exception that it ends in."""
    path, data = case.files[0]
    try:
        if case.kind == "command":
            return repr(command_references(case.name, path, data))
        if case.kind == "configuration":
            return repr(load(path, data))
        if case.kind in ("project", "repository"):
            return repr(said(project_report(dict(case.files))))
        return f"{read_file(path, data)!r} {read_row(path, data, in_full=False)!r}"
    except Exception as error:
        return repr(error)
