"""Files that a module writes with a constant text, read as what they become: guides, scripts, units, settings."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator

from flake8_single_entry.command import Context, WrittenFile, read_script
from flake8_single_entry.model import Base, Reference, RelativeTo
from flake8_single_entry.readers.python.references.module import SURFACE, Module
from flake8_single_entry.readers.python.structure.survey import Block
from flake8_single_entry.readers.written_files import references_of

_WRITES = frozenset({"write_text", "write"})
_SCRIPT = re.compile(r"\.(?:sh|bash|zsh)$")


def read_written(module: Module) -> Iterator[Reference]:
    """Yield the references of files that the module writes below a directory that is known."""
    if module.is_test or not any(name in module.source.text for name in _WRITES):
        return
    for call, block in module.survey.calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in _WRITES and call.args:
            yield from _written(module, call.func, call.args[0], block)


def _written(module: Module, function: ast.Attribute, given: ast.expr, block: Block) -> Iterator[Reference]:
    target = _file(module, function, block)
    value = module.folder.evaluate(target, block) if target is not None else None
    if value is None or not value.known or not value.certain or not value.path:
        return
    text = module.folder.evaluate(given, block)
    if text is None or "\n" not in text.text or text.directory:
        return
    directory, name = posixpath.split(value.path)
    current = module.directory(target, block) if target is not None else Base(RelativeTo.UNKNOWN)
    base = Base(RelativeTo.FILE) if value.anchor is RelativeTo.FILE else current
    base = base._replace(directory=posixpath.normpath(posixpath.join(base.directory, directory)).removeprefix("."))
    if base.anchor is RelativeTo.UNKNOWN or base.directory.startswith(("/", "..")):
        return
    if _SCRIPT.search(name):
        context = Context(base, SURFACE, created=module.created)
        yield from read_script(text.snippet, context).references
    else:
        made = module.created
        files = references_of((WrittenFile(name, text.snippet, base),))
        yield from (each for each in files if each.text.removeprefix("./") not in made)


def _file(module: Module, function: ast.Attribute, block: Block) -> ast.expr | None:
    """Return the expression of the path that ``path.write_text`` or ``open(path, "w").write`` writes."""
    if function.attr == "write_text":
        return function.value
    opened, _ = module.folder.definition(function.value, block)
    if not isinstance(opened, ast.Call):
        return None
    if isinstance(opened.func, ast.Name) and opened.func.id == "open" and opened.args:
        return opened.args[0]
    is_method = isinstance(opened.func, ast.Attribute) and opened.func.attr == "open"
    return opened.func.value if is_method and isinstance(opened.func, ast.Attribute) else None
