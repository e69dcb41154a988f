"""Batch files (cmd.exe): ``set``, ``if exist``, ``start``, ``%~dp0``, labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import ClassVar

from flake8_single_entry.command.directory import encode, guess
from flake8_single_entry.command.pieces import MappedWord
from flake8_single_entry.command.programs import printed
from flake8_single_entry.command.programs.dispatch import FINDABLE, is_python, program
from flake8_single_entry.command.programs.shell_builtins import assign, put_in_environment
from flake8_single_entry.command.requirements import demands, require
from flake8_single_entry.command.shell.expansion import unknown_value
from flake8_single_entry.command.windows.base import Reader
from flake8_single_entry.command.windows.tokens import Dialect, split_at_blanks
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.model import Base, RelativeTo

_SET = re.compile(r"\s*@?set\s+\"?(?P<name>\w+)=(?P<value>[^\"\r\n]*+)\"?\s*$", re.IGNORECASE)
_ECHO = re.compile(r"[\s@(]*echo[.: \t](?P<text>.*)", re.IGNORECASE)
_BLOCK_END = re.compile(r"^[ \t]*\)", re.MULTILINE)
_LONGEST_BLOCK = 4_000
_LABEL = re.compile(r"\s*:(\w+)")
_IF = re.compile(
    r"\s*@?(?:\)?\s*else\s+)?if\s+(?:/i\s+)?(?P<not>not\s+)?(?:exist\s+(?P<path>\"[^\"\n]*\"|\S+)|errorlevel\s+\d+"
    r"|defined\s+\S+|\"[^\"\n]*\"\s*==\s*\"[^\"\n]*\"|\S+\s*==\s*\S+|\S+\s+(?:equ|neq|lss|leq|gtr|geq)\s+\S+)\s*",
    re.IGNORECASE,
)


class Batch(Reader):
    """Reads one batch file. Labels are reached from the line above and from ``goto`` and ``call`` lines."""

    dialect = Dialect(
        "batch",
        "^",
        '"',
        re.compile(r"%~dp0|%~[a-z]*\d|%\*|%\d|%%~?\w|%([A-Za-z_]\w*)(?::[^%\n]*)?%|!([A-Za-z_]\w*)!", re.IGNORECASE),
        re.compile(r"&&|\|\||\d?>>?(?:&\d)?|[&|()<]"),
        re.compile(r"\s*@?(?:rem\b|::)", re.IGNORECASE),
    )

    def read(self) -> None:
        self.start = self.state.base
        self.jumps: dict[str, set[Base]] = {}
        self.left = False  # set after an unconditional jump, until the next command or label
        super().read()

    def line(self, start: int, end: int) -> None:
        if (label := _LABEL.match(self.text, start, end)) is not None:
            self._label(label[1].lower())
            return
        after = self._condition(start, end)
        conditional, start = after != start, after
        if (match := _SET.match(self.text, start, end)) is not None:
            assign(match["name"].upper(), self.joined(*match.span("value")), self.state)
            put_in_environment(match["name"].upper(), self.state)
        elif (match := _ECHO.match(self.text, start, end)) is not None:
            self._echo(*match.span("text"))
        else:
            self.left = False
            self.statements(start, end)
            self.left = self.left and not conditional and not self.blocks
        if not self.blocks:
            self.state.guards = self.outside

    def _label(self, name: str) -> None:
        """Set the directory at a label. It is known if it is the same on all paths to the label."""
        bases = self.jumps.get(name, set()) | (set() if self.left else {self.state.base})
        self.state.base = bases.pop() if len(bases) == 1 else guess(self.state.base)
        self.left = False

    def _condition(self, start: int, end: int) -> int:
        while (match := _IF.match(self.text, start, end)) is not None:
            if match["path"]:
                first, last = match.span("path")
                quoted = self.text[first] == '"'
                word = self.joined(first + quoted, last - quoted)
                if not match["not"]:
                    self.note(word)
                    self.state.guards = self.state.guard([word])
                elif demands(self._branch(match.end(), end)):
                    require(word, self.state)
            start = match.end()
        return start

    def _branch(self, start: int, end: int) -> str:
        """Return the text of the command or the block that a condition runs."""
        if not self.text.startswith("(", start):
            return self.text[start:end]
        closing = _BLOCK_END.search(self.text, start, start + _LONGEST_BLOCK)
        return self.text[start : closing.start() if closing else end]

    def _echo(self, start: int, end: int) -> None:
        stop = re.search(r"(?<!\^)[>|]", self.text[start:end])
        if stop is None:
            printed.text(self.joined(start, end), self.state)
            return
        tokens = list(self.tokens(start + stop.start(), end))
        for operator, target in pairwise(tokens):
            if isinstance(operator, str) and ">" in operator and isinstance(target, Word):
                self.state.create(target)

    def value(self, match: re.Match[str]) -> str | None:
        if match[0].lower() == "%~dp0":
            return encode(Base(RelativeTo.FILE)) + "/"
        name = (match[1] or match[2] or "").upper()
        if name == "CD":
            return encode(self.state.base)
        return self.state.variables.get(name, unknown_value(name)) if name else UNKNOWN

    def command(self, words: list[Word]) -> None:
        """Interpret one command. ``%CMD%`` is replaced before the line is split, unless it is quoted.

        Source: the command reference of Windows, "cmd", and "set".
        """
        first = words[0]
        if isinstance(first, MappedWord) and self.text.startswith("%", first.start):
            words = [*split_at_blanks(first), *words[1:]] or words
        super().command(words)

    def statement(self, words: list[Word], operator: str) -> None:
        super().statement(words, operator)
        if operator == "(":
            self.open(None, self.outside)
        elif operator == ")":
            self.close()

    def keyword(self, name: str, words: list[Word]) -> None:
        if name in ("goto", "exit"):
            self.left = True
        if name == "goto" and len(words) > 1:
            self._jump(words[1])
        super().keyword(name, words)

    def _jump(self, word: Word) -> None:
        self.jumps.setdefault(word.text.lstrip(":").lower(), set()).add(self.state.base)

    def _call(self, words: list[Word]) -> None:
        if len(words) > 1 and words[1].text.startswith(":"):
            self._jump(words[1])
        elif len(words) > 1:
            self.inner(words[1:])

    def _start(self, words: list[Word]) -> None:
        """Interpret ``start "title" /d dir command``."""
        state, kept = self.state, self.state.base
        index, titled = 1, False
        while index < len(words):
            text = words[index].text
            if text.lower() == "/d" and index + 1 < len(words):
                state.move(words[index + 1].text)
                index += 2
            elif text.startswith("/"):
                index += 1
            elif not titled and not _is_command(words[index]):
                titled, index = True, index + 1
            else:
                break
        self.inner(words[index:])
        state.base = kept

    handlers: ClassVar[Mapping[str, Callable[..., None]]] = {"start": _start, "call": _call}


def _is_command(word: Word) -> bool:
    name = program(word).lower()
    known = name in FINDABLE or is_python(name) or name in ("cmd", "powershell", "pwsh", "call", "npm", "docker")
    return known or word.text.lower().endswith((".py", ".bat", ".cmd", ".exe", ".ps1"))
