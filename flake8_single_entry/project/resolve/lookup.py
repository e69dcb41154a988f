"""Lookup of one reference at one search base: a path, or a module with its attribute."""

from __future__ import annotations

import re
from posixpath import dirname

from flake8_single_entry.model import CONSOLE_SCRIPT, PLUGIN, Kind, Outcome, Reference, RelativeTo, Resolution, Via
from flake8_single_entry.paths import absolute, under
from flake8_single_entry.project.resolve.file_systems import SearchBase
from flake8_single_entry.project.resolve.forms import is_nameless
from flake8_single_entry.project.resolve.modules import Hit, find_module, main_of, renamed
from flake8_single_entry.project.resolve.outcomes import unknown

UNKNOWN = unknown("the text names no file or module that can be looked up")
_ABSOLUTE = unknown("an absolute path is on another machine")
_DIRECTORY = unknown("a directory without a __main__.py is there")
_NAMESPACE = unknown("a directory without an __init__.py is there, and no module of that name")
_PART = unknown("the last part of the name may be an attribute, which this command does not take")
_RELATIVE = unknown("a relative module name is written outside of a Python file")
_AMBIGUOUS = unknown("two packages have a module of that name, and which is meant depends on what is run")
_ATTRIBUTE = re.compile(r"[A-Za-z_][\w.]*")
# uvicorn and similar servers import the part before the colon; a path fails with "Could not import module".
IMPORTING_RUNNERS = frozenset({"uvicorn", "gunicorn", "hypercorn", "daphne", "granian", "waitress-serve"})
_ENTRY_POINTS = frozenset({CONSOLE_SCRIPT, PLUGIN})
_LOADING = frozenset({Via.RUN, Via.CALL, Via.CONFIG})
_PYTHON = frozenset({"python", "python -m"})  # import the argument of ``-m``
# What these take before a colon, or without one, is a module. Source: Flask, "Application Discovery"; uWSGI, "Options".
_MODULE_LOADERS = _PYTHON | IMPORTING_RUNNERS | {"flask", "uwsgi"}
ATTRIBUTE_LOADERS = frozenset({"celery", "arq", "rq", "procrastinate"})
"""Runners that take ``pkg.module.attribute``. Source: kombu, ``symbol_by_name``, which splits at the last dot."""

_CELERY_DEFAULTS = ("celery", "app")


def malformed(reference: Reference) -> bool:
    """Return True if a module is expected and the text can never be one: ``main.py:app``, ``src/main:app``."""
    if reference.runner in _ENTRY_POINTS and reference.kind in (Kind.MODULE, Kind.OBJECT):
        return "/" in reference.text.partition(":")[0]  # there may be a module called py
    importing = IMPORTING_RUNNERS | _PYTHON if reference.kind is Kind.MODULE else IMPORTING_RUNNERS
    if reference.kind not in (Kind.MODULE, Kind.OBJECT) or reference.runner not in importing:
        return False
    if reference.via not in _LOADING:
        return False
    module = reference.text.partition(":")[0]
    return module.endswith(".py") or "/" in module or "\\" in module


def loadable(reference: Reference) -> Reference:
    """Return a malformed reference as the path that it most likely means, and any other reference unchanged."""
    if not malformed(reference):
        return reference
    path = reference.text.partition(":")[0]
    return reference._replace(kind=Kind.PATH, text=path if path.endswith(".py") else path + ".py")


def path_at(reference: Reference, start: SearchBase) -> Resolution | str:
    """Return the resolution of a path at a search base, or the path looked for if nothing is there."""
    text = reference.text.replace("\\", "/")
    if reference.base.anchor is RelativeTo.CONTEXT:
        text = absolute("/", text).lstrip("/")  # https://docs.docker.com/reference/dockerfile/#source: never above it
    if text.startswith("/") and reference.base.anchor is not RelativeTo.IMAGE:
        return _ABSOLUTE
    path = start.at(text)
    if (file := start.place.file(path)) is not None:
        return Resolution(Outcome.FOUND, target=file)
    if start.place.is_directory(path):
        if reference.kind is Kind.BUILD:
            return Resolution(Outcome.FOUND, target=start.place.expected(path))
        main = start.place.file(under(path, "__main__.py"))
        return Resolution(Outcome.FOUND, target=main) if main else _DIRECTORY
    return path


