"""A reference together with where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from flake8_single_entry.model import Reference, Resolution


@dataclass(frozen=True, slots=True)
class Link:
    """One reference, resolved once."""

    reference: Reference
    resolution: Resolution
