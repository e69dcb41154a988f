"""Base of the batch and PowerShell readers: words, operators, blocks and commands, line by line.

Quoting follows "cmd" (Windows Commands reference) and about_Quoting_Rules (PowerShell reference). Constructs that need
a real interpreter (``for /f``, object pipelines, script blocks in variables) stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, NamedTuple

from flake8_single_entry.command.pieces import MappedText, as_word
from flake8_single_entry.command.programs import printed
from flake8_single_entry.command.programs.dispatch import program, run
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.words import Word
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import Base, Kind, Via
from flake8_single_entry.syntax.source import Snippet


class Dialect(NamedTuple):
    """The syntax of one of the two shells."""

    name: str
    escape: str
    quotes: str
    variable: re.Pattern[str]
    operator: re.Pattern[str]
    comment: re.Pattern[str]


_LONGEST_LINE = 5_000
_DEEPEST = 20
_COMMANDS = {
    **dict.fromkeys(("set-location", "sl", "chdir", "cd"), "cd"),
    **dict.fromkeys(("push-location", "pushd"), "pushd"),
    **dict.fromkeys(("pop-location", "popd"), "popd"),
    **dict.fromkeys(("copy-item", "copy", "xcopy"), "cp"),
    **dict.fromkeys(("move-item", "move", "rename-item", "ren"), "mv"),
    **dict.fromkeys(("remove-item", "del", "erase", "select-string", "findstr", "get-childitem", "where"), "ps"),
    **dict.fromkeys(("get-content", "type", "gc"), "cat"),
}
_WORDS = word_set("if else elseif foreach for do try catch return exit goto function setlocal endlocal")


class Reader:
    """Reads one text. Blocks with their own directory or guards are kept on a stack."""

    dialect: Dialect
    handlers: ClassVar[Mapping[str, Callable[..., None]]] = {}

    def __init__(self, snippet: Snippet, state: InterpreterState) -> None:
        joined = re.escape(self.dialect.escape) + r"[ \t]*\r?\n"
        self.text = self.blanked(re.sub(joined, lambda match: " " * len(match[0]), snippet.text))
        self.snippet = Snippet(snippet.source, self.text, snippet.segments)
        self.state = state
        self.blocks: list[tuple[Base | None, frozenset[str]]] = []
        self.tested: list[Word] = []
        self.outside = state.guards  # the guards before this line's own condition
        self.depth = 0  # nesting of commands
        self.resume = 0  # offset at which reading continues after a skipped part

    def blanked(self, text: str) -> str:
        """Return the text with everything that is not code replaced by blanks."""
        return text

    def read(self) -> None:
        self.lines(0, len(self.text))

    def lines(self, start: int, end: int) -> None:
        """Read the lines between two offsets."""
        position = start
        while position < end:
            stop = self.text.find("\n", position, end)
            stop = end if stop < 0 else stop
            first = max(position, min(self.resume, stop)) if self.resume > position else position
            if (
                first < stop
                and stop - first <= _LONGEST_LINE
                and not self.dialect.comment.match(self.text, first, stop)
            ):
                self.outside = self.state.guards
                self.line(first, stop - self.text.endswith("\r", first, stop))
            position = stop + 1

    def line(self, start: int, end: int) -> None:
        """Read one line."""
        raise NotImplementedError

    def value(self, match: re.Match[str]) -> str | None:
        """Return the value of a variable, or None if the match is not a variable."""
        raise NotImplementedError

    def statements(self, start: int, end: int) -> None:
        """Read the commands between two offsets."""
        words: list[Word] = []
        redirected = False
        for token in self.tokens(start, end):
            if isinstance(token, Word):
                if redirected:
                    self.state.create(token)
                    redirected = False
                else:
                    words.append(token)
            elif ">" in token or token == "<":
                redirected = "&" not in token
            else:
                self.statement(words, token)
                words = []
        self.statement(words, "")

    def joined(self, start: int, end: int) -> Word:
        """Return the text between two offsets as one word: variables and escapes replaced, blanks and quotes kept."""
        return as_word(list(self.pieces(start, end)), self.snippet)

    def pieces(self, start: int, end: int) -> Iterator[MappedText]:
        position = plain = start
        while position < end:
            character = self.text[position]
            replaced: MappedText | None = None
            if character == self.dialect.escape and position + 1 < end:
                replaced = MappedText(self.text[position + 1], position, position + 2)
            elif character in "%!$(JjSs" and (match := self.dialect.variable.match(self.text, position, end)):
                value = self.value(match)
                replaced = MappedText(value, position, match.end()) if value is not None else None
            if replaced is None:
                position += 1
                continue
            if position > plain:
                yield MappedText(self.text[plain:position], plain, position)
            yield replaced
            position = plain = replaced.end
        if end > plain:
            yield MappedText(self.text[plain:end], plain, end)

    def tokens(self, start: int, end: int) -> Iterator[Word | str]:
        """Yield the words and operators between two offsets."""
        dialect, position, arrays = self.dialect, start, 0
        pieces: list[MappedText] = []
        while position < end:
            character = self.text[position]
            operator = dialect.operator.match(self.text, position, end)
            may_begin = character in "$%!" or (not pieces and character in "(JjSs")
            variable = dialect.variable.match(self.text, position, end) if may_begin else None
            if variable is not None and variable.end() <= end:
                pieces += self.pieces(position, variable.end())
                position = variable.end()
                continue
            if character in " \t\r\n,=" and not (character in ",=" and dialect.name == "batch"):
                if pieces and character == "=":
                    pieces.append(MappedText("=", position, position + 1))
                elif pieces:
                    yield as_word(pieces, self.snippet)
                    pieces = []
                position += 1
            elif character in dialect.quotes:
                stop = self.text.find(character, position + 1, end)
                stop = end if stop < 0 else stop
                inside = [MappedText(self.text[position + 1 : stop], position + 1, stop)]
                pieces += inside if character == "'" else list(self.pieces(position + 1, stop))
                pieces = pieces or [MappedText("", position, position)]
                position = stop + 1
            elif character == dialect.escape and position + 1 < end:
                pieces.append(MappedText(self.text[position + 1], position, position + 2))
                position += 2
            elif self.text.startswith("@(", position) and dialect.name == "powershell":
                arrays, position = arrays + 1, position + 2
            elif character == ")" and arrays:
                arrays, position = arrays - 1, position + 1
            elif character == "#" and dialect.name == "powershell" and not pieces:
                break
            elif operator is not None and not (operator[0][0].isdigit() and pieces):
                if pieces:
                    yield as_word(pieces, self.snippet)
                    pieces = []
                yield operator[0]
                position = operator.end()
            else:
                pieces.append(MappedText(character, position, position + 1))
                position += 1
        if pieces:
            yield as_word(pieces, self.snippet)

    def statement(self, words: list[Word], operator: str) -> None:
        """Interpret one command. Subclasses also handle blocks that ``operator``, which follows it, opens or closes."""
        if words and operator != "{":
            self.command(words)

    def open(self, base: Base | None, guards: frozenset[str]) -> None:
        """Begin a block. At its end, the guards are restored, and the base too if the block has its own directory."""
        self.blocks.append((base, guards))
        self.state.guards, self.tested = self.state.guard(self.tested), []

    def close(self) -> None:
        """End a block."""
        base, self.state.guards = self.blocks.pop() if self.blocks else (None, self.state.guards)
        self.state.base = base or self.state.base
        self.outside = self.state.guards

    def note(self, word: Word) -> None:
        """Record a Python file whose existence is tested, as a reference whose absence is provided for."""
        if word.text.endswith(".py"):
            guards = self.state.guards
            self.state.guards = self.state.guard([word])
            refer(self.state, word, Kind.PATH, "", Via.PATH)
            self.state.guards = guards

    def command(self, words: list[Word]) -> None:
        """Interpret one command."""
        first = words[0]
        words[0] = first = first.part(1) if first.text.startswith("@") and len(first.text) > 1 else first
        name = program(first).lower()
        if name in _WORDS:
            self.keyword(name, words)
        elif name in self.handlers:
            self.handlers[name](self, words)
        elif name in ("cmd", "powershell", "pwsh"):
            self.nested(words, "batch" if name == "cmd" else "powershell")
        elif name in _COMMANDS:
            run([first.renamed(_COMMANDS[name]), *words[1:]], self.state)
        elif printed.prints(name):
            for word in words[1:]:
                if " " in word.text:
                    printed.text(word, self.state)
        else:
            run(words, self.state)

    def keyword(self, name: str, words: list[Word]) -> None:
        """Interpret a keyword. ``for … do command`` runs a command."""
        if name == "for" and (at := next((i for i, word in enumerate(words) if word.text.lower() == "do"), 0)):
            self.inner(words[at + 1 :])

    def inner(self, words: list[Word]) -> None:
        """Interpret a command that is part of another command."""
        if words and self.depth < _DEEPEST:
            self.depth += 1
            self.command(words)
            self.depth -= 1

    def nested(self, words: list[Word], dialect: str) -> None:
        """Interpret a command for another shell."""
        for index, word in enumerate(words[1:], 1):
            option = word.text.lower()
            if option in ("/c", "/k", "-command", "-c") and index + 1 < len(words):
                rest = words[index + 1 :]
                if len(rest) == 1 and rest[0].snippet is not None:
                    self.state.found.interpreter.windows(rest[0].snippet, self.state.copy(), dialect)
                else:
                    run(rest, self.state.copy())
                return
            if option.endswith(".ps1") or (option in ("-file", "-f") and index + 1 < len(words)):
                target = word if option.endswith(".ps1") else words[index + 1]
                refer(self.state, target, Kind.BUILD, "powershell", Via.BUILD)
                return
