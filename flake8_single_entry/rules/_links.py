"""What the rules about references share: which links count, what a reference does, and the words for the way out."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, join, normpath

from flake8_single_entry.model import Anchor, Kind, Outcome, Reference, Role, Via
from flake8_single_entry.project import Link, Project
from flake8_single_entry.rules._suggest import rewrite

_IMPORTERS = frozenset({"import_module", "importlib.import_module", "__import__", "importlib"})
_SCRIPTS = (".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd", ".py")
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
    """Links of one outcome in files that live: not archived, not a duplicate, not ignored by the configuration."""
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
    """What the file does with the target, in the third person."""
    if reference.kind is Kind.BUILD and reference.via in (Via.RUN, Via.CALL, Via.BUILD):
        return "runs" if reference.text.endswith(_SCRIPTS) else "builds"
    if reference.via is Via.CALL and reference.runner in _IMPORTERS:
        return "imports"
    return _VERBS[reference.via]


def shown(reference: Reference, expected: str) -> str:
    """An absent path as the text has it, where it may be run from anywhere; else the path that was looked for."""
    if reference.base.anchor is not Anchor.CALLER:
        return expected
    text = reference.text.replace("\\", "/")
    if reference.kind in (Kind.MODULE, Kind.OBJECT):
        text = text.partition(":")[0].replace(".", "/") + ".py"
    path = normpath(join(reference.base.directory, text))
    return path if expected.endswith(path) else expected


def replacement(project: Project, link: Link, old: str, new: str) -> tuple[str, str]:
    """The suggestion that leads to ``new`` instead of ``old``, and the same in words that end a message.

    The suggestion has the form of the reference; where that cannot be said safely, it is the path of ``new``.
    """
    reference = link.reference
    text = rewrite(reference, link.resolution.attribute, old, new)
    if text is None:
        return new, f"use {new}"
    attribute = attribute_of(link.resolution.attribute)
    if attribute and not offers(project, new, attribute):
        module, colon, _ = text.partition(":")
        application = _only_application(project, new) if colon and reference.via in (Via.RUN, Via.CALL) else None
        if application is None:
            return new, f"use {new}, which has no {attribute}"
        text = f"{module}:{application}"
    return text, f"use {in_words(reference, text)}"


def in_words(reference: Reference, text: str) -> str:
    """A suggestion as a person would write it: an import as a statement, anything else as it is."""
    if reference.via is not Via.IMPORT:
        return text
    module, colon, name = text.partition(":")
    return f"`from {module} import {name}`" if colon and name else f"`import {module}`"


def attribute_of(attribute: str) -> str:
    """The name that a reference asks its module for; "" where it asks for none, or for all of them."""
    if attribute in ("", "*"):
        return ""
    return attribute.partition("(")[0].partition(".")[0].strip()


def offers(project: Project, path: str, name: str) -> bool:
    """False only where the module was read and surely does not bind the name."""
    facts = project.facts.get(path)
    traits = facts.traits if facts else None
    if traits is None or traits.open_names or traits.broken:
        return True
    return name in traits.names or name in traits.definitions


def _only_application(project: Project, path: str) -> str | None:
    facts = project.facts.get(path)
    applications = facts.traits.applications if facts and facts.traits else ()
    names = {application.name for application in applications if not application.factory}
    return names.pop() if len(names) == 1 else None


def stem(path: str) -> str:
    """``main_v2`` of ``src/main_v2.py``; of ``app/__main__.py`` it is ``app``."""
    name = basename(path).removesuffix(".py")
    return basename(path[: -len("/__main__.py")]) if name == "__main__" and "/" in path else name
