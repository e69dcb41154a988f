"""Kubernetes manifests and Helm templates, detected by content because any YAML file may be a manifest."""

from __future__ import annotations

from flake8_single_entry.command import might_run
from flake8_single_entry.readers.declared import read

__all__ = ["read", "scan"]


def scan(data: bytes) -> bool:
    """True if the file is a manifest whose containers could start a program of this repository."""
    return b"apiVersion" in data and b"ontainers:" in data and might_run(data)
