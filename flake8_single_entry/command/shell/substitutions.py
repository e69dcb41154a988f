"""The output of command substitutions, for commands that print a directory or a name that can be computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flake8_single_entry.command.directory import decode, encode, enter, is_encoded
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.model import Base, RelativeTo

if TYPE_CHECKING:
    from tree_sitter import Node


def output(node: Node, base: Base, words: Callable[[Node], list[Word]]) -> str:
    """Return the output of a substitution that runs in ``base``. ``words`` expands nodes without walking them."""
    commands = list(_commands(node))
    if not commands or len(commands) > 2:
        return UNKNOWN
    argv = [[word for part in command.named_children for word in words(part)] for command in commands]
    if len(argv) == 2:
        texts = [word.text for word in argv[0]]
        if texts[:1] == ["cd"] and [word.text for word in argv[1][:1]] == ["pwd"]:
            return encode(enter(base, next((text for text in texts[1:] if text not in ("--", "-P")), ".")))
        return UNKNOWN
    name, *rest = [word.text.strip('"') for word in argv[0]] or [""]  # "`dirname \\"$0\\"`" escapes its quotes
    operands = [text for text in rest if not text.startswith("-")]
    if name == "pwd":
        return encode(base)
    if name == "git" and rest[:2] == ["rev-parse", "--show-toplevel"]:
        return encode(base._replace(directory="") if base.checkout else Base(RelativeTo.ROOT))
    if len(operands) != 1 and name != "command":
        return UNKNOWN
    if name == "dirname":
        return parent(operands[0])
    if name in ("realpath", "readlink", "grealpath"):
        return operands[0] if is_encoded(operands[0]) else encode(base) + "/" + operands[0]
    if name in ("which", "command") and operands:
        return operands[-1]
    if name == "basename" and not is_encoded(operands[0]):
        return operands[0].rpartition("/")[2]
    return UNKNOWN


def parent(value: str) -> str:
    """Return the directory of a path."""
    base, rest = decode(value)
    if base is not None:
        rest = rest.rstrip("/")
        return encode(base) + rest.rpartition("/")[0] if rest else encode(enter(base, ".."))
    if UNKNOWN in value:
        return UNKNOWN
    return value.rpartition("/")[0] or "."


def _commands(node: Node) -> Iterator[Node]:
    """Yield the simple commands of a command substitution in order, without redirections."""
    pending = list(reversed(node.named_children))
    count = 0
    while pending and count < 20:
        child = pending.pop()
        count += 1
        if child.type == "command":
            yield child
        elif child.type in ("list", "redirected_statement"):
            pending.extend(reversed([each for each in child.named_children if each.type != "file_redirect"]))
