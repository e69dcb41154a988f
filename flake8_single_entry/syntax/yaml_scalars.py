"""Map the value of a YAML scalar to its source text: folding, indentation, escapes.

The styles are those of https://yaml.org/spec/1.1/#id903915. Segments are pairs as in ``source.Snippet``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Segments = tuple[tuple[int, int], ...]
# Matches only from the start of a run of blanks: trying it at each blank would be quadratic.
_FOLD = r"(?<![ \t])[ \t]*\r?\n(?:[ \t]*\r?\n)*[ \t]*"
_SINGLE = re.compile(rf"''|{_FOLD}")
_DOUBLE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n[ \t]*|[^\r\n])" rf"|{_FOLD}")
_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
            "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}  # fmt: skip


def after_properties(text: str, start: int, end: int) -> int:
    """Return the offset of the value after its anchor and tag, which the parser counts as part of it."""
    while start < end and text[start] in "&!":
        while start < end and not text[start].isspace():
            start += 1
        while start < end and (text[start].isspace() or text[start] == "#"):
            if text[start] == "#":
                start = text.find("\n", start, end)
                if start < 0:
                    return end
            start += 1
    return start


def segments_of(text: str, start: int, end: int, style: str, value: str) -> Segments:
    """Return the segments that map ``value`` to ``text`` between ``start`` and ``end``, or () if unclear."""
    if style == "|":
        return _block_lines(text, start, end, value)
    if style in ("'", '"'):
        return _quoted(text, start, end, style, value)
    return _flow_lines(text, start, end, style, value)


def _flow_lines(text: str, start: int, end: int, style: str, value: str) -> Segments:
    """Map plain and folded text: the words of each line occur in the value in order, with other blanks between them."""
    raw, offset = text[start:end], start
    if style == ">":
        offset += len(raw) - len(raw := raw.partition("\n")[2])
    elif raw == value:
        return ((0, offset),)
    segments: list[tuple[int, int]] = []
    position = 0
    for line in raw.split("\n"):
        words = line.strip()
        if words:
            at = value.find(words, position)
            if at < 0 or value[position:at].strip():
                return ()
            segments.append((at, offset + line.index(words[0])))
            position = at + len(words)
        offset += len(line) + 1
    return tuple(segments)


def _block_lines(text: str, start: int, end: int, value: str) -> Segments:
    """Map literal text: each line without the block's indentation, that of the first line that is not blank."""
    offset = text.find("\n", start, end) + 1
    if not offset:
        return ()
    segments: list[tuple[int, int]] = []
    position, indentation = 0, -1
    for line in value.split("\n"):
        stop = text.find("\n", offset)
        stop = len(text) if stop < 0 else stop
        length = len(text[offset:stop].removesuffix("\r"))
        if indentation < 0 and line.strip():
            indentation = length - len(line)
        skip = min(max(indentation, 0), length)
        if line and text[offset + skip : offset + skip + len(line)] != line:
            return ()
        segments.append((position, min(offset + skip, len(text))))
        position += len(line) + 1
        offset = min(stop + 1, len(text))
    return tuple(segments)


def _quoted(text: str, start: int, end: int, style: str, value: str) -> Segments:
    """Map quoted text: between escapes and line folds, the value and the file advance together."""
    pattern = _SINGLE if style == "'" else _DOUBLE
    undone, segments = undo(text[start + 1 : end - 1], start + 1, pattern, _decoded)
    return segments if undone == value else ()


def undo(raw: str, offset: int, pattern: re.Pattern[str], decoded: Callable[[str], str]) -> tuple[str, Segments]:
    """Decode the escapes in ``raw``, which begins at ``offset``, with ``decoded``. Return the text and its segments."""
    segments: list[tuple[int, int]] = [(0, offset)]
    pieces: list[str] = []
    length = last = 0
    for match in pattern.finditer(raw):
        piece, instead = raw[last : match.start()], decoded(match.group())
        pieces += (piece, instead)
        length += len(piece)
        if instead:
            segments.append((length, offset + match.start()))
        length += len(instead)
        segments.append((length, offset + match.end()))
        last = match.end()
    pieces.append(raw[last:])
    return "".join(pieces), _ascending(segments)


def _decoded(piece: str) -> str:
    if piece == "''":
        return "'"
    if not piece.startswith("\\"):
        return "\n" * (piece.count("\n") - 1) or " "
    if piece[1] in "xuU" and len(piece) > 2:
        digits = piece[2:]
        code = int(digits, 16)
        return chr(code) if code < 0x110000 else ""
    return "" if piece[1] in "\r\n" else _ESCAPES.get(piece[1], piece[1])


def _ascending(segments: list[tuple[int, int]]) -> Segments:
    """Return one position for each offset in the value: the last, if an escape that yields nothing lies between two."""
    return tuple(dict(segments).items())
