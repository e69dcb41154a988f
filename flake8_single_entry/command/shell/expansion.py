"""Expand the words of shell text, as far as their values are known from the text.

The rules are those of POSIX.1-2024, Shell Command Language, 2.6 "Word Expansions". Values that are not in the text
(positional parameters, the output of programs) stay UNKNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_single_entry.command.directory import encode
from flake8_single_entry.command.pieces import A_WORD, EXPANDED, MappedText, as_word, split_fields
from flake8_single_entry.command.shell.substitutions import output, parent
from flake8_single_entry.command.shell.syntax_tree import ParsedScript
from flake8_single_entry.command.state import CHOICE, ITEM, InterpreterState
from flake8_single_entry.command.words import UNKNOWN, Word, apart
from flake8_single_entry.model import Base, RelativeTo

if TYPE_CHECKING:
    from tree_sitter import Node

_PYTHON_NAME = re.compile(r"(?:^|_)PY(?:THON)?3?(?:_?(?:BIN|EXE|EXEC|CMD|COMMAND|EXECUTABLE|INTERPRETER))?$", re.I)
_ESCAPE = re.compile(r"\\(?s:.)")
_PARAMETER = re.compile(r"\$\{!?([A-Za-z_]\w*|[0-9@*#?$-])(\[[^\]]*\])?(.*)\}", re.DOTALL)
_CODE_SPAN = re.compile(r"`\S*`")  # one word in backquotes is prose, not a command substitution
_BLANK = re.compile(r"[ \t\n]")
_MOST_CHOICES = 12
_DEEPEST = 8  # nested substitutions whose output is computed
_SELF = "/\x04"  # the script's own name, below its directory


class Expander(NamedTuple):
    """Expands the words of one text. ``inside`` is called with the node of each command substitution.

    ``depth`` is the nesting of the substitutions that are being expanded.
    """

    text: ParsedScript
    state: InterpreterState
    inside: Callable[[Node], None]
    depth: int = 0

    def words(self, node: Node) -> list[Word]:
        """Return the words that a node of an argument list expands to (several after field splitting)."""
        if node.type == "word" and "\\" not in (raw := self.text.raw(node)):
            return [self._word([MappedText(raw, *self.text.span(node))])]
        pieces = list(self.pieces(node, quoted=False))
        budget = self.text.snippet.source.budget
        width = pieces[-1].end - pieces[0].start if pieces else 0
        if sum(len(piece.text) for piece in pieces) - width > budget.left(EXPANDED):
            return [self._word(pieces)]  # which is over the limit, and one word
        more = sum(piece.text.count(ITEM) + len(_BLANK.findall(piece.text)) for piece in pieces if piece.bare)
        if more and not budget.spend(EXPANDED, A_WORD * more):
            return [self._word([MappedText(UNKNOWN, pieces[0].start, pieces[-1].end)])]
        if len(pieces) == 1 and ITEM in pieces[0].text:
            only = pieces[0]
            return [self._word([only._replace(text=part)]) for part in apart(only.text, ITEM)]
        if any(piece.bare for piece in pieces):
            return [self._word(field) for field in split_fields(pieces)]
        return [self._word(pieces)]

    def choices(self, node: Node) -> list[Word]:
        """Return one word for each possible value of a variable in the node."""
        pieces = list(self.pieces(node, quoted=False))
        index = next((at for at, piece in enumerate(pieces) if CHOICE in piece.text), None)
        if index is None:
            return [self._word(pieces)]
        several = pieces[index]
        texts = apart(several.text, CHOICE)
        values = [several._replace(text=value) for value in (texts if len(texts) <= _MOST_CHOICES else [UNKNOWN])]
        return [self._word([*pieces[:index], value, *pieces[index + 1 :]]) for value in values]

    def word(self, node: Node) -> Word:
        """Return a node as a single word."""
        return self._word(list(self.pieces(node, quoted=False)))

    def _word(self, pieces: list[MappedText]) -> Word:
        return as_word(pieces, self.text.snippet)

    def pieces(self, node: Node, quoted: bool, depth: int = 0) -> Iterator[MappedText]:
        start, end = self.text.span(node)
        kind = node.type
        if depth > 40:
            yield MappedText(UNKNOWN, start, end)
        elif kind == "raw_string":
            yield MappedText(self.text.raw(node)[1:-1], start + 1, end - 1)
        elif kind in ("string", "translated_string"):
            yield from self._string(node, depth)
        elif kind in ("concatenation", "command_name"):
            for child in node.children:
                yield from self.pieces(child, quoted, depth + 1)
        elif kind == "expansion" and (default := self._default(node)) is not None:
            yield from self._defaulted(node, default, quoted, depth)
        elif kind in ("simple_expansion", "expansion"):
            yield MappedText(self._parameter(self.text.raw(node)), start, end, bare=not quoted)
        elif kind == "command_substitution":
            if not _CODE_SPAN.fullmatch(self.text.raw(node)):
                self.inside(node)
            told = output(node, self.state.base, self.words_quietly) if self.depth < _DEEPEST else UNKNOWN
            yield MappedText(told, start, end)
        elif kind in (
            "word",
            "number",
            "string_content",
            "variable_name",
            "extglob_pattern",
            "regex",
            "special_character",
        ):
            yield from self._literal(self.text.raw(node), start, quoted)
        elif kind == "process_substitution":
            self.inside(node)
            yield MappedText(UNKNOWN, start, end)
        elif node.is_named:  # arithmetic, brace expressions, $'...'
            yield MappedText(UNKNOWN, start, end)
        else:
            yield MappedText(self.text.raw(node), start, end)

    def _default(self, node: Node) -> int | None:
        """Return the index of the operator in the node's children if it has a default (``${X:-default}``)."""
        for index, child in enumerate(node.children[2:], 2):
            if child.type in (":-", "-", ":=", "="):
                return index
            if child.type != "subscript":
                return None
        return None

    def _defaulted(self, node: Node, operator: int, quoted: bool, depth: int) -> Iterator[MappedText]:
        start, end = self.text.span(node)
        name = self.text.raw(node.children[1])
        value = self._value(name, "")
        if value and UNKNOWN not in value:
            yield MappedText(value, start, end, bare=not quoted)
            return
        pieces = list(self._between(node.children[operator], node.children[operator + 1 : -1], node, quoted, depth))
        if "=" in node.children[operator].type:
            self.state.set(name, "".join(piece.text for piece in pieces))
        yield from pieces

    def _between(
        self, operator: Node, children: list[Node], node: Node, quoted: bool, depth: int
    ) -> Iterator[MappedText]:
        """Yield the pieces of a default, including the blanks between its children, which the grammar leaves out."""
        position = self.text.span(operator)[1]
        for child in children:
            start, end = self.text.span(child)
            if start > position:
                yield MappedText(self.text.snippet.text[position:start], position, start, bare=not quoted)
            plain = child.type in ("word", "concatenation") and not quoted
            yield from (piece._replace(bare=piece.bare or plain) for piece in self.pieces(child, quoted, depth + 1))
            position = end
        end = self.text.span(node)[1] - 1
        if end > position:
            yield MappedText(self.text.snippet.text[position:end], position, end, bare=not quoted)

    def _string(self, node: Node, depth: int) -> Iterator[MappedText]:
        first, last = self.text.span(node)
        whole = self.text.raw(node)
        position = first + whole.find('"') + 1
        position_end = last - 1 if whole.endswith('"') else last
        for child in node.children:
            start, end = self.text.span(child)
            if not child.is_named and self.text.raw(child) in ('"', '$"'):
                continue
            if start > position:
                yield from self._literal(whole[position - first : start - first], position, quoted=True)
            yield from self.pieces(child, True, depth + 1)
            position = max(position, end)
        if position < position_end:
            yield from self._literal(whole[position - first : position_end - first], position, quoted=True)

    def _literal(self, raw: str, start: int, quoted: bool) -> Iterator[MappedText]:
        """Remove backslash escapes. Keep those before letters: they are Windows separators."""
        position = 0
        for match in _ESCAPE.finditer(raw) if "\\" in raw else ():
            escaped = match[0][1]
            keeps = escaped not in '"\\$`\n' if quoted else escaped.isalnum() or escaped in "._"
            if keeps:
                continue
            if match.start() > position:
                yield MappedText(raw[position : match.start()], start + position, start + match.start())
            yield MappedText("" if escaped == "\n" else escaped, start + match.start(), start + match.end())
            position = match.end()
        if position < len(raw):
            yield MappedText(raw[position:], start + position, start + len(raw))

    def _parameter(self, raw: str) -> str:
        """Return the value of ``$X``, ``${X}`` or ``${X%/*}``, or UNKNOWN if the text does not set it."""
        match = _PARAMETER.fullmatch(raw)
        name, index, operation = (match[1], match[2] or "", match[3]) if match else (raw[1:], "", "")
        value = self._value(name, index)
        if not operation:
            return value
        if operation.startswith((":?", "?")):
            return value
        if operation in ("%/*", "%/*}", ":h", ":A:h", ":a:h"):
            return parent(value)
        return value if operation in (":A", ":a", "%/") else UNKNOWN

    def _value(self, name: str, index: str) -> str:
        if name == "0" or (name == "BASH_SOURCE" and index in ("", "[0]")):
            return encode(Base(RelativeTo.FILE)) + _SELF
        if name == "PWD":
            return encode(self.state.base)
        if name == "PYTHONPATH" and name not in self.state.variables:
            return ""
        if name == "OLDPWD" and self.state.previous is not None:
            return encode(self.state.previous)
        if name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
            return encode(Base(RelativeTo.ROOT))
        value = self.state.variables.get(name)
        if value is None or index not in ("", "[@]", "[*]", "[0]"):
            value = UNKNOWN
        elif ITEM in value and index not in ("[@]", "[*]"):
            value = apart(value, ITEM)[0]
        return unknown_value(name) if value == UNKNOWN else value

    def words_quietly(self, node: Node) -> list[Word]:
        """Expand words without reading nested substitutions again."""
        return Expander(self.text, self.state, _look_past, self.depth + 1).words(node)


def unknown_value(name: str) -> str:
    """Return the value of an unset variable: UNKNOWN, or an unknown path of Python if its name suggests that."""
    return f"{UNKNOWN}/python" if _PYTHON_NAME.search(name) else UNKNOWN


def _look_past(_node: Node) -> None:
    """Ignore a substitution."""
