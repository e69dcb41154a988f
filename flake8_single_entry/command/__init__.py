"""Parse command lines of all surfaces: shell scripts, image commands, workflows and documentation.

``read_script`` parses POSIX shell text, ``read_words`` an argument vector (the exec form, or words that a reader of
another shell has split). Both track the directory, the variables and the files that a script creates, and return
references to the files and modules that it starts or uses. They execute nothing and access no files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flake8_single_entry.command.directory import enter
from flake8_single_entry.command.prefilter import might_change, might_run
from flake8_single_entry.command.words import Context, Script, Word, WrittenFile
from flake8_single_entry.model import Reference
from flake8_single_entry.syntax.source import Snippet

if TYPE_CHECKING:
    from flake8_single_entry.command.state import InterpreterState
    from flake8_single_entry.syntax.limits import Budget

__all__ = [
    "APPLICATION_VARIABLES",
    "Context",
    "Script",
    "Word",
    "WrittenFile",
    "enter",
    "mentions",
    "might_run",
    "read_application",
    "read_batch",
    "read_powershell",
    "read_script",
    "read_words",
]

APPLICATION_VARIABLES = ("FLASK_APP", "QUART_APP")
"""Environment variables that name the application for ``flask run`` and ``quart run``."""


def read_script(snippet: Snippet, context: Context) -> Script:
    """Read POSIX shell text of one or more lines. Never raises; recovers from syntax errors."""
    data = snippet.text.encode("utf-8", "surrogatepass")
    if not might_run(data) and not might_change(data):
        return Script((), context)
    state = _state(context, snippet.source.budget)
    _INTERPRETER.script(snippet, state)
    return _finished(state)


def read_words(words: Sequence[Word], context: Context, windows: bool = False) -> Script:
    """Read one argument vector, including ``["sh", "-c", "…"]``.

    If ``windows`` is set, a bare ``x.py`` or ``x.bat`` is a file in the current directory, and ``;`` separates the
    entries of PYTHONPATH.
    """
    budget = next((word.snippet.source.budget for word in words if word.snippet is not None), context.budget)
    state = _state(context, budget)
    state.windows = windows
    _INTERPRETER.command(words, state)
    return _finished(state)


def read_application(word: Word, context: Context) -> Script:
    """Read the value of one of ``APPLICATION_VARIABLES``: a file, a module or ``module:attribute``."""
    from flake8_single_entry.command.programs.targets import flask_target

    state = _state(context, word.snippet.source.budget if word.snippet is not None else context.budget)
    flask_target(word, state, "flask")
    return state.script()


def mentions(snippet: Snippet, context: Context) -> tuple[Reference, ...]:
    """Return the run commands in prose-like text (a printed string): a runner directly followed by a clear target."""
    if not might_run(snippet.text.encode("utf-8", "surrogatepass")):
        return ()
    from flake8_single_entry.command.programs import printed

    return printed.mentions(snippet, _state(context, snippet.source.budget))


def read_batch(snippet: Snippet, context: Context) -> Script:
    """Read the text of a batch file (cmd.exe)."""
    return _read_windows(snippet, context, "batch")


def read_powershell(snippet: Snippet, context: Context) -> Script:
    """Read PowerShell text."""
    return _read_windows(snippet, context, "powershell")


def _read_windows(snippet: Snippet, context: Context, dialect: str) -> Script:
    if not might_run(snippet.text.encode("utf-8", "surrogatepass")):
        return Script((), context)
    state = _state(context, snippet.source.budget)
    state.windows = True
    _INTERPRETER.windows(snippet, state, dialect)
    return _finished(state)


def _finished(state: InterpreterState) -> Script:
    """Return what was read once the end of the text is reached."""
    if state.found.exported:
        from flake8_single_entry.command.programs.shell_builtins import start_exported

        start_exported(state)
    written: tuple[WrittenFile, ...] = ()
    if state.found.written:
        from flake8_single_entry.command.written_files import read_written

        written = read_written(state)
    state.drop_late()
    return replace(state.script(), written=written)


class _Interpreter:
    """Implements ``state.Interpreter``. The module for each kind of text is imported on first use."""

    def command(self, words: Sequence[Word], state: InterpreterState) -> None:
        from flake8_single_entry.command.programs.dispatch import run

        run(words, state)

    def script(self, snippet: Snippet, state: InterpreterState) -> None:
        from flake8_single_entry.command.shell.walker import read

        read(snippet, state)

    def windows(self, snippet: Snippet, state: InterpreterState, dialect: str) -> None:
        from flake8_single_entry.command.windows import read

        read(snippet, state, dialect)


_INTERPRETER = _Interpreter()


def _state(context: Context, budget: Budget) -> InterpreterState:
    from flake8_single_entry.command.state import InterpreterState

    return InterpreterState.of(context, budget, _INTERPRETER)
