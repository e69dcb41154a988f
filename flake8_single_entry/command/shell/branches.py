"""Branches and loops in shell text: each branch on a copy of the state, and the state after all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.requirements import demands, require
from flake8_single_entry.command.shell import conditions
from flake8_single_entry.command.state import CHOICE, ITEM, InterpreterState
from flake8_single_entry.command.words import UNKNOWN, Value, apart, together

if TYPE_CHECKING:
    from tree_sitter import Node

    from flake8_single_entry.command.shell.walk import Walk

_TAKES_FIRST = re.compile(rb"\b(?:break|exec|return|exit[ \t]+0|exit[ \t]*[\n;])")
_PATTERN = re.compile(r"[*?\[{]")


def if_statement(walker: Walk, node: Node, state: InterpreterState) -> None:
    clauses = [child for child in node.named_children if child.type in ("elif_clause", "else_clause")]
    _branch(walker, node, clauses, state)


def _branch(walker: Walk, node: Node, clauses: list[Node], state: InterpreterState) -> bool:
    """Walk an ``if`` or ``elif`` and the clauses after it. Return True if execution never continues after it."""
    condition, body = conditions.parts(node)
    walker.walk_all(condition, state)
    tests = [test for part in condition for test in conditions.tests(part, walker.expander(state))]
    guards = state.guards
    then, otherwise = state.copy(), state.copy()
    required = _required(tests, walker.text.raw(condition[0]) if len(condition) == 1 else "", body, clauses, walker)
    then.guards = state.guard(test.word for test in tests if test.positive and test not in required)
    otherwise.guards = state.guard(test.word for test in tests if not test.positive)
    count = len(state.found.references)
    walker.walk_all(body, then)
    end = conditions.ending(body, walker.text)
    over = False
    if clauses and clauses[0].type == "elif_clause":
        over = _branch(walker, clauses[0], clauses[1:], otherwise)
    elif clauses:
        walker.walk_all(clauses[0].children, otherwise)
        over = bool(conditions.ending(clauses[0].named_children, walker.text))
    started = {each.text for each in state.found.references[count:]}
    for test in required:
        if test.word.text not in started:
            require(test.word, state)
    _merge(state, [branch for branch, ends in ((then, end), (otherwise, over)) if not ends])
    state.guards = otherwise.guards if end == "quiet" and not clauses else guards
    return bool(end) and over


def _required(
    tests: list[conditions.Test], condition: str, body: list[Node], clauses: list[Node], walker: Walk
) -> list[conditions.Test]:
    """Return the tests of a condition if the branch for the absence of their files shows that these are required."""
    otherwise = clauses[0].named_children if clauses and clauses[0].type == "else_clause" else []
    positive = {test.positive for test in tests}
    absent, other = (otherwise, "||") if positive == {True} else (body, "&&")
    if len(positive) == 1 and other not in condition and demands("\n".join(map(walker.text.raw, absent))):
        return tests
    return []


def case_statement(walker: Walk, node: Node, state: InterpreterState) -> None:
    items = [child for child in node.named_children if child.type == "case_item"]
    subject = node.child_by_field_name("value")
    if subject is not None:
        walker.walk_substitutions(subject, state)
    branches = [state.copy()]
    for item in items:
        branch = state.copy()
        values = item.children_by_field_name("value")
        walker.walk_all([child for child in item.children if child not in values], branch)
        if not conditions.ending(item.named_children, walker.text):
            branches.append(branch)
    _merge(state, branches)


def for_statement(walker: Walk, node: Node, state: InterpreterState) -> None:
    name = node.child_by_field_name("variable")
    body = node.child_by_field_name("body")
    expander = walker.expander(state)
    values = [word for part in node.children_by_field_name("value") for word in expander.words(part)]
    if name is None or body is None:
        return
    known = all(word.known and ITEM not in word.text and not _PATTERN.search(word.text) for word in values)
    texts = list(dict.fromkeys(map(Value.of, values))) if known else []
    if not 0 < len(texts) <= 12:
        texts = [UNKNOWN]
    if len(texts) > state.found.rounds:
        texts = [together(texts, CHOICE)]
    state.found.rounds -= len(texts)
    outer = state.is_alternative
    state.is_alternative = outer or (len(texts) > 1 and _TAKES_FIRST.search(walker.text.source(body)) is not None)
    for text in texts:
        state.variables[walker.text.raw(name)] = text
        _loop(walker, body, state)
    state.is_alternative = outer


def while_statement(walker: Walk, node: Node, state: InterpreterState) -> None:
    body = node.child_by_field_name("body")
    walker.walk_all(node.children_by_field_name("condition"), state)
    if body is not None:
        _loop(walker, body, state)


def c_style_for_statement(walker: Walk, node: Node, state: InterpreterState) -> None:
    body = node.child_by_field_name("body")
    if body is not None:
        _loop(walker, body, state)


def _loop(walker: Walk, body: Node, state: InterpreterState) -> None:
    before, guards = state.base, state.guards
    walker.walk(body, state, walker.depth)
    state.guards = guards
    if state.base != before:
        state.base = guess(before)


def _merge(state: InterpreterState, branches: list[InterpreterState]) -> None:
    """Set the state after branches. A variable whose values differ may have any of them."""
    if not branches:
        return
    state.base = branches[0].base if len({branch.base for branch in branches}) == 1 else guess(state.base)
    first = branches[0].variables
    if all(branch.variables == first for branch in branches[1:]):
        state.variables.update(first)
        return
    for name in {name for branch in branches for name in branch.variables}:
        values = {branch.variables[name]: None for branch in branches if name in branch.variables}
        known = dict.fromkeys(part for value in values if value != UNKNOWN for part in apart(value, CHOICE))
        state.set(name, together(list(known), CHOICE) if known else UNKNOWN)
