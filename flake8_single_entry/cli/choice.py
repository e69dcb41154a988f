"""Decide the scopes that the evidence leaves open: by the candidate that leads, else by a person on a terminal."""

from __future__ import annotations

import sys
from posixpath import basename

from flake8_single_entry.cli.streams import tell
from flake8_single_entry.model import Candidate, Role, Scope
from flake8_single_entry.printable import printable

_QUESTION = (
    "Which module is the entry point? Enter its number, `all` if these are different programs, or nothing to stop: "
)


def open_candidates(scope: Scope) -> list[Candidate]:
    """Return the candidates between which the evidence does not decide, or none if the scope is decided."""
    if scope.entry_point or scope.decided_by == "configuration":
        return []
    return [candidate for candidate in scope.candidates if candidate.role is Role.CANDIDATE]


def with_leader(scope: Scope) -> Scope:
    """Return the scope with the open candidate that has more evidence than each of the others, if there is one.

    ``decided_by`` stays None: the evidence alone does not decide.
    """
    ranked = sorted(open_candidates(scope), key=lambda candidate: -candidate.score)
    leads = len(ranked) == 1 or (len(ranked) > 1 and ranked[0].score > ranked[1].score)
    return scope._replace(entry_point=ranked[0].path) if leads else scope


def can_ask() -> bool:
    """True if a person can read a question and answer it."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask(scope: Scope) -> Scope | None:
    """Ask which open candidate is the entry point of a scope. Return the decided scope, or None without an answer."""
    candidates = open_candidates(scope)
    where = "" if scope.root == "." else f" in {printable(scope.root)}"
    tell(f"The evidence does not decide between these modules{where}:\n")
    for number, candidate in enumerate(candidates, 1):
        facts = [printable(one.text) for one in candidate.evidence if one.weight > 0 and one.text]
        tell(f"  {number}  {printable(candidate.path)}" + (f"  ({'; '.join(facts)})\n" if facts else "\n"))
    while answer := _answer():
        if answer == "all":
            return scope._replace(programs=_programs(candidates), decided_by="configuration")
        if answer.isdecimal() and 1 <= int(answer) <= len(candidates):
            return scope._replace(entry_point=candidates[int(answer) - 1].path, decided_by="configuration")
        tell(f"{printable(answer)} is none of 1 to {len(candidates)} and `all`.\n")
    return None


def _answer() -> str:
    """Return the answer of the person, or "" if there is none."""
    tell(_QUESTION)
    return sys.stdin.readline().strip().lower()


def _programs(candidates: list[Candidate]) -> tuple[tuple[str, str], ...]:
    """Return a name for each module: that of the file, or its path if another module has the name."""
    named: dict[str, str] = {}
    for candidate in candidates:
        name = basename(candidate.path).removesuffix(".py")
        named[candidate.path.removesuffix(".py") if name in named else name] = candidate.path
    return tuple(named.items())
