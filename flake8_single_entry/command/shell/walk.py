"""The interface of the tree walker, for the modules that read parts of a shell script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from flake8_single_entry.command.shell.expansion import Expander
from flake8_single_entry.command.shell.syntax_tree import ParsedScript
from flake8_single_entry.command.state import InterpreterState

if TYPE_CHECKING:
    from tree_sitter import Node


class Walk(Protocol):
    """A walk over one text. ``depth`` is the nesting of statements."""

    text: ParsedScript
    depth: int

    def expander(self, state: InterpreterState) -> Expander:
        """Return the expander of words for this state."""

    def walk_all(self, nodes: Iterable[Node], state: InterpreterState) -> None:
        """Walk a sequence of statements."""

    def walk(self, node: Node, state: InterpreterState, depth: int) -> None:
        """Walk one statement."""

    def walk_substitutions(self, node: Node, state: InterpreterState) -> None:
        """Walk the command substitutions of a test or of a word."""
