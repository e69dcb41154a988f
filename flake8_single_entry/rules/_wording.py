"""What the rules about references share: which links count, what a reference does, and the words for the way out."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import REQUIRED, Kind, Outcome, Reference, Role, Via
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements.values import Replacement
from flake8_single_entry.project.resolve.forms import STATEMENTS, is_import

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
    if reference.runner == REQUIRED:
        return "requires"
    return _VERBS[reference.via]


def remedy(reference: Reference, replacement: Replacement) -> str:
    """Return the words that end a message: what to use instead."""
    if replacement.text is not None:
        option = f" with {replacement.option}" if replacement.option else ""
        return f"use {in_words(reference, replacement.text)}{option}{_started(reference, replacement)}"
    if replacement.inside:
        return f"start {replacement.inside} in {replacement.directory}"
    lacking = f", which has no {replacement.lacking}" if replacement.lacking else ""
    return f"use {replacement.target}{lacking}"


def _started(reference: Reference, replacement: Replacement) -> str:
    """Return which file is started, if the text does not name it as a path."""
    if replacement.through.endswith(".py"):
        return f", which starts {replacement.target}"
    is_option = (replacement.text or "").startswith("-m ") and reference.kind is Kind.PATH
    return f" ({replacement.target})" if replacement.through or is_option else ""


def in_words(reference: Reference, text: str) -> str:
    """Return a suggestion as a person would write it: an import as a statement, other text unchanged."""
    if not is_import(reference) or (reference.via is Via.CALL and reference.runner not in STATEMENTS):
        return text
    module, colon, name = text.partition(":")
    return f"`from {module} import {name}`" if colon and name else f"`import {module}`"
