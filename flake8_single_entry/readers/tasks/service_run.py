"""Run files of supervised services: scripts that an init program starts, and restarts as long as the machine runs.

Sources: skarnet.org, "s6: service directories" (``run``); the README of s6-overlay (``/etc/s6-overlay/s6-rc.d/NAME``,
``/etc/services.d/NAME``); smarden.org, "runsv" of runit (``/etc/service/NAME``, ``/etc/sv/NAME``).
"""

from __future__ import annotations

from flake8_single_entry.model import Facts
from flake8_single_entry.readers import by_content
from flake8_single_entry.syntax.source import Source

SURFACE = "service-run"
_SHELL = "shell"


def scan(data: bytes) -> bool:
    """True if the file is a script that could start a program of this repository."""
    return by_content.scan(data)


def read(source: Source) -> Facts:
    """Return the references of a script."""
    facts = by_content.read(source)
    started = (each._replace(surface=SURFACE) if each.surface == _SHELL else each for each in facts.references)
    return facts._replace(references=tuple(started))
