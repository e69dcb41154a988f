"""tree-sitter within the budget of a file: its recovery from errors may take a time quadratic in the text, in C."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from flake8_single_entry.syntax.limits import Budget, Limit

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Point

PARSED = Limit(4 << 20, "bytes for the grammars")
STEPS = Limit(6_000, "steps of recovery in the grammars")
"""About 20 microseconds each. A text has as many as a sound one takes without counting."""

_BLOCK = 4096  # bytes handed over at once: a step each, as whatever is read again is handed over again
_READ = 2
_RECOVERING = 5  # what a call of ``progress`` counts after an error
_FREE = 50  # steps of any text, and one for so many bytes


@cache
def _parser(language: str) -> Parser:
    import tree_sitter

    return tree_sitter.Parser(tree_sitter.Language(import_module(f"tree_sitter_{language}").language()))


def parse(language: str, data: bytes, budget: Budget) -> Node | None:
    """The root of the tree of a text in ``bash``, ``python`` or ``toml``; None where that exceeds the budget.

    Errors in the text are recovered from: the tree holds ERROR nodes then.
    """
    if not budget.spend(PARSED, len(data)):
        return None
    parser = _parser(language)
    free = _FREE + len(data) // _FREE
    most = free + budget.left(STEPS)
    steps = 0

    def read(offset: int, _point: Point) -> bytes:
        nonlocal steps
        steps += _READ
        return data[offset : offset + _BLOCK]

    def progress(_offset: int, has_error: bool) -> bool:
        """Called every hundred steps of the parser; True ends it."""
        nonlocal steps
        steps += _RECOVERING if has_error else 1
        return steps > most

    try:
        return parser.parse(read, progress_callback=progress).root_node
    except ValueError:
        parser.reset()
        return None
    finally:
        budget.spend(STEPS, max(steps - free, 0))
