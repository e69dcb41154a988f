"""Kubernetes manifests and Helm's templates of them, found by what they hold: any YAML file may be one."""

from __future__ import annotations

from flake8_single_entry.command import might_run
from flake8_single_entry.readers.declared import read

__all__ = ["read", "scan"]


def scan(data: bytes) -> bool:
    """Is it a manifest whose containers may start something of interest?"""
    return b"apiVersion" in data and b"ontainers:" in data and might_run(data)
