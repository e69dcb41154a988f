"""Words of shell text, expanded as far as the text itself says what they are.

The rules are those of POSIX.1-2024, Shell Command Language, 2.6 "Word Expansions"; what they leave open here
(positional parameters, the output of programs) stays UNKNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from flake8_single_entry.command.directory import decode, encode, enter, is_encoded
from flake8_single_entry.command.parse import Text
from flake8_single_entry.command.state import CHOICE, ITEM, State
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.model import Anchor, Base, Location
from flake8_single_entry.readers.source import Snippet

if TYPE_CHECKING:
    from tree_sitter import Node

_PYTHON_NAME = re.compile(r"(?:^|_)PY(?:THON)?3?(?:_?(?:BIN|EXE|EXEC|CMD|COMMAND|EXECUTABLE|INTERPRETER))?$", re.I)
_ESCAPE = re.compile(r"\\(?s:.)")
_PARAMETER = re.compile(r"\$\{!?([A-Za-z_]\w*|[0-9@*#?$-])(\[[^\]]*\])?(.*)\}", re.DOTALL)
_BLANKS = re.compile(r"[ \t\n]+")
_CODE_SPAN = re.compile(r"`\S*`")  # prose that was taken for shell: one word in backquotes starts nothing
_SELF = "/\x04"  # the script's own name, below its directory


class Piece(NamedTuple):
    """A stretch of an expanded word: its text, and the characters that it stands for."""

    text: str
    start: int
    end: int
    bare: bool = False  # an unquoted expansion: it is split at blanks


@dataclass(frozen=True)
class Expander:
    """Expands words in one text; ``inside`` is called with each command substitution's node."""

    text: Text
    state: State
    inside: Callable[[Node], None]

    def words(self, node: Node) -> list[Word]:
        """The words that one node of an argument list becomes (several after splitting)."""
        if node.type == "word" and "\\" not in (raw := self.text.raw(node)):
            return [_Mapped(raw, [Piece(raw, *self.text.span(node))], self.text.snippet)]
        pieces = list(self.pieces(node, quoted=False))
        if len(pieces) == 1 and ITEM in pieces[0].text:
            only = pieces[0]
            return [self._word([only._replace(text=part)]) for part in only.text.split(ITEM)]
        if any(piece.bare for piece in pieces):
            return [self._word(field) for field in _fields(pieces)]
        return [self._word(pieces)]

    def choices(self, node: Node) -> list[Word]:
        """One word for each of the values that a variable in the node may have."""
        pieces = list(self.pieces(node, quoted=False))
        index = next((at for at, piece in enumerate(pieces) if CHOICE in piece.text), None)
        if index is None:
            return [self._word(pieces)]
        several = pieces[index]
        values = [several._replace(text=value) for value in several.text.split(CHOICE)]
        return [self._word([*pieces[:index], value, *pieces[index + 1 :]]) for value in values]

    def word(self, node: Node) -> Word:
        """One node as one word."""
        return self._word(list(self.pieces(node, quoted=False)))

    def _word(self, pieces: list[Piece]) -> Word:
        return as_word(pieces, self.text.snippet)

    def pieces(self, node: Node, quoted: bool, depth: int = 0) -> Iterator[Piece]:
        start, end = self.text.span(node)
        kind = node.type
        if depth > 40:
            yield Piece(UNKNOWN, start, end)
        elif kind == "raw_string":
            yield Piece(self.text.raw(node)[1:-1], start + 1, end - 1)
        elif kind in ("string", "translated_string"):
            yield from self._string(node, depth)
        elif kind in ("concatenation", "command_name"):
            for child in node.children:
                yield from self.pieces(child, quoted, depth + 1)
        elif kind == "expansion" and (default := self._default(node)) is not None:
            yield from self._defaulted(node, default, quoted, depth)
        elif kind in ("simple_expansion", "expansion"):
            yield Piece(self._parameter(self.text.raw(node)), start, end, bare=not quoted)
        elif kind == "command_substitution":
            if not _CODE_SPAN.fullmatch(self.text.raw(node)):
                self.inside(node)
            yield Piece(self._substitution(node), start, end)
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
            yield Piece(UNKNOWN, start, end)
        elif node.is_named:  # arithmetic, brace expressions, $'...'
            yield Piece(UNKNOWN, start, end)
        else:
            yield Piece(self.text.raw(node), start, end)

    def _default(self, node: Node) -> int | None:
        """The index among the children after which a default stands: ``${X:-default}``."""
        for index, child in enumerate(node.children[2:], 2):
            if child.type in (":-", "-", ":=", "="):
                return index
            if child.type != "subscript":
                return None
        return None

    def _defaulted(self, node: Node, operator: int, quoted: bool, depth: int) -> Iterator[Piece]:
        start, end = self.text.span(node)
        name = self.text.raw(node.children[1])
        value = self._value(name, "")
        if value and UNKNOWN not in value:
            yield Piece(value, start, end, bare=not quoted)
            return
        pieces = list(self._between(node.children[operator], node.children[operator + 1 : -1], node, quoted, depth))
        if "=" in node.children[operator].type:
            self.state.set(name, "".join(piece.text for piece in pieces))
        yield from pieces

    def _between(self, operator: Node, children: list[Node], node: Node, quoted: bool, depth: int) -> Iterator[Piece]:
        """A default's children with the blanks that the grammar leaves out between them."""
        position = self.text.span(operator)[1]
        for child in children:
            start, end = self.text.span(child)
            if start > position:
                yield Piece(self.text.snippet.text[position:start], position, start, bare=not quoted)
            plain = child.type in ("word", "concatenation") and not quoted
            yield from (piece._replace(bare=piece.bare or plain) for piece in self.pieces(child, quoted, depth + 1))
            position = end
        end = self.text.span(node)[1] - 1
        if end > position:
            yield Piece(self.text.snippet.text[position:end], position, end, bare=not quoted)

    def _string(self, node: Node, depth: int) -> Iterator[Piece]:
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

    def _literal(self, raw: str, start: int, quoted: bool) -> Iterator[Piece]:
        """Text without its backslashes; one before a letter is a Windows separator, as no one escapes letters."""
        position = 0
        for match in _ESCAPE.finditer(raw) if "\\" in raw else ():
            escaped = match[0][1]
            keeps = escaped not in '"\\$`\n' if quoted else escaped.isalnum() or escaped in "._"
            if keeps:
                continue
            if match.start() > position:
                yield Piece(raw[position : match.start()], start + position, start + match.start())
            yield Piece("" if escaped == "\n" else escaped, start + match.start(), start + match.end())
            position = match.end()
        if position < len(raw):
            yield Piece(raw[position:], start + position, start + len(raw))

    def _parameter(self, raw: str) -> str:
        """The value of ``$X``, ``${X}``, ``${X:-default}``, ``${X%/*}``; UNKNOWN where the text does not set it."""
        match = _PARAMETER.fullmatch(raw)
        name, index, operation = (match[1], match[2] or "", match[3]) if match else (raw[1:], "", "")
        value = self._value(name, index)
        if not operation:
            return value
        if operation.startswith((":?", "?")):
            return value
        if operation in ("%/*", "%/*}", ":h", ":A:h", ":a:h"):
            return _parent(value)
        return value if operation in (":A", ":a", "%/") else UNKNOWN

    def _value(self, name: str, index: str) -> str:
        if name == "0" or (name == "BASH_SOURCE" and index in ("", "[0]")):
            return encode(Base(Anchor.FILE)) + _SELF
        if name == "PWD":
            return encode(self.state.base)
        if name == "OLDPWD" and self.state.previous is not None:
            return encode(self.state.previous)
        if name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
            return encode(Base(Anchor.ROOT))
        value = self.state.variables.get(name)
        if value is None or index not in ("", "[@]", "[*]", "[0]"):
            value = UNKNOWN
        elif ITEM in value and index not in ("[@]", "[*]"):
            value = value.partition(ITEM)[0]
        return unknown_value(name) if value == UNKNOWN else value

    def _substitution(self, node: Node) -> str:
        """What a command substitution prints, for the few commands whose output is a directory we can name."""
        commands = list(_commands(node))
        if not commands or len(commands) > 2:
            return UNKNOWN
        argv = [[word for part in command.named_children for word in self.words_quietly(part)] for command in commands]
        base = self.state.base
        if len(argv) == 2:
            texts = [word.text for word in argv[0]]
            if texts[:1] == ["cd"] and [word.text for word in argv[1][:1]] == ["pwd"]:
                return encode(enter(base, next((text for text in texts[1:] if text not in ("--", "-P")), ".")))
            return UNKNOWN
        name, *rest = [word.text for word in argv[0]] or [""]
        operands = [text for text in rest if not text.startswith("-")]
        if name == "pwd":
            return encode(base)
        if name == "git" and rest[:2] == ["rev-parse", "--show-toplevel"]:
            return encode(Base(Anchor.ROOT))
        if len(operands) != 1 and name != "command":
            return UNKNOWN
        if name == "dirname":
            return _parent(operands[0])
        if name in ("realpath", "readlink", "grealpath"):
            return operands[0] if is_encoded(operands[0]) else encode(base) + "/" + operands[0]
        if name in ("which", "command") and operands:
            return operands[-1]
        if name == "basename" and not is_encoded(operands[0]):
            return operands[0].rpartition("/")[2]
        return UNKNOWN

    def words_quietly(self, node: Node) -> list[Word]:
        """Words without walking into substitutions again."""
        return Expander(self.text, self.state, _look_past).words(node)


