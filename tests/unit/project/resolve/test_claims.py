"""Claims of documents: which files are the reader's own, whatever git remembers."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import Base, Facts, Kind, Link, Location, Outcome, Reference, RelativeTo, Resolution, Via
from flake8_single_entry.project.resolve.claims import as_claimed, written_by_readers

_FACTS = {"HOOKS.md": Facts(to_write=("hook_server.py", "ops/./gauge.py")), "README.md": Facts()}


@pytest.mark.parametrize(
    ("document", "expected", "reason", "outcome"),
    [
        ("HOOKS.md", "hook_server.py", "", Outcome.UNKNOWN),
        ("HOOKS.md", "hook_server.py", "renamed to tools/hook_server.py", Outcome.UNKNOWN),
        ("README.md", "ops/hook_server.py", "", Outcome.UNKNOWN),
        ("README.md", "ops/hook_server.py", "deleted", Outcome.MISSING),
        ("README.md", "ops/gauge.py", "", Outcome.UNKNOWN),
        ("README.md", "src/gauge.py", "", Outcome.MISSING),
        ("run.sh", "hook_server.py", "", Outcome.MISSING),
    ],
)
def test_files_that_documents_have_their_readers_write(
    document: str, expected: str, reason: str, outcome: Outcome
) -> None:
    surface = "markdown" if document.endswith(".md") else "shell"
    at = Location(document, 1, 1, 1, 9)
    reference = Reference(at, expected, Kind.PATH, Base(RelativeTo.CALLER), surface, Via.RUN, "python")
    link = Link(reference, Resolution(Outcome.MISSING, expected=expected, reason=reason))
    assert as_claimed(link, written_by_readers(_FACTS)).resolution.outcome is outcome
