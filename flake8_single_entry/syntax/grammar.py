"""Run tree-sitter within the budget of a file. Its error recovery, written in C, may take quadratic time."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from flake8_single_entry.syntax.limits import Budget, Limit

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Point

PARSED = Limit(4 << 20, "bytes for the grammars")
STEPS = Limit(60_000, "steps of recovery in the grammars")
"""About 2 microseconds each. The steps that parsing a valid text takes are not counted."""

_BLOCK = 256  # bytes per call of ``read``, a step each; text that is read again is passed, and counted, again
_PROGRESS = 7  # steps per call of ``progress``
_RECOVERING = 35  # steps per call of it after an error
_FREE = 500  # steps that are free for every text
_BYTES_FREE = 5  # bytes for each of which one more step is free


class _Grammar(NamedTuple):
    """A parser, and the buffers that texts are passed in: one for each length.

    tree-sitter 0.26 never releases an object that a callback returns, so no parse may make new ones.
    """

    parser: Parser
    buffers: tuple[bytearray, ...]


@cache
def _grammar(language: str) -> _Grammar:
    import tree_sitter

    parser = tree_sitter.Parser(tree_sitter.Language(import_module(f"tree_sitter_{language}").language()))
    return _Grammar(parser, tuple(map(bytearray, range(_BLOCK + 1))))


def parse(language: str, data: bytes, budget: Budget) -> Node | None:
    """Return the root node of a text in ``bash``, ``python`` or ``toml``, or None if parsing exceeds the budget.

    The parser recovers from syntax errors: the tree then contains ERROR nodes.
    """
    if not budget.spend(PARSED, len(data)):
        return None
    parser, buffers = _grammar(language)
    free = _FREE + len(data) // _BYTES_FREE
    most = free + budget.left(STEPS)
    steps = 0

    def read(offset: int, _point: Point) -> bytearray:
        """Pass a block of the text, which the parser is done with when it calls again."""
        nonlocal steps
        steps += 1
        block = data[offset : offset + _BLOCK]
        buffer = buffers[len(block)]
        buffer[:] = block
        return buffer

    def progress(_offset: int, has_error: bool) -> bool:
        """Count steps. The parser calls this every hundred operations and stops if it returns True."""
        nonlocal steps
        steps += _RECOVERING if has_error else _PROGRESS
        return steps > most

    try:
        return parser.parse(read, progress_callback=progress).root_node
    except ValueError:
        parser.reset()
        return None
    finally:
        budget.spend(STEPS, max(steps - free, 0))
