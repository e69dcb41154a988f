"""A reference together with where it leads."""

from __future__ import annotations

from flake8_single_entry.model import Reference, Resolution
from flake8_single_entry.values import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """One reference, resolved once."""

    reference: Reference
    resolution: Resolution
