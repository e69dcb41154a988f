"""Walk the syntax tree of a shell script in execution order: sequences, branches, loops and functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.shell import conditions, redirects, simple_commands
from flake8_single_entry.command.shell.expansion import Expander
from flake8_single_entry.command.shell.syntax_tree import ParsedScript, parse
from flake8_single_entry.command.state import CHOICE, ITEM, InterpreterState
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.syntax.limits import Limit
from flake8_single_entry.syntax.source import Snippet

if TYPE_CHECKING:
    from tree_sitter import Node

STATEMENTS = Limit(200_000, "shell statements")
_DEEPEST = 80
_MOST_TESTS = 50  # remembered per chain
_PATTERN = re.compile(r"[*?\[{]")
_ARGUMENTS = "123456789"
_FIRST_ARGUMENT = re.compile(rb"^[ \t]*(?!function\b|echo\b|printf\b)[a-zA-Z][\w.-]*[ \t]+([\w.:-]+)(?=[\s;&|)])", re.M)
_SEQUENCES = frozenset(
    (
        "program",
        "compound_statement",
        "do_group",
        "else_clause",
        "ERROR",
        "list_item",
        "case_item",
        "heredoc_redirect",
        "variable_assignments",
    )
)


def read(snippet: Snippet, state: InterpreterState) -> None:
    """Read shell text with this state. References and effects are recorded in the state."""
    if state.found.depth > 8 or (text := parse(snippet)) is None:
        return
    found = state.found
    found.depth += 1
    outer, walker = found.level, TreeWalker(text)
    walker.walk(text.root, state, found.level)
    found.depth, found.level = found.depth - 1, outer


class TreeWalker:
    """Walks the syntax tree of one text. The state has the current directory and variables."""

    def __init__(self, text: ParsedScript) -> None:
        self.text = text
        self.depth = 0
        self.is_link = False  # the statement is part of a chain that is being walked

    def expander(self, state: InterpreterState) -> Expander:
        return Expander(self.text, state, lambda node: self.walk_all(node.children, _silent(state.copy())))

    def walk_all(self, nodes: Iterable[Node], state: InterpreterState) -> None:
        """Walk a sequence of statements. A statement before ``&`` runs in a subshell.

        ``nodes`` are all children, with punctuation: the time to get a node's next sibling grows with the number of
        siblings.
        """
        before: Node | None = None
        for node in (*nodes, None):
            if before is not None:
                self.walk(before, state.copy() if node is not None and node.type == "&" else state, self.depth)
            before = node if node is not None and node.is_named else None

    def walk(self, node: Node, state: InterpreterState, depth: int) -> None:
        """Walk one statement. Node types without a handler are ignored, except sequences and ERROR nodes."""
        if depth > _DEEPEST or not self.text.is_hot(node) or not state.found.budget.spend(STATEMENTS):
            return
        outer, self.depth = self.depth, depth + 1
        state.found.level = self.depth
        handler = getattr(self, f"_{node.type}", None)
        if handler is not None:
            handler(node, state)
        elif node.type in _SEQUENCES:
            self.walk_all(node.children, state)
        self.depth = outer

    def _program(self, node: Node, state: InterpreterState) -> None:
        before = set(state.functions)
        self.walk_all(node.children, state)
        passed = frozenset(_FIRST_ARGUMENT.findall(self.text.data)) if len(state.functions) > len(before) else ()
        for name in [name for name in state.functions if name not in before]:
            _, body, defined = state.functions[name]
            if name not in state.called:
                state.called.add(name)
                inner = defined.copy()
                if name.encode("utf-8", "replace") in passed:  # passed to a command that may call it elsewhere
                    inner.base = inner.base._replace(certain=False)
                inner.variables = {**state.variables, **dict.fromkeys(_ARGUMENTS, UNKNOWN)}
                self.walk(body, inner, self.depth)

    def _list(self, node: Node, state: InterpreterState) -> None:
        outermost, self.is_link = not self.is_link, False
        left, operator, *_, right = node.children
        if operator.type == "||":
            self._alternative(left, right, state)
            return
        links = [right]
        while left.type == "list" and (children := left.children)[1].type == "&&":
            links.append(children[-1])
            left = children[0]
        base, guards = state.base, state.guards
        tested: list[Word] = []
        before = left
        self._link(left, state)
        for link in reversed(links):
            tests = conditions.tests(before, self.expander(state))
            tested = [*tested, *(test.word for test in tests if test.positive)][-_MOST_TESTS:]
            state.guards = guards
            state.guards = state.guard(tested)  # relative to the current directory of the chain
            self._link(link, state)
            before = link
        state.guards = guards
        if outermost and state.base != base and conditions.is_conditional([left, *links[1:]], self.text):
            state.base = guess(state.base)

    def _link(self, node: Node, state: InterpreterState) -> None:
        """Walk one command of a chain, or a nested chain."""
        self.is_link = node.type == "list"
        self.walk(node, state, self.depth)
        self.is_link = False

    def _alternative(self, left: Node, right: Node, state: InterpreterState) -> None:
        """Walk ``left || right``. The right side runs if the left side fails."""
        before = state.copy()
        tests = conditions.tests(left, self.expander(state))
        forgives = conditions.forgives(self.text.raw(right))
        state.tolerated, kept = state.tolerated or forgives, state.tolerated
        self._link(left, state)
        state.tolerated = kept
        before.guards = before.guard(test.word for test in tests if not test.positive)
        start = before.base
        self._link(right, before)
        for name, value in before.variables.items():
            state.variables.setdefault(name, value)
        if forgives and before.base not in (start, state.base):
            state.base = guess(state.base)

    def _pipeline(self, node: Node, state: InterpreterState) -> None:
        parts = node.named_children
        for index, part in enumerate(parts):
            inner = state.copy()
            if index + 1 < len(parts):
                inner.hidden = True
            self.walk(part, inner, self.depth)

    def _subshell(self, node: Node, state: InterpreterState) -> None:
        self.walk_all(node.children, state.copy())

    _command_substitution = _subshell
    _process_substitution = _subshell

    def _negated_command(self, node: Node, state: InterpreterState) -> None:
        self.walk_all(node.named_children, state)

    def _function_definition(self, node: Node, state: InterpreterState) -> None:
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if name is not None and body is not None:
            defined = state.copy()
            defined.in_function = True
            state.functions[self.text.raw(name)] = (self, body, defined)

    def call(self, body: Node, words: list[Word], state: InterpreterState) -> None:
        """Walk the body of a function as called: with the caller's directory and variables, and its arguments."""
        outer = {key: state.variables.get(key) for key in _ARGUMENTS}
        for index in range(1, 10):
            state.variables[str(index)] = words[index].text if index < len(words) else UNKNOWN
        inside, state.in_function = state.in_function, True
        guards = state.guards
        self.walk(body, state, self.depth)
        state.in_function, state.guards = inside, guards
        for key, value in outer.items():
            state.variables.pop(key, None)
            if value is not None:
                state.variables[key] = value

    def _if_statement(self, node: Node, state: InterpreterState) -> None:
        clauses = [child for child in node.named_children if child.type in ("elif_clause", "else_clause")]
        self._branch(node, clauses, state)

    def _branch(self, node: Node, clauses: list[Node], state: InterpreterState) -> bool:
        """Walk an ``if`` or ``elif`` and the clauses after it. Return True if execution never continues after it."""
        condition, body = conditions.parts(node)
        self.walk_all(condition, state)
        tests = [test for part in condition for test in conditions.tests(part, self.expander(state))]
        guards = state.guards
        then, otherwise = state.copy(), state.copy()
        then.guards = state.guard(test.word for test in tests if test.positive)
        otherwise.guards = state.guard(test.word for test in tests if not test.positive)
        self.walk_all(body, then)
        end = conditions.ending(body, self.text)
        over = False
        if clauses and clauses[0].type == "elif_clause":
            over = self._branch(clauses[0], clauses[1:], otherwise)
        elif clauses:
            self.walk_all(clauses[0].children, otherwise)
            over = bool(conditions.ending(clauses[0].named_children, self.text))
        _merge(state, [branch for branch, ends in ((then, end), (otherwise, over)) if not ends])
        state.guards = otherwise.guards if end == "quiet" and not clauses else guards
        return bool(end) and over

    def _case_statement(self, node: Node, state: InterpreterState) -> None:
        items = [child for child in node.named_children if child.type == "case_item"]
        branches = [state.copy()]
        for item in items:
            branch = state.copy()
            values = item.children_by_field_name("value")
            self.walk_all([child for child in item.children if child not in values], branch)
            if not conditions.ending(item.named_children, self.text):
                branches.append(branch)
        _merge(state, branches)

    def _for_statement(self, node: Node, state: InterpreterState) -> None:
        name = node.child_by_field_name("variable")
        body = node.child_by_field_name("body")
        expander = self.expander(state)
        values = [word for part in node.children_by_field_name("value") for word in expander.words(part)]
        if name is None or body is None:
            return
        known = all(word.known and ITEM not in word.text and not _PATTERN.search(word.text) for word in values)
        texts = list(dict.fromkeys(word.text for word in values)) if known else []
        if not 0 < len(texts) <= 12:
            texts = [UNKNOWN]
        if len(texts) > state.found.rounds:
            texts = [CHOICE.join(texts)]
        state.found.rounds -= len(texts)
        for text in texts:
            state.variables[self.text.raw(name)] = text
            self._loop(body, state)

    def _while_statement(self, node: Node, state: InterpreterState) -> None:
        body = node.child_by_field_name("body")
        self.walk_all(node.children_by_field_name("condition"), state)
        if body is not None:
            self._loop(body, state)

    def _c_style_for_statement(self, node: Node, state: InterpreterState) -> None:
        body = node.child_by_field_name("body")
        if body is not None:
            self._loop(body, state)

    def _loop(self, body: Node, state: InterpreterState) -> None:
        before, guards = state.base, state.guards
        self.walk(body, state, self.depth)
        state.guards = guards
        if state.base != before:
            state.base = guess(before)

    def _redirected_statement(self, node: Node, state: InterpreterState) -> None:
        redirects.statement(self, node, state)

    def _variable_assignment(self, node: Node, state: InterpreterState) -> None:
        simple_commands.assignment(self, node, state)

    def _declaration_command(self, node: Node, state: InterpreterState) -> None:
        for child in node.named_children:
            if child.type == "variable_assignment":
                simple_commands.assignment(self, child, state)

    def _unset_command(self, node: Node, state: InterpreterState) -> None:
        for child in node.named_children:
            state.variables.pop(self.text.raw(child), None)

    def _test_command(self, node: Node, state: InterpreterState) -> None:
        for test in conditions.tests(node, self.expander(state)):
            conditions.note(test, state)

    def _command(self, node: Node, state: InterpreterState) -> None:
        simple_commands.command(self, node, state)


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
        known = dict.fromkeys(part for value in values if value != UNKNOWN for part in value.split(CHOICE))
        state.set(name, CHOICE.join(known) if known else UNKNOWN)


def _silent(state: InterpreterState) -> InterpreterState:
    state.hidden = True
    return state
