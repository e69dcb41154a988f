"""Split batch and PowerShell text into words and operators.

Quoting follows "cmd" (Windows Commands reference) and about_Quoting_Rules (PowerShell reference).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from flake8_single_entry.command.pieces import MappedText, as_word
from flake8_single_entry.command.words import Word
from flake8_single_entry.syntax.source import Snippet


class Dialect(NamedTuple):
    """The syntax of one of the two shells."""

    name: str
    escape: str
    quotes: str
    variable: re.Pattern[str]
    operator: re.Pattern[str]
    comment: re.Pattern[str]


class Tokenizer(ABC):
    """Splits one text. Joined lines become one line, at the same offsets."""

    dialect: Dialect

    def __init__(self, snippet: Snippet) -> None:
        joined = re.escape(self.dialect.escape) + r"[ \t]*\r?\n"
        self.text = self.blanked(re.sub(joined, lambda match: " " * len(match[0]), snippet.text))
        self.snippet = Snippet(snippet.source, self.text, snippet.segments)

    def blanked(self, text: str) -> str:
        """Return the text with everything that is not code replaced by blanks."""
        return text

    @abstractmethod
    def value(self, match: re.Match[str]) -> str | None:
        """Return the value of a variable, or None if the match is not a variable."""

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
        dialect, text, position, arrays = self.dialect, self.text, start, 0
        pieces: list[MappedText] = []
        while position < end:
            character = text[position]
            may_begin = character in "$%!" or (not pieces and character in "(JjSs")
            variable = dialect.variable.match(text, position, end) if may_begin else None
            if variable is not None:
                pieces += self.pieces(position, variable.end())
                position = variable.end()
            elif character in " \t\r\n,=" and not (character in ",=" and dialect.name == "batch"):
                if pieces and character == "=":
                    pieces.append(MappedText("=", position, position + 1))
                elif pieces:
                    yield as_word(pieces, self.snippet)
                    pieces = []
                position += 1
            elif character in dialect.quotes:
                position = self._quoted(position, end, pieces)
            elif text.startswith("@(", position) and dialect.name == "powershell":
                arrays, position = arrays + 1, position + 2
            elif character == ")" and arrays:
                arrays, position = arrays - 1, position + 1
            elif character == "#" and dialect.name == "powershell" and not pieces:
                break
            elif (sign := dialect.operator.match(text, position, end)) and not (pieces and sign[0][0].isdigit()):
                if pieces:
                    yield as_word(pieces, self.snippet)
                    pieces = []
                yield sign[0]
                position = sign.end()
            else:
                width = 2 if character == dialect.escape and position + 1 < end else 1
                pieces.append(MappedText(text[position + width - 1], position, position + width))
                position += width
        if pieces:
            yield as_word(pieces, self.snippet)

    def _quoted(self, start: int, end: int, pieces: list[MappedText]) -> int:
        """Append the text inside the quotes that begin at an offset, and return the offset after them."""
        quote, first = self.text[start], start + 1
        stop = self.text.find(quote, first, end)
        stop = end if stop < 0 else stop
        pieces += (MappedText(self.text[first:stop], first, stop),) if quote == "'" else self.pieces(first, stop)
        if not pieces:
            pieces.append(MappedText("", start, start))
        return stop + 1


def split_at_blanks(word: Word) -> list[Word]:
    """Return the parts of a word between its blanks, each with its own place."""
    return [word.part(*match.span()) for match in re.finditer(r"\S+", word.text)]
