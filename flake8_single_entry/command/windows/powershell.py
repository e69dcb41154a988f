"""PowerShell: assignments, ``Join-Path``, functions, ``Start-Process``, ``$PSScriptRoot``."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

from flake8_single_entry.command.directory import encode, enter, is_encoded
from flake8_single_entry.command.pieces import MappedWord
from flake8_single_entry.command.programs.dispatch import program
from flake8_single_entry.command.programs.shell_builtins import assign, put_in_environment
from flake8_single_entry.command.requirements import demands, require
from flake8_single_entry.command.shell.expansion import unknown_value
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.windows.base import Reader
from flake8_single_entry.command.windows.tokens import Dialect, split_at_blanks
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import Base, RelativeTo

_ASSIGN = re.compile(
    r"\s*(?:\[[\w.\[\]]+\]\s*)?\$(?P<name>(?:env:|script:|global:)?\w+)\s*=\s*(?P<value>.*)", re.IGNORECASE
)
_NO_CODE = re.compile(r"@'(?=\r?\n)|@\"(?=\r?\n)|<#")
_ENDS = {"@'": "\n'@", '@"': '\n"@', "<#": "#>"}
_FUNCTION = re.compile(r"\s*+function\s++(?:\w++:)?([\w-]++)\s*+(?:\([^()\n]*+\))?+", re.IGNORECASE)
_OPENING = re.compile(r"\s*+\{")
_BRACKETS = re.compile(r"[{}()]|(?P<open>\")(?:[^\"\n`]++|`.)*+(?P<close>\")?+|'[^'\n]*+'|#[^\n]*+")
_UNQUOTED = re.compile(r"[{}()]|'[^'\n]*+'|#[^\n]*+")
_OWN_DIRECTORY = word_set("start-job invoke-command workflow switch")
_PROCESS_OPTIONS = word_set("-workingdirectory -windowstyle -nonewwindow -wait -passthru -filepath")
_NOT = re.compile(r"(?:-not|!)\s*\(\s*\Z")
_LONGEST_CONDITION = 300
_LONGEST_BLOCK = 4_000
_MOST_CALLS = 100
_DEEPEST_CALL = 10
_MOST_ITEMS = 100  # per array
_MOST_WORDS = 2_000  # per command, arrays expanded


class PowerShell(Reader):
    """Reads one script. A function is read when it is called, or at the end if it never is."""

    dialect = Dialect(
        "powershell",
        "`",
        "\"'",
        re.compile(
            r"\(?\s*+(?P<function>Join-Path|Split-Path)"
            r"(?P<arguments>(?:\s+(?:-\w+|\"[^\"\n()]*\"|'[^'\n()]*'|[$\w.:\\/-]+|\([JS][^()\n]*\))){1,4})\s*\)?"
            r"|\$\{(?P<braced>[\w:]+)\}|\$\([^()\n]*\)|\$(?P<plain>(?:env:|script:|global:)?\w+)(?P<member>(?:\.\w+)*)",
            re.IGNORECASE,
        ),
        re.compile(r"&&|\|\||[\d*]?>>?(?:&\d)?|[&|(){};<]"),
        re.compile(r"\s*#"),
    )

    def blanked(self, text: str) -> str:
        parts: list[str] = []
        position = done = 0
        missing: set[str] = set()
        while (match := _NO_CODE.search(text, position)) is not None:
            position, mark = match.end(), _ENDS[match[0]]
            end = (
                -1 if mark in missing else text.find(mark, text.find("\n", position) + 1 if mark != "#>" else position)
            )
            if end < 0:
                missing.add(mark)
                continue
            position = end + len(mark)
            parts += text[done : match.start()], re.sub(r"[^\n]", " ", text[match.start() : position])
            done = position
        return "".join((*parts, text[done:]))

    def read(self) -> None:
        start = self.state.copy()
        self.functions: dict[str, tuple[int, int]] = {}
        self.arrays: dict[str, list[Word]] = {}
        self.called: set[str] = set()
        self.calls = 0
        super().read()
        for name, span in list(self.functions.items()):
            if name not in self.called:
                inner = start.copy()
                inner.variables = self.state.variables
                self._body(span, inner)

    def line(self, start: int, end: int) -> None:
        """Read one line. A function or an array at its beginning is skipped, even if it ends on a later line."""
        position = start
        while position < end and (stop := self._passed(position, end)) is not None:
            position = self.resume = stop + 1
        if position < end:
            match = _ASSIGN.match(self.text, position, end)
            self.statements(position if match is None else self._assignment(match, end), end)

    def _passed(self, start: int, end: int) -> int | None:
        """Store the function or array that begins here and return the offset of its end, or None if there is none."""
        if (function := _FUNCTION.match(self.text, start, end)) is not None:
            opening = _OPENING.match(self.text, function.end())
            if opening is None:
                return None
            stop = self._closing(opening.end())
            self.functions[function[1].lower()] = (opening.end(), stop)
            return stop
        match = _ASSIGN.match(self.text, start, end)
        if match is None or not self.text.startswith(("@(", "@{"), match.start("value")):
            return None
        first = match.start("value")
        stop = self._closing(first + 2)
        words = [token for token in self.tokens(first + 2, stop) if isinstance(token, Word)]
        self.arrays[match["name"].lower()] = words[:_MOST_ITEMS] if self.text[first + 1] == "(" else []
        return stop

    def _closing(self, start: int, end: int = sys.maxsize) -> int:
        """Return the offset of the bracket that closes the bracket directly before ``start``, as far as ``end``."""
        depth = 1
        for match in self._brackets(start):
            if match.start() >= end:
                return end
            depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(match[0], 0)
            if not depth:
                return match.start()
        return len(self.text)

    def _brackets(self, start: int) -> Iterator[re.Match[str]]:
        """Yield brackets outside strings and comments. The matches include these strings and comments."""
        position = start
        while (match := _BRACKETS.search(self.text, position)) is not None:
            position = match.end()
            if match["open"] and not match["close"]:  # unterminated: no later quote on this line can be closed
                yield from _UNQUOTED.finditer(self.text, match.start() + 1, position)
            else:
                yield match

    def _body(self, span: tuple[int, int], state: InterpreterState) -> None:
        """Read the body of a function with this state."""
        outer, resume, blocks = self.state, self.resume, self.blocks
        self.state, self.resume, self.blocks = state, 0, []
        self.lines(*span)
        self.state, self.resume, self.blocks = outer, resume, blocks

    def _assignment(self, match: re.Match[str], end: int) -> int:
        """Interpret ``$x = value``. A command on the right side is read as a command."""
        name = match["name"].lower()
        first, last = match.span("value")
        tokens = list(self.tokens(first, last))
        simple = len(tokens) == 1 and isinstance(tokens[0], Word)
        value = tokens[0] if simple and isinstance(tokens[0], Word) else None
        key = _key(name)
        if value is not None and (self.text[first] in "\"'$(" or is_encoded(value.text[:1])):
            assign(key, value, self.state)
            put_in_environment(key, self.state)
            return end
        self.state.variables[key] = UNKNOWN
        return first

    def value(self, match: re.Match[str]) -> str | None:
        here = encode(Base(RelativeTo.FILE))
        if match["function"]:
            return self._function(match["function"].lower(), match.span("arguments"))
        name = (match["braced"] or match["plain"] or "").lower()
        if name == "psscriptroot":
            return here
        if name == "myinvocation" and match[0].lower().endswith(".mycommand.path"):
            return here + "/\x04"
        if name == "pwd":
            return encode(self.state.base)
        return (
            self.state.variables.get(_key(name), unknown_value(name.rpartition(":")[2]))
            if not match["member"]
            else UNKNOWN
        )

    def _is_value(self, word: Word) -> bool:
        """True if the first word is a string or a variable: a value, unless ``&`` or ``.`` calls it.

        Source: about_Operators, "Call operator", and about_Parsing, "Expression mode".
        """
        start = word.start if isinstance(word, MappedWord) else -1
        if start > 0 and self.text[start - 1] in "\"'":
            start -= 1
        elif start < 0 or not self.text.startswith("$", start):
            return False
        before = start
        while before > 0 and self.text[before - 1] == " ":
            before -= 1
        return not self.text.endswith(("&", "."), 0, before)

    def _function(self, name: str, span: tuple[int, int]) -> str:
        """Evaluate ``Join-Path a b`` and ``Split-Path -Parent a``."""
        words = [word.text for word in self.tokens(*span) if isinstance(word, Word) and not word.text.startswith("-")]
        if name == "join-path" and len(words) == 2:
            return f"{words[0]}/{words[1]}"
        if name == "split-path" and len(words) == 1:
            return (
                words[0].removesuffix("/\x04")
                if words[0].endswith("/\x04")
                else encode(enter(Base(RelativeTo.FILE), words[0] + "/.."))
            )
        return UNKNOWN

    def statement(self, words: list[Word], operator: str) -> None:
        name = words[0].text.lower() if words else ""
        if name == "test-path" and len(words) > 1:
            self.tested = [word for word in words[1:] if not word.text.startswith("-")][:1]
            for word in self.tested:
                self.note(word)
                self._ask_for(word, words[0])
        else:
            super().statement(words, operator)
        if operator == "{":
            own = name in _OWN_DIRECTORY or any(word.text.lower() == "-scriptblock" for word in words)
            self.open(self.state.base if own else None, self.state.guards)
        elif operator == "}":
            self.close()

    def _ask_for(self, word: Word, test: Word) -> None:
        """Record the file of ``if (-not (Test-Path x)) { … }`` as required if the block gives up."""
        start = test.start if isinstance(test, MappedWord) else 0
        opening = self.text.find("{", start, start + _LONGEST_CONDITION)
        negated = opening > 0 and _NOT.search(self.text[max(0, start - 20) : start])
        if negated and demands(self.text[opening + 1 : self._closing(opening + 1, opening + _LONGEST_BLOCK)]):
            require(word, self.state)

    def command(self, words: list[Word]) -> None:
        words = words[1:] if words[0].text == "." and len(words) > 1 else words  # runs it in the current scope
        if self._is_value(words[0]):
            return
        words = [each for word in words for each in self.arrays.get(word.text[1:].lower(), [word])][:_MOST_WORDS]
        name = words[0].text.lower() if words else ""
        if name not in self.functions:
            super().command(words) if words else None
        elif self.calls < _MOST_CALLS and self.depth < _DEEPEST_CALL:
            self.calls += 1
            self.depth += 1
            self.called.add(name)
            span = self.functions.pop(name)
            self._body(span, self.state)
            self.functions[name] = span
            self.depth -= 1

    def _start_process(self, words: list[Word]) -> None:
        values: dict[str, list[Word]] = {"": []}
        option = ""
        for word in words[1:]:
            switch = word.text.startswith("-") and option != "-argumentlist"
            if switch or word.text.lower() in _PROCESS_OPTIONS:
                option = word.text.lower()
            else:
                values.setdefault(option, []).append(word)
                option = option if option == "-argumentlist" else ""
        command = (values.get("-filepath") or values[""])[:1]
        arguments = values.get("-argumentlist") or values[""][1:]
        kept = self.state.base
        for word in values.get("-workingdirectory", [])[:1]:
            self.state.move(word.text)
        if command:
            nested = program(command[0]).lower() in ("cmd", "powershell", "pwsh")
            split = arguments if nested else [part for word in arguments for part in split_at_blanks(word)]
            self.command([*command, *split])
        self.state.base = kept

    def _invoke_expression(self, words: list[Word]) -> None:
        """Read a string as a command. Source: Invoke-Expression, "Description"."""
        text = next((word for word in words[1:] if word.text.lower() != "-command"), None)
        if text is not None and text.snippet is not None and self.state.found.calls > 0:
            self.state.found.calls -= 1
            self.state.found.interpreter.windows(text.snippet, self.state, "powershell")

    handlers: ClassVar[Mapping[str, Callable[..., None]]] = {
        "start-process": _start_process,
        "saps": _start_process,
        "invoke-expression": _invoke_expression,
        "iex": _invoke_expression,
    }


def _key(name: str) -> str:
    """Return the key of a variable: ``$x``, or X for ``$env:X``."""
    return name[4:].upper() if name.startswith("env:") else "$" + name.rpartition(":")[2]
