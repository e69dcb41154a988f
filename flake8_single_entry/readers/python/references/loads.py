"""Calls and settings that load a module by its name in a string: import_module, uvicorn.run, mock.patch, Django."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from flake8_single_entry.model import Base, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.python.references.flow import readings
from flake8_single_entry.readers.python.references.imports import guarded_by, is_standard
from flake8_single_entry.readers.python.references.module import Module, search_entry
from flake8_single_entry.readers.python.structure.survey import Block, argument
from flake8_single_entry.readers.python.values.value import Value

# Position and keyword of the argument.
_MODULES = {
    "importlib.import_module": (0, "name"),
    "__import__": (0, "name"),
    "importlib.__import__": (0, "name"),
    "runpy.run_module": (0, "mod_name"),
    "pytest.importorskip": (0, "modname"),
    "pkgutil.resolve_name": (0, "name"),
    "importlib.reload": (9, ""),
}
_FILES = {
    "runpy.run_path": (0, "path_name"),
    "importlib.util.spec_from_file_location": (1, "location"),
    "importlib.machinery.SourceFileLoader": (1, "path"),
    "imp.load_source": (1, "pathname"),
    "streamlit.Page": (0, "page"),
    "streamlit.switch_page": (0, "page"),
    "streamlit.page_link": (0, "page"),
    "streamlit.testing.v1.AppTest.from_file": (0, "script_path"),
}
_SERVERS = {
    "uvicorn.run": (0, "app", "uvicorn"),
    "uvicorn.Config": (0, "app", "uvicorn"),
    "uvicorn.config.Config": (0, "app", "uvicorn"),
    "granian.Granian": (0, "target", "granian"),
    "granian.server.Granian": (0, "target", "granian"),
    "hypercorn.run": (0, "application_path", "hypercorn"),
}
_PATCHES = frozenset({"unittest.mock.patch", "mock.patch"})
_PATCHING_OBJECTS = frozenset({"mocker", "class_mocker", "module_mocker", "session_mocker", "package_mocker"})
_DJANGO = {
    "ROOT_URLCONF": Kind.MODULE,
    "WSGI_APPLICATION": Kind.OBJECT,
    "ASGI_APPLICATION": Kind.OBJECT,
    "os.environ[DJANGO_SETTINGS_MODULE]": Kind.MODULE,
}
_DOTTED = re.compile(r"\.*[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_TARGET = re.compile(r"[^\s:\x00-\x1f]+:[^\W\d][\w.]*(?:\([^()]*\))?")
_GUNICORN = re.compile(r"(?:^|/)(?:gunicorn[^/]*|[^/]*gunicorn[._-]?conf(?:ig)?)\.py$")


def read_loads(module: Module) -> Iterator[Reference]:
    """Yield the references that calls and settings make by the name of a module or an object."""
    for call, block in module.survey.calls:
        name = module.name(call.func)
        if name in _MODULES:
            yield from readings(module, partial(_load_module, module, call, block, name))
        elif name in _FILES:
            yield from _load_file(module, call, block, name)
        elif name in _SERVERS:
            yield from _serve(module, call, block, name)
        elif name.endswith(("patch", ".dict", ".multiple", "setattr", "delattr")):
            yield from _patch(module, call, block, name)
        elif name in {"os.environ.setdefault", "os.putenv"} and len(call.args) == 2:
            if module.folder.text(call.args[0], block) == "DJANGO_SETTINGS_MODULE":
                yield from _named(module, call.args[1], block, Kind.MODULE, Via.CONFIG)
        elif name.endswith("Celery"):
            yield from _celery(module, call, block)
    yield from _settings(module)


def _named(
    module: Module, node: ast.expr | None, block: Block, kind: Kind, via: Via, base: Base | None = None
) -> Iterator[Reference]:
    """Yield a reference to the module or object that a string names, if its value is known and has that form."""
    value = module.folder.evaluate(node, block)
    if value is None or not value.known or not value.certain or value.directory:
        return
    text = value.text
    if _DOTTED.fullmatch(text.partition(":")[0]) and not is_standard(text):
        kind = Kind.OBJECT if ":" in text else kind
        yield guarded_by(block, module.reference(value, kind, base or module.imports, via), "")


def _load_module(module: Module, call: ast.Call, block: Block, name: str) -> Iterator[Reference]:
    node = argument(call, *_MODULES[name])
    for found in _named(module, node, block, Kind.MODULE, Via.CALL):
        if found.text.startswith("."):
            package = module.folder.text(argument(call, 1, "package"), block)
            found = _in_package(found, package) if package else found
        yield found._replace(guarded=True) if name == "pytest.importorskip" else found


def _in_package(reference: Reference, package: str) -> Reference:
    """Resolve a relative name in a named package: ``import_module(".oven", "shop")``."""
    if reference.text.startswith(".."):
        return reference._replace(base=reference.base._replace(anchor=RelativeTo.UNKNOWN))
    return reference._replace(text=package + reference.text)


def _load_file(module: Module, call: ast.Call, block: Block, name: str) -> Iterator[Reference]:
    node = argument(call, *_FILES[name])
    value = module.folder.evaluate(node, block)
    if node is None or value is None or not value.known or not value.text.endswith((".py", ".pyw")):
        return
    if not value.certain and "/" not in value.path and not value.is_path:
        return
    base = module.base_of(value, module.directory(node, block))
    guarded = block.tolerant or module.is_checked(value, block)
    yield module.reference(value, Kind.PATH, base, Via.CALL, name.partition(".")[0], guarded)


def _serve(module: Module, call: ast.Call, block: Block, name: str) -> Iterator[Reference]:
    position, keyword, runner = _SERVERS[name]
    value = module.folder.evaluate(argument(call, position, keyword), block)
    if value is None or not value.known or not _TARGET.fullmatch(value.text) or "://" in value.text:
        return
    base = module.imports
    directory = argument(call, 99, "app_dir")
    if directory is not None:
        folded = module.folder.evaluate(directory, block)
        known = folded is not None and folded.known and folded.certain
        search = (search_entry(folded), *base.search) if folded and known else base.search
        base = base._replace(search=search, certain=base.certain and known)
    yield module.reference(value, Kind.OBJECT, base, Via.CALL, runner, block.tolerant)


def _patch(module: Module, call: ast.Call, block: Block, name: str) -> Iterator[Reference]:
    head, _, last = name.rpartition(".")
    if last in {"dict", "multiple"}:
        is_patch = head in _PATCHES or (head.partition(".")[0] in _PATCHING_OBJECTS and head.endswith(".patch"))
    elif last == "patch":
        is_patch = name in _PATCHES or head in _PATCHING_OBJECTS or head.endswith("mock")
    else:
        is_patch = head == "monkeypatch" and (last == "delattr" or len(call.args) > 1)
    if not is_patch:
        return
    target = argument(call, 0, "in_dict" if last == "dict" else "target")
    with module.folder.noting(wanted=False):  # the imported and patched target is an object
        patched = list(_named(module, target, block, Kind.MODULE if last == "multiple" else Kind.OBJECT, Via.PATCH))
    yield from (found for found in patched if "." in found.text.strip("."))


def _celery(module: Module, call: ast.Call, block: Block) -> Iterator[Reference]:
    given = argument(call, 99, "include")
    included, where = module.folder.definition(given, block) if given is not None else (None, block)
    if isinstance(included, ast.List | ast.Tuple):
        for item in included.elts:
            yield from _named(module, item, where, Kind.MODULE, Via.CALL)


def _settings(module: Module) -> Iterator[Reference]:
    """Yield references in Django settings and gunicorn configuration (``wsgi_app``, ``chdir``, ``pythonpath``)."""
    is_gunicorn = bool(_GUNICORN.search(module.source.path))
    for target, value, block, _ in module.survey.assigns:
        if target in _DJANGO and (target.startswith("os.") or not block.scope.is_function):
            for found in _named(module, value, block, _DJANGO[target], Via.CONFIG):
                if "." in found.text:
                    yield found
        elif is_gunicorn and target == "wsgi_app" and not block.scope.is_function:
            folded = module.folder.evaluate(value, block)
            if folded is not None and folded.known and _TARGET.fullmatch(folded.text):
                yield module.reference(folded, Kind.OBJECT, _gunicorn_base(module), Via.CONFIG, "gunicorn")


def _gunicorn_base(module: Module) -> Base:
    """Return gunicorn's base: https://docs.gunicorn.org/en/stable/settings.html (chdir, pythonpath)."""
    given: dict[str, Value] = {}
    for target, value, block, _ in module.survey.assigns:
        if target in {"chdir", "pythonpath"} and (folded := module.folder.evaluate(value, block)) is not None:
            given[target] = folded
    base = Base(RelativeTo.CALLER)
    if "chdir" in given:
        base = module.enter(base, given["chdir"])
    if "pythonpath" in given:
        paths = tuple(path for path in given["pythonpath"].text.split(",") if path)
        base = base._replace(search=paths, certain=base.certain and given["pythonpath"].known)
    return base
