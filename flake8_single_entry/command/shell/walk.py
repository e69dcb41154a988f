"""What the parts of the walk over a shell script ask of the walk itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from flake8_single_entry.command.shell.expansion import Expander
from flake8_single_entry.command.shell.syntax_tree import ParsedScript
from flake8_single_entry.command.state import InterpreterState

if TYPE_CHECKING:
    from tree_sitter import Node


class Walk(Protocol):
    """A walk over one text, ``depth`` statements deep."""

    text: ParsedScript
    depth: int

    def expander(self, state: InterpreterState) -> Expander:
        """Returns what expands words with this state."""

    def walk_all(self, nodes: Iterable[Node], state: InterpreterState) -> None:
        """Walk statements one after the other."""

    def walk(self, node: Node, state: InterpreterState, depth: int) -> None:
        """Walk one statement."""
