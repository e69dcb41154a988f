"""Compose services by the Dockerfile that they build."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping

from flake8_single_entry.model import Facts

Builders = Mapping[str, tuple[tuple[str, str], ...]]


def built_files(facts: Mapping[str, Facts]) -> Builders:
    """Return the compose services (file, service) that build each Dockerfile, by path."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted(facts):
        for service in facts[path].services:
            if service.context and "://" not in service.context and "$" not in service.context:
                context = posixpath.normpath(posixpath.join(posixpath.dirname(path), service.context))
                dockerfile = posixpath.normpath(posixpath.join(context, service.dockerfile or "Dockerfile"))
                found[dockerfile].append((path, service.name))
    return {dockerfile: tuple(services) for dockerfile, services in found.items()}


def contexts(facts: Mapping[str, Facts]) -> frozenset[str]:
    """Return the build contexts of all compose services, as directories of the repository."""
    return frozenset(
        posixpath.normpath(posixpath.join(posixpath.dirname(path), service.context))
        for path, one in facts.items()
        for service in one.services
        if service.context and "://" not in service.context and "$" not in service.context
    )
