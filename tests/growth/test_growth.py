"""Every reader, dialect of commands and the like takes a time that is linear in its text.

This is the part that runs each time: every token once for each subject, at one of its places, and ten pairs. All
places and many pairs are for ``python -m tests.growth``.
"""

from __future__ import annotations

import pytest

from flake8_single_entry.readers import SURFACES
from tests.growth.measure import Case, complaint, pairs
from tests.growth.subjects import Subject, subjects
from tests.growth.tokens import TOKENS

SEED = 7
PAIRS = 10
DECLARED = {surface.name for surface in SURFACES if surface.module == "declared"}


def cases(subject: Subject) -> list[Case]:
    """The tokens go round the places; declared formats share a reader, so that each takes a share of the tokens."""
    tokens = TOKENS[subject.family]
    if subject.name.split()[0] in DECLARED:
        alike = [each for each in subjects() if each.family == subject.family and each.name.split()[0] in DECLARED]
        tokens = tokens[alike.index(subject) :: len(alike)]
    chosen = [Case(subject, subject.places[index % len(subject.places)], token) for index, token in enumerate(tokens)]
    return [*chosen, *pairs([subject], PAIRS, SEED)]


@pytest.mark.parametrize("subject", subjects(), ids=lambda subject: subject.name)
def test_time_is_linear_in_the_text(subject: Subject) -> None:
    assert [said for case in cases(subject) if (said := complaint(case)) is not None] == []


def test_every_surface_is_measured() -> None:
    assert {surface.name for surface in SURFACES} <= {name for each in subjects() for name in (each.name.split()[0],)}
