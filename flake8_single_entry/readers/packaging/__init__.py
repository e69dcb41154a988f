"""Packaging metadata: the entry points, tasks, package roots and names in ``pyproject.toml`` and ``setup.cfg``."""

from __future__ import annotations

from flake8_single_entry.command import might_run
from flake8_single_entry.model import Facts
from flake8_single_entry.syntax.source import Source

SURFACE = "packaging"
_WORDS = (
    b"scripts", b"entry", b"plugins", b"tasks", b"package", b"where", b"sources", b"module", b"pythonpath", b"name",
    b"hook", b"version", b"build",
)  # fmt: skip


def scan(data: bytes) -> bool:
    """True if the file could declare an entry point, a task or a package root."""
    folded = data.lower()  # keys of setup.cfg are case-insensitive
    return any(word in folded for word in _WORDS) or might_run(data)


def read(source: Source) -> Facts:
    """Return the references of entry points and tasks, the package roots and the names of the project."""
    if source.path.endswith(".toml"):
        from flake8_single_entry.readers.packaging.pyproject import read_pyproject

        return read_pyproject(source, SURFACE)
    from flake8_single_entry.readers.packaging.setup_cfg import read_setup_cfg

    return read_setup_cfg(source, SURFACE)
