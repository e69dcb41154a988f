"""YAML files under any name, known by their content: manifests of Kubernetes and Argo, Azure pipelines, compose files.

Sources: Kubernetes API, "Container v1 core"; Argo Workflows, "Core Concepts" (templates with a container); Azure
Pipelines, "YAML schema reference" (a pipeline may have any name, and templates of steps lie beside it); Docker, "docker
compose" (``-f`` names a compose file).
"""

from __future__ import annotations

import re

from flake8_single_entry.command import might_run
from flake8_single_entry.model import Facts
from flake8_single_entry.readers.declared import read as read_declared
from flake8_single_entry.readers.declared import read_as
from flake8_single_entry.readers.declared.pipelines import AZURE
from flake8_single_entry.syntax.source import Source

_SERVICES = re.compile(rb"(?m)^services:[ \t\r]*(?:#[^\n]*)?$")
_SERVICE = re.compile(rb"(?m)^[ \t]+(?:build|depends_on|container_name):")
_STEPS = re.compile(rb"(?m)^[ \t]*(?:-[ \t]+)?steps:[ \t\r]*(?:#[^\n]*)?$")
_STEP = re.compile(rb"(?m)^[ \t]*-[ \t]+(?:task:[ \t]*\w+@\d|(?:script|bash|pwsh|powershell):)")


def scan(data: bytes) -> bool:
    """True if the file could start a program of this repository."""
    return ((_is_manifest(data) or _is_pipeline(data)) and might_run(data)) or _is_composition(data)


def read(source: Source) -> Facts:
    """Return the references of a manifest or a pipeline, and those and the services of a compose file."""
    data = source.data
    if not _is_manifest(data) and _is_composition(data):
        from flake8_single_entry.readers.containers import compose

        return compose.read(source)._replace(problems=())
    if not _is_manifest(data) and _is_pipeline(data):
        return read_as(source, AZURE)
    return read_declared(source)


def _is_manifest(data: bytes) -> bool:
    return b"apiVersion" in data and b"ontainer" in data


def _is_pipeline(data: bytes) -> bool:
    return b"steps:" in data and _STEPS.search(data) is not None and _STEP.search(data) is not None


def _is_composition(data: bytes) -> bool:
    return b"services:" in data and _SERVICES.search(data) is not None and _SERVICE.search(data) is not None
