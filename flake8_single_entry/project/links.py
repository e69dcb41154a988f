"""A reference together with where it leads."""

from __future__ import annotations

from typing import NamedTuple

from flake8_single_entry.model import Reference, Resolution


class Link(NamedTuple):
    """One reference, resolved once."""

    reference: Reference
    resolution: Resolution
