"""tentative: an absence is settled once it is known which of the files of that name live, and in which scope."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import (
    Base,
    Candidate,
    Kind,
    Level,
    Link,
    Location,
    Outcome,
    Reference,
    RelativeTo,
    Resolution,
    Role,
    Scope,
    Via,
)
from flake8_single_entry.project.resolve.tentative import settle
from flake8_single_entry.project.roles import Roles

OLD = Candidate("a/old.py", Role.DUPLICATE, 1.0, (), Location("a/old.py", 1, 1, 1, 2))
ROLES = Roles((Scope("a", "a/main.py", "evidence", 1, ("archive/",), (OLD,)), Scope("b", None, None, 0, (), ())))


@pytest.mark.parametrize(
    ("text", "directory", "via", "elsewhere", "tentative"),
    [
        ("main.py", "", Via.RUN, ("a/main.py",), True),
        ("main.py", "", Via.RUN, ("x/other.py", "a/main.py"), True),
        ("src/main.py", "", Via.RUN, ("a/main.py",), False),
        ("main.py", "src", Via.RUN, ("a/main.py",), False),
        ("main.py", "src", Via.RUN, ("a/src/main.py",), True),
        ("old.py", "", Via.RUN, ("a/old.py",), False),
        ("main_v1.py", "", Via.RUN, ("archive/main_v1.py",), False),
        ("main.py", "", Via.MENTION, ("a/main.py",), False),
        ("main.py", "", Via.MENTION, ("b/main.py",), True),
    ],
)
def test_an_absence(text: str, directory: str, via: Via, elsewhere: tuple[str, ...], tentative: bool) -> None:
    place = Location("b/README.md", 1, 1, 1, 2)
    source = Reference(place, text, Kind.PATH, Base(RelativeTo.CALLER, directory), "markdown", via)
    expected = f"{directory}/{text}".lstrip("/")
    absence = Resolution(Outcome.MISSING, expected=expected, elsewhere=elsewhere, tentative=True)
    (link,) = settle((Link(source, absence),), ROLES)
    assert link.resolution._replace(facts=()) == absence._replace(
        tentative=tentative, level=Level.NOTE if tentative else Level.ERROR
    )


def test_other_links_are_unchanged() -> None:
    source = Reference(Location("run.sh", 1, 1, 1, 2), "x.py", Kind.PATH, Base(RelativeTo.ROOT), "shell", Via.RUN)
    links = tuple(Link(source, Resolution(outcome)) for outcome in Outcome)
    assert tuple(settle(links, ROLES)) == links
