"""The command ``single-entry``: parse the arguments, run the analysis, print the results, return an exit code."""

from __future__ import annotations

import os
import sys
from enum import IntEnum

from flake8_single_entry.cli.streams import prepare, put, tell
from flake8_single_entry.errors import DEBUG, SingleEntryError, UsageError, describe

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence

    from flake8_single_entry.engine import Report
    from flake8_single_entry.model import Finding, Location

INVALID_CONFIGURATION = "ONE901"


class Exit(IntEnum):
    """The exit codes."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    FAILED = 3
    INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. Raises nothing, whatever the user or the repository does."""
    _keep_all()
    try:
        prepare()
        return int(_run(sys.argv[1:] if argv is None else argv))
    except SingleEntryError as error:
        return _failed(describe(error), error.exit_code)
    except (KeyboardInterrupt, SystemExit) as stop:
        return _stopped(stop)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt | SystemExit):  # Python 3.11 wraps it while a class is created
            return _stopped(error.__cause__)
        if os.environ.get(DEBUG):
            raise
        return _failed(describe(error), Exit.FAILED)


def _run(words: Sequence[str]) -> int:
    from flake8_single_entry.cli.arguments import parse

    try:
        arguments = parse(words)
    except SystemExit as stop:  # argparse: --help, --version, and invalid arguments, which it has reported
        put("")
        return stop.code if isinstance(stop.code, int) else Exit.USAGE
    return _COMMANDS[arguments.command](arguments)


def _keep_all() -> None:
    """Disable the garbage collector. Almost everything lives until the process exits, and readers break their cycles.

    In a first run over a large repository, collection would take a sixth of the time.
    """
    import gc

    gc.disable()


def _stopped(stop: KeyboardInterrupt | SystemExit) -> int:
    """Return the exit code after a signal."""
    if isinstance(stop, SystemExit):
        return stop.code if isinstance(stop.code, int) else Exit.FAILED
    return _failed("interrupted", Exit.INTERRUPTED)


def _failed(message: str, code: int) -> int:
    from flake8_single_entry.printable import printable

    tell(f"single-entry: {printable(message)}\n")
    return int(code)


def _check(arguments: Namespace) -> int:
    from flake8_single_entry.reporters import load, text

    wanted = _wanted(arguments)
    report = _analyse(arguments)
    findings = tuple(finding for finding in report.findings if _concerns(finding, wanted))
    results = report.only(findings)
    put(load(arguments.format).report(results, colour=_colour()))
    if arguments.format == "text":
        if arguments.statistics:
            put(text.statistics(findings))
        tell(text.summary(results))
    if any(finding.code == INVALID_CONFIGURATION for finding in findings):
        return Exit.USAGE
    return Exit.FINDINGS if findings and not arguments.exit_zero else Exit.CLEAN


def _list(arguments: Namespace) -> int:
    from flake8_single_entry.cli import listing
    from flake8_single_entry.engine import git_history
    from flake8_single_entry.reporters import json

    if arguments.compare:
        return _compare(arguments)
    report = _analyse(arguments)
    if arguments.format == "json":
        put(json.listing(report.scopes))
    else:
        history = git_history(_root(arguments))
        history.learn(listing.dated(report.scopes))
        put(listing.table(report.scopes, history.last_change, colour=_colour()))
    return _configuration_code(report.errors)


def _compare(arguments: Namespace) -> int:
    """Print the features that only one of two modules has."""
    from flake8_single_entry.cli import listing
    from flake8_single_entry.engine import Analysis
    from flake8_single_entry.project.entry_points.unique_features import unique_features
    from flake8_single_entry.project.graph import ReferenceGraph
    from flake8_single_entry.reporters import json

    root = os.path.realpath(_root(arguments))
    left, right = (_inside(root, path) for path in arguments.compare)
    project = Analysis(root, _configuration(arguments, root)).project(also=(left, right))
    for path in (left, right):
        if path not in project.facts or project.facts[path].traits is None:
            raise UsageError(f"--compare: {path} is no Python module that could start a program")
    wiring = ReferenceGraph.of(project.links)
    sides = [
        (one, other, unique_features(one, other, project.facts, wiring, project.tree.read))
        for one, other in ((left, right), (right, left))
    ]
    put(json.comparison(sides) if arguments.format == "json" else listing.comparison(sides))
    return _configuration_code((error.location, error.message) for error in project.config.errors)


def _init(arguments: Namespace) -> int:
    from flake8_single_entry.cli.init import configuration, with_telling_archives
    from flake8_single_entry.config.file import write
    from flake8_single_entry.engine import FILE_NAME, Analysis
    from flake8_single_entry.printable import printable

    root = _root(arguments)
    path = arguments.config or os.path.join(root, FILE_NAME)
    if os.path.lexists(path) and not arguments.force:
        raise UsageError(f"{path} exists; --force replaces it")
    # Replace the file with an empty buffer: its current settings must not influence the inference.
    project = Analysis(root, overlay={FILE_NAME: b""}).project()
    written = configuration(with_telling_archives(project.scopes, project.tree.paths), project.tree.directories)
    write(root, path, written.encode("utf-8", "replace"))
    put(written)
    tell(f"Wrote {printable(path)}.\n")
    return Exit.CLEAN


