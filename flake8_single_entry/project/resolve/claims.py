"""What a document claims about a target limits what is reported: an example or a report names what may be gone."""

from __future__ import annotations

from flake8_single_entry.model import Claim, Level, Link, Outcome
from flake8_single_entry.project.resolve.outcomes import lowered, unknown

_CLAUSES = {
    Claim.SHOWN: (Level.WARNING, "the document shows it in an example, a report or as an older way"),
    Claim.PAST: (Level.NOTE, "the document tells of the past or of a plan"),
}


def as_claimed(link: Link) -> Link:
    """Return the link with the level that the document's claim allows.

    A document that does not describe the present proves nothing: what it names is missing only if git remembers it, and
    what is there is no evidence.
    """
    reference, resolution = link
    if reference.claim is Claim.PRESENT:
        return link
    level, clause = _CLAUSES[reference.claim]
    if resolution.outcome is Outcome.MISSING and resolution.reason:
        return Link(reference, lowered(resolution, level, clause))
    return Link(reference, unknown(clause))
