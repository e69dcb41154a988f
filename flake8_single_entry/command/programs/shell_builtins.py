"""Built-in commands of shells that change the state: assignments, the current directory, and sourced scripts."""

from __future__ import annotations

import re

from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.programs.targets import flask_target
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import UNKNOWN, Value, Word
from flake8_single_entry.model import Kind, Via

ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(\+?=)")


def assign(name: str, value: Word | None, state: InterpreterState, added: bool = False) -> None:
    """Interpret ``NAME=value``."""
    text = Value.of(value) if value is not None else ""
    whole = state.variables.get(name, "") + text if added else text
    # A command may have an argument that is not known.
    is_partly_known = name == "PYTHONPATH" or (" " in whole and not whole.startswith(UNKNOWN))
    state.set(name, UNKNOWN if UNKNOWN in whole and not is_partly_known else whole)
    if name in ("FLASK_APP", "QUART_APP"):
        state.flask = value


def put_in_environment(name: str, state: InterpreterState) -> None:
    """Interpret the export of a variable. Any later program may be one that starts the application that it names."""
    if name in ("FLASK_APP", "QUART_APP") and state.flask is not None:
        state.found.exported[name] = state.flask, state.base


def start_exported(state: InterpreterState) -> None:
    """Record the applications in the environment that no command of the text started itself."""
    for word, base in state.found.exported.values():
        state.base = base if state.base == base else guess(base)
        flask_target(word, state, "flask")


def cd(words: list[Word], state: InterpreterState) -> None:
    """Interpret ``cd``, ``chdir`` and ``Set-Location``."""
    operands = [
        word.text for word in words[1:] if word.text not in ("--", "-P", "-L", "/d", "/D", "-Path", "-LiteralPath")
    ]
    if not operands and state.windows:
        return
    state.move(operands[0] if operands else "")


def pushd(words: list[Word], state: InterpreterState) -> None:
    """Interpret ``pushd``."""
    state.stack = (*state.stack[-50:], state.base)
    cd(words, state)


def popd(_words: list[Word], state: InterpreterState) -> None:
    """Interpret ``popd``."""
    if state.stack:
        state.previous, state.base, state.stack = state.base, state.stack[-1], state.stack[:-1]


def source(words: list[Word], state: InterpreterState) -> None:
    """Interpret ``source x.sh`` and ``. x.sh``."""
    if len(words) > 1 and words[1].text.endswith((".sh", ".bash", ".zsh")):
        refer(state, words[1], Kind.BUILD, "source", Via.BUILD)


def export(words: list[Word], state: InterpreterState) -> None:
    """Interpret ``export NAME=value``."""
    for word in words[1:]:
        if match := ASSIGNMENT.match(word.text):
            assign(match[1], word.part(match.end()), state)
            put_in_environment(match[1], state)
