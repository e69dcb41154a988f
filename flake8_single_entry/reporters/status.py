"""The figures of a project as a table or as JSON, of today and of other states beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flake8_single_entry.overview.comparison import State, table
from flake8_single_entry.overview.figures import Figures
from flake8_single_entry.printable import inert_json, printable

VERSION = 1


def text(states: Sequence[State]) -> str:
    """Return the table, the state of today first."""
    made = table(states)
    rows = [[printable("".join(cell)) for cell in row] for row in made.rows]
    return _aligned([["", *map(printable, made.heads[1:])], *rows])


def report(states: Sequence[State]) -> str:
    """Return the JSON document. Fields are added, never renamed."""
    document = {"version": VERSION, "states": [_state(state) for state in states]}
    return inert_json(json.dumps(document, indent=2)) + "\n"


def _state(state: State) -> dict[str, object]:
    compared = {} if state.new is None else {"new": state.new, "gone": state.gone}
    return {"state": state.name, "kind": str(state.kind), **_figures(state.figures), **compared}


def _figures(figures: Figures) -> dict[str, object]:
    return {
        "entry_points": figures.modules,
        "duplicates": figures.surplus,
        "programs": [
            {
                "scope": one.scope,
                "name": one.name or None,
                "entry_point": one.entry_point or None,
                "entry_points": one.modules,
            }
            for one in figures.programs
        ],
        "stale": [
            {"code": one.code, "rule": one.rule, "level": str(one.level), "number": one.number} for one in figures.stale
        ],
        "unresolved_imports": figures.imports,
        "images": figures.images,
        "images_that_ship": figures.shipping,
        "in_baseline": figures.held,
    }


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as columns, the first aligned on the left, the others on the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *rest in rows:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        lines.append("  ".join((first.ljust(widths[0]), *cells)).rstrip())
    return "".join(f"{line}\n" for line in lines)
