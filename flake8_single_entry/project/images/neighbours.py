"""Where a file that no COPY brings would be in the repository: beside the sources of what is beside it in the image."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename, dirname, join

from flake8_single_entry.project.images.container_paths import below


def sources_beside(copied: Iterable[tuple[str, str]], path: str) -> Iterator[str]:
    """Yield the repository paths that an image path may mean. ``copied`` holds the places of sources in the image.

    ``COPY shop/cart/a.py ./cart/`` puts ``shop/cart`` beside it, and ``shop``, because the directories have one name.
    """
    for target, source in copied:
        while source and basename(target) == basename(source):
            target, source = dirname(target), dirname(source)
            if rest := below(path, target):
                yield join(source, rest)
                break
