"""Run tree-sitter within the budget of a file. Its error recovery, written in C, may take quadratic time."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from flake8_single_entry.syntax.limits import Budget, Limit

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Point

PARSED = Limit(4 << 20, "bytes for the grammars")
STEPS = Limit(6_000, "steps of recovery in the grammars")
"""About 20 microseconds each. The steps that parsing a valid text takes are not counted."""

_BLOCK = 4096  # bytes per call of ``read``; text that is read again is passed, and counted, again
_READ = 2  # steps per call of ``read``
_RECOVERING = 5  # steps per call of ``progress`` after an error
_FREE = 50  # steps that are free for every text, plus one for each 50 bytes


@cache
def _parser(language: str) -> Parser:
    import tree_sitter

    return tree_sitter.Parser(tree_sitter.Language(import_module(f"tree_sitter_{language}").language()))


def parse(language: str, data: bytes, budget: Budget) -> Node | None:
    """Return the root node of a text in ``bash``, ``python`` or ``toml``, or None if parsing exceeds the budget.

    The parser recovers from syntax errors: the tree then contains ERROR nodes.
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
        """Count steps. The parser calls this every hundred operations and stops if it returns True."""
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
