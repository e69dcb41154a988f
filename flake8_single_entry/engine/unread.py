"""Why a file, or a line of it, holds no reference: clauses for ``explain``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_single_entry.conventions.directories import is_third_party
from flake8_single_entry.conventions.document_kinds import DocumentKind, document_kind_of
from flake8_single_entry.conventions.headings import claim_of_heading
from flake8_single_entry.conventions.passages import retired_text
from flake8_single_entry.conventions.samples import is_sample
from flake8_single_entry.facts.discovery import discover
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Claim
from flake8_single_entry.project.project import Project
from flake8_single_entry.readers import surface_of

_MOST = 8


def state_of_file(project: Project, path: str) -> Iterator[str]:
    """Yield why a file is not read, if it is not, or not read completely."""
    tree = project.tree
    if path == project.config.path:
        yield "the configuration: only its own mistakes and unused entries are reported"
    elif tree.is_directory(path) or tree.in_submodule(path):
        yield f"{path} is a directory or belongs to a submodule, and is not read"
    elif not tree.is_file(path):
        yield f"{path} is not in git's index: only tracked files are read"
    elif tree.is_excluded(path):
        yield "the configuration excludes this file (`exclude`): it is neither read nor judged"
    elif path not in discover(tree):
        yield _why_unread(tree, path)
    for problem in project.facts[path].problems if path in project.facts else ():
        yield f"the file could not be read completely: {problem.reason}"


def _why_unread(tree: Tree, path: str) -> str:
    if path in tree.links:
        return "a symbolic link is not read itself; its target is"
    if surface_of(path) is None:
        return "no reader knows this kind of file"
    if any(map(is_third_party, path.split("/")[:-1])):
        return "the file is in a directory of other people's code, which is not read"
    if is_sample(path):
        return "a sample or a template is not read"
    return "the file is in an environment, which is not read"


def nothing_read(project: Project, path: str, lines: Sequence[str], line: int) -> Iterator[str]:
    """Yield why there may be no reference on a line, and which lines of the file have one."""
    surface = surface_of(path)
    if surface is None:
        return
    yield f"nothing on this line was read as the name of a module or a file to start (read as {surface.name})"
    if surface.category.is_prose:
        yield from _of_the_past(path, lines, line)
    elsewhere = sorted({link.reference.location.line for link in project.links if link.reference.location.path == path})
    shown = ", ".join(map(str, elsewhere[:_MOST])) + (", …" if len(elsewhere) > _MOST else "")
    yield f"lines of this file with references: {shown or 'none'}"


def _of_the_past(path: str, lines: Sequence[str], line: int) -> Iterator[str]:
    """Yield what makes a document, a section or a line one about the past or about plans."""
    title = next((text.strip("#= ") for text in lines if text.strip("#= ")), "")
    kind = document_kind_of(path, title)
    if kind is not DocumentKind.GUIDE:
        yield f"its path or title makes it a document of the kind `{kind.value}`"
    heading = next((text.strip("# ") for text in reversed(lines[: line - 1]) if text.startswith("#")), "")
    if heading and claim_of_heading(heading) is not Claim.PRESENT:
        yield f"it is below the heading `{heading}`, which is about the past or about plans"
    elif lines and retired_text(lines[line - 1]):
        yield "the line says that something is gone or changed"
