"""Every reader, dialect of commands and the like takes a time that is linear in its text.

This is the part that runs each time. All tokens at all places, and many pairs, are for ``python -m tests.growth``.
"""

from __future__ import annotations

import pytest

from flake8_single_entry.readers import SURFACES
from tests.growth.measure import Case, complaint, pairs
from tests.growth.subjects import Subject, subjects
from tests.growth.tokens import TOKENS, own, shared

SEED = 7
PAIRS = 1  # for each subject
SHARES = 4
DECLARED = {surface.name for surface in SURFACES if surface.module == "declared"}


def cases(subject: Subject) -> list[Case]:
    """The tokens of a format go round the places; those that formats share go round the subjects as well.

    Declared formats share a reader, and shell text in any file is read in one place: each takes a share of all.
    """
    family = subject.family
    alike = [each for each in subjects() if each.family == family and _is_declared(each)]
    if _is_declared(subject):
        tokens = TOKENS[family][alike.index(subject) :: len(alike)]
    elif family == "shell" and subject.name != "read_script":
        tokens = TOKENS[family][subjects().index(subject) % SHARES :: SHARES]
    else:
        tokens = (*own(family), *shared(family)[subjects().index(subject) % SHARES :: SHARES])
    chosen = [Case(subject, subject.places[index % len(subject.places)], token) for index, token in enumerate(tokens)]
    return [*chosen, *pairs([subject], PAIRS, SEED)]


def _is_declared(subject: Subject) -> bool:
    return subject.name.split()[0] in DECLARED


@pytest.mark.parametrize("subject", subjects(), ids=lambda subject: subject.name)
def test_time_is_linear_in_the_text(subject: Subject) -> None:
    assert [said for case in cases(subject) if (said := complaint(case)) is not None] == []


def test_every_surface_is_measured() -> None:
    assert {surface.name for surface in SURFACES} <= {name for each in subjects() for name in (each.name.split()[0],)}
