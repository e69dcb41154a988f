"""Batch files and PowerShell, line by line: enough of both to follow directories, variables and what is started.

Quoting follows "cmd" (Windows Commands reference) and about_Quoting_Rules (PowerShell reference). What takes a real
interpreter (``for /f``, pipelines of objects, script blocks in variables) stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flake8_single_entry.command import printed
from flake8_single_entry.command.commands import FINDABLE, assign, is_python, program, run
from flake8_single_entry.command.directory import encode, enter
from flake8_single_entry.command.expand import Piece, as_word, unknown_value
from flake8_single_entry.command.state import State
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.model import Anchor, Base, Kind, Via
from flake8_single_entry.readers.source import Snippet


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one of the two shells writes things."""

    name: str
    escape: str
    quotes: str
    variable: re.Pattern[str]
    operator: re.Pattern[str]
    comment: re.Pattern[str]


BATCH = Dialect(
    "batch",
    "^",
    '"',
    re.compile(r"%~dp0|%~[a-z]*\d|%\*|%\d|%%~?\w|%([A-Za-z_]\w*)(?::[^%\n]*)?%|!([A-Za-z_]\w*)!", re.IGNORECASE),
    re.compile(r"&&|\|\||\d?>>?(?:&\d)?|[&|()<]"),
    re.compile(r"\s*@?(?:rem\b|::|:\w)", re.IGNORECASE),
)
POWERSHELL = Dialect(
    "powershell",
    "`",
    "\"'",
    re.compile(
        r"\(?\s*(?P<function>Join-Path|Split-Path)(?P<arguments>(?:\s+(?:-\w+|\"[^\"\n()]*\"|'[^'\n()]*'|[$\w.:\\/-]+)){1,4})\s*\)?"
        r"|\$\{(?P<braced>[\w:]+)\}|\$\([^()\n]*\)|\$(?P<plain>(?:env:|script:|global:)?\w+)(?P<member>(?:\.\w+)*)",
        re.IGNORECASE,
    ),
    re.compile(r"&&|\|\||[\d*]?>>?(?:&\d)?|[&|(){};<]"),
    re.compile(r"\s*#"),
)
DIALECTS = {"batch": BATCH, "powershell": POWERSHELL}

_LONGEST_LINE = 5_000
_ASSIGN = re.compile(r"\s*\$(?P<name>(?:env:|script:|global:)?\w+)\s*=\s*(?P<value>.*)", re.IGNORECASE)
_SET = re.compile(r"\s*@?set\s+\"?(?P<name>\w+)=(?P<value>[^\"\r\n]*)\"?\s*$", re.IGNORECASE)
_ECHO = re.compile(r"[\s@(]*echo[.: \t](?P<text>.*)", re.IGNORECASE)
_IF = re.compile(
    r"\s*@?(?:\)?\s*else\s+)?if\s+(?:/i\s+)?(?P<not>not\s+)?(?:exist\s+(?P<path>\"[^\"\n]*\"|\S+)|errorlevel\s+\d+"
    r"|defined\s+\S+|\"[^\"\n]*\"\s*==\s*\"[^\"\n]*\"|\S+\s*==\s*\S+|\S+\s+(?:equ|neq|lss|leq|gtr|geq)\s+\S+)\s*",
    re.IGNORECASE,
)
_HERE_STRING = re.compile(r"@(['\"])\r?\n.*?\n\1@|<#.*?#>", re.DOTALL)
_COMMANDS = {
    **dict.fromkeys(("set-location", "sl", "chdir", "cd"), "cd"),
    **dict.fromkeys(("push-location", "pushd"), "pushd"),
    **dict.fromkeys(("pop-location", "popd"), "popd"),
    **dict.fromkeys(("copy-item", "copy", "xcopy"), "cp"),
    **dict.fromkeys(("move-item", "move", "rename-item", "ren"), "mv"),
    **dict.fromkeys(("remove-item", "del", "erase", "select-string", "findstr", "get-childitem", "where"), "ps"),
    **dict.fromkeys(("get-content", "type", "gc"), "cat"),
}


