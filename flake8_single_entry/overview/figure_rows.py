"""The rows of a table of figures, with a column for each state of a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flake8_single_entry.model import Level
from flake8_single_entry.overview.figures import Figures, ProgramFigures
from flake8_single_entry.overview.sentences import Name, Sentence

UNKNOWN = "-"
_MOST_PROGRAMS = 10

Kind = tuple[str, str, Level]


class FigureRow(NamedTuple):
    """One figure in each state, as text."""

    label: Sentence
    values: tuple[str, ...]


def figure_rows(states: Sequence[Figures]) -> Iterator[FigureRow]:
    """Yield the figures of one or more states, the first of which is that of today."""
    yield from _programs(states)
    yield from _stale(states)
    imports = tuple(UNKNOWN if state.imports is None else str(state.imports) for state in states)
    yield FigureRow(("imports that do not resolve",), imports)
    if any(state.images for state in states):
        shipping = tuple(UNKNOWN if state.images is None else f"{state.shipping} of {state.images}" for state in states)
        yield FigureRow(("images and services that have what they start",), shipping)
    if any(state.held for state in states):
        yield FigureRow(("findings that the baseline holds",), tuple(str(state.held) for state in states))


def _stale(states: Sequence[Figures]) -> Iterator[FigureRow]:
    """Yield the number of stale references of each rule and level."""
    found = [{(one.code, one.rule, one.level): one.number for one in state.stale} for state in states]
    for kind in sorted({kind for known in found for kind in known}, key=_order):
        values = (
            str(known[kind]) if kind in known else "0" if kind[2] >= state.least else UNKNOWN
            for state, known in zip(states, found, strict=True)
        )
        yield FigureRow((f"stale references: {kind[0]} {kind[1]}, {kind[2]}",), tuple(values))


def _programs(states: Sequence[Figures]) -> Iterator[FigureRow]:
    """Yield the entry points of each program. If there are many, only of those with more than one."""
    found = [{(one.scope, one.entry_point): one.modules for one in state.programs} for state in states]
    programs = {(one.scope, one.entry_point): one for state in states for one in state.programs}
    known = list(programs)
    shown = [key for key in known if len(known) <= _MOST_PROGRAMS or any(each.get(key, 0) > 1 for each in found)]
    for key in shown[:_MOST_PROGRAMS]:
        yield FigureRow(_program(programs[key]), tuple(str(each.get(key, 0)) for each in found))
    if any(len(state.programs) != 1 for state in states):
        yield FigureRow(("entry points of all programs",), tuple(str(state.modules) for state in states))


def _program(one: ProgramFigures) -> Sentence:
    if one.entry_point:
        return "entry points of the program in ", Name(one.entry_point)
    return "undecided entry points in ", *((Name(f"{one.scope}/"),) if one.scope != "." else ("the repository",))


def _order(kind: Kind) -> tuple[str, int]:
    return kind[0], -kind[2]
