"""Batch files and PowerShell."""

from __future__ import annotations

from collections.abc import Callable

from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.windows.base import Reader
from flake8_single_entry.syntax.source import Snippet


def read(snippet: Snippet, state: InterpreterState, dialect: str) -> None:
    """Read a text of the dialect ``batch`` or ``powershell`` with this state."""
    if state.found.depth > 5:
        return
    state.found.depth += 1
    _reader(dialect)(snippet, state).read()
    state.found.depth -= 1


def _reader(dialect: str) -> Callable[[Snippet, InterpreterState], Reader]:
    if dialect == "batch":
        from flake8_single_entry.command.windows.batch import Batch

        return Batch
    from flake8_single_entry.command.windows.powershell import PowerShell

    return PowerShell
