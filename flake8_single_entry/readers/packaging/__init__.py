"""Packaging metadata: what ``pyproject.toml`` and ``setup.cfg`` install, start and call their packages."""

from __future__ import annotations

from flake8_single_entry.command import might_run
from flake8_single_entry.model import Facts
from flake8_single_entry.syntax.source import Source

SURFACE = "packaging"
_WORDS = (
    b"scripts", b"entry", b"plugins", b"tasks", b"package", b"where", b"sources", b"module", b"pythonpath", b"name",
)  # fmt: skip


def scan(data: bytes) -> bool:
    """Could the file declare an entry point, a task or a package root?"""
    folded = data.lower()  # setup.cfg's keys have no case
    return any(word in folded for word in _WORDS) or might_run(data)


def read(source: Source) -> Facts:
    """References of entry points and tasks, the roots that packages lie in, and the project's names."""
    if source.path.endswith(".toml"):
        from flake8_single_entry.readers.packaging.pyproject import read_pyproject

        return read_pyproject(source, SURFACE)
    from flake8_single_entry.readers.packaging.setup_cfg import read_setup_cfg

    return read_setup_cfg(source, SURFACE)
