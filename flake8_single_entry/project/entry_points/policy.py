"""Configuration of one scope, with paths relative to the repository."""

from __future__ import annotations

from typing import NamedTuple

from flake8_single_entry.config.settings import Allowance, ScopeSettings, glob_match, within
from flake8_single_entry.model import Role


class ScopePolicy(NamedTuple):
    """Settings of a scope. ``programs`` are (name, path). ``entry_point`` is None unless exactly one is configured.

    ``archive`` holds the directories of the scope's archive, ``archive_like`` also those with the name of an archive.
    All end in ``/``.
    """

    root: str
    configured: bool = False
    entry_point: str | None = None
    programs: tuple[tuple[str, str], ...] = ()
    archive: tuple[str, ...] = ()
    archive_like: tuple[str, ...] = ()
    allow: tuple[Allowance, ...] = ()
    strict: bool = False

    @classmethod
    def of(cls, root: str, settings: ScopeSettings | None, archives: tuple[str, ...]) -> ScopePolicy:
        """Return the policy of a scope. ``archives`` are its directories with the name of an archive."""
        if settings is None:
            return cls(root, archive=archives, archive_like=archives)
        programs = tuple((name, within(root, path)) for name, path in settings.programs)
        entry = within(root, settings.entry_point) if settings.entry_point else None
        if entry is None and len(programs) == 1:
            entry = programs[0][1]
        archive = tuple(within(root, path).rstrip("/") + "/" for path in settings.archive)
        return cls(
            root, True, entry, programs, archive or archives, (*archive, *archives), settings.allow, settings.strict
        )

    @property
    def entries(self) -> tuple[str, ...]:
        """All modules that the configuration names as entry points."""
        named = [path for _, path in self.programs]
        return tuple(dict.fromkeys(([self.entry_point] if self.entry_point else []) + named))

    @property
    def decides(self) -> bool:
        return bool(self.entries)

    def program_of(self, path: str) -> str:
        return next((name for name, program in self.programs if program == path), "")

    def allowed(self, path: str) -> Role | None:
        """Return the role that the allowlist assigns to a module."""
        inside = path if self.root == "." else path[len(self.root) + 1 :]
        for entry in self.allow:
            if glob_match(entry.path, inside):
                return Role(entry.role) if entry.role in set(Role) else Role.PROGRAM
        return None

    def is_archived(self, path: str) -> bool:
        return f"{path}/".startswith(self.archive_like)
