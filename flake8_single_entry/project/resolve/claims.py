"""What documents claim about a target limits what is reported: an example, a report, or a file of the reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from posixpath import normpath

from flake8_single_entry.model import Claim, Facts, Level, Link, Outcome
from flake8_single_entry.project.resolve.outcomes import lowered, unknown
from flake8_single_entry.readers import category_of

Written = Mapping[str, frozenset[str]]

_CLAUSES = {
    Claim.SHOWN: (Level.WARNING, "the document shows it in an example, a report or as an older way"),
    Claim.PAST: (Level.NOTE, "the document tells of the past or of a plan"),
}
_READERS = unknown("a document tells its reader to write the file")


def written_by_readers(facts: Mapping[str, Facts]) -> Written:
    """Return, by path, the documents that have their readers write a file."""
    found: dict[str, set[str]] = defaultdict(set)
    for document, each in facts.items():
        for path in each.to_write:
            found[normpath(path)].add(document)
    return {path: frozenset(documents) for path, documents in found.items()}


def as_claimed(link: Link, written: Written) -> Link:
    """Return the link with the level that the claims of documents allow.

    A file that the same document has its reader write is the reader's own, whatever git remembers. Another document's
    word counts only if git does not remember the file. A document that does not describe the present proves nothing:
    what it names is missing only if git remembers it, and what is there is no evidence.
    """
    reference, resolution = link
    if resolution.outcome is Outcome.MISSING and category_of(reference).is_prose:
        for path in _tails(resolution.expected or reference.text):
            documents = written.get(path, frozenset())
            if reference.location.path in documents or (documents and not resolution.reason):
                return Link(reference, _READERS)
    if reference.claim is Claim.PRESENT:
        return link
    level, clause = _CLAUSES[reference.claim]
    if resolution.outcome is Outcome.MISSING and resolution.reason:
        return Link(reference, lowered(resolution, level, clause))
    return Link(reference, unknown(clause))


def _tails(path: str) -> Iterator[str]:
    """Yield a path, and the path without each number of its first directories."""
    while path:
        yield path
        path = path.partition("/")[2]
