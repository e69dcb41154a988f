"""Import statements as references, and the directories that a file adds to ``sys.path``."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from flake8_single_entry.model import Base, Kind, Location, Reference, RelativeTo, Via
from flake8_single_entry.readers.python.references.module import SURFACE, Module, search_entry
from flake8_single_entry.readers.python.structure.branches import brings, tells_to_install
from flake8_single_entry.readers.python.structure.survey import Block, Survey, dotted, qualified
from flake8_single_entry.readers.python.values.evaluate import Evaluator

# A project may have a package called "test"; every other standard library name is left out.
STANDARD = sys.stdlib_module_names - {"test", "__main__"}
_FROM = re.compile(r"from(?:[ \t\f]|\\\r?\n)*")
_MODULE = re.compile(r"\.+(?:[ \t]*(?!import\b)\w+(?:\.\w+)*)?|\w+(?:[ \t]*\.[ \t]*\w+)*")


def is_standard(module: str) -> bool:
    """Return True if an absolute dotted name belongs to the standard library or to ``__main__``."""
    first = module.partition(".")[0]
    return first in STANDARD or first == "__main__"


def search_base(survey: Survey, folder: Evaluator) -> Base:
    """Return the base of this file's absolute imports. It is uncertain if ``sys.path`` gets unknown entries."""
    first: list[str] = []
    last: list[str] = []
    certain = True
    for argument, block, is_first in _path_edits(survey):
        value = folder.evaluate(argument, block)
        if value is None or not value.known or (value.is_file and not value.directory):
            certain = False
            continue
        certain = certain and value.certain
        entry = search_entry(value)
        (first if is_first else last).append(entry)
    ordered = tuple(dict.fromkeys([*reversed(first), *last]))
    return Base(RelativeTo.PACKAGE, search=ordered, certain=certain)


def _path_edits(survey: Survey) -> Iterator[tuple[ast.expr, Block, bool]]:
    for call, block in survey.calls:
        name = qualified(survey, call.func)
        if name == "sys.path.insert" and len(call.args) == 2:
            yield call.args[1], block, True
        elif name in {"sys.path.append", "site.addsitedir"} and call.args:
            yield call.args[0], block, False
        elif name == "sys.path.extend" and call.args and isinstance(call.args[0], ast.List | ast.Tuple):
            for item in call.args[0].elts:
                yield item, block, False
    for target, value, block, _ in survey.assigns:
        if target.rstrip("+=") == "sys.path" or target == "sys.path[:0]":
            parts = [value.left, value.right] if isinstance(value, ast.BinOp) else [value]
            for part in parts:
                if isinstance(part, ast.List | ast.Tuple):
                    for item in part.elts:
                        if dotted(item) != "sys.path" and not isinstance(item, ast.Starred):
                            yield item, block, True


def read_imports(module: Module) -> Iterator[Reference]:
    """Yield one reference per imported name. Names of the standard library are left out."""
    for node, block in module.survey.imports:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if not is_standard(alias.name):
                    start = module.layout.start(alias)
                    location = module.source.location(start, start + len(alias.name))
                    found = Reference(location, alias.name, Kind.MODULE, module.imports, SURFACE, Via.IMPORT)
                    yield guarded_by(block, found, alias.asname or alias.name.partition(".")[0])
            continue
        name = "." * node.level + (node.module or "")
        if not node.level and is_standard(name):
            continue
        location = _module_location(module, node, len(name))
        for alias in node.names:
            text = name if alias.name == "*" else f"{name}:{alias.name}"
            kind = Kind.MODULE if alias.name == "*" else Kind.OBJECT
            found = Reference(location, text, kind, module.imports, SURFACE, Via.IMPORT)
            yield guarded_by(block, found, alias.asname or alias.name)


def guarded_by(block: Block, reference: Reference, name: str) -> Reference:
    """Return a reference that binds ``name``, with what the handlers around it do if it fails."""
    handlers = [handler for each in block.above() for handler in each.handlers]
    module = reference.text.partition(":")[0]
    if not handlers:
        return reference._replace(guarded=True) if block.tolerant else reference
    if any(tells_to_install(handler, module) for handler in handlers):
        return reference._replace(guarded=True)
    if not block.tolerant:
        return reference
    return reference._replace(guarded=True, forgiven=not any(brings(handler, name) for handler in handlers))


def _module_location(module: Module, node: ast.ImportFrom, length: int) -> Location:
    """Return the span of the module's name, which ``ast`` does not report."""
    text = module.source.text
    start = module.layout.start(node)
    opening = _FROM.match(text, start)
    if opening is None:
        return module.layout.location(node)
    name = _MODULE.match(text, opening.end())
    end = name.end() if name else opening.end() + length
    return module.source.location(opening.end(), end)