def module_at(reference: Reference, start: SearchBase) -> Resolution | str:
    """Return the resolution of a module or object at a search base, or the path looked for if nothing is there."""
    module, _, attribute = reference.text.partition(":")
    roots = start.roots
    if module.startswith("."):
        if reference.base.anchor is not RelativeTo.PACKAGE:
            return _RELATIVE
        roots, module = _relative(start.directory, module)
    wanted = attribute.strip() if reference.via is Via.IMPORT else _name_of(attribute)
    if not module:
        return _from_package(start, roots[0], wanted)
    hit = find_module(start.place, roots, module)
    if (hit is None or hit.rest or hit.file is None) and (moved := renamed(module, start.packages)):
        roots, module = (moved[0],), moved[1]
        hit = find_module(start.place, roots, module)
    if hit and reference.base.anchor is RelativeTo.PACKAGE and _has_nearer(start, hit, module):
        return _AMBIGUOUS
    if hit is None or hit.rest or hit.file is None:
        hit = _leniently(start, module) or hit
    if hit is None or (hit.rest and hit.file is None):
        return _expected(hit, roots, start, module)
    if hit.rest:
        return _dotted_attribute(reference, start, hit)
    if hit.file and is_nameless(reference):
        return Resolution(Outcome.MALFORMED, target=hit.file)  # there is nothing to call
    return _whole(reference, start, hit, wanted)


def _has_nearer(start: SearchBase, found: Hit, module: str) -> bool:
    """Return True if a package around the file also contains the module.

    Which of them is meant depends on what is run.
    """
    nearer = [each for each in start.lenient if each.startswith(f"{found.root}/" if found.root else "") and each]
    hit = find_module(start.place, nearer, module)
    return hit is not None and hit.file is not None and len(hit.rest) <= len(found.rest)


def _leniently(start: SearchBase, module: str) -> Hit | None:
    hit = find_module(start.place, start.lenient, module)
    return hit if hit and hit.file and (not hit.rest or not hit.package) else None


def _relative(directory: str, module: str) -> tuple[tuple[str, ...], str]:
    name = module.lstrip(".")
    for _ in range(len(module) - len(name) - 1):
        directory = dirname(directory)
    return (directory,), name


def _from_package(start: SearchBase, directory: str, name: str) -> Resolution | str:
    """Resolve ``from . import name``: a submodule, or else an attribute of the package."""
    hit = find_module(start.place, (directory,), name) if name else None
    if hit and hit.file:
        return Resolution(Outcome.FOUND, target=hit.file, attribute=".".join(hit.rest))
    package = start.place.file(under(directory, "__init__.py"))
    return Resolution(Outcome.FOUND, target=package, attribute=name) if package else _NAMESPACE


def _whole(reference: Reference, start: SearchBase, hit: Hit, attribute: str) -> Resolution | str:
    """Resolve a name of which every part is a module or a package."""
    if hit.package and attribute:
        inner = find_module(start.place, (hit.directory,), attribute.partition(".")[0])
        if inner and inner.file:
            return Resolution(Outcome.FOUND, target=inner.file, attribute=attribute.partition(".")[2])
    if hit.package and reference.runner == "celery" and not attribute:
        for default in _CELERY_DEFAULTS:
            if (file := start.place.file(f"{hit.directory}/{default}.py")) is not None:
                return Resolution(Outcome.FOUND, target=file)
    if hit.package and reference.runner in _PYTHON and reference.kind is Kind.MODULE:
        if (main := main_of(start.place, hit)) is not None:
            return Resolution(Outcome.FOUND, target=main)
        return f"{hit.directory}/__main__.py" if hit.file else _NAMESPACE
    return Resolution(Outcome.FOUND, target=hit.file, attribute=attribute) if hit.file else _NAMESPACE


def _dotted_attribute(reference: Reference, start: SearchBase, hit: Hit) -> Resolution | str:
    """Resolve a name with remaining dotted parts after a module: attributes, if the form allows them."""
    rest = ".".join(hit.rest)
    loads_attribute = reference.runner in ATTRIBUTE_LOADERS
    dotted = reference.via in (Via.PATCH, Via.CONFIG, Via.MENTION) or loads_attribute
    dotted = dotted and reference.runner not in _MODULE_LOADERS
    dotted = dotted and not (reference.via is Via.CONFIG and reference.kind is Kind.MODULE)  # Django imports it
    if hit.package:
        if dotted and ":" not in reference.text and len(hit.rest) == 1:
            return Resolution(Outcome.FOUND, target=hit.file, attribute=rest)
        whole = under(hit.directory, "/".join(hit.rest) + ".py")
        if not loads_attribute or len(hit.rest) == 1 or start.place.withheld(whole):
            return whole
        return under(hit.directory, "/".join(hit.rest[:-1]) + ".py")
    if rest == "py" and reference.via in _LOADING:
        return Resolution(Outcome.MALFORMED, target=hit.file)  # the name of a file in the place of a module
    if dotted:
        return Resolution(Outcome.FOUND, target=hit.file, attribute=rest)
    return _PART


def _expected(hit: Hit | None, roots: tuple[str, ...], start: SearchBase, module: str) -> str:
    path = module.replace(".", "/") + ".py"
    if hit is None:
        return under(start.directory if start.directory in roots or not roots else roots[0], path)
    return under(hit.root, path)


def _name_of(attribute: str) -> str:
    match = _ATTRIBUTE.match(attribute.strip())
    return match.group() if match else ""
