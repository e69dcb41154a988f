"""Walk the syntax tree of a shell script in execution order: sequences, branches, loops and functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.programs.shell_builtins import put_in_environment
from flake8_single_entry.command.requirements import demands, require
from flake8_single_entry.command.shell import branches, conditions, redirects, simple_commands
from flake8_single_entry.command.shell.expansion import Expander
from flake8_single_entry.command.shell.syntax_tree import ParsedScript, parse
from flake8_single_entry.command.state import InterpreterState, Tolerance
from flake8_single_entry.command.words import UNKNOWN, Value, Word
from flake8_single_entry.syntax.limits import Limit
from flake8_single_entry.syntax.source import Snippet

if TYPE_CHECKING:
    from tree_sitter import Node

STATEMENTS = Limit(200_000, "shell statements")
_EXPORT = re.compile(rb"export\b|(?:declare|typeset)[ \t]+-\w*x")
_STOPS = re.compile(r"\s*(?:exit|return)\s*")  # with the status of the test
_DEEPEST = 80
_MOST_PARTS = 100  # of a test
_MOST_TESTS = 50  # remembered per chain
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

    def walk_substitutions(self, node: Node, state: InterpreterState) -> None:
        """Walk the command substitutions of a test or of a word."""
        pending, steps = [node], 0
        while pending and steps < _MOST_PARTS:
            part = pending.pop()
            steps += 1
            if part.type == "command_substitution":
                self.walk(part, _silent(state.copy()), self.depth)
            else:
                pending += reversed(part.named_children)

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
        tolerance = conditions.tolerance(self.text.raw(right))
        forgives = tolerance is not Tolerance.NONE
        state.tolerated, kept = tolerance if forgives else state.tolerated, state.tolerated
        self._link(left, state)
        state.tolerated = kept
        before.guards = before.guard(test.word for test in tests if not test.positive)
        start = before.base
        self._link(right, before)
        needed = all(test.positive for test in tests) and "||" not in self.text.raw(left)
        if needed and not forgives and (_STOPS.fullmatch(self.text.raw(right)) or demands(self.text.raw(right))):
            for test in tests:
                require(test.word, state)
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
                inner.target = redirects.tee_target(self, parts[index + 1 : index + 2], state)
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
            state.variables[str(index)] = Value.of(words[index]) if index < len(words) else UNKNOWN
        inside, state.in_function = state.in_function, True
        guards = state.guards
        self.walk(body, state, self.depth)
        state.in_function, state.guards = inside, guards
        for key, value in outer.items():
            state.variables.pop(key, None)
            if value is not None:
                state.variables[key] = value

    _if_statement = branches.if_statement
    _case_statement = branches.case_statement
    _for_statement = branches.for_statement
    _while_statement = branches.while_statement
    _c_style_for_statement = branches.c_style_for_statement

    def _redirected_statement(self, node: Node, state: InterpreterState) -> None:
        redirects.statement(self, node, state)

    def _variable_assignment(self, node: Node, state: InterpreterState) -> None:
        simple_commands.assignment(self, node, state)

    def _declaration_command(self, node: Node, state: InterpreterState) -> None:
        exports = _EXPORT.match(self.text.source(node)) is not None
        for child in node.named_children:
            if child.type == "variable_assignment":
                simple_commands.assignment(self, child, state)
                name = child.child_by_field_name("name")
                if exports and name is not None:
                    put_in_environment(self.text.raw(name), state)

    def _unset_command(self, node: Node, state: InterpreterState) -> None:
        for child in node.named_children:
            state.variables.pop(self.text.raw(child), None)

    def _test_command(self, node: Node, state: InterpreterState) -> None:
        self.walk_substitutions(node, state)
        for test in conditions.tests(node, self.expander(state)):
            conditions.note(test, state)

    def _command(self, node: Node, state: InterpreterState) -> None:
        simple_commands.command(self, node, state)


def _silent(state: InterpreterState) -> InterpreterState:
    state.hidden = True
    return state