def as_word(pieces: list[Piece], snippet: Snippet) -> Word:
    """The word that these pieces of a text make, mapped back to the file piece by piece."""
    text = pieces[0].text if len(pieces) == 1 else "".join([piece.text for piece in pieces])
    if CHOICE in text or ITEM in text:
        pieces = [Piece(UNKNOWN, pieces[0].start, pieces[-1].end)]
        text = UNKNOWN
    return _Mapped(text, pieces, snippet)


class _Mapped(Word):
    """A word that works out where it stands when that is asked for: most words never are."""

    __slots__ = ("_outer", "_pieces")
    _outer: Snippet
    _pieces: list[Piece]

    def __init__(self, text: str, pieces: list[Piece], outer: Snippet) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "known", UNKNOWN not in text)
        object.__setattr__(self, "_pieces", pieces)
        object.__setattr__(self, "_outer", outer)

    @property
    def location(self) -> Location:
        start, end = (self._pieces[0].start, self._pieces[-1].end) if self._pieces else (0, 0)
        return self._outer.location(start, end)

    @property
    def snippet(self) -> Snippet:
        segments: list[tuple[int, int]] = []
        length = 0
        for piece in self._pieces:
            segments += _segments(piece, length, self._outer)
            length += len(piece.text)
        start = self._pieces[0].start if self._pieces else 0
        return Snippet(self._outer.source, self.text, tuple(segments) or ((0, self._outer.origin(start)),))


