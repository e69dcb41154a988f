"""Forms of references: imports, and the path that a text names."""

from __future__ import annotations

from posixpath import join, normpath

from flake8_single_entry.model import CONSOLE_SCRIPT, Kind, Reference, RelativeTo, Via

STATEMENTS = frozenset({"python", "import"})
_IMPORTERS = STATEMENTS | {"import_module", "importlib.import_module", "__import__", "importlib"}


def is_import(reference: Reference) -> bool:
    """True for any kind of import: a statement, ``import_module``, ``python -c "import …"``."""
    if reference.via is Via.IMPORT or reference.runner == "import":
        return True
    return reference.via is Via.CALL and reference.kind is not Kind.PATH and reference.runner in _IMPORTERS


def is_nameless(reference: Reference) -> bool:
    """True for a console script that names a module, but no function in it. Nothing can call a module."""
    return reference.runner == CONSOLE_SCRIPT and reference.kind is Kind.MODULE and ":" not in reference.text


def as_written(reference: Reference, expected: str) -> str:
    """Return a missing target as written if this is clearer: the module of an import, or a path run from anywhere."""
    module = reference.text.partition(":")[0]
    if is_import(reference):
        return module if module.strip(".") else module + reference.text.partition(":")[2]
    if reference.base.anchor is not RelativeTo.CALLER:
        return expected
    text = reference.text.replace("\\", "/")
    if reference.kind in (Kind.MODULE, Kind.OBJECT):
        text = module.replace(".", "/") + ".py"
    path = normpath(join(reference.base.directory, text))
    return path if expected.endswith(path) else expected
