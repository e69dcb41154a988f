"""``setup.py``: what its ``setup(...)`` call installs and starts, or an ordinary script. The file is not executed.

Constants are evaluated within the file: names bound once at module level, ``+``, and ``**options`` of a known
dictionary. Sources: setuptools, "Keywords"; py2app, py2exe and cx_Freeze for their keywords.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_single_entry.model import CONSOLE_SCRIPT, PLUGIN, Base, Facts, Location, Problem, Reference, RelativeTo
from flake8_single_entry.readers import python
from flake8_single_entry.readers.entry_point_syntax import commands_of, object_reference, path_reference
from flake8_single_entry.readers.packaging.package_roots import (
    normal_root,
    place_of_package,
    root_of_package,
    search_in,
    unique_roots,
)
from flake8_single_entry.syntax.python_literals import Literals, parse_python
from flake8_single_entry.syntax.source import Snippet, Source

SURFACE = "setup.py"
_HERE = Base(RelativeTo.FILE)
_PACKAGERS = re.compile(r"(?:setuptools|distutils|numpy\.distutils|skbuild|scikit_build|pbr|cx_Freeze|py2exe)\b")
_FREEZERS = ("app", "console", "windows", "service")  # py2app and py2exe: files, or {"script": file}


def scan(data: bytes) -> bool:
    """True if the file could call ``setup``, or is a script that matters."""
    return b"setup" in data or python.scan(data)


def read(source: Source) -> Facts:
    """Return the references, package roots and names of the ``setup(...)`` calls of a file."""
    tree = parse_python(source)
    if isinstance(tree, Problem):
        return Facts(problems=(tree,))
    if not _is_packaging(tree):
        return python.read(source)
    literals = Literals(source, tree)
    references: list[Reference] = []
    roots: list[str | None] = []
    names: list[str] = []
    places: list[tuple[str, str]] = []
    commands: list[tuple[str, Location]] = []
    for call in _calls(tree, "setup"):
        setup = _Setup(literals, _keywords(literals, call))
        own = unique_roots(setup.roots())
        named = list(setup.references(search_in(_HERE, own)))
        references += (reference for _, reference in named)
        commands += commands_of(named)
        roots += own
        places += setup.places()
        names += [name.text for name in setup.texts("name")]
    for call in _calls(tree, "Executable"):
        scripts = [*call.args[:1], *(word.value for word in call.keywords if word.arg == "script")]
        references += _paths(snippet for script in scripts for snippet in literals.texts(script))
    return Facts(
        references=tuple(references),
        package_roots=unique_roots(roots),
        package_places=tuple(places),
        commands=tuple(commands),
        project_names=tuple(names),
    )


def _calls(tree: ast.Module, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) == name:
            yield node


def _is_packaging(tree: ast.Module) -> bool:
    """True if the file imports a packaging tool, or calls a ``setup`` that it does not define."""
    nodes = list(ast.walk(tree))
    modules = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    modules += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    if any(_PACKAGERS.match(name) for name in modules):
        return True
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    return any(name not in defined and next(_calls(tree, name), None) for name in ("setup", "Executable"))


def _keywords(literals: Literals, call: ast.Call) -> dict[str, ast.expr]:
    """Return the keyword arguments, including those of ``**options``."""
    keywords: dict[str, ast.expr] = {}
    for keyword in call.keywords:
        if keyword.arg is None:
            keywords.update({name.text: value for name, value in literals.pairs(keyword.value)})
        else:
            keywords[keyword.arg] = keyword.value
    return keywords


def _paths(snippets: Iterator[Snippet]) -> list[Reference]:
    return [found for snippet in snippets if (found := path_reference(snippet, _HERE, SURFACE))]


class _Setup(NamedTuple):
    """A ``setup(...)`` call."""

    literals: Literals
    keywords: dict[str, ast.expr]

    def texts(self, name: str) -> Iterator[Snippet]:
        """Yield the strings of a keyword whose value is a string or a list of strings."""
        value = self.keywords.get(name)
        return self.literals.texts(value) if value is not None else iter(())

    def directories(self) -> Iterator[tuple[str, str]]:
        """Yield each package of ``package_dir`` with its directory."""
        value = self.keywords.get("package_dir")
        for name, directory in self.literals.pairs(value) if value is not None else ():
            for text in self.literals.texts(directory):
                yield name.text, text.text

    def places(self) -> Iterator[tuple[str, str]]:
        """Yield the packages whose directory has another name."""
        for name, directory in self.directories():
            if place := place_of_package(name, directory):
                yield place

    def roots(self) -> Iterator[str | None]:
        for name, directory in self.directories():
            yield root_of_package(name, directory)
        packages = self.keywords.get("packages")
        if packages is None:
            return
        for node in ast.walk(packages):
            if isinstance(node, ast.Call) and _name(node.func) in ("find_packages", "find_namespace_packages"):
                where = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "where")]
                if not where and "package_dir" not in self.keywords:
                    yield ""
                for text in (text for place in where for text in self.literals.texts(place)):
                    yield normal_root(text.text)

    def references(self, base: Base) -> Iterator[tuple[str, Reference]]:
        """Yield the references, those of console scripts with their name."""
        for group, line in self._entry_points():
            equals = line.text.find("=")
            value = line.part(equals + 1, len(line.text))
            runner = CONSOLE_SCRIPT if group in ("console_scripts", "gui_scripts") else PLUGIN
            reference = object_reference(value, base, SURFACE, runner if group else "") if equals >= 0 else None
            if reference is not None:
                yield line.text[:equals], reference
        for module in self.texts("py_modules"):
            reference = object_reference(module, base, SURFACE)
            if reference is not None:
                yield "", reference
        scripts = [*_paths(self.texts("scripts")), *(one for key in _FREEZERS for one in _paths(self._scripts(key)))]
        yield from (("", reference) for reference in scripts)

    def _entry_points(self) -> Iterator[tuple[str, Snippet]]:
        """Yield each ``name = module:attr`` with its group, from a dictionary of lists, a list, or an INI-like text."""
        value = self.keywords.get("entry_points")
        if value is None:
            return
        groups = [(name.text, group) for name, group in self.literals.pairs(value)] or [("", value)]
        for name, group in groups:
            for text in self.literals.texts(group):
                yield from _lines(text, name)

    def _scripts(self, keyword: str) -> Iterator[Snippet]:
        value = self.keywords.get(keyword)
        for element in self.literals.elements(value) if value is not None else ():
            pairs = list(self.literals.pairs(element))
            for script in [value for name, value in pairs if name.text == "script"] if pairs else [element]:
                yield from self.literals.texts(script)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _lines(text: Snippet, group: str) -> Iterator[tuple[str, Snippet]]:
    """Yield the lines of a text with their group, except empty lines, comments and group headers."""
    start = 0
    for line in text.text.split("\n"):
        if line.strip().startswith("["):
            group = line.strip().strip("[]").strip()
        elif line.strip() and line.strip()[0] not in "#;":
            yield group, text.part(start, start + len(line))
        start += len(line) + 1
