"""``pyproject.toml``: entry points, package roots, names, and the tasks of tools that it configures.

Sources: PyPA "pyproject.toml specification" and "Entry points specification"; the manuals of setuptools, Poetry, Hatch,
PDM, Flit, uv, FastAPI and pytest for their tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import CONSOLE_SCRIPT, PLUGIN, Base, Facts, Reference, RelativeTo
from flake8_single_entry.readers.entry_point_syntax import commands_of, object_reference, path_reference
from flake8_single_entry.readers.packaging.package_roots import (
    normal_root,
    place_of_package,
    root_of_package,
    search_in,
    unique_roots,
)
from flake8_single_entry.readers.tasks.build_hooks import read_builds
from flake8_single_entry.readers.tasks.pyproject_tasks import read_tasks
from flake8_single_entry.syntax.nodes import Node, Scalar
from flake8_single_entry.syntax.source import Source
from flake8_single_entry.syntax.toml import parse

_HERE = Base(RelativeTo.FILE)
_SETTINGS = Base(RelativeTo.CALLER, certain=False)  # pytest-django searches for manage.py


def read_pyproject(source: Source, surface: str) -> Facts:
    """Return all facts of a ``pyproject.toml``."""
    parsed = parse(source)
    top = parsed.documents[0]
    tool = top.get("tool")
    roots = unique_roots(_roots(tool))
    base = search_in(_HERE, roots)
    named = [*_entry_points(top.get("project"), base, surface), *_poetry(tool.get("poetry"), base, surface)]
    references = [
        *(reference for _, reference in named),
        *_modules(tool, base, surface),
        *read_tasks(tool, base, surface),
        *read_builds(tool, surface),
    ]
    names = tuple(
        name.text
        for name in (
            top.get("project").get("name"),
            tool.get("poetry").get("name"),
            tool.get("flit").get("metadata").get("module"),
        )
        if name.text
    )
    search = tool.get("pytest").get("ini_options").get("pythonpath")
    return Facts(
        references=tuple(references),
        package_roots=unique_roots([*roots, *map(normal_root, _texts(search))]),
        package_places=tuple(_places(tool)),
        members=tuple(_texts(below(tool, "uv", "workspace", "members"))),
        commands=commands_of(named),
        project_names=tuple(dict.fromkeys(names)),
        problems=parsed.problems,
    )


def below(node: Node, *keys: str) -> Node:
    """Return the value at a path of keys, or ``NOTHING``."""
    for key in keys:
        node = node.get(key)
    return node


def _texts(node: Node) -> list[str]:
    """Return the texts of a list of strings, or the words of a single string."""
    return node.text.split() if node.is_scalar else [element.text for element in node.elements() if element.text]


def _places(tool: Node) -> Iterator[tuple[str, str]]:
    """Yield the packages of setuptools' ``package-dir`` whose directory has another name."""
    for name, directory in below(tool, "setuptools", "package-dir").items():
        if place := place_of_package(name.text, directory.text):
            yield place


def _roots(tool: Node) -> Iterator[str | None]:
    setuptools = tool.get("setuptools")
    for name, directory in setuptools.get("package-dir").items():
        yield root_of_package(name.text, directory.text)
    yield from map(normal_root, _texts(below(setuptools, "packages", "find", "where")))
    for package in below(tool, "poetry", "packages").elements():
        if package.get("from").text:
            yield normal_root(package.get("from").text)
    for build in (below(tool, "hatch", "build"), below(tool, "hatch", "build", "targets", "wheel")):
        for path in _texts(build.get("packages")):
            yield normal_root(path.rstrip("/").rpartition("/")[0])
        sources = build.get("sources")
        yield from map(normal_root, _texts(sources))
        for directory, replacement in sources.items():
            yield None if replacement.text else normal_root(directory.text)
    for keys in (("pdm", "build", "package-dir"), ("uv", "build-backend", "module-root"), ("maturin", "python-source")):
        if below(tool, *keys).is_scalar:
            yield normal_root(below(tool, *keys).text)


def _entry_points(project: Node, base: Base, surface: str) -> Iterator[tuple[str, Reference]]:
    groups = [(CONSOLE_SCRIPT, project.get("scripts")), (CONSOLE_SCRIPT, project.get("gui-scripts"))]
    groups += [(PLUGIN, group) for _, group in project.get("entry-points").items()]
    for runner, group in groups:
        for name, value in group.items():
            yield from ((name.text, reference) for reference in _object(value, base, surface, runner))


def _object(value: Node, base: Base, surface: str, runner: str = "") -> Iterator[Reference]:
    if isinstance(value, Scalar):
        reference = object_reference(value.snippet, base, surface, runner)
        if reference is not None:
            yield reference


def _poetry(poetry: Node, base: Base, surface: str) -> Iterator[tuple[str, Reference]]:
    """Yield Poetry's scripts, including tables: ``{reference = "m:f", type = "console"}`` or ``type = "file"``."""
    for name, value in poetry.get("scripts").items():
        target = value.get("reference") or value.get("callable") or value
        if value.get("type").text == "file":
            if isinstance(target, Scalar) and (reference := path_reference(target.snippet, _HERE, surface)):
                yield name.text, reference
        else:
            yield from ((name.text, reference) for reference in _object(target, base, surface, CONSOLE_SCRIPT))
    for _, group in poetry.get("plugins").items():
        for name, value in group.items():
            yield from ((name.text, reference) for reference in _object(value, base, surface, PLUGIN))


def _modules(tool: Node, base: Base, surface: str) -> Iterator[Reference]:
    """Yield modules and objects outside entry points, e.g. single modules to install, or FastAPI's application."""
    for module in below(tool, "setuptools", "py-modules").elements():
        yield from _object(module, base, surface)
    yield from _object(below(tool, "pytest", "ini_options", "DJANGO_SETTINGS_MODULE"), _SETTINGS, surface)
    yield from _object(below(tool, "fastapi", "entrypoint"), Base(RelativeTo.FILE), surface, "fastapi")
    for script in below(tool, "setuptools", "script-files").elements():
        if isinstance(script, Scalar) and (reference := path_reference(script.snippet, _HERE, surface)):
            yield reference
