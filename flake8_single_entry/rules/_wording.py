"""What the rules about references share: which links count, what a reference does, and the words for the way out."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, join, normpath

from flake8_single_entry.model import Kind, Outcome, Reference, RelativeTo, Role, Via
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements import rewrite

_STATEMENTS = frozenset({"python", "import"})
_IMPORTERS = _STATEMENTS | {"import_module", "importlib.import_module", "__import__", "importlib"}
_SCRIPTS = (".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd", ".py")
_BUILD_VERBS = ((_SCRIPTS, "runs"), ((".yml", ".yaml"), "reads"))
_VERBS = {
    Via.RUN: "starts",
    Via.CALL: "starts",
    Via.IMPORT: "imports",
    Via.PATCH: "patches",
    Via.CONFIG: "names",
    Via.COPY: "copies",
    Via.BUILD: "builds",
    Via.PATH: "names",
    Via.MENTION: "names",
}


def links(project: Project, outcome: Outcome) -> Iterator[Link]:
    """Yield links of one outcome in live files: not archived, not a duplicate, not ignored by the configuration."""
    quiet: dict[str, bool] = {}
    for link in project.links:
        if link.resolution.outcome is not outcome:
            continue
        path = link.reference.location.path
        if path not in quiet:
            quiet[path] = project.ignored(path) or project.role(path) in (Role.ARCHIVED, Role.DUPLICATE)
        if not quiet[path]:
            yield link


def verb(reference: Reference) -> str:
    """Return what the file does with the target, as a verb in the third person."""
    if reference.kind is Kind.BUILD and reference.via in (Via.RUN, Via.CALL, Via.BUILD):
        return next((word for endings, word in _BUILD_VERBS if reference.text.endswith(endings)), "builds")
    if is_import(reference):
        return "imports"
    return _VERBS[reference.via]


def is_import(reference: Reference) -> bool:
    """True for any kind of import: a statement, ``import_module``, ``python -c "import …"``."""
    if reference.via is Via.IMPORT or reference.runner == "import":
        return True
    return reference.via is Via.CALL and reference.kind is not Kind.PATH and reference.runner in _IMPORTERS


def shown(reference: Reference, expected: str) -> str:
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


def replacement(project: Project, link: Link, old: str, new: str) -> tuple[str | None, str]:
    """Return a suggestion that resolves to ``new`` instead of ``old``, and the words that end a message.

    The suggestion has the form of the reference, and is certain to resolve to ``new``. It is None if there is no such
    text.
    """
    reference = link.reference
    text = rewrite(reference, link.resolution.attribute, old, new)
    if text is None or not leads(project, reference, text, new):
        text = new if leads(project, reference, new, new) else None
    if text is None:
        return None, f"use {new}"
    attribute = attribute_of(link.resolution.attribute or _asked(reference, new))
    if attribute and not offers(project, new, attribute):
        module, colon, _ = text.partition(":")
        application = _only_application(project, new) if colon and reference.via in (Via.RUN, Via.CALL) else None
        if application is None:
            return None, f"use {new}, which has no {attribute}"
        text = f"{module}:{application}"
    return text, f"use {in_words(reference, text)}"


def _asked(reference: Reference, new: str) -> str:
    """Return the name requested from a module that was not found.

    The name of a module may refer to the module itself.
    """
    name = reference.text.partition(":")[2]
    return "" if is_import(reference) and name == stem(new) else name


def leads(project: Project, reference: Reference, text: str, target: str) -> bool:
    """True if the text, in place of the reference's own, resolves to ``target``. Also True if there is no resolver."""
    if project.resolver is None:
        return True
    if reference.kind in (Kind.MODULE, Kind.OBJECT) and ("/" in text or text.endswith(".py")):
        return False
    starts = project.resolver.starts_of(reference)
    if reference.base.anchor is not RelativeTo.IMAGE and not any(
        one.place.is_directory(one.directory) for one in starts
    ):
        return False  # the command does not even reach the directory in which the text would be correct
    found = project.resolver.leads(reference._replace(text=text))
    return bool(found) and found[0].target == target


def in_words(reference: Reference, text: str) -> str:
    """Return a suggestion as a person would write it: an import as a statement, other text unchanged."""
    if not is_import(reference) or (reference.via is Via.CALL and reference.runner not in _STATEMENTS):
        return text
    module, colon, name = text.partition(":")
    return f"`from {module} import {name}`" if colon and name else f"`import {module}`"


def attribute_of(attribute: str) -> str:
    """Return the name that a reference requests from its module, or "" if it requests none or all."""
    if attribute in ("", "*"):
        return ""
    return attribute.partition("(")[0].partition(".")[0].strip()


def offers(project: Project, path: str, name: str) -> bool:
    """False only if the module was read and certainly does not bind the name."""
    return project.attributes.offers(path, name) is not False


def _only_application(project: Project, path: str) -> str | None:
    names = {one.name for one in project.attributes.applications(path) if not one.factory}
    return names.pop() if len(names) == 1 else None


def stem(path: str) -> str:
    """Return ``main_v2`` for ``src/main_v2.py``, and ``app`` for ``app/__main__.py``."""
    name = basename(path).removesuffix(".py")
    return basename(path[: -len("/__main__.py")]) if name == "__main__" and "/" in path else name
