"""PowerShell: assignments, ``Join-Path``, functions, ``Start-Process``, ``$PSScriptRoot``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import ClassVar

from flake8_single_entry.command.commands import assign, program
from flake8_single_entry.command.directory import encode, enter, is_encoded
from flake8_single_entry.command.expand import unknown_value
from flake8_single_entry.command.pieces import MappedWord
from flake8_single_entry.command.state import State
from flake8_single_entry.command.windows import Dialect, Reader
from flake8_single_entry.command.words import UNKNOWN, Word, names
from flake8_single_entry.model import Anchor, Base

_ASSIGN = re.compile(
    r"\s*(?:\[[\w.\[\]]+\]\s*)?\$(?P<name>(?:env:|script:|global:)?\w+)\s*=\s*(?P<value>.*)", re.IGNORECASE
)
_HERE_STRING = re.compile(r"@(['\"])\r?\n.*?\n\1@|<#.*?#>", re.DOTALL)
_FUNCTION = re.compile(r"\s*function\s+(?:\w+:)?([\w-]+)\s*(?:\([^()\n]*\))?\s*\{", re.IGNORECASE)
_BRACKETS = re.compile(r"[{}()]|\"(?:[^\"\n`]|`.)*\"|'[^'\n]*'|#[^\n]*")
_OWN_DIRECTORY = names("start-job invoke-command workflow switch")
_PROCESS_OPTIONS = names("-workingdirectory -windowstyle -nonewwindow -wait -passthru -filepath")
_MOST_CALLS = 100


class PowerShell(Reader):
    """Reads one script; a function is read where it is called, or at the end."""

    dialect = Dialect(
        "powershell",
        "`",
        "\"'",
        re.compile(
            r"\(?\s*(?P<function>Join-Path|Split-Path)"
            r"(?P<arguments>(?:\s+(?:-\w+|\"[^\"\n()]*\"|'[^'\n()]*'|[$\w.:\\/-]+|\([JS][^()\n]*\))){1,4})\s*\)?"
            r"|\$\{(?P<braced>[\w:]+)\}|\$\([^()\n]*\)|\$(?P<plain>(?:env:|script:|global:)?\w+)(?P<member>(?:\.\w+)*)",
            re.IGNORECASE,
        ),
        re.compile(r"&&|\|\||[\d*]?>>?(?:&\d)?|[&|(){};<]"),
        re.compile(r"\s*#"),
    )

    def blanked(self, text: str) -> str:
        return _HERE_STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)

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
        if (function := _FUNCTION.match(self.text, start)) is not None and function.start() < end:
            stop = self._closing(function.end())
            self.functions[function[1].lower()] = (function.end(), stop)
            self._go_on(stop + 1, end)
            return
        if (match := _ASSIGN.match(self.text, start, end)) is not None:
            first = match.start("value")
            if self.text.startswith(("@(", "@{"), first):
                stop = self._closing(first + 2)
                words = [token for token in self.tokens(first + 2, stop) if isinstance(token, Word)]
                self.arrays[match["name"].lower()] = words if self.text[first + 1] == "(" else []
                self._go_on(stop + 1, end)
                return
            start = self._assignment(match, end)
        self.statements(start, end)

    def _go_on(self, start: int, end: int) -> None:
        """Read on behind a part that was passed over; it may end on a later line."""
        self.resume = start
        if start < end:
            self.line(start, end)

    def _closing(self, start: int) -> int:
        """Where the bracket that opens right before ``start`` is closed."""
        depth = 1
        for match in _BRACKETS.finditer(self.text, start):
            depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(match[0], 0)
            if not depth:
                return match.start()
        return len(self.text)

    def _body(self, span: tuple[int, int], state: State) -> None:
        """Read a function's body with this state."""
        outer, resume, blocks = self.state, self.resume, self.blocks
        self.state, self.resume, self.blocks = state, 0, []
        self.lines(*span)
        self.state, self.resume, self.blocks = outer, resume, blocks

    def _assignment(self, match: re.Match[str], end: int) -> int:
        """``$x = value``; a command on the right side is read as one."""
        name = match["name"].lower()
        first, last = match.span("value")
        tokens = list(self.tokens(first, last))
        simple = len(tokens) == 1 and isinstance(tokens[0], Word)
        value = tokens[0] if simple and isinstance(tokens[0], Word) else None
        key = _key(name)
        if value is not None and (self.text[first] in "\"'$(" or is_encoded(value.text[:1])):
            assign(key, value, self.state)
            return end
        self.state.variables[key] = UNKNOWN
        return first

    def value(self, match: re.Match[str]) -> str | None:
        here = encode(Base(Anchor.FILE))
        if match["function"]:
            return self._function(match["function"].lower(), match.span("arguments"))
        name = (match["braced"] or match["plain"] or "").lower()
        if name == "psscriptroot":
            return here
        if name == "myinvocation" and match[0].lower().endswith(".mycommand.path"):
            return here + "/\x04"
        if name == "pwd":
            return encode(self.state.base)
        return self.state.variables.get(_key(name), unknown_value(name)) if not match["member"] else UNKNOWN

    def _is_string(self, word: Word) -> bool:
        """Is a command's first word a string? It is a value then, unless ``&`` or ``.`` calls it."""
        start = word.start - 1 if isinstance(word, MappedWord) else -1
        quoted = start >= 0 and self.text[start] in "\"'"
        return quoted and not self.text[:start].rstrip(" ").endswith(("&", "."))

    def _function(self, name: str, span: tuple[int, int]) -> str:
        """``Join-Path a b`` and ``Split-Path -Parent a``."""
        words = [word.text for word in self.tokens(*span) if isinstance(word, Word) and not word.text.startswith("-")]
        if name == "join-path" and len(words) == 2:
            return f"{words[0]}/{words[1]}"
        if name == "split-path" and len(words) == 1:
            return (
                words[0].removesuffix("/\x04")
                if words[0].endswith("/\x04")
                else encode(enter(Base(Anchor.FILE), words[0] + "/.."))
            )
        return UNKNOWN

    def statement(self, words: list[Word], operator: str) -> None:
        name = words[0].text.lower() if words else ""
        if name == "test-path" and len(words) > 1:
            self.tested = [word for word in words[1:] if not word.text.startswith("-")][:1]
            for word in self.tested:
                self.note(word)
        else:
            super().statement(words, operator)
        if operator == "{":
            own = name in _OWN_DIRECTORY or any(word.text.lower() == "-scriptblock" for word in words)
            self.open(self.state.base if own else None, self.state.guards)
        elif operator == "}":
            self.close()

    def command(self, words: list[Word]) -> None:
        if self._is_string(words[0]):
            return
        words = [each for word in words for each in self.arrays.get(word.text[1:].lower(), [word])]
        name = words[0].text.lower() if words else ""
        if name not in self.functions:
            super().command(words) if words else None
        elif self.calls < _MOST_CALLS:
            self.calls += 1
            self.called.add(name)
            span = self.functions.pop(name)
            self._body(span, self.state)
            self.functions[name] = span

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
            split = arguments if nested else [part for word in arguments for part in _split(word)]
            self.command([*command, *split])
        self.state.base = kept

    handlers: ClassVar[Mapping[str, Callable[..., None]]] = {"start-process": _start_process, "saps": _start_process}


def _key(name: str) -> str:
    """The name under which a variable is kept: ``$x``, and X for ``$env:X``."""
    return name[4:].upper() if name.startswith("env:") else "$" + name.rpartition(":")[2]


def _split(word: Word) -> list[Word]:
    return [word.part(*match.span()) for match in re.finditer(r"\S+", word.text)]
