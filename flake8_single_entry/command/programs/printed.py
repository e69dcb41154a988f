"""Commands in text for people: the output of ``echo``, and messages in code.

Only a runner directly followed by a clear target is recorded. Prose about a program is not. Colours are no part of the
text: ECMA-48, "Control Functions for Coded Character Sets", 8.3.117 (SGR), and the tags of rich and loguru.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from flake8_single_entry.command.pieces import joined
from flake8_single_entry.command.programs.runners import LIKE_PYTHON, RUNNERS
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.command.written_files import write_lines
from flake8_single_entry.conventions.messages import calls_previous_outdated, files_sent_to, is_called_outdated
from flake8_single_entry.model import Base, Kind, Reference, RelativeTo, Via
from flake8_single_entry.syntax.source import Snippet

_PRINTS = re.compile(
    r"echo|printf|print|cecho|info|warn|warning|error|success|msg|message|say|die|fail|note|step|header|log|whiptail|dialog"
    r"|(?:print|log|echo|show|display)_\w+|\w+_(?:info|msg|message|status|echo|log|print)"
    r"|write-\w+",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'`]+")
_STOP = re.compile(r'(?P<quoted>(?<=[\s=])"[^"\n]*")|&&|\|\||[;|`#]|\s->|\s[-–—]\s')
_AFTER = ".,;:!?)]»”’\"'"
_PYTHONPATH = re.compile(r"PYTHONPATH=([\w./:-]+)[ \t]+$")
_COLOUR = re.compile(
    r"(?:\x1b|\\(?:0?33|[eE]|x1[bB]|u001[bB])|\x03|\be)?\[\d*(?:;\d*)*m"  # as a character, as an escape, or unknown
    r"|(?:\[/[\w .#]*\]|</\w*>)"
    r"|(?P<target>\.pyw?|:\w+)(?:\x03|\$\{_\})(?=$|[\s\"'`.,;)])"  # an unknown value after a complete target
)
_OPTION = re.compile(r"-[neE]+")
_LONGEST = 5_000


@cache
def _runner() -> re.Pattern[str]:
    """Return the pattern of words that begin a command: runners, ``cd``, and programs that act elsewhere."""
    named = {name for name in (*RUNNERS, *LIKE_PYTHON) if re.fullmatch(r"[a-z][\w-]+", name)}
    programs = "|".join(sorted(named - {"serve", "trace", "profile"}))
    return re.compile(
        r"(?<![\w./\\$@:=-])(?:"
        r"(?P<far>ssh|scp|kubectl|pkill|pgrep|ps|grep|kill|killall|heroku|rm|mv|pip|pip3)"
        r"|(?P<container>docker-compose|docker|podman)"
        r"|(?P<cd>cd|Set-Location)"
        rf"|(?P<run>(?:[\w.${{}}/\\]{{0,80}}[/\\])?(?:python[\d.]*(?:\.exe)?|py)|uv run|{programs})"
        r")(?=[ \t])"
    )


def prints(name: str) -> bool:
    """True if a command of this name prints its arguments for people."""
    return _PRINTS.fullmatch(name) is not None


def read(words: Sequence[Word], state: InterpreterState) -> None:
    """Record the commands in the arguments of a printing command, unless its output is redirected."""
    whole = joined([word for word in words[1:] if not _OPTION.fullmatch(word.text)])
    if state.hidden:
        if whole is not None and state.target is not None:
            write_lines(state.target.word, whole, state, state.target.appends)
        return
    for word in words[1:] if whole is None else (whole,):
        if " " in word.text:
            text(word, state)


def text(word: Word, state: InterpreterState) -> None:
    """Record the commands in a text. ``cd`` in one printed line applies to the lines after it."""
    if state.printed is None:
        start = state.context.base
        state.printed = start if start.anchor is RelativeTo.IMAGE else Base(RelativeTo.CALLER)
    context = replace(state.context, base=state.printed, via=Via.RUN)
    inner = InterpreterState.of(context, state.found.budget, state.found.interpreter)
    inner.variables = state.variables
    inner.created = state.created
    inner.windows = state.windows
    for line in map(_without_colours, _lines(word)):
        if state.found.printed and calls_previous_outdated(line.text):
            state.found.drop(state.found.printed)
        _line(line, inner, state.base)
        if line.text.strip():
            state.found.printed = _record(inner, state)
    state.printed = inner.base


def _record(inner: InterpreterState, state: InterpreterState) -> list[Reference]:
    """Move the clear references of a printed line to the state, as mentions."""
    said = [each._replace(via=Via.MENTION) for each in inner.found.references if _is_clear(each)]
    inner.found.references.clear()
    new = [each for each in said if each not in state.found.seen]
    state.found.seen.update(new)
    state.found.references += new
    return new


def mentions(snippet: Snippet, state: InterpreterState) -> tuple[Reference, ...]:
    """Return the run commands in prose-like text: a runner directly followed by a clear target."""
    state.printed = state.context.base
    location = snippet.location(0, len(snippet.text))
    text(Word(snippet.text, location, True, snippet), state)
    # A file that code tells its user to edit may be the user's own.
    return tuple(each if each.runner else each._replace(guarded=True) for each in state.found.references)


def _is_clear(reference: Reference) -> bool:
    if reference.via not in (Via.RUN, Via.MENTION):
        return False
    if reference.kind is Kind.PATH:
        return reference.text.endswith((".py", ".pyw"))
    return reference.kind in (Kind.OBJECT, Kind.MODULE) and reference.runner != "dramatiq"


def _without_colours(line: Word) -> Word:
    """Return the line with blanks in place of colours, so that every other character keeps its offset."""
    if len(line.text) > _LONGEST:
        return line
    text = _COLOUR.sub(lambda match: (match["target"] or "").ljust(len(match[0])), line.text)
    if text == line.text:
        return line
    return Word(text, line.location, UNKNOWN not in text, line.snippet)


def _lines(word: Word) -> Iterator[Word]:
    """Yield the lines of a text. ``\\n`` inside a printed string also ends a line."""
    start = 0
    for match in re.finditer(r"\n|\\n", word.text):
        yield word.part(start, match.start())
        start = match.end()
    yield word.part(start)


def _line(line: Word, state: InterpreterState, here: Base) -> None:
    if len(line.text) > _LONGEST:
        return
    position, start = 0, state.base
    while (match := _runner().search(line.text, position)) is not None:
        if match["far"]:
            return
        stop = _stop(line.text, match.end())
        end = len(line.text) if stop is None else stop.start()
        words = list(_words(line, match, end))
        position = max(end, match.end())
        if match["cd"]:
            follows = line.text[end : end + 10].lstrip()[:2] if stop is not None else ""
            if _move(words, follows, line.text[: match.start()], state, here):
                start = state.base
            continue
        before, count = state.variables, len(state.found.references)
        found = _PYTHONPATH.search(line.text, max(0, match.start() - 200), match.start())
        state.variables = {**before, **({"PYTHONPATH": found[1]} if found else {})}
        state.found.interpreter.command(words, state)
        state.variables = before
        if _is_outdated(line.text, match.start(), state.found.references[count:]):
            del state.found.references[count:]
    state.base = start
    if ".py" in line.text:
        _files(line, state)


def _is_outdated(line: str, start: int, found: Sequence[Reference]) -> bool:
    """True if a line says that the command which begins at an offset must not be used any more."""
    ends = [line.find(each.text, start) + len(each.text) for each in found]
    return bool(ends) and is_called_outdated(line[:start], line[max(ends) :])


def _files(line: Word, state: InterpreterState) -> None:
    """Record the files that a line tells its reader to edit. Whether they are where he stands is not known."""
    base, state.base = state.base, state.base._replace(certain=False)
    for start, end in files_sent_to(line.text):
        refer(state, line.part(start, end), Kind.PATH, "", Via.MENTION)
    state.base = base


def _stop(text: str, start: int) -> re.Match[str] | None:
    """Return the match that ends a command, searching from ``start``. Quoted arguments do not end it."""
    return next((found for found in _STOP.finditer(text, start) if not found["quoted"]), None)


def _move(words: Sequence[Word], follows: str, before: str, state: InterpreterState, here: Base) -> bool:
    """Interpret ``cd``. ``cd x && …`` applies to its line. ``cd x`` alone also applies to later lines: return True."""
    alone = follows == "" and len(words) == 2 and re.fullmatch(r"[\W\d]*+(?:\w+[:.]\s+)?", before) is not None
    if len(words) == 2 and (alone or follows in ("&&", ";")):
        target = words[1].text
        if target.startswith(".."):
            state.base = here
        elif state.base.directory and alone:
            state.base = state.base._replace(directory="", certain=False)
        state.move(target)
    return alone


def _words(line: Word, match: re.Match[str], end: int) -> Iterator[Word]:
    start = match.start()
    yield line.part(start, start + match[0].index(" ") if " " in match[0] else match.end())
    if " " in match[0]:
        yield line.part(match.end() - 3, match.end())
    for token in _TOKEN.finditer(line.text, match.end(), end):
        first, last = token.span()
        if token[0][0] in "\"'" and len(token[0]) > 1:
            first, last = first + 1, last - 1
        while last > first and line.text[last - 1] in _AFTER and not line.text.endswith("()", first, last):
            last -= 1
        if last > first:
            yield line.part(first, last)
