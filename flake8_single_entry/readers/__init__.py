"""The readers of all supported file formats, and the registry that selects one by path.

A reader is a module that turns the bytes of one file into Facts. It has two functions::

    def scan(data: bytes) -> bool      # quick and over-approximate: could this file hold a fact?
    def read(source: Source) -> Facts  # exact; reads no other file, resolves nothing, never raises for bad input

and one line in ``SURFACES``. ``Surface.scan`` and ``Source`` first remove a byte order mark and replace lone CRs by LF.
Reader modules import their parsers inside functions, and are themselves imported when first needed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from fnmatch import translate
from functools import cache, lru_cache
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from flake8_single_entry.conventions.samples import without_template_ending
from flake8_single_entry.model import Facts, Reference
from flake8_single_entry.readers.category import Category
from flake8_single_entry.readers.declared.formats import DECLARATIONS
from flake8_single_entry.syntax.noqa import may_suppress
from flake8_single_entry.syntax.source import Source, plain


class Reader(Protocol):
    """The interface of a reader module."""

    scan: Callable[[bytes], bool]
    read: Callable[[Source], Facts]


_WILD = frozenset("*?[")
_WILDCARD = re.compile(r"[*?\[]")


class Surface(NamedTuple):
    """One kind of file: its name, its reader module, the patterns of its files, and the weight of a start in them.

    Patterns are ``fnmatch`` patterns and case-sensitive. A pattern with a ``/`` is compared with the end of the path,
    any other pattern with the base name. The pattern ``*`` matches names without an ending: ``start``, ``python-3.12``.

    ``category`` is what its files do with the programs that they name, and ``weight`` how much a start in such a file
    counts as evidence for an entry point. The weights only rank: production comes first (9 and 8), then packaging and
    builds (8 to 5), scripts and CI (3.5 to 3), starts by a person or an editor (2), and last checks, tests and prose
    (1 and less). ``taken_names`` are the base names that the platform reads without configuration, if it only takes
    some of the names that match: a file with another name takes effect only if a person renames or names it.
    """

    name: str
    module: str
    patterns: tuple[str, ...]
    category: Category
    weight: float
    taken_names: tuple[str, ...] = ()
    generic: bool = False  # most files that match start no program

    def load(self) -> Reader:
        return cast(Reader, import_module(f"{__name__}.{self.module}"))

    def scan(self, data: bytes) -> bool:
        """True if a file with these bytes could hold a fact. Over-approximate."""
        if b"\0" in data and self.name in (BY_CONTENT, "service-run"):
            return data.startswith(_WIDE)  # else a program or other data
        if b"\0" in data or may_suppress(data):  # NUL: UTF-16 or binary, which no scan of bytes can judge
            return True
        return self.load().scan(plain(data))


_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_BUILD_FILES = ("BUILD", "BUILD.bazel", "BUILD.pants")
BY_CONTENT = "by-content"
TEMPLATES = ("template.yaml", "template.yml", "sam*.yaml", "*cloudformation*.yaml", "*cloudformation*.yml", "cfn*.yaml")

SURFACES: tuple[Surface, ...] = (
    Surface(
        "compose",
        "containers.compose",
        ("*compose*.yml", "*compose*.yaml"),
        Category.SERVICES,
        9.0,
        taken_names=("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"),
    ),
    Surface("dockerignore", "containers.dockerignore", ("*.dockerignore",), Category.DEPLOY, 0.5),
    Surface(
        "dockerfile",
        "containers.dockerfile",
        ("[Dd]ockerfile", "[Dd]ockerfile[._-]*", "*.[Dd]ockerfile", "Containerfile*"),
        Category.IMAGE,
        9.0,
        taken_names=("Dockerfile", "dockerfile", "Containerfile"),
    ),
    Surface(
        "workflow",
        "ci.github_actions",
        (".github/workflows/*.yml", ".github/workflows/*.yaml", "action.yml", "action.yaml"),
        Category.CI,
        3.0,
    ),
    Surface(
        "makefile",
        "tasks.makefile",
        ("Makefile", "makefile", "GNUmakefile", "Makefile.*", "*.mk"),
        Category.SCRIPT,
        3.5,
    ),
    Surface(
        "procfile",
        "tasks.procfile",
        ("Procfile", "Procfile[._-]*", "*.Procfile"),
        Category.PROCESSES,
        9.0,
        taken_names=("Procfile",),
    ),
    Surface("packaging", "packaging", ("pyproject.toml", "setup.cfg"), Category.PACKAGE, 8.0),
    Surface("package.json", "packaging.package_json", ("package.json",), Category.TASK, 3.0),
    Surface("heroku.yml", "containers.heroku", ("heroku.yml",), Category.DEPLOY, 9.0),
    Surface(
        "gitlab-ci",
        "ci.gitlab",
        (".gitlab-ci.yml", ".gitlab-ci.*.yml", "*.gitlab-ci.yml", ".gitlab/ci/*.yml"),
        Category.CI,
        3.0,
    ),
    Surface(
        "jenkinsfile",
        "ci.jenkins",
        ("Jenkinsfile", "Jenkinsfile.*", "*.Jenkinsfile", "*.jenkinsfile"),
        Category.CI,
        3.0,
    ),
    Surface("justfile", "tasks.justfile", ("[Jj]ustfile", "JUSTFILE", ".justfile", "*.just"), Category.TASK, 3.5),
    Surface(
        "task-files",
        "tasks.task_files",
        ("hatch.toml", "pixi.toml", "poe_tasks.toml", "poe_tasks.yaml", "poe_tasks.json"),
        Category.TASK,
        3.5,
    ),
    Surface("cron", "tasks.crontab", ("crontab", "*.crontab", "crontab.*", "*.cron", "cron.d/*"), Category.DEPLOY, 5.0),
    Surface("modd", "tasks.modd", ("modd.conf", "*.modd.conf", ".modd.conf"), Category.TASK, 3.5),
    Surface(
        "handlers",
        "declared.cloud_functions",
        ("serverless*.yml", "serverless*.yaml", "serverless.json", *TEMPLATES),
        Category.DEPLOY,
        8.0,
    ),
    Surface(
        "run-configuration", "tasks.jetbrains", (".idea/runConfigurations/*.xml", ".run/*.xml"), Category.EDITOR, 2.0
    ),
    Surface(
        "pm2-script",
        "tasks.javascript_config",
        ("ecosystem*.config.js", "ecosystem*.config.cjs", "pm2.config.js", "pm2.config.cjs"),
        Category.PROCESSES,
        8.0,
        generic=True,
    ),
    Surface(
        "playwright",
        "tasks.javascript_config",
        ("playwright*.config.[jt]s", "playwright*.config.m[jt]s"),
        Category.CHECK,
        1.0,
        generic=True,
    ),
    Surface(
        "service-run",
        "tasks.service_run",
        ("s6-rc.d/*/run", "services.d/*/run", "service/*/run", "sv/*/run"),
        Category.DEPLOY,
        8.0,
        generic=True,
    ),
    Surface("pyinstaller", "packaging.pyinstaller", ("*.spec",), Category.BUILD, 6.0),
    Surface("build-file", "packaging.build_files", _BUILD_FILES, Category.BUILD, 6.0, generic=True),
    Surface("notebook", "documents.notebook", ("*.ipynb",), Category.NOTEBOOK, 1.0),
    *(
        Surface(each.name, each.reader, each.patterns, each.category, each.weight, each.taken_names, each.generic)
        for each in DECLARATIONS
    ),
    Surface("setup.py", "packaging.setup_py", ("setup.py",), Category.PACKAGE, 8.0),
    Surface("python", "python", ("*.py", "*.pyw"), Category.CODE, 0.5),
    Surface(
        "shell",
        "scripts.shell",
        ("*.sh", "*.bash", "*.zsh", "*.ksh", "*.command", ".envrc", ".husky/*"),
        Category.SCRIPT,
        3.5,
    ),
    Surface("batch", "scripts.batch", ("*.bat", "*.cmd"), Category.SCRIPT, 3.5),
    Surface("powershell", "scripts.powershell", ("*.ps1", "*.psm1"), Category.SCRIPT, 3.5),
    Surface("markdown", "documents.markdown", ("*.md", "*.MD", "*.markdown", "*.mdx", "*.mdc"), Category.DOCUMENT, 0.5),
    Surface("rst", "documents.rst", ("*.rst",), Category.DOCUMENT, 0.5),
    Surface("text", "documents.text", ("*.txt",), Category.DOCUMENT, 0.5),
    # The references in such a file carry the surface that its content shows.
    Surface(
        BY_CONTENT,
        "by_content",
        ("*", "*.docker", "*.conf", "*.ini", "*.cfg", "*.cgi", "*.fcgi"),
        Category.SCRIPT,
        3.5,
        generic=True,
    ),
)

# Templates of these are text in which placeholders and what is filled in are not told apart from the rest.
_WITHOUT_TEMPLATES = (Category.CODE, Category.DOCUMENT, Category.NOTEBOOK, Category.PACKAGE)


@cache
def _by_name() -> dict[str, Surface]:
    return {surface.name: surface for surface in SURFACES}


def surface_named(name: str) -> Surface:
    """Return the surface that references carry by its name. Raises KeyError if there is none."""
    return _by_name()[name]


def category_of(reference: Reference) -> Category:
    """Return the category of the file that holds a reference."""
    return surface_named(reference.surface).category


class _Row(NamedTuple):
    """One pattern: the position of its surface, the directories before its last component, and that component."""

    position: int
    above: str
    name: str


@cache
def _rows() -> dict[str, list[_Row]]:
    """Return the patterns by the exact name or the suffix (from a dot on) they require; "" has all others."""
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
    """Return the positions of the surfaces whose patterns match a base name, each with the directories it requires.

    The order is that of the registry. The list ends with the first surface that requires no directory.
    """
    rows = _rows()
    likely = [*rows[""], *rows.get(name, ())]
    dot = name.find(".")
    while dot >= 0:
        likely += rows.get(name[dot:], ())
        dot = name.find(".", dot + 1)
    found = sorted({(row.position, row.above) for row in likely if _fits(name, row.name)})
    made = None if found else without_template_ending(name)
    if made:
        found = [each for each in _named(made) if SURFACES[each[0]].category not in _WITHOUT_TEMPLATES]
    alone = next((index for index, (_, above) in enumerate(found) if not above), len(found))
    return tuple(found[: alone + 1])


def _fits(name: str, pattern: str) -> bool:
    """True if ``fnmatch`` matches. Most patterns are a name or a suffix and need no regular expression."""
    rest = pattern.removeprefix("*")
    if not rest:
        return name.rpartition(".")[2].isdigit() or "." not in name
    if _WILD.isdisjoint(rest):
        return name.endswith(rest) if rest != pattern else name == rest
    return name.startswith(_WILDCARD.split(pattern, 1)[0]) and _expression(pattern).match(name) is not None


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))


def is_known_name(name: str) -> bool:
    """True if a file with this base name can have a surface. False for most files of a large repository."""
    return bool(_named(name))


def surface_of(path: str) -> Surface | None:
    """Return the surface of a file, judged by its path alone: the first match in the registry, or None."""
    above, _, name = path.rpartition("/")
    for position, wanted in _named(name):
        if not wanted or _lies_in(above, wanted):
            return SURFACES[position]
    return None


def made_from(path: str, surface: Surface) -> str | None:
    """Return the path of what is made from a template or a sample of such files, or None for any other file."""
    return None if surface.category in _WITHOUT_TEMPLATES else without_template_ending(path)


def _lies_in(above: str, pattern: str) -> bool:
    """True if a directory path, or the end of one, matches a pattern."""
    if _WILD.isdisjoint(pattern):
        return above == pattern or above.endswith("/" + pattern)
    return bool(_expression(pattern).match(above) or _expression("*/" + pattern).match(above))
