"""PyInstaller's ``.spec`` files: the scripts of ``Analysis``, relative to the file.

Source: PyInstaller, "Using Spec Files". Spec files of other tools (RPM) are not Python and contain no ``Analysis(``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_single_entry.model import Base, Facts, Problem, Reference, RelativeTo
from flake8_single_entry.readers.entry_point_syntax import path_reference
from flake8_single_entry.syntax.python_literals import Literals, parse_python
from flake8_single_entry.syntax.source import Snippet, Source

SURFACE = "pyinstaller"
_ANALYSIS = re.compile(rb"\bAnalysis[ \t]*\(")
_PLACES = ("SPECPATH", "HERE")


def scan(data: bytes) -> bool:
    """True if the file contains an ``Analysis`` call."""
    return _ANALYSIS.search(data) is not None


def read(source: Source) -> Facts:
    """Return the references of each ``Analysis``."""
    if not scan(source.data):
        return Facts()  # of another tool, such as RPM or Buildozer
    tree = parse_python(source)
    if isinstance(tree, Problem):
        return Facts(problems=(tree,))
    literals = Literals(source, tree)
    references: list[Reference] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Analysis":
            scripts = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "scripts")]
            for text in (text for each in scripts for text in _scripts(literals, each)):
                reference = path_reference(text, Base(RelativeTo.FILE), SURFACE, "pyinstaller")
                if reference is not None and reference.text.endswith((".py", ".pyw")):
                    references.append(reference)
    return Facts(references=tuple(references))


def _scripts(literals: Literals, node: ast.expr) -> Iterator[Snippet]:
    """Yield the strings of a list, including those joined with the directory of the file."""
    elements = list(literals.elements(node)) or [node]
    for element in elements:
        joined = _joined(literals.value(element))
        text = literals.text(joined if joined is not None else element)
        if text is not None:
            yield text


def _joined(node: ast.expr) -> ast.expr | None:
    """Return ``x`` of ``os.path.join(SPECPATH, x)``, or None for other expressions."""
    if not isinstance(node, ast.Call) or len(node.args) != 2 or not isinstance(node.func, ast.Attribute):
        return None
    first, second = node.args
    named = isinstance(first, ast.Name) and first.id in _PLACES
    return second if node.func.attr == "join" and named else None