def _cache(arguments: Namespace) -> int:
    from flake8_single_entry.cache import DIRECTORY, clear, directory
    from flake8_single_entry.cache.private import refusal
    from flake8_single_entry.printable import printable

    place = directory()
    if place is None:
        given = os.environ.get(DIRECTORY)
        raise UsageError(f"{DIRECTORY}: {given} is no absolute path" if given else "there is no cache directory here")
    if arguments.action == "dir":
        put(f"{printable(place)}\n")
        if (reason := refusal(place)) is not None:
            _failed(f"the cache is not used: {reason}; {DIRECTORY} names another directory", Exit.CLEAN)
    else:
        number = clear(place)
        put(f"Removed {number} file{'' if number == 1 else 's'} from {printable(place)}.\n")
    return Exit.CLEAN


def _explain(arguments: Namespace) -> int:
    from flake8_single_entry.cli.explain import page, summary
    from flake8_single_entry.rules import RULES, find_rule

    if arguments.rule is None:
        put("".join(f"{rule.code}  {rule.name:<22}  {summary(rule)}\n" for rule in RULES))
        return Exit.CLEAN
    rule = find_rule(arguments.rule)
    if rule is None:
        raise UsageError(f"no rule {arguments.rule}; there are {', '.join(rule.code for rule in RULES)}")
    put(page(rule))
    return Exit.CLEAN


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "check": _check,
    "list": _list,
    "init": _init,
    "explain": _explain,
    "cache": _cache,
}


def _analyse(arguments: Namespace) -> Report:
    from flake8_single_entry.engine import Revision, analyse, new_since

    root = _root(arguments)
    config = _configuration(arguments, root)
    cached = not arguments.no_cache
    if getattr(arguments, "new_since", None):
        return new_since(root, arguments.new_since, config_path=config, trusted=arguments.trusted, cached=cached)
    trusted = getattr(arguments, "trusted", None)
    selection = Revision(staged=arguments.staged, revision=arguments.rev, trusted=trusted)
    return analyse(root, config_path=config, selection=selection, cached=cached)


def _configuration(arguments: Namespace, root: str) -> str | None:
    """Return the path of the named configuration file, relative to the root if it is below it, else absolute."""
    if arguments.config is None:
        return None
    inside = os.path.relpath(arguments.config, root)
    return os.path.abspath(arguments.config) if inside.startswith("..") else inside.replace(os.sep, "/")


def _root(arguments: Namespace) -> str:
    """Return the directory to analyse: ``--root``, else the nearest one above with a configuration or a repository."""
    if arguments.root is not None:
        root: str = arguments.root
        if not os.path.isdir(root):
            raise UsageError(f"--root: {root} is no directory")
        return root
    from flake8_single_entry.engine import FILE_NAME
    from flake8_single_entry.files.roots import project_root

    try:
        here = os.getcwd()
    except FileNotFoundError:
        raise UsageError("the current directory is gone") from None
    return project_root(here, FILE_NAME) or here


def _wanted(arguments: Namespace) -> tuple[str, ...]:
    """Return the paths whose findings are printed, relative to the root, or "" for all. Raises ``UsageError``."""
    if not arguments.paths:
        return ("",)
    root = os.path.realpath(_root(arguments))
    return tuple(_inside(root, path) for path in arguments.paths)


def _concerns(finding: Finding, wanted: Sequence[str]) -> bool:
    """True for a finding in one of the paths. An invalid configuration concerns all paths."""
    here = finding.location.path
    return finding.code == INVALID_CONFIGURATION or any(
        path in ("", here) or here.startswith(path + "/") for path in wanted
    )


def _inside(root: str, path: str) -> str:
    """Return a path of the command line relative to the root, or "" for the root itself. Raises ``UsageError``."""
    if not os.path.lexists(path):
        from flake8_single_entry.cli.arguments import COMMANDS

        raise UsageError(f"{path}: no such file or directory, and no command either ({', '.join(COMMANDS)})")
    directory, name = os.path.split(os.path.abspath(path))
    inside = os.path.relpath(os.path.join(os.path.realpath(directory), name), root).replace(os.sep, "/")
    if inside.startswith("../") or inside == "..":
        raise UsageError(f"{path} lies outside of {root}")
    return "" if inside == "." else inside


def _configuration_code(errors: Iterable[tuple[Location, str]]) -> int:
    """Print the errors of the configuration and return the exit code, for commands that print no findings."""
    from flake8_single_entry.printable import printable, printable_path

    code = Exit.CLEAN
    for place, message in errors:
        tell(f"{printable_path(place.path)}:{place.line}:{place.column}: {printable(message)}\n")
        code = Exit.USAGE
    return code


def _colour() -> bool:
    """True on a terminal, unless the environment disables colour (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()
