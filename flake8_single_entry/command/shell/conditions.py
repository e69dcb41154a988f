"""Conditions: file tests, which provide for the absence of a file, and how a branch ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.prefilter import might_run
from flake8_single_entry.command.references import refer
from flake8_single_entry.command.shell.expansion import Expander
from flake8_single_entry.command.shell.syntax_tree import ParsedScript
from flake8_single_entry.command.state import InterpreterState, Tolerance
from flake8_single_entry.command.words import Word
from flake8_single_entry.model import Kind, Via

if TYPE_CHECKING:
    from tree_sitter import Node

_SHELL = re.compile(r"(?:/\w+)*+/?(?:ba|z|da|k)?sh")
_OPTION = re.compile(r"-\w+|-")
_EXISTS = frozenset(("-f", "-e", "-d", "-r", "-s", "-x", "-L"))
_GIVES_UP = re.compile(r"\b(?:exit|return|die|fail|fatal|abort|false|error_exit|kill)\b")
_ELSEWHERE = re.compile(
    r"(?:sudo[ \t]+)?(?:su[ \t]+(?:-l?[ \t]+)?\w\S*"
    r"|ssh(?:[ \t]+-\S+(?:[ \t]+[^-\s@]+)?)*[ \t]+\S+(?:[ \t]+(?:bash|sh)(?:[ \t]+-\S*)*)?)[ \t]*$"
)
_LONGEST_COMMAND = 200
_SAYS = re.compile(r"[\s{(]*(?:echo|printf|log|warn|true|:)\b")
_END = re.compile(r"(exit|return|continue|break)(?:\s+(\S+))?\s*$")


class Test(NamedTuple):
    """One file test: the word of the path, and whether the condition holds if the file exists."""

    word: Word
    positive: bool


def tests(node: Node, expander: Expander) -> list[Test]:
    """Return the file tests in a condition."""
    found: list[Test] = []
    pending = [(node, True)]
    steps = 0
    while pending and steps < 200:
        steps += 1
        part, positive = pending.pop()
        if part.type == "unary_expression":
            operator, *operands = part.children
            raw = expander.text.raw(operator)
            if raw == "!":
                pending += [(child, not positive) for child in operands]
            elif raw in _EXISTS and operands:
                found += [Test(word, positive) for word in expander.choices(operands[-1])]
        elif part.type in ("negated_command",):
            pending += [(child, not positive) for child in part.named_children]
        elif part.type == "command":
            found += _plain_test(part, positive, expander)
        elif part.type in (
            "list",
            "test_command",
            "binary_expression",
            "parenthesized_expression",
            "redirected_statement",
        ):
            pending += [(child, positive) for child in reversed(part.named_children)]
    return found


def _plain_test(node: Node, positive: bool, expander: Expander) -> list[Test]:
    texts = [expander.text.raw(child) for child in node.named_children]
    if texts[:1] != ["test"] or len(texts) not in (3, 4):
        return []
    if texts[1] == "!":
        positive = not positive
    words = expander.choices(node.named_children[-1]) if texts[-2] in _EXISTS else []
    return [Test(word, positive) for word in words]


def note(test: Test, state: InterpreterState) -> None:
    """Record a Python file whose existence is tested, as a reference whose absence is provided for."""
    if test.word.text.endswith(".py"):
        kept = state.guards
        state.guards = state.guard([test.word])
        refer(state, test.word, Kind.PATH, "", Via.PATH)
        state.guards = kept


def parts(node: Node) -> tuple[list[Node], list[Node]]:
    """Return the condition and the body of an ``if`` or ``elif``."""
    condition: list[Node] = []
    body: list[Node] = []
    current = condition
    for child in node.children:
        if child.type == "then":
            current = body
        elif (child.is_named or child.type == "&") and child.type not in ("elif_clause", "else_clause"):
            current.append(child)
    return condition, body


def ending(body: Sequence[Node], text: ParsedScript) -> str:
    """Return how a branch ends: ``quiet`` (exits without an error), ``loud`` (with an error), or "" if it continues."""
    last = next((node for node in reversed(body) if node.is_named and node.type != "comment"), None)
    if last is None:
        return ""
    if last.type in ("else_clause", "compound_statement"):
        return ending(last.named_children, text)
    match = _END.match(text.raw(last))
    if match is None:
        return ""
    return "loud" if match[1] in ("exit", "return") and (match[2] or "0") != "0" else "quiet"


def is_conditional(links: Iterable[Node], text: ParsedScript) -> bool:
    """True if a link of the chain is a test (``[ -d x ] && cd x``)."""
    pending = list(links)
    while pending:
        link = pending.pop()
        if link.type == "list":
            pending += link.named_children
        elif link.type == "test_command" or text.source(link).startswith((b"test ", b"[ ")):
            return True
    return False


def tolerance(right: str) -> Tolerance:
    """Return what the right side of ``||`` does if the left side fails."""
    if _GIVES_UP.search(right):
        return Tolerance.NONE
    acts = not _SAYS.match(right) and might_run(right.encode("utf-8", "surrogatepass"))
    return Tolerance.REPLACED if acts else Tolerance.FORGIVEN


def is_shell(command: str) -> bool:
    """True if the command is a shell that reads commands from standard input."""
    words = command.split()
    if words[:1] == ["sudo"]:
        index = 1
        while index < len(words) and words[index].startswith("-"):
            index += 2 if words[index] == "-u" else 1
        words = words[index:]
    return bool(words) and _SHELL.fullmatch(words[0]) is not None and all(map(_OPTION.fullmatch, words[1:]))


def shell_elsewhere(command: str, state: InterpreterState) -> InterpreterState | None:
    """Return the state of a shell on another machine or of another user that reads standard input, or None.

    Sources: ssh(1), su(1).
    """
    if len(command) > _LONGEST_COMMAND or not _ELSEWHERE.match(command):
        return None
    inner = state.copy()
    inner.base, inner.variables = guess(state.base), {}
    return inner
