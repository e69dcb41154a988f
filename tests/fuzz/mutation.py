"""Changes of bytes, tokens and lines; the same values serve hypothesis, which makes them small, and the long run."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

LONGEST = 100_000  # bytes of a changed input


class Edit(NamedTuple):
    """One change. ``at`` is taken modulo the length (of the text, or of its lines), so that it fits any input."""

    operation: str
    at: int
    length: int
    text: bytes


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes after some edits, one after the other."""
    for edit in edits:
        data = OPERATIONS[edit.operation](data, edit)[:LONGEST]
    return data


def random_edits(chance: random.Random, tokens: Sequence[bytes], most: int = 6) -> list[Edit]:
    """Some edits; few more often than many."""
    number = min(chance.randint(1, most), chance.randint(1, most))
    return [random_edit(chance, tokens) for _ in range(number)]


def random_edit(chance: random.Random, tokens: Sequence[bytes]) -> Edit:
    operation = chance.choices(list(OPERATIONS), WEIGHTS)[0]
    return Edit(operation, chance.randrange(1 << 20), chance.randint(0, 40), chance.choice(tokens))


def _insert(data: bytes, edit: Edit) -> bytes:
    at = edit.at % (len(data) + 1)
    return data[:at] + edit.text + data[at:]


def _replace(data: bytes, edit: Edit) -> bytes:
    at = edit.at % (len(data) + 1)
    return data[:at] + edit.text + data[at + edit.length :]


def _delete(data: bytes, edit: Edit) -> bytes:
    at = edit.at % (len(data) + 1)
    return data[:at] + data[at + edit.length :]


def _flip(data: bytes, edit: Edit) -> bytes:
    if not data:
        return data
    at = edit.at % len(data)
    return data[:at] + bytes((data[at] ^ 1 << edit.length % 8,)) + data[at + 1 :]


def _truncate(data: bytes, edit: Edit) -> bytes:
    return data[: edit.at % (len(data) + 1)]


def _repeat(data: bytes, edit: Edit) -> bytes:
    """The token many times, at one place."""
    at = edit.at % (len(data) + 1)
    return data[:at] + edit.text * (edit.length * edit.length) + data[at:]


def _repeat_slice(data: bytes, edit: Edit) -> bytes:
    at = edit.at % (len(data) + 1)
    return data[:at] + data[at : at + edit.length] * (edit.length + 1) + data[at:]


def _of_lines(change: Callable[[list[bytes], int, Edit], None]) -> Callable[[bytes, Edit], bytes]:
    def changed(data: bytes, edit: Edit) -> bytes:
        lines = data.split(b"\n")
        change(lines, edit.at % len(lines), edit)
        return b"\n".join(lines)

    return changed


def _drop_line(lines: list[bytes], at: int, edit: Edit) -> None:
    del lines[at : at + 1 + edit.length // 10]


def _copy_line(lines: list[bytes], at: int, edit: Edit) -> None:
    lines.insert(edit.length % (len(lines) + 1), lines[at])


def _repeat_line(lines: list[bytes], at: int, edit: Edit) -> None:
    lines[at:at] = [lines[at]] * edit.length


def _swap_lines(lines: list[bytes], at: int, edit: Edit) -> None:
    other = (at + edit.length) % len(lines)
    lines[at], lines[other] = lines[other], lines[at]


def _indent_line(lines: list[bytes], at: int, edit: Edit) -> None:
    lines[at] = b" " * (edit.length % 9) + lines[at].lstrip()


def _insert_line(lines: list[bytes], at: int, edit: Edit) -> None:
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    lines.insert(at, indent + edit.text)


def _replace_word(lines: list[bytes], at: int, edit: Edit) -> None:
    words = lines[at].split(b" ")
    words[edit.length % len(words)] = edit.text
    lines[at] = b" ".join(words)


def _line_ends(data: bytes, edit: Edit) -> bytes:
    ends = (b"\r\n", b"\r", b"\n\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\n\n", b"\x0b", b"\x0c")
    return data.replace(b"\n", ends[edit.at % len(ends)], -1 if edit.length % 2 else 1)


def _encode(data: bytes, edit: Edit) -> bytes:
    encoding = ("utf-8-sig", "utf-16", "utf-16-be", "latin-1")[edit.at % 4]
    return data.decode("utf-8", "replace").encode(encoding, "replace")


OPERATIONS: dict[str, Callable[[bytes, Edit], bytes]] = {
    "insert": _insert,
    "replace": _replace,
    "delete": _delete,
    "flip": _flip,
    "truncate": _truncate,
    "repeat": _repeat,
    "repeat slice": _repeat_slice,
    "drop lines": _of_lines(_drop_line),
    "copy line": _of_lines(_copy_line),
    "repeat line": _of_lines(_repeat_line),
    "swap lines": _of_lines(_swap_lines),
    "indent line": _of_lines(_indent_line),
    "insert line": _of_lines(_insert_line),
    "replace word": _of_lines(_replace_word),
    "line ends": _line_ends,
    "encode": _encode,
}
WEIGHTS = (8, 5, 3, 2, 1, 1, 1, 2, 2, 1, 2, 2, 6, 6, 2, 1)
