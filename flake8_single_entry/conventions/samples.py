"""Paths of templates, samples and test inputs, which describe another file or project than this one.

A directory whose name is a template (``{{cookiecutter.name}}``) holds the project that is generated from it. Files
below ``testdata`` are read by tests, not run. The same applies to ``fixtures`` and to ``data`` below a directory of
tests, except for Python files: test suites keep the modules of their own fixtures there.
"""

from __future__ import annotations

import re

from flake8_single_entry.conventions.directories import is_fixture_directory, is_input_directory, is_test_directory

TEMPLATE_ENDINGS = (
    *(".j2", ".jinja", ".jinja2", ".tpl", "-tpl", ".tmpl", ".template", ".mako", ".erb", ".in"),
    *(".example", ".sample", ".dist", ".default"),
)
"""The endings of the names of templates and samples, added to the name of the file that is made from them."""

_PYTHON = (".py", ".pyw")


_INSIDE = re.compile(r"(?<=[^/])\.(?:template|tmpl|tpl)(?=\.[^./]+\Z)")
_TAKEN = re.compile(r"(?:\A|/)\.do/[^/]+\Z")  # DigitalOcean's deploy button reads deploy.template.yaml itself


def without_template_ending(path: str) -> str | None:
    """Return the path of what is made from a template or a sample, beside it, or None for any other file.

    A template may also say so before its ending: ``compose.template.yml``.
    """
    ending = next((ending for ending in TEMPLATE_ENDINGS if path.endswith(ending)), None)
    made = path[: -len(ending)] if ending else _INSIDE.sub("", path)
    return made if made not in ("", path) and not made.endswith("/") and not _TAKEN.search(path) else None


def is_sample(path: str) -> bool:
    """True if a path belongs to a project template or to the inputs of a test."""
    if "{{" in path or "{%" in path:
        return True
    folders = path.split("/")[:-1]
    if any(map(is_input_directory, folders)):
        return True
    return not path.endswith(_PYTHON) and (any(map(is_fixture_directory, folders)) or _is_test_data(folders))


def _is_test_data(folders: list[str]) -> bool:
    return "data" in folders and any(map(is_test_directory, folders[: len(folders) - folders[::-1].index("data")]))
