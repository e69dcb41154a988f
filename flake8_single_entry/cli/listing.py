"""The command ``list``: each scope with its entry point, how it was decided, its candidates and their evidence."""

from __future__ import annotations

import os
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap

from flake8_single_entry.cli.context import analyse, configuration_path, inside_root, print_errors, root_of, uses_colour
from flake8_single_entry.cli.streams import put
from flake8_single_entry.errors import UsageError
from flake8_single_entry.model import Candidate, Evidence, Role, Scope, UniqueFeatures
from flake8_single_entry.printable import printable, printable_path
from flake8_single_entry.rules.duplicate_entry_point import TELLING, started_by

LastChange = Callable[[str], int | None]  # returns the Unix time of a path's last commit

_QUIET = (Role.TOOL, Role.TEST, Role.EXAMPLE, Role.ARCHIVED)  # these never compete: show only a few of each
_MOST_QUIET = 5
_MOST_EVIDENCE = 6
_WIDTH = 80  # columns; only paths and names of scopes may be longer
_BOLD, _RESET = "\x1b[1m", "\x1b[0m"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    from flake8_single_entry.engine.history_cache import git_history
    from flake8_single_entry.reporters import json

    if arguments.compare:
        return _compare(arguments)
    if arguments.html:
        from flake8_single_entry.cli.pages import write_map

        return write_map(arguments)
    report = analyse(arguments)
    if arguments.format == "json":
        put(json.listing(report.scopes))
    else:
        history = git_history(root_of(arguments))
        history.learn(dated(report.scopes))
        put(table(report.scopes, history.last_change, colour=uses_colour(arguments.color)))
    return print_errors(report.errors)


def _compare(arguments: Namespace) -> int:
    """Print the features that only one of two modules has."""
    from flake8_single_entry.engine import Analysis
    from flake8_single_entry.project.entry_points.unique_features import unique_features
    from flake8_single_entry.reporters import json

    root = os.path.realpath(root_of(arguments))
    left, right = (inside_root(root, path) for path in arguments.compare)
    project = Analysis(root, configuration_path(arguments, root)).project(also=(left, right))
    for path in (left, right):
        if path not in project.facts or project.facts[path].traits is None:
            raise UsageError(f"--compare: {path} is not a Python module that could start a program")
    sides = [
        (one, other, unique_features(one, other, project.facts, project.graph, project.tree.read))
        for one, other in ((left, right), (right, left))
    ]
    put(json.comparison(sides) if arguments.format == "json" else comparison(sides))
    return print_errors((error.location, error.message) for error in project.config.errors)


def table(scopes: Sequence[Scope], last_change: LastChange, *, colour: bool = False) -> str:
    """Return the table for people. ``last_change`` is called for entry points and for modules that compete."""
    if not any(scope.candidates or scope.entry_point or scope.programs for scope in scopes):
        return "No entry point or candidate found.\n"
    blocks = ["".join(line + "\n" for line in _scope(scope, last_change, colour)) for scope in scopes]
    return "\n".join(blocks)


def dated(scopes: Sequence[Scope]) -> Iterator[str]:
    """Yield the paths for which ``table`` calls ``last_change``."""
    for scope in scopes:
        yield from (path for _, path in _entries(scope))
        yield from (candidate.path for candidate in scope.candidates if candidate.role not in _QUIET)


def comparison(sides: Sequence[tuple[str, str, UniqueFeatures]]) -> str:
    """Return the features that only one of two modules has, for people."""
    lines = []
    for path, other, lost in sides:
        kinds = (("routes", lost.routes), ("commands", lost.commands), ("definitions", lost.definitions))
        if not any(names for _, names in kinds):
            lines.append(f"{other} has every route, command and public definition of {path}")
            continue
        lines.append(f"only in {path}, not in {other}:")
        for kind, names in kinds:
            lines += [
                f"  {kind:<12} {name}" if not number else f"  {'':<12} {name}" for number, name in enumerate(names)
            ]
    return "".join(printable(line) + "\n" for line in lines)


