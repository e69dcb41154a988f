"""Lines of documents that are newer than the deletion of the file that they name. They may mean another file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.git.history import History
from flake8_single_entry.model import Reference
from flake8_single_entry.readers import category_of

_MOST_QUESTIONS = 20  # documents that are blamed, each once for all files that one commit deleted


def newer_references(meant: Mapping[Reference, tuple[str, ...]], tree: Tree, history: History) -> frozenset[Reference]:
    """Return the references in documents whose line was written after the file went, as far as git was asked.

    ``meant`` are the paths that git remembers for each unresolved reference, the most likely first. A line that differs
    from the committed one is not known.
    """
    groups: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference, paths in meant.items():
        if paths and category_of(reference).is_prose:
            groups[reference.location.path, history.commit_of(paths[0])].append(reference)
    found: set[Reference] = set()
    for (document, _), references in sorted(groups.items(), key=lambda group: -len(group[1]))[:_MOST_QUESTIONS]:
        lines = history.newer_lines(document, (each.location.line for each in references), meant[references[0]][0])
        texts = _lines(tree, document) if lines else []
        found.update(each for each in references if _is_same(texts, each.location.line, lines))
    return frozenset(found)


def _is_same(texts: list[str], line: int, committed: Mapping[int, str]) -> bool:
    return line in committed and line <= len(texts) and texts[line - 1].rstrip() == committed[line].rstrip()


def _lines(tree: Tree, path: str) -> list[str]:
    try:
        return tree.read(path).decode("utf-8", "replace").split("\n")
    except Unreadable:
        return []
