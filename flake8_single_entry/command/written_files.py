"""Files that a script writes, with ``echo``, ``printf`` and here-documents, read as what they become.

A script is read with the state in which it was written, a crontab line by line. Other files are returned to the caller,
which knows the readers of formats. Sources: POSIX.1-2024, "Here-Document", ``tee``, ``printf``; crontab(1).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from flake8_single_entry.command.cron_lines import command_span
from flake8_single_entry.command.directory import decode, encode, enter, guess, is_absolute, is_encoded
from flake8_single_entry.command.prefilter import might_run
from flake8_single_entry.command.state import MAYBE_MADE, InterpreterState, Pending, Tolerance
from flake8_single_entry.command.words import UNKNOWN, Word, WrittenFile
from flake8_single_entry.model import Base, Reference, RelativeTo
from flake8_single_entry.syntax.source import Snippet, join_snippets

CRONTAB = "crontab"
"""The name of the file that ``crontab -`` reads."""

_SCRIPT = re.compile(r"[^.]*\.(?:sh|bash|zsh)")
_SHELL_LINE = re.compile(r"#![^\n]*?(?:\b|/)(?:ba|da|z|k|a)?sh\b")
_EXPANSION = re.compile(r"(?<!\\)\$(?:\{?([A-Za-z_]\w*)\}?|\(pwd\))")
_ENCODED = re.compile("\x01[^\x01\x02]*\x02")
_DIRECTORY = "SINGLE_ENTRY_WRITTEN_"
_MOST = 50
_LINES = re.compile(r"\n|\\n")


def write(target: Word, text: Snippet, state: InterpreterState, appends: bool = False, expands: bool = False) -> None:
    """Record a text that is written to a file. It is read when everything that the script creates is known."""
    pending = state.found.written
    if is_encoded(target.text) or UNKNOWN in target.text:
        key = posixpath.basename(target.text.replace("\\", "/"))
        key = "" if UNKNOWN in key or is_encoded(key) else f"{UNKNOWN}/{key}"
    else:
        key = target.text
    if not key or (key not in pending and len(pending) >= _MOST):
        return
    earlier = pending[key].texts if appends and key in pending else ()
    pending[key] = Pending((*earlier, text), state.copy(), target, expands)


def write_lines(target: Word, word: Word, state: InterpreterState, appends: bool) -> None:
    """Record what ``echo`` and ``printf`` write to a file: ``\\\\n`` in their text ends a line."""
    snippet, _ = word.as_snippet(state.found.budget)
    start = 0
    for match in [*_LINES.finditer(snippet.text), None]:
        write(target, snippet.part(start, match.start() if match else len(snippet.text)), state, appends)
        start, appends = match.end() if match else 0, True


def read_written(state: InterpreterState) -> tuple[WrittenFile, ...]:
    """Read the written scripts and crontabs into the references of the state, and return the other files."""
    rest: list[WrittenFile] = []
    pending, state.found.written = state.found.written, {}
    for path, one in pending.items():
        text = join_snippets(one.texts, "\n")
        if text is None or not might_run(text.text.encode("utf-8", "surrogatepass")):
            continue
        name = posixpath.basename(path)
        if _SCRIPT.fullmatch(name) or _SHELL_LINE.match(text.text.lstrip()):
            _read_script(text, one, state)
        elif spans := list(_cron_spans(text)):
            _read_crontab(text, spans, one.state)
        elif (base := _directory(one)).anchor is not RelativeTo.UNKNOWN:
            rest.append(WrittenFile(name, _filled(text, one.state) if one.expands else text, base))
    return tuple(rest)


def _with_directories(text: Snippet, variables: dict[str, str]) -> Snippet:
    """Replace encoded directories by variables that hold them, for the shell grammar."""
    pieces: list[Snippet] = []
    last = 0
    for number, match in enumerate(_ENCODED.finditer(text.text)):
        name = f"{_DIRECTORY}{number}"
        variables[name] = match[0]
        value = f"${{{name}}}"
        ends = {0: text.origin(match.start()), len(value) - 1: text.origin(match.end() - 1)}
        pieces += text.part(last, match.start()), Snippet(text.source, value, tuple(ends.items()))
        last = match.end()
    return (join_snippets([*pieces, text.part(last, len(text.text))]) or text) if pieces else text


def _filled(text: Snippet, state: InterpreterState) -> Snippet:
    """Replace the variables that are known in a text. The current directory becomes a relative path."""
    pieces: list[Snippet] = []
    last = 0
    for match in _EXPANSION.finditer(text.text):
        value = state.variables.get(match[1] or "PWD", encode(state.base) if match[1] in (None, "PWD") else UNKNOWN)
        base, rest = decode(value)
        if base is not None and base._replace(search=()) == state.base._replace(search=()):
            value = "." + rest
        if UNKNOWN in value or is_encoded(value) or not value.isprintable():
            continue
        ends = (0, text.origin(match.start())), (max(len(value) - 1, 0), text.origin(match.end() - 1))
        pieces += text.part(last, match.start()), Snippet(text.source, value, tuple(dict(ends).items()))
        last = match.end()
    return join_snippets([*pieces, text.part(last, len(text.text))]) or text


def _directory(one: Pending) -> Base:
    """Return the directory of a written file. That of a new directory is unknown: it may be another project's."""
    directory = posixpath.dirname(one.target.text.replace("\\", "/"))
    state = one.state
    key = state.key_of(directory)
    if directory and (not state.created.isdisjoint((f"{key}/", key + MAYBE_MADE)) or state.was_created(directory)):
        return state.base._replace(anchor=RelativeTo.UNKNOWN)
    if is_absolute(directory) and state.base.anchor is not RelativeTo.IMAGE:
        return guess(state.base)
    return enter(state.base, directory) if directory else state.base


def _read_script(text: Snippet, one: Pending, state: InterpreterState) -> None:
    base = _directory(one)
    if base.anchor in (RelativeTo.UNKNOWN, RelativeTo.IMAGE):
        return  # the reader of an image looks for the scripts that it starts
    inner = replace(one.state, base=base, guards=frozenset(), tolerated=Tolerance.NONE, hidden=False, printed=None)
    inner.variables, inner.functions, inner.called, inner.target = dict(inner.variables), {}, set(), None
    count = len(state.found.references)
    inner.found.interpreter.script(_with_directories(text, inner.variables), inner)
    found = state.found.references
    found[count:] = [each for each in (_moved(each, base) for each in found[count:]) if each is not None]


def _moved(reference: Reference, base: Base) -> Reference | None:
    """Return a reference relative to its own file as one relative to where that file is written."""
    if reference.base.anchor is not RelativeTo.FILE or base.anchor is RelativeTo.FILE:
        return reference
    if not base.certain:
        return None
    there = enter(base, reference.base.directory or ".")
    return reference._replace(base=there._replace(search=reference.base.search))


def _cron_spans(text: Snippet) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.text.split("\n"):
        span = command_span(line) if not line.lstrip().startswith("#") else None
        if span is not None and might_run(line.encode("utf-8", "surrogatepass")):
            yield start + span[0], start + span[1]
        start += len(line) + 1


def _read_crontab(text: Snippet, spans: list[tuple[int, int]], state: InterpreterState) -> None:
    for start, end in spans:
        inner = replace(state, base=guess(state.base), guards=frozenset(), tolerated=Tolerance.NONE, hidden=False)
        inner.variables, inner.target = dict(state.variables), None
        inner.found.interpreter.script(_with_directories(text.part(start, end), inner.variables), inner)