def _scope(scope: Scope, last_change: LastChange, colour: bool) -> Iterator[str]:
    title = "the repository" if scope.root == "." else printable_path(f"{scope.root}/")
    yield f"{_BOLD}{title}{_RESET}" if colour else title
    by_path = {candidate.path: candidate for candidate in scope.candidates}
    entries = _entries(scope)
    for label, path in entries:
        decided = f"  ({_decided(scope)})" if label == entries[0][0] else ""
        yield f"  {printable(label)}  {printable(path)}{decided}"
        yield from _evidence(path, by_path.get(path), last_change)
    if not scope.entry_point and scope.decided_by != "configuration":
        yield f"  {_undecided(scope)}"
    if scope.archive:
        yield f"  archive  {printable(', '.join(scope.archive))}"
    named = {path for _, path in entries}
    yield from _candidates([candidate for candidate in scope.candidates if candidate.path not in named], last_change)


def _entries(scope: Scope) -> list[tuple[str, str]]:
    """Return the entry point and the modules of other programs, each with its label."""
    named = [(f"program {name}", path) for name, path in scope.programs if path != scope.entry_point]
    return [("entry point", scope.entry_point), *named] if scope.entry_point else named


def _decided(scope: Scope) -> str:
    if scope.decided_by == "configuration":
        return "decided by configuration"
    return f"decided by {scope.decided_by or 'nothing'}, confidence {scope.confidence:.0%}"


def _undecided(scope: Scope) -> str:
    if any(candidate.role is Role.CANDIDATE for candidate in scope.candidates):
        return "entry point  undecided: the evidence does not decide; name one in .single-entry.yaml"
    return "entry point  none found"


def _evidence(path: str, candidate: Candidate | None, last_change: LastChange) -> Iterator[str]:
    for one in _strongest(candidate.evidence if candidate else ())[:_MOST_EVIDENCE]:
        first, *rest = _folded(one.text, " " * 12)
        yield f"    {one.weight:+6.1f}  {first.lstrip()}"
        yield from rest
    changed = last_change(path)
    if changed is not None:
        yield f"            last changed on {_day(changed)}"


def _candidates(candidates: Sequence[Candidate], last_change: LastChange) -> Iterator[str]:
    shown, hidden = _chosen(candidates)
    if shown:
        yield f"  {'role':<13} {'score':>6}  module, and the evidence"
    for candidate in shown:
        yield f"  {candidate.role:<13} {candidate.score:>6.1f}  {printable(candidate.path)}"
        yield from _folded(_reason(candidate, last_change), " " * 26)
    if hidden:
        rest = ", ".join(f"{number} {role}" for role, number in sorted(hidden.items()))
        yield f"  not shown: {rest} (--format json lists all)"


def _folded(text: str, indent: str) -> list[str]:
    """Wrap a text for a narrow terminal, without breaking paths."""
    return wrap(
        printable(text),
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _chosen(candidates: Sequence[Candidate]) -> tuple[list[Candidate], dict[str, int]]:
    """Return the candidates to show, in order, and how many of each quiet role are hidden."""
    shown: list[Candidate] = []
    seen: dict[str, int] = defaultdict(int)
    for candidate in candidates:
        seen[candidate.role] += 1
        if candidate.role not in _QUIET or seen[candidate.role] <= _MOST_QUIET:
            shown.append(candidate)
    hidden = {role: seen[role] - _MOST_QUIET for role in _QUIET if seen[role] > _MOST_QUIET}
    return shown, {str(role): number for role, number in hidden.items()}


def _reason(candidate: Candidate, last_change: LastChange) -> str:
    """Return the strongest evidence, the most similar module, and the last change."""
    parts = [one.text for one in _strongest(candidate.evidence)[:2]]
    if candidate.role in (Role.DUPLICATE, Role.CANDIDATE) and (idle := started_by(candidate)) not in parts:
        parts.insert(0, idle)
    if candidate.rival and candidate.similarity >= TELLING:
        parts.insert(0, f"{candidate.similarity:.0%} similar to {candidate.rival}")
    if lost := _lost(candidate.lacks):
        parts.append(f"only here: {lost}")
    if candidate.role not in _QUIET and (changed := last_change(candidate.path)) is not None:
        parts.append(f"changed {_day(changed)}")
    return "; ".join(parts)


def _lost(lacks: UniqueFeatures) -> str:
    """Return the number of unique features of a duplicate: ``2 routes, 1 definition``."""
    counts = (("route", lacks.routes), ("command", lacks.commands), ("definition", lacks.definitions))
    return ", ".join(f"{len(names)} {word}{'s' * (len(names) > 1)}" for word, names in counts if names)


def _strongest(evidence: Sequence[Evidence]) -> list[Evidence]:
    return sorted((one for one in evidence if one.text), key=lambda one: -abs(one.weight))


def _day(time: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(time, UTC).date().isoformat()
