"""Declarations for clusters: the images that are built for them, and the commands of their containers."""

from __future__ import annotations

from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared.declaration import Declaration, Image, Key, Listed, Value, commands

_CONTAINER = Image(name="image")
_ARTIFACT = Image(name="image", context="context", dockerfile="docker.dockerfile", target="docker.target")

CLUSTERS: tuple[Declaration, ...] = (
    Declaration(
        "skaffold",  # Skaffold, "skaffold.yaml": contexts are relative to the file, Dockerfiles to their context
        ("skaffold*.yaml", "skaffold*.yml"),
        "yaml",
        (
            Key("**.artifacts[].context", Value.BUILD),
            Key("**.artifacts[].docker.dockerfile", Value.BUILD, directory=("^context",)),
            Key("**.artifacts[].custom.buildCommand", directory=("^context",)),
            *commands("**.hooks.before[].host.command", "**.hooks.after[].host.command", listed=Listed.WORDS),
        ),
        category=Category.DEPLOY,
        weight=8.0,
        sign=b"skaffold/",
        images=("**.artifacts[].image", _ARTIFACT),
    ),
    Declaration(
        # Kubernetes API, "Container v1 core"; Knative's services have the same containers; Argo Workflows, "Core
        # Concepts": a template has one
        "kubernetes",
        ("*.yaml", "*.yml"),
        "yaml",
        tuple(
            Key(
                f"**.{name}.{key}",
                listed=Listed.WORDS,
                arguments=more,
                directory=("workingDir",),
                unless=other,
                image=_CONTAINER,
            )
            for name in ("containers[]", "initContainers[]", "templates[].container")
            for key, more, other in (("command", "args", ""), ("args", "", "command"))
        ),
        category=Category.DEPLOY,
        weight=8.0,
        generic=True,
        template=r"\$\([^)]{0,200}\)",
        rendered=True,
        sign=b"apiVersion",
        reader="declared.kubernetes",
    ),
)
