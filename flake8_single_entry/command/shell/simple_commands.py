"""Simple commands in shell text: expand their words, make assignments, call functions."""

from __future__ import annotations

import re
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.prefilter import might_run
from flake8_single_entry.command.programs.dispatch import run
from flake8_single_entry.command.programs.shell_builtins import assign
from flake8_single_entry.command.shell import redirects
from flake8_single_entry.command.state import CHOICE, ITEM, InterpreterState
from flake8_single_entry.command.words import UNKNOWN, Value, Word, apart, together
from flake8_single_entry.syntax.limits import Limit

if TYPE_CHECKING:
    from tree_sitter import Node

    from flake8_single_entry.command.shell.walk import Walk

_NAME = re.compile(r"\$\{?(\w+)")
_MOVES = re.compile(rb"\b(?:cd|pushd|popd)\b")
_RUNS_ARGUMENTS = re.compile(
    rb"(?:^|[\n;&|{(!`]|\b(?:then|do|if|else|sudo|exec|time)\b)[ \t]*\"?\$\{?[@*1-9]|\beval\b|-c[ \t]"
    rb"|\[[ \t]+(?:![ \t]*)?-[a-zA-Z][ \t]"  # or tests the arguments
)
_RUNS_ALL = re.compile(  # the words of its call as a command
    rb"(?:^|[\n;&|{(!`]|\b(?:then|do|if|else|while|until|sudo|exec|time|eval|nohup|command)\b)[ \t]*"
    rb"\"?\$(?:[@*]|\{[@*]\})"
)
_PASS_ON = frozenset(("exec", "sudo", "time", "nohup", "env", "eval"))  # they may start what a variable holds
_MOST_COMBINATIONS = 12
_DEEPEST_CALL = 40
CALLED = Limit(8 << 20, "bytes of shell functions that are called")


def command(walker: Walk, node: Node, state: InterpreterState) -> None:
    """Interpret a simple command, once for each combination of the possible values of its variables."""
    choices = _choices(walker.text.raw(node), state)
    if not choices:
        _once(walker, node, state)
        return
    few = prod(map(len, choices.values())) <= _MOST_COMBINATIONS
    combinations = list(product(*choices.values())) if few else [(UNKNOWN,) * len(choices)]
    kept = {name: state.variables[name] for name in choices}
    before, ends = state.base, set()
    for values in combinations:
        state.base = before
        state.variables.update(zip(kept, values, strict=True))
        _once(walker, node, state)
        ends.add(state.base)
    state.variables.update(kept)
    state.base = ends.pop() if len(ends) == 1 else guess(before)


def assignment(walker: Walk, node: Node, state: InterpreterState) -> None:
    """Interpret ``NAME=value``. A value made from a variable with several possible values is unknown."""
    name = node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    if name is None:
        return
    state.variables.update(dict.fromkeys(_choices(walker.text.raw(node), state), UNKNOWN))
    text = walker.text.raw(name)
    if value is None:
        assign(text, None, state)
        return
    expander = walker.expander(state)
    added = any(child.type == "+=" for child in node.children)
    if value.type == "array":
        items = [Value.of(word) for child in value.named_children for word in expander.words(child)]
        before = [state.variables[text]] if added and state.variables.get(text) else []
        state.set(text, together([*before, *items], ITEM))
    else:
        assign(text, expander.word(value), state, added)


def _choices(raw: str, state: InterpreterState) -> dict[str, list[str]]:
    """Return the variables in a text that have several possible values, and these values."""
    names = dict.fromkeys(_NAME.findall(raw)) if "$" in raw else ()
    return {name: apart(value, CHOICE) for name in names if CHOICE in (value := state.variables.get(name, ""))}


def _once(walker: Walk, node: Node, state: InterpreterState) -> None:
    if _is_idle(walker, node, state):
        return
    expander = walker.expander(state)
    words: list[Word] = []
    own: list[Node] = []
    for child in node.named_children:
        if child.type == "variable_assignment":
            own.append(child)
        elif child.type in ("file_redirect", "heredoc_redirect"):
            redirects.inputs(walker, child, node, state)
        elif child.type != "herestring_redirect":
            words += expander.words(child)
    if not words:
        for child in own:
            assignment(walker, child, state)
        return
    kept = dict(state.variables) if own else state.variables
    flask = state.flask
    for child in own:
        assignment(walker, child, state)
    if words[0].text in state.functions:
        _call(walker, words, state)
    else:
        run(words, state)
    if own:
        state.variables, state.flask = kept, flask


def _is_idle(walker: Walk, node: Node, state: InterpreterState) -> bool:
    """True if the command can be skipped without expanding its words."""
    name = node.child_by_field_name("name")
    if name is None or node.named_children[0] != name:
        return False
    raw = walker.text.raw(name)
    if raw in _PASS_ON and b"$" in walker.text.source(node):
        return False
    return "$" not in raw and raw != ":" and raw not in state.functions and not walker.text.might_matter(node)


def _call(walker: Walk, words: list[Word], state: InterpreterState) -> None:
    name = words[0].text
    home, body, _ = state.functions[name]
    data = home.text.source(body)
    if body.id not in state.found.passing:
        state.found.passing[body.id] = _RUNS_ALL.search(data) is not None
    if state.found.passing[body.id] and len(words) > 1:
        inner = state.copy()
        if _MOVES.search(data):
            inner.base = guess(inner.base)
        run(words[1:], inner)
        return
    shown = any(might_run(word.text.encode("utf-8", "surrogatepass")) for word in words[1:])
    if shown:
        run([words[0].renamed("print_message"), *words[1:]], state.copy())
    if state.found.calls <= 0 or walker.depth > _DEEPEST_CALL:
        return
    if not state.found.budget.spend(CALLED, len(data)):
        return
    again = len(words) > 1 and (might_run(data) or (shown and _RUNS_ARGUMENTS.search(data) is not None))
    if name in state.called and not again and not _MOVES.search(data):
        return
    state.found.calls -= 1
    state.called.add(name)
    hidden = state.functions.pop(name)
    home.depth, outer = walker.depth + 1, home.depth
    home.call(body, words, state)
    home.depth = outer
    state.functions.setdefault(name, hidden)
