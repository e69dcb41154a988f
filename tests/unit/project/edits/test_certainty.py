"""What is proved to be meant, and written without asking, and what is only a good guess."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import (
    COPIED,
    Base,
    Kind,
    Link,
    Location,
    Outcome,
    Reference,
    RelativeTo,
    Resolution,
    Via,
)
from flake8_single_entry.project.edits.certainty import is_proved
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement


def link(
    text: str,
    path: str = "run.sh",
    via: Via = Via.RUN,
    kind: Kind = Kind.PATH,
    *,
    found: bool = False,
    runner: str = "",
) -> Link:
    """Return a reference to a missing file, or to a superseded one."""
    where = Location(path, 1, 1, 1, 1 + len(text))
    outcome = Resolution(Outcome.FOUND, target=text) if found else Resolution(Outcome.MISSING, expected=text)
    return Link(Reference(where, text, kind, Base(RelativeTo.CALLER), "shell", via, runner=runner), outcome)


@pytest.mark.parametrize(
    ("reference", "new", "reason", "expected"),
    [
        pytest.param(link("main_v2.py", found=True), "main.py", Reason.SUCCESSOR, True, id="superseded"),
        pytest.param(link("main_v2.py"), "main.py", Reason.RENAMED, True, id="renamed"),
        pytest.param(link("main_v2.py"), "server.py", Reason.RENAMED, True, id="renamed, to any name"),
        pytest.param(link("main_v2.py"), "main.py", Reason.ENTRY_POINT, True, id="a version of the entry point"),
        pytest.param(link("report.py"), "main.py", Reason.ENTRY_POINT, False, id="not a version of the entry point"),
        pytest.param(link("report.py"), "main.py", Reason.SUCCESSOR, False, id="gone, and another name"),
        pytest.param(
            link("app/report.py"), "src/app/report.py", Reason.NAMESAKE, True, id="a path that is written out"
        ),
        pytest.param(link("report.py"), "src/report.py", Reason.NAMESAKE, False, id="a bare name"),
        pytest.param(link("main.sh"), "main.py", Reason.RENAMED, False, id="another language"),
        pytest.param(link("main_v2.py", runner=COPIED, found=True), "main.py", Reason.SUCCESSOR, False, id="a copy"),
        pytest.param(
            link("main_v2.py", via=Via.MENTION, found=True), "main.py", Reason.SUCCESSOR, False, id="a sentence"
        ),
        pytest.param(
            link("main_v2.py", via=Via.MENTION), "main.py", Reason.RENAMED, True, id="a sentence, and a rename"
        ),
        pytest.param(
            link("main_v2.py", "a.py", Via.PATH, found=True),
            "main.py",
            Reason.SUCCESSOR,
            False,
            id="a path in a program",
        ),
        pytest.param(
            link("main_v2.py", via=Via.PATH, found=True), "main.py", Reason.SUCCESSOR, True, id="a path in a script"
        ),
        pytest.param(link("test_a.py"), "a.py", Reason.RENAMED, False, id="a test is no program"),
        pytest.param(link("Dockerfile.old", kind=Kind.BUILD), "Dockerfile", Reason.VERSION, False, id="another image"),
        pytest.param(link("Dockerfile.old", kind=Kind.BUILD), "Dockerfile", Reason.RENAMED, True, id="a renamed image"),
        pytest.param(
            link("web/Dockerfile", kind=Kind.BUILD), "x/web/Dockerfile", Reason.NAMESAKE, True, id="all of a path"
        ),
    ],
)
def test_is_proved(reference: Link, new: str, reason: Reason, expected: bool) -> None:
    assert is_proved(reference, Replacement(Remedy.USE, new, reason=reason)) is expected
