"""Evaluation of expressions that make a string or a path, without running any code.

Strings: constants and the forms in ``texts``. Paths: ``pathlib`` operators and ``__file__``. ``calls`` reads the calls
that make either. ``names`` finds the binding that decides a name. An unknown part stays in the text as ``${_}``, which
every reader of command lines treats as an unknown variable.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from flake8_single_entry.model import Location, RelativeTo
from flake8_single_entry.readers.python.structure.positions import Layout
from flake8_single_entry.readers.python.structure.survey import BindingKind, Block, Survey, qualified
from flake8_single_entry.readers.python.values import calls, texts
from flake8_single_entry.readers.python.values.constants import Constant, Given, Known
from flake8_single_entry.readers.python.values.literals import Literal, read_literal
from flake8_single_entry.readers.python.values.names import DEPTH, Choice, Key, Names, Open
from flake8_single_entry.readers.python.values.value import LONGEST_PATH, Value, parent_of, spread
from flake8_single_entry.syntax.source import Snippet

_CHARACTERS = 64  # of a value that count as one step


class Evaluator(Names):
    """Evaluator of the expressions of one module.

    ``used`` collects the constants of other modules that were used, with the positions of their names.
    """

    def __init__(self, layout: Layout, survey: Survey, constants: Mapping[str, Known]) -> None:
        super().__init__(survey, constants, layout.source.budget)
        self.layout = layout
        self.used: list[tuple[Location, Constant]] = []
        self._values: dict[tuple[ast.expr, Block, int], Value | None] = {}
        self._literals: dict[ast.expr, Literal | None] = {}

    def evaluate(self, node: ast.expr | None, block: Block) -> Value | None:
        """Return the value of an expression, or None if it is unknown."""
        handler = _FOLDERS.get(type(node))
        if handler is None or node is None or self._depth > DEPTH or not self.step():
            return None
        key = node, block, self._depth  # at a greater depth, more of the value exceeds the limit
        if key in self._values:
            return self._values[key]
        self._depth += 1
        try:
            assumed = id(node) in self.assumed
            value = self.evaluate(*self.definition(node, block)) if assumed else handler(self, node, block)
        finally:
            self._depth -= 1
        if value is not None and not self._is_within_limits(value):
            value = None
        self._values[key] = value
        return value

    def _is_within_limits(self, value: Value) -> bool:
        length = len(value.text) + len(value.directory)
        return self.step(length // _CHARACTERS) and not (value.is_path and length > LONGEST_PATH)

    @contextmanager
    def noting(self, *, wanted: bool = True) -> Iterator[None]:
        with self._anew(), super().noting(wanted=wanted):
            yield

    @contextmanager
    def assuming(self, choice: Choice) -> Iterator[dict[Key, Open]]:
        with self._anew(), super().assuming(choice) as undecided:
            yield undecided

    @contextmanager
    def _anew(self) -> Iterator[None]:
        """Clear the cached values, because what is collected or assumed has changed."""
        before, self._values = self._values, {}
        try:
            yield
        finally:
            self._values = before

    def literal(self, node: ast.expr) -> Literal | None:
        """Return a string literal as written, or None for another expression."""
        if node not in self._literals:
            self._literals[node] = read_literal(self.layout.source, self.layout.start(node), self.layout.end(node))
        return self._literals[node]

    def text(self, node: ast.expr | None, block: Block) -> str | None:
        """Return the string that an expression makes, or None unless it is completely known."""
        value = self.evaluate(node, block)
        return value.text if value and value.known and value.certain and not value.directory else None

    def empty(self, node: ast.expr) -> Snippet:
        place = self.layout.start(node)
        return Snippet(self.layout.source, "", ((0, place),))

    # Names

    def _name(self, node: ast.expr, block: Block) -> Value | None:
        if isinstance(node, ast.Name) and node.id == "__file__":
            return Value(self.empty(node), RelativeTo.FILE, is_file=True, is_path=True)
        name = qualified(self.survey, node)
        if name == "sys.executable":
            return Value(Snippet(self.layout.source, "python", spread(self.layout.start(node), 6)))
        if name in {"os.sep", "os.path.sep"}:
            return Value(Snippet(self.layout.source, "/", spread(self.layout.start(node), 1)))
        if isinstance(node, ast.Attribute) and node.attr in {"parent", "stem", "name"}:
            inner = self.evaluate(node.value, block)
            return parent_of(inner) if inner and inner.is_path and node.attr == "parent" else None
        binding = self.binding(node, block)
        if binding is None or binding.value is None or binding.path:
            given = self.external(node, block)
            return self._given(given, block) if given is not None else None
        if binding.means is BindingKind.ASSIGN:
            return self.evaluate(binding.value, binding.block)
        if binding.means is BindingKind.PARAMETER:
            value = self.evaluate(binding.value, binding.block)
            return value._replace(certain=False, hint=name) if value else None
        return None

    def _given(self, node: ast.expr, _block: Block) -> Value | None:
        if not isinstance(node, Given):
            return None
        known = node.constant
        self.used.append((self.layout.location(node), known))
        snippet = self.empty(node)
        if known.text:
            place = spread(self.layout.start(node), len(known.text), self.layout.end(node))
            snippet = Snippet(self.layout.source, known.text, place)
        return Value(snippet, known.anchor, known.directory, is_path=known.is_path)

    def part(self, node: ast.expr, block: Block) -> Value | None:
        """Return a value as part of a larger expression. A part from another place gets the position of its use."""
        value = self.evaluate(node, block)
        if value is None or not isinstance(node, ast.Name | ast.Attribute):
            return value
        if value.is_path or value.directory:
            return value._replace(directory=value.path, snippet=self.empty(node))
        start, end = self.layout.start(node), self.layout.end(node)
        return value._replace(snippet=Snippet(self.layout.source, value.text, spread(start, len(value.text), end)))

    # Strings

    def _constant(self, node: ast.expr, _block: Block) -> Value | None:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return None
        start, end = self.layout.start(node), self.layout.end(node)
        literal = self.literal(node)
        if literal is None or literal.snippet.text != node.value:
            return Value(Snippet(self.layout.source, node.value, spread(start, len(node.value), end)))
        return Value(literal.snippet)

    def _operator(self, node: ast.expr, block: Block) -> Value | None:
        if not isinstance(node, ast.BinOp):
            return None
        operator = type(node.op)
        operands: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and type(left.op) is operator and len(operands) < 500:
            operands.append(left.right)
            left = left.left
        operands.append(left)
        operands.reverse()
        if operator is ast.Div:
            return calls.join(self, operands, block)
        if operator is ast.Mod:
            return texts.percent(self, node, block)
        return texts.added(self, operands, block) if operator is ast.Add else None

    def _choice(self, node: ast.expr, block: Block) -> Value | None:
        """Evaluate ``x or "default"`` and ``a if c else b``: the literal alternative, uncertain."""
        options: list[ast.expr] = []
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            options = node.values
        elif isinstance(node, ast.IfExp):
            self.leave_open(node, block)
            options = [node.body, node.orelse]
        values = [value for option in options if (value := self.evaluate(option, block)) is not None]
        if isinstance(node, ast.BoolOp) and values and self.text(options[0], block):
            return values[0]
        if len(values) != 1 and not (values and all(value.is_path for value in values)):
            return None
        return values[-1]._replace(certain=False, hint="choice")

    def _subscript(self, node: ast.expr, block: Block) -> Value | None:
        """Evaluate ``PATHS["web"]`` and ``Path(__file__).parents[1]``."""
        if not isinstance(node, ast.Subscript):
            return None
        index = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(node.value, ast.Attribute) and node.value.attr == "parents" and isinstance(index, int):
            inner = self.evaluate(node.value.value, block)
            for _ in range(min(index, DEPTH) + 1):
                inner = parent_of(inner) if inner and inner.is_path else None
            return inner
        if qualified(self.survey, node.value) == "os.environ":
            return None
        element = self.chosen(node, block)
        return self.evaluate(*element) if element is not None else None

    def _walrus(self, node: ast.expr, block: Block) -> Value | None:
        return self.evaluate(node.value, block) if isinstance(node, ast.NamedExpr) else None


_FOLDERS: dict[type, Callable[[Evaluator, ast.expr, Block], Value | None]] = {
    ast.Constant: Evaluator._constant,
    Given: Evaluator._given,
    ast.Name: Evaluator._name,
    ast.Attribute: Evaluator._name,
    ast.JoinedStr: texts.interpolated,
    ast.BinOp: Evaluator._operator,
    ast.BoolOp: Evaluator._choice,
    ast.IfExp: Evaluator._choice,
    ast.Call: calls.call,
    ast.Subscript: Evaluator._subscript,
    ast.NamedExpr: Evaluator._walrus,
}
