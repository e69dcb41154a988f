"""Open the tree of the version to analyse: the work tree, the index or a revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from flake8_single_entry.engine.repository_state import RepositoryState, Revision
from flake8_single_entry.errors import UsageError
from flake8_single_entry.files.git_objects import index_tree, revision_tree
from flake8_single_entry.files.object_store import Objects, open_objects
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.files.worktree import Listing, open_tree


@contextmanager
def open_version(
    root: str, selection: Revision, state: RepositoryState | None, overlay: Mapping[str, bytes], *, search: bool
) -> Iterator[Tree]:
    """Open the tree of the selected version, whose state is ``state``. None is outside git.

    With ``search``, git also searches the files on disk. Raises ``UsageError`` and ``SingleEntryError``.
    """
    with open_objects(Path(root)) as objects:
        if selection.on_disk:
            with _on_disk(Path(root), objects, search=search and state is not None) as tree:
                yield tree.with_overlay(overlay) if overlay else tree
        elif state is None:
            raise UsageError(f"{root} lies in no git repository")
        elif selection.staged:
            yield index_tree(Path(root), objects)
        else:
            yield revision_tree(Path(root), state.commit, objects)


@contextmanager
def _on_disk(root: Path, objects: Objects, *, search: bool) -> Iterator[Tree]:
    """Open the tree on disk. git lists it, and searches it if ``search``, while Python imports what it needs."""
    with closing(Listing(root)) as listing:
        if not search:
            yield _opened(root, listing, objects)
            return
        from flake8_single_entry.git.grep import grep
        from flake8_single_entry.readers.python import QUERY

        with grep(root, QUERY) as sightings:
            yield replace(_opened(root, listing, objects), sightings=sightings)


def _opened(root: Path, listing: Listing, objects: Objects) -> Tree:
    """Return the tree that git lists. Import the modules that read it while git runs."""
    import flake8_single_entry.engine.dependencies
    import flake8_single_entry.facts.store  # noqa: F401
    from flake8_single_entry.facts.discovery import is_watched

    return open_tree(root, is_watched, listing, objects)