def _fields(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Field splitting: the text of unquoted expansions ends a word at each blank."""
    field: list[Piece] = []
    for piece in pieces:
        if not piece.bare:
            field.append(piece)
            continue
        exact = len(piece.text) == piece.end - piece.start
        position = 0
        for match in _BLANKS.finditer(piece.text):
            field += _cut(piece, position, match.start(), exact)
            position = match.end()
            if field:
                yield field
                field = []
        field += _cut(piece, position, len(piece.text), exact)
    if field:
        yield field


def _cut(piece: Piece, start: int, end: int, exact: bool) -> list[Piece]:
    """A part of a piece, if it has any text."""
    if start == end:
        return []
    if not exact:
        return [piece._replace(text=piece.text[start:end])]
    return [Piece(piece.text[start:end], piece.start + start, piece.start + end)]


def unknown_value(name: str) -> str:
    """What a variable that the text does not set stands for: nothing known, or a Python by its name."""
    return f"{UNKNOWN}/python" if _PYTHON_NAME.search(name) else UNKNOWN


def _look_past(_node: Node) -> None:
    """Leave a substitution alone."""


def _commands(node: Node) -> Iterator[Node]:
    """The simple commands of a command substitution, one after the other; redirections left out."""
    pending = list(reversed(node.named_children))
    count = 0
    while pending and count < 20:
        child = pending.pop()
        count += 1
        if child.type == "command":
            yield child
        elif child.type in ("list", "redirected_statement"):
            pending.extend(reversed([each for each in child.named_children if each.type != "file_redirect"]))


def _parent(value: str) -> str:
    base, rest = decode(value)
    if base is not None:
        rest = rest.rstrip("/")
        return encode(base) + rest.rpartition("/")[0] if rest else encode(enter(base, ".."))
    if UNKNOWN in value:
        return UNKNOWN
    return value.rpartition("/")[0] or "."


def _segments(piece: Piece, at: int, snippet: Snippet) -> list[tuple[int, int]]:
    """The map of one piece into the file; what is longer or shorter than what it stands for keeps to its ends."""
    width, length = piece.end - piece.start, len(piece.text)
    inner = snippet.part(piece.start, piece.end)
    segments = [(at + here, there) for here, there in inner.segments if here < length or here == 0]
    if length == width or length == 0:
        return segments
    last = snippet.origin(max(piece.end - 1, piece.start))
    segments = segments[:1]
    if length > width:
        segments += [(at + index, last) for index in range(max(width, 1), length)]
    elif length > 1:
        segments.append((at + length - 1, last))
    return segments
