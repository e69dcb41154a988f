"""Base of the batch and PowerShell readers: blocks and commands, line by line.

Constructs that need a real interpreter (``for /f``, object pipelines, script blocks in variables) stay unknown.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar

from flake8_single_entry.command.programs import printed
from flake8_single_entry.command.programs.dispatch import program, run
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState
from flake8_single_entry.command.windows.tokens import Tokenizer
from flake8_single_entry.command.words import Word
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import Base, Kind, Via
from flake8_single_entry.syntax.source import Snippet

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


class Reader(Tokenizer):
    """Reads one text. Blocks with their own directory or guards are kept on a stack."""

    handlers: ClassVar[Mapping[str, Callable[..., None]]] = {}

    def __init__(self, snippet: Snippet, state: InterpreterState) -> None:
        super().__init__(snippet)
        self.state = state
        self.blocks: list[tuple[Base | None, frozenset[str]]] = []
        self.tested: list[Word] = []
        self.outside = state.guards  # the guards before this line's own condition
        self.depth = 0  # nesting of commands
        self.resume = 0  # offset at which reading continues after a skipped part

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

    @abstractmethod
    def line(self, start: int, end: int) -> None:
        """Read one line."""

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
