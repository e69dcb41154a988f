"""Readers: one module a format, each turning the bytes of one file into Facts.

A reader is a module with two functions::

    def scan(data: bytes) -> bool      # quick, over-approximate: could this file matter at all?
    def read(source: Source) -> Facts  # exact; never looks at another file, never resolves, never raises for bad input

and one line in ``SURFACES``. Neither meets a byte order mark or a lone CR: ``Surface.scan`` and ``Source`` see to that.
Reader modules import their parsers inside functions, and are imported when first needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate
from functools import cache, lru_cache
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from flake8_single_entry.model import Facts
from flake8_single_entry.readers.declared.formats import DECLARATIONS
from flake8_single_entry.syntax.source import Source, plain


class Reader(Protocol):
    """What a reader module offers."""

    scan: Callable[[bytes], bool]
    read: Callable[[Source], Facts]


_WILD = frozenset("*?[")
_WILDCARD = re.compile(r"[*?\[]")


class Surface(NamedTuple):
    """One kind of file: its name, the module that reads it, and the file names (or paths, with ``/``) it has.

    Patterns are ``fnmatch`` patterns, compared case-sensitively with the base name, or, where they hold a ``/``, with
    the end of the path.
    """

    name: str
    module: str
    patterns: tuple[str, ...]

    def load(self) -> Reader:
        return cast(Reader, import_module(f"{__name__}.{self.module}"))

    def scan(self, data: bytes) -> bool:
        """Could a file with these bytes matter at all? Over-approximate."""
        return b"\0" in data or self.load().scan(plain(data))  # UTF-16, or no text: a scan of bytes says nothing


TEMPLATES = ("template.yaml", "template.yml", "sam*.yaml", "*cloudformation*.yaml", "*cloudformation*.yml", "cfn*.yaml")

SURFACES: tuple[Surface, ...] = (
    Surface("compose", "containers.compose", ("*compose*.yml", "*compose*.yaml")),
    Surface("dockerignore", "containers.dockerignore", ("*.dockerignore",)),
    Surface(
        "dockerfile", "containers.dockerfile", ("Dockerfile", "Dockerfile[._-]*", "*.[Dd]ockerfile", "Containerfile*")
    ),
    Surface(
        "workflow",
        "ci.github_actions",
        (".github/workflows/*.yml", ".github/workflows/*.yaml", "action.yml", "action.yaml"),
    ),
    Surface("makefile", "tasks.makefile", ("Makefile", "makefile", "GNUmakefile", "Makefile.*", "*.mk")),
    Surface("procfile", "tasks.procfile", ("Procfile", "Procfile[._-]*", "*.Procfile")),
    Surface("packaging", "packaging", ("pyproject.toml", "setup.cfg")),
    Surface("package.json", "packaging.package_json", ("package.json",)),
    Surface("heroku.yml", "containers.heroku", ("heroku.yml",)),
    Surface("gitlab-ci", "ci.gitlab", (".gitlab-ci.yml", ".gitlab-ci.*.yml", "*.gitlab-ci.yml", ".gitlab/ci/*.yml")),
    Surface("jenkinsfile", "ci.jenkins", ("Jenkinsfile", "Jenkinsfile.*", "*.Jenkinsfile", "*.jenkinsfile")),
    Surface("justfile", "tasks.justfile", ("[Jj]ustfile", "JUSTFILE", ".justfile", "*.just")),
    Surface(
        "task-files",
        "tasks.task_files",
        ("hatch.toml", "pixi.toml", "poe_tasks.toml", "poe_tasks.yaml", "poe_tasks.json"),
    ),
    Surface("cron", "tasks.crontab", ("crontab", "*.crontab", "crontab.*", "*.cron", "cron.d/*")),
    Surface(
        "handlers", "declared.cloud_functions", ("serverless*.yml", "serverless*.yaml", "serverless.json", *TEMPLATES)
    ),
    Surface("run-configuration", "tasks.jetbrains", (".idea/runConfigurations/*.xml", ".run/*.xml")),
    Surface("pyinstaller", "packaging.pyinstaller", ("*.spec",)),
    Surface("build-file", "packaging.build_files", ("BUILD", "BUILD.bazel", "BUILD.pants")),
    Surface("notebook", "documents.notebook", ("*.ipynb",)),
    *(Surface(each.name, each.reader, each.patterns) for each in DECLARATIONS),
    Surface("setup.py", "packaging.setup_py", ("setup.py",)),
    Surface("python", "python", ("*.py", "*.pyw")),
    Surface("shell", "scripts.shell", ("*.sh", "*.bash", "*.zsh", "*.ksh")),
    Surface("batch", "scripts.batch", ("*.bat", "*.cmd")),
    Surface("powershell", "scripts.powershell", ("*.ps1", "*.psm1")),
    Surface("markdown", "documents.markdown", ("*.md", "*.MD", "*.markdown", "*.mdx", "*.mdc")),
    Surface("rst", "documents.rst", ("*.rst",)),
    Surface("text", "documents.text", ("*.txt",)),
)


class _Row(NamedTuple):
    """One pattern: the position of its surface, the directories before its last component, and that component."""

    position: int
    above: str
    name: str


@cache
def _rows() -> dict[str, list[_Row]]:
    """The patterns by the name or, from a dot on, the ending that they ask for; under "" those that fit any ending."""
    rows: dict[str, list[_Row]] = {}
    for position, surface in enumerate(SURFACES):
        for pattern in surface.patterns:
            above, _, name = pattern.rpartition("/")
            rest = name.removeprefix("*")
            if not _WILD.isdisjoint(rest) or (rest != name and not rest.startswith(".")):
                rest = "." + name.rpartition(".")[2] if "." in name else ""
            ending = rest if _WILD.isdisjoint(rest) else ""
            rows.setdefault(ending, []).append(_Row(position, above, name))
    return rows


@lru_cache(maxsize=65536)
def _named(name: str) -> tuple[tuple[int, str], ...]:
    """The positions of the surfaces that a base name fits, the first one first, each with the directories it needs."""
    rows = _rows()
    likely = [*rows[""], *rows.get(name, ())]
    dot = name.find(".")
    while dot >= 0:
        likely += rows.get(name[dot:], ())
        dot = name.find(".", dot + 1)
    found = sorted({(row.position, row.above) for row in likely if _fits(name, row.name)})
    alone = next((index for index, (_, above) in enumerate(found) if not above), len(found))
    return tuple(found[: alone + 1])


def _fits(name: str, pattern: str) -> bool:
    """Does ``fnmatch`` find that a name fits? Most patterns are a name or an ending, and need no expression."""
    rest = pattern.removeprefix("*")
    if _WILD.isdisjoint(rest):
        return name.endswith(rest) if rest != pattern else name == rest
    return name.startswith(_WILDCARD.split(pattern, 1)[0]) and _expression(pattern).match(name) is not None


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))


def is_known_name(name: str) -> bool:
    """False for the base name of a file that no surface reads wherever it lies: most of a large repository's."""
    return bool(_named(name))


def surface_of(path: str) -> Surface | None:
    """The surface that reads a file, by its path alone; the first in the registry that matches."""
    above, _, name = path.rpartition("/")
    for position, wanted in _named(name):
        if not wanted or _lies_in(above, wanted):
            return SURFACES[position]
    return None


def _lies_in(above: str, pattern: str) -> bool:
    """Does a directory, or its end, fit a pattern?"""
    if _WILD.isdisjoint(pattern):
        return above == pattern or above.endswith("/" + pattern)
    return bool(_expression(pattern).match(above) or _expression("*/" + pattern).match(above))
