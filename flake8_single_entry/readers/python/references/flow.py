"""Values that reach an expression from several places: loop items, call arguments, dictionary values.

The module is read once without assumptions. It is then read again for each possible value of a name that is not
decided, one value at a time.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, takewhile

from flake8_single_entry.model import Location, Reference
from flake8_single_entry.readers.python.references.module import Module
from flake8_single_entry.readers.python.structure.survey import (
    BindingKind,
    Block,
    Function,
    NameBinding,
    NameScope,
    dotted,
)
from flake8_single_entry.readers.python.values.names import Choice, Key, Open

_MOST_CHOICES = 60  # per name; more are a table of data rather than a choice of programs
_MOST_READINGS = 120  # per call
_MOST_TRIALS = 2_000  # per file
_DEEPEST = 3  # undecided names at the same time
_WRAPPING = frozenset({"enumerate", "sorted", "list", "tuple", "reversed", "set"})


def readings(module: Module, read: Callable[[], Iterable[Reference]]) -> Iterator[Reference]:
    """Yield the references that ``read`` finds under each possible value of the undecided names, without repetition."""
    seen: set[tuple[Location, str]] = set()
    pending: deque[tuple[int, Choice]] = deque([(0, {})])
    for _ in range(_MOST_READINGS):
        if not pending:
            break
        depth, choice = pending.popleft()
        with module.folder.assuming(choice) as undecided:
            for reference in list(read()):
                if (reference.location, reference.text) not in seen:
                    seen.add((reference.location, reference.text))
                    yield reference
            if undecided and depth < _DEEPEST and module.folder.trials < _MOST_TRIALS:
                pending.extend((depth + 1, {**choice, **more}) for more in _choices(module, undecided))


def _choices(module: Module, undecided: Mapping[Key, Open]) -> list[Choice]:
    """Return the possible values of the first undecided name that has any."""
    for key, one in list(undecided.items()):
        found = _of_expression(module, one) if one.node is not None else _of_name(module, key, one)
        if found := [choice for choice in found if key in choice]:
            return found[:_MOST_CHOICES]
    return []


def _of_name(module: Module, key: Key, one: Open) -> list[Choice]:
    found: list[Choice] = []
    for binding in one.bindings:
        if len(found) >= _MOST_CHOICES:
            break
        if binding.means is BindingKind.LOOP and binding.value is not None:
            found += _of_loop(module, binding)
        elif binding.means is BindingKind.ASSIGN and not binding.path:
            found.append({key: binding})
        elif one.scope.is_function and not module.is_test:
            return _of_calls(module, one.scope)
    return found


def _of_loop(module: Module, loop: NameBinding) -> list[Choice]:
    """Return one choice per loop item, covering all names that the loop binds."""
    scope = loop.block.scope
    found: list[Choice] = []
    for item, block in _items(module, loop.value, loop.block) if loop.value is not None else ():
        targets = module.folder.targets(scope, loop)
        values = ((name, _inside(module, item, block, path)) for name, path in targets)
        found.append(
            {
                (id(scope), name): NameBinding(loop.line, where, BindingKind.ASSIGN, value)
                for name, (value, where) in values
            }
        )
    return found


def _items(module: Module, iterable: ast.expr, block: Block) -> list[tuple[ast.expr, Block]]:
    """Return the items of an iterable that is written out, up to the limit."""
    if isinstance(iterable, ast.Call) and dotted(iterable.func) in _WRAPPING and iterable.args:
        items = _items(module, iterable.args[0], block)
        if dotted(iterable.func) == "enumerate":
            return [(_pair(ast.copy_location(ast.Constant(None), item), item), where) for item, where in items]
        return items
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Attribute):
        table, where = module.folder.definition(iterable.func.value, block)
        if not isinstance(table, ast.Dict):
            return []
        several = islice(zip(table.keys, table.values, strict=True), _MOST_CHOICES)
        pairs = [(key, value) for key, value in several if key is not None]
        taken: dict[str, list[ast.expr]] = {
            "keys": [key for key, _ in pairs],
            "values": [value for _, value in pairs],
            "items": [_pair(key, value) for key, value in pairs],
        }
        return [(item, where) for item in taken.get(iterable.func.attr, ())]
    node, block = module.folder.definition(iterable, block)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [(item, block) for item in node.elts[:_MOST_CHOICES]]
    keys = node.keys[:_MOST_CHOICES] if isinstance(node, ast.Dict) else ()
    return [(key, block) for key in keys if key is not None]


def _pair(first: ast.expr, second: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Tuple([first, second], ast.Load()), second)


def _inside(module: Module, item: ast.expr, block: Block, path: tuple[int, ...]) -> tuple[ast.expr | None, Block]:
    """Return the part of an item that a target is bound to, or None if the item is not written out."""
    for index in path:
        item, block = module.folder.definition(item, block)
        if not isinstance(item, ast.Tuple | ast.List) or index >= len(item.elts):
            return None, block
        item = item.elts[index]
    return item, block


def _of_calls(module: Module, scope: NameScope) -> list[Choice]:
    """Return one choice per call of a function in this file, covering all its parameters."""
    function = scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    found: list[Choice] = []
    for call, block in module.survey.called.get(function.name, ())[:_MOST_CHOICES]:
        if block.scope is not scope and _is_call_of(module, call, scope):
            given = _given(function, call, scope)
            found.append(
                {(id(scope), name): NameBinding(call.lineno, block, BindingKind.ASSIGN, one) for name, one in given}
            )
    return found


def _is_call_of(module: Module, call: ast.Call, scope: NameScope) -> bool:
    if scope.parent is not None and scope.parent.is_class:
        return isinstance(call.func, ast.Attribute) and dotted(call.func).partition(".")[0] not in module.survey.aliases
    return isinstance(call.func, ast.Name)


def _given(function: Function, call: ast.Call, scope: NameScope) -> Iterator[tuple[str, ast.expr]]:
    """Yield the argument of each parameter in a call, or its default if the call passes none."""
    names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
    is_method = scope.parent is not None and scope.parent.is_class and names[:1] in (["self"], ["cls"])
    names = names[1:] if is_method else names
    is_whole = all(keyword.arg for keyword in call.keywords) and not any(
        isinstance(item, ast.Starred) for item in call.args[: len(names)]
    )
    before = takewhile(lambda item: not isinstance(item, ast.Starred), call.args)
    given: dict[str | None, ast.expr] = dict(zip(names, before, strict=False))
    given.update((keyword.arg, keyword.value) for keyword in reversed(call.keywords))
    for name in (*names, *(item.arg for item in function.args.kwonlyargs)):
        value = given.get(name) or (scope.bindings[name][0].value if is_whole else None)
        if value is not None:
            yield name, value
    if function.args.vararg is not None and is_whole:
        rest = ast.Tuple(call.args[len(names) :], ast.Load())
        yield function.args.vararg.arg, ast.copy_location(rest, call)


def _of_expression(module: Module, one: Open) -> list[Choice]:
    """Return both branches of a conditional expression, or the values of the dictionary in a lookup."""
    node, block = one.node, one.block
    if node is None or block is None:
        return []
    if isinstance(node, ast.IfExp):
        values, where = [node.body, node.orelse], block
    else:
        looked_into = node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
        looked_into = node.value if isinstance(node, ast.Subscript) else looked_into
        table, where = module.folder.definition(looked_into, block) if looked_into is not None else (None, block)
        values = table.values if isinstance(table, ast.Dict) else []
    return [{id(node): NameBinding(node.lineno, where, BindingKind.ASSIGN, value)} for value in values[:_MOST_CHOICES]]
