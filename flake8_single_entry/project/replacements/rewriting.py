"""Replacement text for a reference, in the form of the reference. Uses only text, no files."""

from __future__ import annotations

from posixpath import dirname, relpath

from flake8_single_entry.model import Kind, Reference, RelativeTo, Via

_PACKAGE_FILES = ("__init__", "__main__")


def rewrite(reference: Reference, attribute: str, old: str, new: str) -> str | None:
    """Return the text that makes a reference resolve to ``new`` where it resolved, or was meant to resolve, to ``old``.

    Both are repository paths. The base is derived from the tail that the reference's text and ``old`` share. Returns
    None if that is not enough: nothing is shared, or the reference cannot reach ``new``.
    """
    if reference.kind in (Kind.PATH, Kind.BUILD):
        return _path(reference, old, new)
    if reference.runner == "lambda":
        return None  # dir/file.attr in the file, module:attr here
    return _module(reference, attribute, old, new)


def _path(reference: Reference, old: str, new: str) -> str | None:
    text = reference.text.replace("\\", "/")
    lead = "./" if text.startswith("./") else ""
    text = text.removeprefix("./").rstrip("/")
    if old.endswith("/__main__.py") and not text.endswith(".py"):
        old = dirname(old)
    up = 0
    while text.startswith("../", 3 * up):
        up += 1
    tail, climbed = text[3 * up :], text[: 3 * up]
    shared = _shared(tail.split("/"), old.split("/"))
    if not shared:
        return None
    outer = "/".join(tail.split("/")[:-shared])
    root = "/".join(old.split("/")[:-shared])
    if root and not new.startswith(root + "/"):
        if outer or reference.base.anchor in (RelativeTo.IMAGE, RelativeTo.CONTEXT):
            return None
        if reference.base.anchor is RelativeTo.CALLER and not reference.base.directory and not up:
            return lead + new  # the working directory is unknown; a repository path is right at the root
        inner = relpath(new, root)
    else:
        inner = new[len(root) + 1 :] if root else new
    if outer or text.startswith("/"):
        inner = f"{outer}/{inner}"
    written = lead + climbed + inner if not inner.startswith("../") else climbed + inner
    return written.replace("/", "\\") if "\\" in reference.text and "/" not in reference.text else written


def _module(reference: Reference, attribute: str, old: str, new: str) -> str | None:
    module, colon, name = reference.text.partition(":")
    if not colon and attribute and module.endswith("." + attribute):
        colon, name, module = ".", attribute, module[: -len(attribute) - 1]
    elif not colon and reference.via is Via.PATCH:
        module, colon, name = _split(module, reference, old)
    submodule = reference.via is Via.IMPORT and bool(name) and _names(_joined(module, name), reference, old) is not None
    wanted = _joined(module, name) if submodule else module
    dotted = _names(wanted, reference, old, new)
    if dotted is None:
        return None
    if not submodule:
        return f"{dotted}{colon}{name}"
    parent, dot, last = dotted.rpartition(".")
    if not dot:
        return dotted
    return f"{parent}:{last}" if parent.strip(".") else f"{parent}.:{last}"


def _split(text: str, reference: Reference, old: str) -> tuple[str, str, str]:
    """Divide the dotted name of an object before the names that are inside the module ``old``."""
    parts = text.split(".")
    for end in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:end])
        if _names(module, reference, old) is not None:
            return module, ".", ".".join(parts[end:])
    return text, "", ""


def _joined(module: str, name: str) -> str:
    return module + name if module.endswith(".") else f"{module}.{name}"


def _names(module: str, reference: Reference, old: str, new: str | None = None) -> str | None:
    """Return ``new`` as a dotted name with the root of ``module``, if ``module`` can name ``old``; otherwise None.

    Without ``new``, return ``module``.
    """
    bare = module.lstrip(".")
    dots = module[: len(module) - len(bare)]
    root = _root_of(bare, dots, reference, old)
    if root is None or new is None:
        return None if root is None else module
    if root and not new.startswith(root + "/"):
        return None
    parts = new[len(root) + 1 if root else 0 :].removesuffix(".py").split("/")
    started = reference.kind is Kind.MODULE and reference.via in (Via.RUN, Via.CALL)
    if len(parts) > 1 and (parts[-1] == "__init__" or (parts[-1] == "__main__" and started)):
        parts.pop()
    return dots + ".".join(parts) if new.endswith(".py") and all(part.isidentifier() for part in parts) else None


def _root_of(bare: str, dots: str, reference: Reference, old: str) -> str | None:
    """Return the directory from which a dotted name resolves to ``old``, or None if it does not."""
    wanted = bare.split(".") if bare else []
    for parts in _module_parts(old):
        if parts[len(parts) - len(wanted) :] == wanted and len(parts) >= len(wanted):
            root = "/".join(parts[: len(parts) - len(wanted)])
            if not dots or root == _climb(reference.location.path, len(dots)):
                return root
    return None


def _module_parts(path: str) -> list[list[str]]:
    parts = path.removesuffix(".py").split("/")
    return [parts, parts[:-1]] if parts[-1] in _PACKAGE_FILES else [parts]


def _climb(path: str, dots: int) -> str:
    for _ in range(dots):
        path = dirname(path)
    return path


def _shared(left: list[str], right: list[str]) -> int:
    """Return the number of trailing components that two paths share."""
    count = 0
    for one, other in zip(reversed(left), reversed(right), strict=False):
        if one != other:
            break
        count += 1
    return count
