"""Check whether files that changed since a saved run still have the same facts, without looking at other files."""

from __future__ import annotations

import os
from collections.abc import Mapping

from flake8_single_entry.facts.fact_cache import cached_facts_in, is_covered
from flake8_single_entry.facts.store import read_row
from flake8_single_entry.files.disk import Directories, Unreadable, read_regular


def facts_unchanged(root: str, identities: Mapping[str, str], buffers: Mapping[str, bytes], rows: str) -> bool:
    """True if each file has the facts that ``rows`` holds for its former identity.

    ``identities`` are those of the saved run, by path relative to ``root``. ``buffers`` replace files on disk. ``rows``
    is the text of a ``FactCache``.
    """
    directories = Directories(root)
    for path, identity in identities.items():
        before = cached_facts_in(rows, path, identity) if identity else None
        if before is None or not (path in buffers or directories.hold(path)):
            return False
        try:
            data = buffers[path] if path in buffers else read_regular(os.path.join(root, path))
        except (OSError, Unreadable):
            return False
        now = read_row(path, data, in_full=bool(before.facts))
        if now.facts != before.facts or not (now.names == before.names or is_covered(now.names, before.names)):
            return False
    return True
