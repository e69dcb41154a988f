"""RealityLint (https://pypi.org/project/realitylint/) on the same facts, where it does the same work: files that
Markdown documents name.

It reads every Markdown file of a checkout. Whatever it says about a line counts as found; as false counts only what
it says about Python files, for nobody claims that the rest of a well-kept repository's documents is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from score import Answer, Facts, Finding, at_line

OPTIONS = ("--docs", "**/*.md", "--no-baseline", "--fail-on", "never", "--format", "json")
_PYTHON_FILE = re.compile(r'\.py"|"python ')


class Score(NamedTuple):
    """How many repaired lines a tool finds in documents, and how many false findings it has there, in how many."""

    found: int
    of: int
    false: int
    repositories: int


def answer_of(document: dict[str, Any]) -> Answer:
    """What a report of RealityLint says."""
    return Answer(
        tuple(
            Finding(one["file"], one["line"], one["line"], one["rule"], one["message"]) for one in document["findings"]
        )
    )


def in_documents(facts: Facts, answers: Mapping[tuple[str, ...], Answer], *, ours: bool) -> Score:
    """The score of a tool in Markdown documents."""
    asked = [fact for fact in facts.repairs if is_document(fact.path) and (fact.repository, fact.commit) in answers]
    found = [fact for fact in asked if at_line(fact, answers[fact.repository, fact.commit])]
    false = {
        fact.repository: [
            one
            for one in answers[fact.repository, fact.commit].findings
            if is_document(one.path) and (ours or _PYTHON_FILE.search(one.message))
        ]
        for fact in facts.well_kept
        if (fact.repository, fact.commit) in answers
    }
    return Score(len(found), len(asked), sum(map(len, false.values())), sum(map(bool, false.values())))


def is_document(path: str) -> bool:
    return path.lower().endswith(".md")


def table(rows: Mapping[str, Score]) -> Iterator[str]:
    """The comparison, a row for each tool."""
    yield "| in Markdown documents | repaired lines found | false findings in well-kept repositories | repositories |"
    yield "| - | -: | -: | -: |"
    for name, score in rows.items():
        yield f"| {name} | {score.found} of {score.of} | {score.false} | {score.repositories} |"
