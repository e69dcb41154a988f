"""The figures of a project as a table or as JSON, of today and of other states beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from flake8_single_entry.overview.figure_rows import figure_rows
from flake8_single_entry.overview.figures import Figures
from flake8_single_entry.printable import inert_json, printable

VERSION = 1
TODAY = "today"
_CHANGE = "change"


def text(states: Mapping[str, Figures]) -> str:
    """Return the table. ``states`` are the figures by the name of their state, those of today first.

    Beside two states stands what changed from the second to the first.
    """
    figures = tuple(states.values())
    rows = [["duplicates", *(str(state.surplus) for state in figures)]]
    rows += [[printable("".join(row.label)), *row.values] for row in figure_rows(figures)]
    if len(states) > 1:
        rows = [[*row, _change(row[1], row[-1])] for row in rows]
    heads = ["", *(printable(name) for name in states), *([_CHANGE] if len(states) > 1 else [])]
    return _aligned([heads, *rows])


def report(states: Mapping[str, Figures]) -> str:
    """Return the JSON document. Fields are added, never renamed."""
    document = {"version": VERSION, "states": [{"state": name, **_figures(one)} for name, one in states.items()]}
    return inert_json(json.dumps(document, indent=2)) + "\n"


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


def _change(now: str, then: str) -> str:
    """Return the difference of two values, "" if there is none. Of a share, the first number counts."""
    difference = int(now.split(" ")[0]) - int(then.split(" ")[0])
    return f"{difference:+}" if difference else ""


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as columns, the first aligned on the left, the others on the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *rest in rows:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        lines.append("  ".join((first.ljust(widths[0]), *cells)).rstrip())
    return "".join(f"{line}\n" for line in lines)
