"""Find the root of the project that a file or directory belongs to."""

from __future__ import annotations

import os

from flake8_single_entry.git.discovery import locate


def project_root(start: str, configuration: str | None) -> str | None:
    """Return the nearest directory, ``start`` or above, with a file named ``configuration`` or a repository.

    A configuration counts only inside the repository that holds ``start``. It counts neither above this repository, nor
    in a directory inside it that git could take for a bare repository. Returns None if there is neither.
    """
    place = locate(start)
    buried = None if place.buried is None else os.path.join(place.buried, "")
    directory = os.path.abspath(start)
    while True:
        real = os.path.realpath(directory)
        if buried is None or not os.path.join(real, "").startswith(buried):
            if configuration is not None and os.path.lexists(os.path.join(directory, configuration)):
                return directory
            if real == place.top:
                return directory
        above = os.path.dirname(directory)
        if above == directory:
            return None
        directory = above
