"""Files that changed since an earlier run, without the others: do they say what they said then?"""

from __future__ import annotations

import os
from collections.abc import Mapping

from flake8_single_entry.facts.fact_cache import cached_facts_in, is_covered
from flake8_single_entry.facts.store import read_row
from flake8_single_entry.files.disk import Directories, Unreadable, read_regular


def facts_unchanged(root: str, identities: Mapping[str, str], buffers: Mapping[str, bytes], rows: str) -> bool:
    """True where each file's row is still the one that ``rows`` holds for what identified its bytes.

    ``identities`` are those of the earlier run by path relative to ``root``; ``buffers`` replace files on disk, and
    ``rows`` is a text that a ``Shelf`` wrote.
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
