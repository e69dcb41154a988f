"""Which modules a distribution provides, judged by its name.

Sources: "Names and normalization" (https://packaging.python.org/en/latest/specifications/name-normalization/), and the
table of modules whose distribution has another name.
"""

from __future__ import annotations

import re
from functools import cache

_SEPARATORS = re.compile(r"[-_.]+")
# Words that distributions add to the name of the module: python-slugify, discord.py, django-taggit, torch-cpu.
_ADDED = frozenset("python python3 python2 py py3 pure lib django flask cpu gpu binary headless client sdk api".split())

_NAMESPACES = frozenset(
    "google azure zope plone jaraco oslo sphinxcontrib backports ruamel opentelemetry airflow aws tencentcloud nvidia "
    "alibabacloud snowflake pyobjc collective repoze paste logilab mpl grpc twisted dash llama jupyter".split()
)
# Modules of nearly every service. A distribution provides one of them only if it has exactly this name.
_OF_PROJECTS = frozenset(
    "app main server api backend worker service services core utils util config settings common lib src test tests "
    "bot cli run models web client data tools scripts".split()
)


def normalised(name: str) -> str:
    """Return the normalised name of a distribution: lower case, words separated by single hyphens."""
    return _SEPARATORS.sub("-", name).lower().strip("-")


@cache
def _table() -> dict[str, frozenset[str]]:
    from flake8_single_entry.project.dependencies.import_names import TABLE

    rows = (line.split() for line in TABLE.split("\n") if line)
    return {module: frozenset(map(normalised, distributions)) for module, *distributions in rows}


@cache
def _listed() -> frozenset[str]:
    from flake8_single_entry.project.dependencies.import_names import SAME

    return frozenset(SAME.split()).union(*_table().values())


def distributions_of(module: str) -> frozenset[str]:
    """Return the distributions that the table lists for a top-level module."""
    return _table().get(module.lower(), frozenset())


def is_listed(distribution: str) -> bool:
    """True if the modules of a distribution are known."""
    return distribution in _listed()


def is_module_of_library(module: str) -> bool:
    """True if a distribution that many projects declare provides this top-level module."""
    return bool(distributions_of(module)) or module.lower().replace("_", "-") in _listed()


@cache
def forms(distribution: str) -> frozenset[str]:
    """Return the top-level modules that a distribution of this name may provide, without separators.

    That is its name, with or without words that tell the language or the framework, and the namespace package that its
    name begins with (``google-cloud-storage``).
    """
    words = distribution.split("-")
    whole, kept = "".join(words), "".join(word for word in words if word not in _ADDED)
    found = {kept, words[0] if words[0] in _NAMESPACES else whole}
    for affix in ("py", "python"):
        found.update([name.removeprefix(affix) for name in (whole, kept)])
        found.update([name.removesuffix(affix) for name in (whole, kept)])
    return frozenset({whole, *(name for name in found if name and name not in _OF_PROJECTS)})


def without_separators(module: str) -> str:
    """Return the name of a module as ``forms`` writes it."""
    return _SEPARATORS.sub("", module).lower()
