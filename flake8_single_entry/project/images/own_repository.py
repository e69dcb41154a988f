"""Whether a URL that an image clones is that of this repository."""

from __future__ import annotations

import re
from typing import NamedTuple

_LAST = re.compile(r"(?<![^/:])([^/:]+)[/:]([^/:]+?)(?:\.git)?/?$")  # https://host/owner/name.git, git@host:owner/name


class OwnRepository(NamedTuple):
    """What is known of the repository: its remotes as ``owner/name``, and the names of its packages, in lower case."""

    remotes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def is_at(self, url: str) -> bool:
        """Return True if ``url`` is a remote of the repository, or has its name if no remote is known."""
        match = _LAST.search(url.lower())
        if match is None:
            return False
        return "/".join(match.groups()) in self.remotes if self.remotes else match[2] in self.names


NOTHING_KNOWN = OwnRepository()


def remote_path(url: str) -> str:
    """Return the ``owner/name`` of a remote's URL, or "" if it has none."""
    match = _LAST.search(url.lower())
    return "/".join(match.groups()) if match else ""
