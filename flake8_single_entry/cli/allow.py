"""The command ``allow``: add a module to ``allow`` of its scope in the configuration, or change its entry."""

from __future__ import annotations

import os
import re
from argparse import Namespace
from datetime import date

from flake8_single_entry.cli.context import Exit, configuration_path, inside_root, root_of
from flake8_single_entry.cli.settings import read_settings
from flake8_single_entry.cli.streams import put, tell
from flake8_single_entry.config import load
from flake8_single_entry.config.editing import Entry, with_allowance
from flake8_single_entry.config.file import write
from flake8_single_entry.config.settings import Config, expand, within
from flake8_single_entry.engine.repository_state import Revision, read_state
from flake8_single_entry.engine.trees import open_version
from flake8_single_entry.errors import UsageError
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.globs import is_glob
from flake8_single_entry.printable import printable, printable_path
from flake8_single_entry.project.entry_points.scopes import innermost

_MAGIC = re.compile(r"[*?\[]")  # characters in a name that ``allow`` would treat as a glob
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    root = os.path.realpath(root_of(arguments))
    path = _existing(root, arguments.path)
    until = None if arguments.until is None else day(arguments.until, date.today())
    settings = read_settings(root, configuration_path(arguments, root))
    with open_version(root, Revision(), read_state(root, Revision(), ""), {}, search=False) as tree:
        _require_listed(tree, path)
        directory, scope = _scope(root, settings.config, tree, path)
    entry = Entry(_pattern(path, directory, tree), arguments.role, arguments.reason, until)
    edited = with_allowance(settings.text, scope, entry, settings.shown)
    if edited != settings.text:
        write(root, settings.place, edited.encode("utf-8"))
    _report(settings.shown, edited, scope, entry, is_same=edited == settings.text)
    return Exit.CLEAN


def day(text: str, today: date) -> date:
    """Return the day that ``--until`` names. Raises ``UsageError``."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        until = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--until: {text} is not a day; write it like {today.year + 1}-01-31") from None
    if until < today:
        raise UsageError(f"--until: {text} has passed; name today or a later day")
    return until


def _existing(root: str, path: str) -> str:
    """Return a path relative to the root. Raises ``UsageError`` if it does not exist there."""
    if not os.path.lexists(path):
        raise UsageError(f"{path}: no such file; the path is relative to the current directory")
    inside = inside_root(root, path)
    if not inside:
        raise UsageError(f"{path} is the whole repository; name a module")
    return inside


def _require_listed(tree: Tree, path: str) -> None:
    if not tree.is_file(path) and not tree.is_directory(path):
        raise UsageError(f"{path} is not in git, and only tracked files are checked: git add it first")


def _scope(root: str, config: Config, tree: Tree, path: str) -> tuple[str, str]:
    """Return the directory of the scope that holds a path, and its key in the configuration. Raises ``UsageError``."""
    settings = dict(expand(config, sorted(tree.directories)))
    if not settings:
        _require_single_scope(root, config)
        return ".", "."
    directory = innermost(settings, path)
    if directory is None:
        raise UsageError(
            f"{path} is in no scope of {config.path}, so nothing is reported there; name its directory under `scopes:`"
        )
    known = settings[directory]
    named = [within(directory, module) for module, _ in known.named()]
    if path in named:
        raise UsageError(f"{path} is an entry point in {config.path}; it needs no entry under `allow:`")
    return directory, known.pattern


def _require_single_scope(root: str, config: Config) -> None:
    """Raise ``UsageError`` if several scopes are inferred: an entry at the top of the file would replace them all."""
    from flake8_single_entry import engine

    scopes = engine.analyse(root).scopes
    if len(scopes) > 1:
        how = "`single-entry init` writes them" if config.path is None else "`single-entry list` shows them"
        shown = ", ".join(scope.root for scope in scopes[:3]) + (", …" if len(scopes) > 3 else "")
        raise UsageError(
            f"this repository has several scopes ({shown}), and an entry would make it a single one; "
            f"name them under `scopes:` first ({how})"
        )


def _pattern(path: str, directory: str, tree: Tree) -> str:
    """Return a path as an entry names it: relative to its scope, and matching nothing else."""
    inside = path if directory == "." else path[len(directory) + 1 :]
    return _MAGIC.sub(r"[\g<0>]", inside) + ("" if tree.is_file(path) else "/")


def _report(path: str, text: str, scope: str, entry: Entry, *, is_same: bool) -> None:
    """Print the entry and its place."""
    config = load(path, text.encode("utf-8"))
    allow = next(one.allow for one in config.scopes if one.pattern == scope)
    written = next(one for one in allow if one.path == entry.path)
    whole = Entry(written.path, written.role, written.reason or None, written.until)
    put(f"{printable_path(path)}:{written.location.line}: {printable(whole.written())}\n")
    said = f"{path} already says so." if is_same else f"Wrote {path}."
    if is_glob(scope):
        said += f" The entry applies to every directory that {scope} matches."
    if written.until and written.until < date.today():
        said += f" Its last day, {written.until}, has passed: name a later one with --until."
    tell(f"{printable(said)}\n")
