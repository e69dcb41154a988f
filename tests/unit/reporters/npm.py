"""Validators that npm installs: found on the PATH, or in the directory that NPM_TOOLS names."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGES = {
    "sarif-multitool-linux": "@microsoft/sarif-multitool-linux",
    "rdformat-validator": "@umbrelladocs/rdformat-validator",
}


def run_tool(name: str, *arguments: str | Path) -> str:
    """Run a validator, and return what it says. Skip the test if it is not installed; fail if it objects."""
    place = os.environ.get("NPM_TOOLS")
    path = shutil.which(name, path=f"{place}/node_modules/.bin" if place else None)
    if path is None:
        pytest.skip(f"{name} is not installed: npm install --prefix $NPM_TOOLS {PACKAGES[name]}")
    done = subprocess.run(
        [path, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said
