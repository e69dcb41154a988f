"""The distributions that one file declares or installs.

Sources: the PyPA specifications of ``pyproject.toml``, dependency groups, dependency specifiers and ``pylock.toml``;
the manuals of pip (requirements files), setuptools, Poetry, PDM, Hatch, uv, Pipenv, conda and tox.

It may name too many, since a declared distribution only speaks against a missing module.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from flake8_single_entry.readers.python.structure.parsing import parse

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_REQUIREMENT = re.compile(rf"\s*+(?:[\w{{}},-]+:\s++)?({_NAME})\s*+(?:\[[^\]]*\]\s*+)?(?:$|[<>=!~;@(#,])")
_ADDRESS = re.compile(r"(?:#egg=|/)([A-Za-z0-9][\w.-]*?)(?:\.git)?(?:@[^/#]*)?(?:#(?!egg).*)?$")
_PLACE = re.compile(r"://|^\s*(?:-e|--editable|\.|/)")
_LOCKED = re.compile(r'^(?:name = |[ \t]*"?name"?: )"?([\w.-]+)"?', re.MULTILINE)
_MOST_DOTS = 1_000  # in a line: the standard library takes a time quadratic in the parts of a key
_KEY = re.compile(r"dependenc|requires$|extras$|^packages$|^dev-packages$")
_NO_DISTRIBUTIONS = frozenset(("requires-python", "python"))
_INSTALLING = re.compile(
    r"\b(?:(?:pip3?|pip3\.\d+|uv|pipx|conda|mamba|micromamba|pixi|poetry|pdm|rye|pipenv|apt|apt-get|apk|dnf|yum)"
    r"(?:[ \t]+(?:pip|tool|-\S{1,100})){0,9}[ \t]+(?:install|add|inject)|uvx|uv[ \t]+tool[ \t]+run|pipx[ \t]+run"
    r"|\.install\()((?:\\\r?\n|[^\n;&|`])*)"
)
_WITH = re.compile(r"--with(?:=|[ \t]+)([\w.,-]+)")
_WORD = re.compile(r"[^\s,\"'\[\]()]+")
_INSTALLED = re.compile(rf"({_NAME})(?:$|[<>=!~;@\[])")
_VALUED = frozenset("-r -c -f -i -e -t --requirement --constraint --index-url --extra-index-url --find-links".split())
_SETTING = re.compile(r"^[\w.-]+\s*=(?!=)")
_LIST = re.compile(r"^[ \t]*-[ \t]+(?:[\w-]+::)?[\"']?([\w.-]+)", re.MULTILINE)


# How the names of all files end that ``reader_of`` knows.
DECLARING = (
    ".toml",
    ".lock",
    ".cfg",
    ".ini",
    ".txt",
    ".in",
    ".pip",
    ".yml",
    ".yaml",
    "Pipfile",
    "setup.py",
    "noxfile.py",
)


def reader_of(name: str, above: str) -> Callable[[str], Iterator[str]] | None:
    """Return the reader of a file that declares distributions, by its name and that of its directory, or None."""
    if name in ("pyproject.toml", "Pipfile", "hatch.toml", "pixi.toml"):
        return _toml
    if name in ("poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "pixi.lock", "conda-lock.yml"):
        return _lock
    if name in ("setup.cfg", "tox.ini"):
        return _ini
    if name == "Pipfile.lock":
        return _pipfile_lock
    if name == "setup.py":
        return _setup
    if name == "noxfile.py":
        return installed_by
    if name.endswith((".txt", ".in", ".pip")) and (
        "require" in name or "constraint" in name or above.endswith(("requirements", "requires", "reqs", "deps"))
    ):
        return requirements
    if name.endswith((".yml", ".yaml")) and ("environment" in name or name.startswith(("conda", "env", "meta"))):
        return _environment
    return None


def requirements(text: str) -> Iterator[str]:
    """Yield the names in a requirements file."""
    for line in text.splitlines():
        if found := _REQUIREMENT.match(line):
            yield found[1]
        elif _PLACE.search(line) and (address := _ADDRESS.search(line.split(" #")[0].strip())):
            yield address[1]


def installed_by(text: str) -> Iterator[str]:
    """Yield what the commands in a text install: ``pip install x``, ``uv add x``, ``session.install("x")``."""
    for found in _INSTALLING.finditer(text):
        words = _WORD.findall(found[1].replace("\\\n", " ").replace("\\\r\n", " "))
        for before, word in zip(["", *words], words, strict=False):
            if before not in _VALUED and (name := _INSTALLED.match(word)):
                yield name[1]
            elif "://" in word and (address := _ADDRESS.search(word)):
                yield address[1]
    for found in _WITH.finditer(text):
        yield from found[1].split(",")


def _toml(text: str) -> Iterator[str]:
    import tomllib

    if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
        return
    with suppress(ValueError, RecursionError):  # ValueError is also raised for numbers with thousands of digits
        yield from _declared(tomllib.loads(text))


def _declared(table: dict[str, Any]) -> Iterator[str]:
    """Yield the names in all values whose key tells that they are dependencies."""
    for key, value in table.items():
        if _KEY.search(key) and key not in _NO_DISTRIBUTIONS:
            yield from _named(value)
        if isinstance(value, dict):
            yield from _declared(value)


def _named(value: object) -> Iterator[str]:
    """Yield the names in a list of requirements, in a table by name, or in a table of such lists by group."""
    if isinstance(value, list):
        yield from requirements("\n".join(item for item in value if isinstance(item, str)))
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, list) and any(isinstance(each, str) for each in item):
                yield from _named(item)
            elif key not in _NO_DISTRIBUTIONS:
                yield key


def _lock(text: str) -> Iterator[str]:
    yield from _LOCKED.findall(text)


def _ini(text: str) -> Iterator[str]:
    """Yield each line, and each value after ``=``, that is a requirement."""
    for line in text.splitlines():
        yield from requirements(_SETTING.sub("", line))


def _pipfile_lock(text: str) -> Iterator[str]:
    with suppress(ValueError, RecursionError):
        groups = json.loads(text)
        for group in groups.values() if isinstance(groups, dict) else ():
            yield from group if isinstance(group, dict) else ()


def _environment(text: str) -> Iterator[str]:
    yield from _LIST.findall(text)


def _setup(text: str) -> Iterator[str]:
    """Yield the strings in the arguments of ``setup`` that name requirements, and in the values of their names."""
    tree = parse(text)
    if isinstance(tree, ast.Module):
        keywords = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and _KEY.search(node.arg or "")]
        names = {
            name.id
            for word in keywords
            if (word.arg or "").endswith("s")
            for name in ast.walk(word.value)
            if isinstance(name, ast.Name)
        }
        values: list[ast.AST] = [word.value for word in keywords if word.arg != "packages"]
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(each, ast.Name) and each.id in names for each in targets):
                    values.append(node.value)
        for value in values:
            strings = (each.value for each in ast.walk(value) if isinstance(each, ast.Constant))
            yield from requirements("\n".join(each for each in strings if isinstance(each, str)))
