"""Shared by the commands: exit codes, the root, the paths and the configuration that the arguments name."""

from __future__ import annotations

import os
import sys
from enum import IntEnum

from flake8_single_entry.cli.streams import tell
from flake8_single_entry.errors import UsageError

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from flake8_single_entry.engine import Report
    from flake8_single_entry.model import Location

_LONGEST_COMMAND = 20  # characters; a longer word is a path, and is not compared with the commands


class Exit(IntEnum):
    """The exit codes."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    FAILED = 3
    INTERRUPTED = 130


def analyse(arguments: Namespace) -> Report:
    """Run the analysis that the arguments ask for, and return its report.

    Raises ``UsageError`` and ``SingleEntryError``.
    """
    from flake8_single_entry import engine

    root = root_of(arguments)
    config = configuration_path(arguments, root)
    cached = not arguments.no_cache
    if getattr(arguments, "new_since", None):
        return engine.new_since(root, arguments.new_since, config_path=config, trusted=arguments.trusted, cached=cached)
    trusted = getattr(arguments, "trusted", None)
    selection = engine.Revision(staged=arguments.staged, revision=arguments.rev, trusted=trusted)
    return engine.analyse(root, config_path=config, selection=selection, cached=cached)


def configuration_path(arguments: Namespace, root: str) -> str | None:
    """Return the path of the named configuration file, relative to the root if it is below it, else absolute."""
    if arguments.config is None:
        return None
    inside = os.path.relpath(arguments.config, root)
    return os.path.abspath(arguments.config) if inside.startswith("..") else inside.replace(os.sep, "/")


def root_of(arguments: Namespace) -> str:
    """Return the directory to analyse: ``--root``, else the nearest one above with a configuration or a repository."""
    if arguments.root is not None:
        root: str = arguments.root
        if not os.path.isdir(root):
            raise UsageError(f"--root: {root} is not a directory")
        return root
    from flake8_single_entry.config.file import FILE_NAME
    from flake8_single_entry.files.roots import project_root

    try:
        here = os.getcwd()
    except FileNotFoundError:
        raise UsageError("the current directory does not exist any more") from None
    return project_root(here, FILE_NAME) or here


def inside_root(root: str, path: str) -> str:
    """Return a path of the command line relative to the root, or "" for the root itself. Raises ``UsageError``."""
    if not os.path.lexists(path):
        from flake8_single_entry.cli.arguments import COMMANDS

        raise UsageError(f"{path}: no such file, directory or command{_guess(path)} (commands: {', '.join(COMMANDS)})")
    directory, name = os.path.split(os.path.abspath(path))
    inside = os.path.relpath(os.path.join(os.path.realpath(directory), name), root).replace(os.sep, "/")
    if inside.startswith("../") or inside == "..":
        raise UsageError(f"{path} is outside {root}")
    return "" if inside == "." else inside


def _guess(word: str) -> str:
    """Return a question that names the command most similar to a word, or ""."""
    from difflib import get_close_matches

    from flake8_single_entry.cli.arguments import COMMANDS

    close = get_close_matches(word.lower(), COMMANDS, 1) if len(word) <= _LONGEST_COMMAND else ()
    return f"; did you mean `single-entry {close[0]}`?" if close else ""


def print_errors(errors: Iterable[tuple[Location, str]]) -> int:
    """Print the errors of the configuration and return the exit code, for commands that print no findings."""
    from flake8_single_entry.printable import printable, printable_path

    code = Exit.CLEAN
    for place, message in errors:
        tell(f"{printable_path(place.path)}:{place.line}:{place.column}: {printable(message)}\n")
        code = Exit.USAGE
    return code


def uses_colour(choice: str = "auto") -> bool:
    """True if output for people is in colour. ``choice`` is ``auto``, ``always`` or ``never``.

    By itself, output is in colour on a terminal. The environment disables that (https://no-color.org) or enables it
    elsewhere (https://force-color.org); of both, it disables it, as in Python's own programs.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (os.environ.get("TERM") != "dumb" and sys.stdout.isatty())
