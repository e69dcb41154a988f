"""Make resolutions that say why they are not certain."""

from __future__ import annotations

from functools import cache

from flake8_single_entry.model import Level, Outcome, Resolution


@cache
def unknown(reason: str) -> Resolution:
    """Return an unknown resolution. ``reason`` is the fact that makes it unknown: a constant clause for ``explain``.

    Cached, as there are many unknown targets and few reasons.
    """
    return Resolution(Outcome.UNKNOWN, reason=reason)


def lowered(resolution: Resolution, level: Level, clause: str) -> Resolution:
    """Return the resolution with at most ``level``, because of the fact that ``clause`` names."""
    return resolution._replace(level=min(resolution.level, level), facts=(*resolution.facts, clause))
