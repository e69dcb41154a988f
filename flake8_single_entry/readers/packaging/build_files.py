"""BUILD files of Bazel and Pants: the programs that targets start.

Sources: Bazel, "Python Rules" (``main`` and ``srcs`` of ``py_binary``, relative to the package); Pants, "pex_binary"
(``entry_point``: a file of the directory, or a module). Labels, generated files and patterns are not read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_single_entry.model import Base, Facts, Problem, Reference, RelativeTo
from flake8_single_entry.readers.entry_point_syntax import target_reference
from flake8_single_entry.syntax.python_literals import Literals, parse_python
from flake8_single_entry.syntax.source import Snippet, Source

SURFACE = "build-file"
_HERE = Base(RelativeTo.FILE)
_PROGRAMS = ("py_binary", "py3_binary", "python_binary", "pex_binary", "pyoxidizer_binary", "pex_binaries", "py_image")
_KEYWORDS = ("main", "srcs", "entry_point", "entry_points")


def scan(data: bytes) -> bool:
    """True if the file could declare a Python program."""
    return b"_binary" in data and b".py" in data


def read(source: Source) -> Facts:
    """Return the references of the targets. Starlark is read as Python; a file that is not valid Python has none."""
    tree = parse_python(source)
    if isinstance(tree, Problem):
        return Facts()
    literals = Literals(source, tree)
    made = {text.text for call, _ in _calls(tree) for text in _texts(literals, call, ("outs", "out"))}
    references: dict[Reference, None] = {}
    for call, name in _calls(tree):
        if name not in _PROGRAMS:
            continue
        for text in _texts(literals, call, _KEYWORDS):
            if text.text.partition(":")[0] in made or ".py" not in text.text or text.text.startswith(("/", ":", "@")):
                continue
            if (reference := target_reference(text, _HERE, SURFACE)) is not None:
                references[reference] = None
    return Facts(references=tuple(references))


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node, node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def _texts(literals: Literals, call: ast.Call, names: tuple[str, ...]) -> Iterator[Snippet]:
    for keyword in call.keywords:
        if keyword.arg in names:
            yield from literals.texts(keyword.value)
