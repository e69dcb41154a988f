"""The texts of the analysed version, for reports that quote them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flake8_single_entry.engine.repository_state import Revision, read_state
from flake8_single_entry.files.disk import Directories, Unreadable, read_regular
from flake8_single_entry.syntax.source import Undecodable, decode


@contextmanager
def open_texts(root: str, selection: Revision) -> Iterator[Callable[[str], str | None]]:
    """Open a version of the files. Return a function that returns the text of one, or None if it cannot be read.

    Files outside the root have no text here. On disk, no files are listed. Raises ``UsageError`` and
    ``SingleEntryError``.
    """
    if selection.on_disk:
        yield _on_disk(root)
        return
    from flake8_single_entry.engine.trees import open_version
    from flake8_single_entry.suppress import text_of

    with open_version(root, selection, read_state(root, selection, ""), {}, search=False) as tree:
        yield text_of(tree)


def _on_disk(root: str) -> Callable[[str], str | None]:
    directories = Directories(root)

    def text(path: str) -> str | None:
        if os.path.isabs(path) or ".." in path.split("/") or not directories.hold(path):
            return None
        try:
            return decode(read_regular(os.path.join(root, path)))
        except (OSError, Unreadable, Undecodable):
            return None

    return text