def read(snippet: Snippet, state: State, dialect: Dialect) -> None:
    """Read a text of this dialect with this state."""
    if state.found.depth > 5:
        return
    state.found.depth += 1
    text = snippet.text
    joined = re.escape(dialect.escape) + r"[ \t]*\r?\n"
    text = re.sub(joined, lambda match: " " * len(match[0]), text)
    if dialect is POWERSHELL:
        text = _HERE_STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    reader = _Reader(Snippet(snippet.source, text, snippet.segments), state, dialect)
    position = 0
    for line in text.split("\n"):
        if len(line) <= _LONGEST_LINE and not dialect.comment.match(line):
            reader.line(position, position + len(line.rstrip("\r")))
        position += len(line) + 1
    state.found.depth -= 1


class _Reader:
    """Reads one text; blocks that have their own directory or guards are on a stack."""

    def __init__(self, snippet: Snippet, state: State, dialect: Dialect) -> None:
        self.snippet = snippet
        self.text = snippet.text
        self.state = state
        self.dialect = dialect
        self.blocks: list[tuple[Base | None, frozenset[str]]] = []
        self.tested: list[Word] = []
        self.outside = state.guards  # the guards before this line's own condition

    def line(self, start: int, end: int) -> None:
        self.outside = self.state.guards
        if self.dialect is BATCH:
            start = self._batch_condition(start, end)
            if (match := _SET.match(self.text, start, end)) is not None:
                value = self._joined(*match.span("value"))
                assign(match["name"].upper(), value, self.state)
                start = end
            elif (match := _ECHO.match(self.text, start, end)) is not None:
                self._echo(*match.span("text"))
                start = end
        elif (match := _ASSIGN.match(self.text, start, end)) is not None:
            start = self._assignment(match, end)
        words: list[Word] = []
        redirected = False
        for token in self._tokens(start, end):
            if isinstance(token, Word):
                if redirected:
                    self.state.create(token)
                    redirected = False
                else:
                    words.append(token)
            elif ">" in token or token == "<":
                redirected = "&" not in token
            else:
                self._statement(words, token)
                words = []
        self._statement(words, "")
        if self.dialect is BATCH and not self.blocks:
            self.state.guards = self.outside

    def _batch_condition(self, start: int, end: int) -> int:
        while (match := _IF.match(self.text, start, end)) is not None:
            if match["path"] and not match["not"]:
                first, last = match.span("path")
                quoted = self.text[first] == '"'
                word = self._joined(first + quoted, last - quoted)
                if word.text.endswith(".py"):
                    self.state.guards = self.state.guard([word])
                    self.state.refer(word, Kind.PATH, "", Via.PATH)
                self.state.guards = self.state.guard([word])
            start = match.end()
        return start

    def _assignment(self, match: re.Match[str], end: int) -> int:
        """``$x = value``; a command on the right side is read as one."""
        name = match["name"].lower()
        first, last = match.span("value")
        tokens = list(self._tokens(first, last))
        simple = len(tokens) == 1 and isinstance(tokens[0], Word)
        value = tokens[0] if simple and isinstance(tokens[0], Word) else None
        key = name[4:].upper() if name.startswith("env:") else "$" + name.rpartition(":")[2]
        if value is not None and (self.text[first] in "\"'$(" or is_path(value.text)):
            assign(key, value, self.state)
            return end
        self.state.variables[key] = UNKNOWN
        return first

    def _echo(self, start: int, end: int) -> None:
        stop = re.search(r"(?<!\^)[>|]", self.text[start:end])
        if stop is None:
            printed.text(self._joined(start, end), self.state)
            return
        tokens = list(self._tokens(start + stop.start(), end))
        for operator, target in pairwise(tokens):
            if isinstance(operator, str) and ">" in operator and isinstance(target, Word):
                self.state.create(target)

    def _joined(self, start: int, end: int) -> Word:
        """A stretch of text as one word: variables and escapes replaced, blanks and quotes kept."""
        return as_word(list(self._pieces(start, end)), self.snippet)

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        position = plain = start
        while position < end:
            character = self.text[position]
            replaced: Piece | None = None
            if character == self.dialect.escape and position + 1 < end:
                replaced = Piece(self.text[position + 1], position, position + 2)
            elif character in "%!$(JjSs" and (match := self.dialect.variable.match(self.text, position, end)):
                value = self._value(match)
                replaced = Piece(value, position, match.end()) if value is not None else None
            if replaced is None:
                position += 1
                continue
            if position > plain:
                yield Piece(self.text[plain:position], plain, position)
            yield replaced
            position = plain = replaced.end
        if end > plain:
            yield Piece(self.text[plain:end], plain, end)

    def _value(self, match: re.Match[str]) -> str | None:
        here = encode(Base(Anchor.FILE))
        if self.dialect is BATCH:
            if match[0].lower() == "%~dp0":
                return here + "/"
            name = (match[1] or match[2] or "").upper()
            if name == "CD":
                return encode(self.state.base)
            return self.state.variables.get(name, unknown_value(name)) if name else UNKNOWN
        if match["function"]:
            return self._function(match["function"].lower(), match.span("arguments"))
        name = (match["braced"] or match["plain"] or "").lower()
        if name == "psscriptroot" or (name == "myinvocation" and match[0].lower().endswith(".mycommand.path")):
            return here if name == "psscriptroot" else here + "/\x04"
        if name == "pwd":
            return encode(self.state.base)
        key = name[4:].upper() if name.startswith("env:") else "$" + name.rpartition(":")[2]
        return self.state.variables.get(key, unknown_value(name)) if not match["member"] else UNKNOWN

    def _function(self, name: str, span: tuple[int, int]) -> str:
        """``Join-Path a b`` and ``Split-Path -Parent a``."""
        words = [word.text for word in self._tokens(*span) if isinstance(word, Word) and not word.text.startswith("-")]
        if name == "join-path" and len(words) == 2:
            return f"{words[0]}/{words[1]}"
        if name == "split-path" and len(words) == 1:
            return (
                words[0].removesuffix("/\x04")
                if words[0].endswith("/\x04")
                else encode(enter(Base(Anchor.FILE), words[0] + "/.."))
            )
        return UNKNOWN

    def _tokens(self, start: int, end: int) -> Iterator[Word | str]:
        """Words and operators of a line."""
        dialect, position, arrays = self.dialect, start, 0
        pieces: list[Piece] = []
        while position < end:
            character = self.text[position]
            operator = dialect.operator.match(self.text, position, end)
            variable = dialect.variable.match(self.text, position, end) if not pieces or character in "$%!" else None
            if variable is not None and variable.end() <= end:
                pieces += self._pieces(position, variable.end())
                position = variable.end()
                continue
            if character in " \t,=" and not (character in ",=" and dialect is BATCH):
                if pieces and character == "=":
                    pieces.append(Piece("=", position, position + 1))
                elif pieces:
                    yield as_word(pieces, self.snippet)
                    pieces = []
                position += 1
            elif character in dialect.quotes:
                stop = self.text.find(character, position + 1, end)
                stop = end if stop < 0 else stop
                inside = [Piece(self.text[position + 1 : stop], position + 1, stop)]
                pieces += inside if character == "'" else list(self._pieces(position + 1, stop))
                pieces = pieces or [Piece("", position, position)]
                position = stop + 1
            elif character == dialect.escape and position + 1 < end:
                pieces.append(Piece(self.text[position + 1], position, position + 2))
                position += 2
            elif self.text.startswith("@(", position) and dialect is POWERSHELL:
                arrays, position = arrays + 1, position + 2
            elif character == ")" and arrays:
                arrays, position = arrays - 1, position + 1
            elif character == "#" and dialect is POWERSHELL and not pieces:
                break
            elif operator is not None and not (operator[0][0].isdigit() and pieces):
                if pieces:
                    yield as_word(pieces, self.snippet)
                    pieces = []
                yield operator[0]
                position = operator.end()
            else:
                pieces.append(Piece(character, position, position + 1))
                position += 1
        if pieces:
            yield as_word(pieces, self.snippet)

    def _statement(self, words: list[Word], operator: str) -> None:
        name = words[0].text.lower() if words else ""
        if name == "test-path" and len(words) > 1:
            self.tested = [word for word in words[1:] if not word.text.startswith("-")][:1]
            for word in self.tested:
                if word.text.endswith(".py"):
                    self._guarded(word)
        elif words and operator != "{":
            self._command(words)
        if operator == "{" or (operator == "(" and self.dialect is BATCH):
            own = name in ("function", "start-job", "invoke-command", "workflow", "switch") or any(
                word.text.lower() == "-scriptblock" for word in words
            )
            guards = self.outside if self.dialect is BATCH else self.state.guards
            self.blocks.append((self.state.base if own else None, guards))
            self.state.guards, self.tested = self.state.guard(self.tested), []
        elif operator == "}" or (operator == ")" and self.dialect is BATCH):
            base, self.state.guards = self.blocks.pop() if self.blocks else (None, self.state.guards)
            self.state.base = base or self.state.base
            self.outside = self.state.guards

    def _guarded(self, word: Word) -> None:
        guards = self.state.guards
        self.state.guards = self.state.guard([word])
        self.state.refer(word, Kind.PATH, "", Via.PATH)
        self.state.guards = guards

    def _command(self, words: list[Word]) -> None:
        first = words[0]
        words[0] = first = first.part(1) if first.text.startswith("@") and len(first.text) > 1 else first
        name = program(first).lower()
        if name in (
            "if",
            "else",
            "elseif",
            "foreach",
            "for",
            "do",
            "try",
            "catch",
            "return",
            "exit",
            "goto",
            "function",
            "setlocal",
        ):
            if name == "for" and (at := next((i for i, word in enumerate(words) if word.text.lower() == "do"), 0)):
                self._command(words[at + 1 :]) if words[at + 1 :] else None
        elif name == "start" and self.dialect is BATCH:
            self._start(words)
        elif name in ("start-process", "saps"):
            self._start_process(words)
        elif name in ("cmd", "powershell", "pwsh"):
            self._nested(words, BATCH if name == "cmd" else POWERSHELL)
        elif name in _COMMANDS:
            run([Word(_COMMANDS[name], first.location), *words[1:]], self.state)
        elif printed.prints(name):
            for word in words[1:]:
                if " " in word.text:
                    printed.text(word, self.state)
        else:
            run(words, self.state)

    def _nested(self, words: list[Word], dialect: Dialect) -> None:
        for index, word in enumerate(words[1:], 1):
            option = word.text.lower()
            if option in ("/c", "/k", "-command", "-c") and index + 1 < len(words):
                rest = words[index + 1 :]
                if len(rest) == 1 and rest[0].snippet is not None:
                    read(rest[0].snippet, self.state.copy(), dialect)
                else:
                    run(rest, self.state.copy())
                return
            if option.endswith(".ps1") or (option in ("-file", "-f") and index + 1 < len(words)):
                target = word if option.endswith(".ps1") else words[index + 1]
                self.state.refer(target, Kind.BUILD, "powershell", Via.BUILD)
                return

    def _start(self, words: list[Word]) -> None:
        """``start "title" /d dir command``."""
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
        if index < len(words):
            self._command(words[index:])
        state.base = kept

    def _start_process(self, words: list[Word]) -> None:
        values: dict[str, list[Word]] = {"": []}
        option = ""
        for word in words[1:]:
            switch = word.text.startswith("-") and option != "-argumentlist"
            if switch or word.text.lower() in (
                "-workingdirectory",
                "-windowstyle",
                "-nonewwindow",
                "-wait",
                "-passthru",
                "-filepath",
            ):
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
            self._command([*command, *split])
        self.state.base = kept


def is_path(text: str) -> bool:
    """Is this value one that a path begins with (a directory value)?"""
    return text.startswith("\x01")


def _is_command(word: Word) -> bool:
    name = program(word).lower()
    known = name in FINDABLE or is_python(name) or name in ("cmd", "powershell", "pwsh", "call", "npm", "docker")
    return known or word.text.lower().endswith((".py", ".bat", ".cmd", ".exe", ".ps1"))


def _split(word: Word) -> list[Word]:
    return [word.part(*match.span()) for match in re.finditer(r"\S+", word.text)]
