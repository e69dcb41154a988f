"""A real git repository for a test, a way to run real commands, and results for reporters."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flake8_single_entry.model import Finding, Scope, SuppressedFinding

Contents = Mapping[str, str | bytes]


class Results(NamedTuple):
    """What a reporter shows."""

    findings: tuple[Finding, ...]
    scopes: tuple[Scope, ...]
    files: int
    references: int
    has_history: bool = True
    fail_on: str = "warning"
    suppressed: tuple[SuppressedFinding, ...] = ()
    shows_suppressed: bool = False
    exit_code: int = 0


@dataclass(frozen=True)
class Repository:
    """A git repository in a temporary directory."""

    root: Path

    def write(self, contents: Contents) -> None:
        for name, content in contents.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return run(["git", *arguments], self.root, check=check)

    def commit(self, message: str = "change") -> None:
        """Commit everything in the work tree, past any hook."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", f"--message={message}")


def run(
    command: list[str], cwd: Path, *, stdin: str = "", check: bool = False, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command and capture what it says; ``env`` is added to the environment."""
    done = subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, text=True, env={**os.environ, **(env or {})}, timeout=300
    )
    assert not check or done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done
