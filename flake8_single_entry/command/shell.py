"""Walks a shell script's syntax tree in the order in which it runs, and hands each simple command on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from flake8_single_entry.command import conditions, printed
from flake8_single_entry.command.commands import assign, run
from flake8_single_entry.command.directory import guess
from flake8_single_entry.command.expand import Expander
from flake8_single_entry.command.interest import might_matter, might_run
from flake8_single_entry.command.parse import LONGEST, Text, parse
from flake8_single_entry.command.state import CHOICE, ITEM, State
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.model import Kind, Via
from flake8_single_entry.readers.source import Snippet

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 80
_NAME = re.compile(r"\$\{?(\w+)")
_TERMINAL = ("/dev/stderr", "/dev/stdout", "/dev/tty", "1", "2")
_SEQUENCES = frozenset(
    ("program", "compound_statement", "do_group", "else_clause", "ERROR", "list_item", "case_item", "heredoc_redirect")
)


def read(snippet: Snippet, state: State) -> None:
    """Read shell text with this state; what it leads to is left in the state."""
    if len(snippet.text) > LONGEST or state.found.depth > 8:
        return
    state.found.depth += 1
    text = parse(snippet)
    walker = Walker(text)
    walker.walk(text.root, state, 0)
    state.found.depth -= 1


class Walker:
    """Walks one text; the state says where and with what variables it stands."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.depth = 0

    def expander(self, state: State) -> Expander:
        return Expander(self.text, state, lambda node: self.walk_all(node.named_children, _silent(state.copy())))

    def walk_all(self, nodes: Iterable[Node], state: State) -> None:
        for node in nodes:
            self.walk(node, state, self.depth)

    def walk(self, node: Node, state: State, depth: int) -> None:
        """One statement. Unknown kinds of nodes are looked through, so that errors are recovered from."""
        if depth > _DEEPEST:
            return
        outer, self.depth = self.depth, depth + 1
        handler = getattr(self, f"_{node.type}", None)
        if handler is not None:
            handler(node, state)
        elif node.type in _SEQUENCES:
            self._sequence(node, state)
        elif node.type == "variable_assignments":
            self.walk_all(node.named_children, state)
        self.depth = outer

    def _sequence(self, node: Node, state: State) -> None:
        self.walk_all(node.named_children, state)

    def _program(self, node: Node, state: State) -> None:
        before = set(state.functions)
        self.walk_all(node.named_children, state)
        for name in [name for name in state.functions if name not in before]:
            _, body, defined = state.functions[name]
            if name not in state.called:
                state.called.add(name)
                inner = defined.copy()
                inner.variables = {**state.variables, **dict.fromkeys("123456789", UNKNOWN)}
                self.walk(body, inner, self.depth)

    def _list(self, node: Node, state: State) -> None:
        left, *_, right = node.children
        if any(child.type == "||" for child in node.children):
            before = state.copy()
            tests = conditions.tests(left, self.expander(state))
            state.tolerated, kept = state.tolerated or conditions.forgives(self.text.raw(right)), state.tolerated
            self.walk(left, state, self.depth)
            state.tolerated = kept
            before.guards = before.guard(test.word for test in tests if not test.positive)
            self.walk(right, before, self.depth)
            for name, value in before.variables.items():
                state.variables.setdefault(name, value)
            return
        self.walk(left, state, self.depth)
        guards = state.guards
        tests = conditions.tests(left, self.expander(state))
        state.guards = state.guard(test.word for test in tests if test.positive)
        self.walk(right, state, self.depth)
        state.guards = guards

    def _pipeline(self, node: Node, state: State) -> None:
        parts = node.named_children
        for index, part in enumerate(parts):
            inner = state.copy()
            if index + 1 < len(parts):
                inner.hidden = True
            self.walk(part, inner, self.depth)

    def _subshell(self, node: Node, state: State) -> None:
        self.walk_all(node.named_children, state.copy())

    _command_substitution = _subshell
    _process_substitution = _subshell

    def _negated_command(self, node: Node, state: State) -> None:
        self.walk_all(node.named_children, state)

    def _function_definition(self, node: Node, state: State) -> None:
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if name is not None and body is not None:
            defined = state.copy()
            defined.in_function = True
            state.functions[self.text.raw(name)] = (self, body, defined)

    def call(self, body: Node, words: list[Word], state: State) -> None:
        """Read a function's body as called: with the caller's directory and variables, and its arguments."""
        outer = {key: state.variables.get(key) for key in "123456789"}
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

    def _if_statement(self, node: Node, state: State) -> None:
        clauses = [child for child in node.named_children if child.type in ("elif_clause", "else_clause")]
        self._branch(node, clauses, state)

    def _branch(self, node: Node, clauses: list[Node], state: State) -> bool:
        """An ``if`` or ``elif`` with the clauses after it; True where no way leads past it."""
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
            self._sequence(clauses[0], otherwise)
            over = bool(conditions.ending(clauses[0].named_children, self.text))
        self._merge(state, [branch for branch, ends in ((then, end), (otherwise, over)) if not ends])
        state.guards = otherwise.guards if end == "quiet" and not clauses else guards
        return bool(end) and over

    def _case_statement(self, node: Node, state: State) -> None:
        items = [child for child in node.named_children if child.type == "case_item"]
        branches = [state.copy()]
        for item in items:
            branch = state.copy()
            values = item.children_by_field_name("value")
            self.walk_all([child for child in item.named_children if child not in values], branch)
            if not conditions.ending(item.named_children, self.text):
                branches.append(branch)
        self._merge(state, branches)

    def _merge(self, state: State, branches: list[State]) -> None:
        """The state after branches: where they disagree on a variable, it may have any of their values."""
        if not branches:
            return
        state.base = branches[0].base if len({branch.base for branch in branches}) == 1 else guess(state.base)
        for name in {name for branch in branches for name in branch.variables}:
            values = [branch.variables[name] for branch in branches if name in branch.variables]
            known = dict.fromkeys(part for value in values if value != UNKNOWN for part in value.split(CHOICE))
            state.variables[name] = CHOICE.join(known) if known else UNKNOWN

    def _for_statement(self, node: Node, state: State) -> None:
        name = node.child_by_field_name("variable")
        body = node.child_by_field_name("body")
        expander = self.expander(state)
        values = [word for part in node.children_by_field_name("value") for word in expander.words(part)]
        if name is not None:
            known = all(
                word.known and ITEM not in word.text and not re.search(r"[*?\[{]", word.text) for word in values
            )
            texts = dict.fromkeys(word.text for word in values)
            state.variables[self.text.raw(name)] = CHOICE.join(texts) if known and 0 < len(texts) <= 12 else UNKNOWN
        if body is not None:
            self._loop(body, state)

    def _while_statement(self, node: Node, state: State) -> None:
        body = node.child_by_field_name("body")
        self.walk_all(node.children_by_field_name("condition"), state)
        if body is not None:
            self._loop(body, state)

    def _c_style_for_statement(self, node: Node, state: State) -> None:
        body = node.child_by_field_name("body")
        if body is not None:
            self._loop(body, state)

    def _loop(self, body: Node, state: State) -> None:
        before, guards = state.base, state.guards
        self.walk(body, state, self.depth)
        state.guards = guards
        if state.base != before:
            state.base = guess(before)

    def _redirected_statement(self, node: Node, state: State) -> None:
        body = node.child_by_field_name("body")
        redirects = node.children_by_field_name("redirect")
        expander = self.expander(state)
        outputs = [word for each in redirects for word in self._outputs(each, expander)]
        hidden = state.hidden
        state.hidden = hidden or any(word.text not in _TERMINAL for word in outputs)
        for each in redirects:
            self._inputs(each, body, state)
        if body is not None:
            self.walk(body, state, self.depth)
        state.hidden = hidden
        for word in outputs:
            state.create(word)

    def _outputs(self, node: Node, expander: Expander) -> list[Word]:
        if node.type == "heredoc_redirect":
            return [word for child in node.named_children for word in self._outputs(child, expander)]
        operators = [self.text.raw(child) for child in node.children if not child.is_named]
        if node.type != "file_redirect" or not any(">" in operator for operator in operators):
            return []
        targets = [child for child in node.named_children if child.type != "file_descriptor"]
        errors = any(child.type == "file_descriptor" and self.text.raw(child) == "2" for child in node.named_children)
        return [] if errors else [expander.word(child) for child in targets[:1]]

    def _inputs(self, node: Node, body: Node | None, state: State) -> None:
        if node.type == "file_redirect" and any(child.type == "<" for child in node.children):
            for child in node.named_children[-1:]:
                word = self.expander(state).word(child)
                if word.text.endswith(".py"):
                    state.refer(word, Kind.PATH, "", Via.PATH)
        if node.type != "heredoc_redirect":
            return
        inner = state.copy()
        after = [child for child in node.named_children if not child.type.startswith(("heredoc", "file_"))]
        piped = any(child.type in ("pipeline", "|") for child in node.children)
        inner.hidden = state.hidden or piped
        self.walk_all(after, inner)
        here = next((child for child in node.children if child.type == "heredoc_body"), None)
        shell = body if not piped else next(iter(after), None)
        if here is not None and body is not None and not piped and self.text.raw(body) == "cat" and not state.hidden:
            printed.text(self._plain(here), state)
        if here is not None and shell is not None and conditions.is_shell(self.text.raw(shell)):
            start, end = self.text.span(here)
            read(self.text.snippet.part(start, end), state.copy())

    def _plain(self, node: Node) -> Word:
        """A node's text as it is written, as a word."""
        snippet = self.text.snippet.part(*self.text.span(node))
        return Word(snippet.text, snippet.location(0, len(snippet.text)), True, snippet)

    def _variable_assignment(self, node: Node, state: State) -> None:
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name is None:
            return
        self._choose(node, state)
        expander = self.expander(state)
        if value is not None and value.type == "array":
            parts = [word for child in value.named_children for word in expander.words(child)]
            text = ITEM.join(word.text for word in parts)
            state.set(self.text.raw(name), text if UNKNOWN not in text else UNKNOWN)
            return
        word = expander.word(value) if value is not None else None
        assign(self.text.raw(name), word, state, added="+=" in self.text.raw(node)[: len(self.text.raw(name)) + 2])

    def _choose(self, node: Node, state: State) -> None:
        """An assignment made from a variable with several values is not followed further."""
        for name in _NAME.findall(self.text.raw(node)):
            if CHOICE in state.variables.get(name, ""):
                state.variables[name] = UNKNOWN

    def _declaration_command(self, node: Node, state: State) -> None:
        for child in node.named_children:
            if child.type == "variable_assignment":
                self._variable_assignment(child, state)

    def _unset_command(self, node: Node, state: State) -> None:
        for child in node.named_children:
            state.variables.pop(self.text.raw(child), None)

    def _test_command(self, node: Node, state: State) -> None:
        for test in conditions.tests(node, self.expander(state)):
            conditions.note(test, state)

    def _command(self, node: Node, state: State) -> None:
        """A simple command, once for each combination of the values that its variables may have."""
        names = dict.fromkeys(_NAME.findall(self.text.raw(node)))
        choices = [
            (name, state.variables[name].split(CHOICE)) for name in names if CHOICE in state.variables.get(name, "")
        ]
        combinations = list(product(*(values for _, values in choices)))
        if len(combinations) > 12:
            combinations = [tuple(UNKNOWN for _ in choices)]
        if not choices:
            self._simple(node, state)
            return
        kept = {name: state.variables[name] for name, _ in choices}
        before, ends = state.base, set()
        for values in combinations:
            state.base = before
            state.variables.update(zip(kept, values, strict=True))
            self._simple(node, state)
            ends.add(state.base)
        state.variables.update(kept)
        state.base = ends.pop() if len(ends) == 1 else guess(before)

    def _simple(self, node: Node, state: State) -> None:
        if self._is_idle(node, state):
            return
        expander = self.expander(state)
        words: list[Word] = []
        own: list[Node] = []
        for child in node.named_children:
            if child.type == "variable_assignment":
                own.append(child)
            elif child.type in ("file_redirect", "heredoc_redirect"):
                self._inputs(child, node, state)
            elif child.type != "herestring_redirect":
                words += expander.words(child)
        if not words:
            for child in own:
                self._variable_assignment(child, state)
            return
        kept = dict(state.variables)
        flask = state.flask
        for child in own:
            self._variable_assignment(child, state)
        function = state.functions.get(words[0].text)
        if function is not None:
            self._call(words, function, state)
        else:
            run(words, state)
        if own:
            state.variables, state.flask = kept, flask

    def _is_idle(self, node: Node, state: State) -> bool:
        """Can this command be passed over without expanding its words?"""
        name = node.child_by_field_name("name")
        if name is None or node.named_children[0] != name:
            return False
        raw = self.text.raw(name)
        return "$" not in raw and raw not in state.functions and not might_matter(self.text.source(node))

    def _call(self, words: list[Word], function: tuple[Walker, Node, State], state: State) -> None:
        walker, body, _ = function
        name = words[0].text
        shown = any(might_run(word.text.encode("utf-8", "surrogatepass")) for word in words[1:])
        if shown:
            run([replace(words[0], text="print_message"), *words[1:]], state.copy())
        data = walker.text.source(body)
        matters = name not in state.called or b"cd " in data or (len(words) > 1 and (shown or might_run(data)))
        if not matters or state.found.calls <= 0 or self.depth > _DEEPEST // 2:
            return
        state.found.calls -= 1
        state.called.add(name)
        hidden = state.functions.pop(name)
        walker.depth, outer = self.depth + 1, walker.depth
        walker.call(body, words, state)
        walker.depth = outer
        state.functions.setdefault(name, hidden)


def _silent(state: State) -> State:
    state.hidden = True
    return state
