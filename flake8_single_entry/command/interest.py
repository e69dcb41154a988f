"""Quick tests of raw bytes: is there anything in them that the command parser would act on?"""

from __future__ import annotations

import re

_RUNS = re.compile(
    rb"\.py\b|\.sh\b|\bpy(?:installer|test)?(?=[. \t\"']|$)|python|PYTHON|uvicorn|gunicorn|hypercorn|daphne|granian"
    rb"|waitress|flask|FLASK|quart|celery|fastapi|streamlit|chainlit|marimo|\bflet\b|\bpanel\b|bokeh|gradio|locust"
    rb"|nuitka|dramatiq|huey|\barq\b|taskiq|sanic|litestar|uwsgi|solara|shiny|mesop|robyn|torchrun|accelerate|bentoml"
    rb"|\bserve\b|faststream|docker|podman|compose|make\b|\.bat\b|\.ps1\b|\.cmd\b"
    rb"|\b(?:uv|pdm) run|coverage|memray|hupper|debugpy|bjoern|scalene|viztracer|kernprof"
)
_CHANGES = re.compile(
    rb"\b(?:cd|chdir|pushd|popd|clone|eval|export|mkdir|touch|tee|cp|mv|ln|install|curl|wget|aria2c|tar|unzip|init|new|startproject"
    rb"|cookiecutter|copier|degit|xargs|source)\b"
)
_STATEFUL = re.compile(rb"[>=]|\(\)")


def might_run(data: bytes) -> bool:
    """Could these bytes hold a command line of interest? Over-approximate."""
    return _RUNS.search(data) is not None


def might_matter(data: bytes) -> bool:
    """Could this simple command refer to anything, or change the directory or the files?"""
    return _RUNS.search(data) is not None or _CHANGES.search(data) is not None


def might_change(data: bytes) -> bool:
    """Could this text change the state that later texts are read in?"""
    return _STATEFUL.search(data) is not None or _CHANGES.search(data) is not None
