"""``setup.cfg``: entry points, scripts, single modules, package roots and the name of the project.

Source: setuptools, "Configuring setuptools using setup.cfg files".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.model import CONSOLE_SCRIPT, PLUGIN, Base, Facts, Reference, RelativeTo
from flake8_single_entry.readers.entry_point_syntax import commands_of, object_reference, path_reference
from flake8_single_entry.readers.packaging.package_roots import (
    normal_root,
    place_of_package,
    root_of_package,
    search_in,
    unique_roots,
)
from flake8_single_entry.syntax.ini import Option, options_of
from flake8_single_entry.syntax.source import Snippet, Source

_HERE = Base(RelativeTo.FILE)
_SETTINGS = Base(RelativeTo.CALLER, certain=False)  # pytest-django searches for manage.py


def read_setup_cfg(source: Source, surface: str) -> Facts:
    """Return all facts of a ``setup.cfg``."""
    options = list(options_of(source))
    roots = unique_roots(_roots(options))
    base = search_in(_HERE, roots)
    search = [
        normal_root(part) for option in options if _is(option, "tool:pytest", "pythonpath") for part in _words(option)
    ]
    named = list(_references(options, base, surface))
    return Facts(
        references=tuple(reference for _, reference in named),
        package_roots=unique_roots([*roots, *search]),
        package_places=tuple(
            place for name, directory in _directories(options) if (place := place_of_package(name, directory))
        ),
        commands=commands_of(named),
        project_names=tuple(option.value.text for option in options if _is(option, "metadata", "name")),
    )


def _is(option: Option, section: str, key: str) -> bool:
    return option.section == section and option.key.lower().replace("-", "_") == key


def _words(option: Option) -> list[str]:
    return [word for word in re.split(r"[,\s]+", option.value.text) if word]


def _directories(options: list[Option]) -> Iterator[tuple[str, str]]:
    """Yield each package of ``package_dir`` with its directory."""
    for option in options:
        if _is(option, "options", "package_dir"):
            for pair in option.value.text.split(","):
                name, equals, directory = pair.partition("=")
                if equals:
                    yield name.strip(), directory


def _roots(options: list[Option]) -> Iterator[str | None]:
    for name, directory in _directories(options):
        yield root_of_package(name, directory)
    for option in options:
        if _is(option, "options.packages.find", "where"):
            yield from map(normal_root, _words(option))


def _references(options: list[Option], base: Base, surface: str) -> Iterator[tuple[str, Reference]]:
    """Yield the references, those of console scripts with their name."""
    for option in options:
        reference: Reference | None = None
        if option.section == "options.entry_points":
            runner = CONSOLE_SCRIPT if option.key.lower() in ("console_scripts", "gui_scripts") else PLUGIN
            reference = _after_equals(option.value, base, surface, runner)
        elif _is(option, "options", "py_modules"):
            reference = object_reference(option.value, base, surface)
        elif _is(option, "options", "scripts"):
            reference = path_reference(option.value, _HERE, surface)
        elif _is(option, "tool:pytest", "django_settings_module"):
            reference = object_reference(option.value, _SETTINGS, surface)
        if reference is not None:
            yield option.value.text.partition("=")[0], reference


def _after_equals(value: Snippet, base: Base, surface: str, runner: str) -> Reference | None:
    """Return the object of ``name = module:attr`` on a line of an entry point group."""
    equals = value.text.find("=")
    return object_reference(value.part(equals + 1, len(value.text)), base, surface, runner) if equals >= 0 else None
