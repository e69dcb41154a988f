"""The command-line arguments of ``single-entry``."""

from __future__ import annotations

import os

from flake8_single_entry import __version__
from flake8_single_entry.cli.streams import put

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from argparse import ArgumentParser, HelpFormatter, Namespace
    from collections.abc import Mapping, Sequence
    from typing import NoReturn

COMMANDS = {
    "check": "find competing entry points and stale references (the default)",
    "list": "show the entry point of each scope, its candidates, and the evidence",
    "init": "write .single-entry.yaml from what `list` finds",
    "plan": "write down how the modules become one: a document for a pull request",
    "fix": "archive the modules that compete, and rewrite the references to them",
    "status": "show how far the consolidation is, in figures, beside the baseline and a commit",
    "baseline": "record today's findings, so that only new ones fail, and drop those that are mended",
    "allow": "allow a module beside the entry point: write it to .single-entry.yaml",
    "config": "show the settings in effect, and where each comes from",
    "explain": "print the page of a rule, or what was read on a line and why it is a finding or none",
    "lsp": "serve an editor with the language server protocol on standard input and output",
    "cache": "print the cache directory (dir), or delete its files (clear)",
}
ROLES = ("wrapper", "launcher", "tool", "test", "example", "program")
LEVELS = ("error", "warning", "note")
_HELP = ("-h", "--help")
_WITH_VALUE = frozenset(
    (
        "--root --config --format --html --rev --since --new-since --trusted --level --fail-on --select --ignore "
        "--only --code --entry --as --reason --until "
        "--output-file --color"
    ).split()
)
_EPILOG = """\
examples:
  single-entry                          check the repository around the current directory
  single-entry --root services/api      check a directory by itself
  single-entry check README.md          check everything, print only findings in README.md
  single-entry --new-since origin/main  print only findings that a branch adds
  single-entry --level note             print what is only possible as well
  single-entry list                     show which module is the entry point, and why
  single-entry init                     write the result to .single-entry.yaml
  single-entry plan                     write a document that says what `fix` changes, and why
  single-entry fix --diff               show what `fix` would archive and rewrite
  single-entry allow tool.py --as tool  allow a module that starts a program of its own
  single-entry explain ONE203           print what a finding means and what to do
  single-entry explain Dockerfile:7     print what was read on a line, and why it is a finding or none

exit codes:
  0  no findings that fail, or nothing to check
  1  findings that fail
  2  invalid usage, or an invalid configuration
  3  the analysis failed
"""


def parse(words: Sequence[str]) -> Namespace:
    """Parse the arguments and set ``command``. Raises ``SystemExit``, as argparse does."""
    command, rest = _command_of(list(words))
    if command is None and any(word in _HELP for word in rest):
        return _top().parse_args([word for word in rest if word in _HELP])
    if command is None and "--version" in rest:
        put(f"single-entry {__version__}\n")  # the output of argparse, without importing it
        raise SystemExit(0)
    return _top().parse_args([command or "check", *rest])


def _command_of(words: list[str]) -> tuple[str | None, list[str]]:
    """Return the command, which may follow options, and the other arguments."""
    skip = False
    for index, word in enumerate(words):
        if skip:
            skip = False
        elif word in _WITH_VALUE:
            skip = True
        elif word == "--" or not word.startswith("-"):
            return (word, words[:index] + words[index + 1 :]) if word in COMMANDS else (None, words)
    return None, words


def _top() -> ArgumentParser:
    from argparse import ArgumentParser

    from flake8_single_entry.printable import printable

    class Parser(ArgumentParser):
        def error(self, message: str) -> NoReturn:
            super().error(printable(message))

    parser = Parser(
        prog="single-entry",
        description="Find modules that compete with the entry point of a program,\n"
        "and references to missing, archived or superseded modules.",
        epilog=_EPILOG,
        formatter_class=_formatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    # Without ``prog``, argparse would format the usage text to find the name.
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", prog=parser.prog)
    parsers = {
        name: commands.add_parser(name, help=text, description=_sentence(text), formatter_class=_formatter)
        for name, text in COMMANDS.items()
    }
    _add_shared(parsers)
    _add_own(parsers)
    return parser


def _add_shared(parsers: Mapping[str, ArgumentParser]) -> None:
    """Add the arguments that several commands have."""
    for name in ("check", "list", "init", "plan", "status", "fix", "allow", "baseline", "config", "explain"):
        parsers[name].add_argument("--root", metavar="DIR", help="the directory to analyse (default: the repository)")
        parsers[name].add_argument(
            "--config", metavar="FILE", help="the configuration (default: DIR/.single-entry.yaml)"
        )
    for name in ("check", "list"):
        source = parsers[name].add_mutually_exclusive_group()
        source.add_argument("--staged", action="store_true", help="analyse git's index, not the work tree")
        source.add_argument("--rev", metavar="REV", help="analyse a commit; works in a bare repository")
        if name == "check":
            source.add_argument("--new-since", metavar="REV", help="print only findings that this commit does not have")
        parsers[name].add_argument("--no-cache", action="store_true", help="do not read or write the cache")
        parsers[name].add_argument(
            "--color", choices=("auto", "always", "never"), default="auto", help="default: auto, on a terminal"
        )
    parsers["list"].add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def _add_output(check: ArgumentParser) -> None:
    """Add the arguments that say what ``check`` prints, and where."""
    from flake8_single_entry.reporters import FORMATS

    check.add_argument(
        "--format",
        choices=tuple(FORMATS),
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)} (default: full on a terminal, else text)",
    )
    check.add_argument(
        "--show-suppressed",
        action="store_true",
        help="also show what a noqa comment or the baseline suppresses (text, full, json and sarif)",
    )
    check.add_argument("--output-file", metavar="FILE", help="write the report to a file, not to standard output")
    check.add_argument("-q", "--quiet", action="store_true", help="print only the report, without the closing lines")
    check.add_argument(
        "--statistics", action="store_true", help="also print the number of findings of each rule (text and full only)"
    )


def _add_own(parsers: Mapping[str, ArgumentParser]) -> None:
    """Add the arguments of one command each."""
    own = parsers["list"].add_mutually_exclusive_group()
    own.add_argument(
        "--compare",
        metavar=("A", "B"),
        nargs=2,
        help="show the routes, commands and definitions that only A or only B has",
    )
    own.add_argument("--html", metavar="FILE", help="write a page with a map of what starts which module")
    check = parsers["check"]
    _add_output(check)
    check.add_argument("paths", metavar="PATH", nargs="*", help="print only findings in these files and directories")
    check.add_argument(
        "--trusted",
        metavar="REV",
        help="use the configuration of this commit, and only noqa comments that it also has",
    )
    for option, text in (
        ("--level", "the lowest level that is printed (default: warning, or what fails if this is lower)"),
        ("--fail-on", "the lowest level that fails (default: `fail_on` of the configuration, else warning)"),
    ):
        check.add_argument(option, choices=LEVELS, help=text)
    for option, text in (("--select", "print only findings of these rules"), ("--ignore", "but not of these")):
        check.add_argument(
            option, metavar="CODES", action="append", help=f"{text}: codes, prefixes or names, separated by commas"
        )
    check.add_argument("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    parsers["init"].add_argument("--force", action="store_true", help="replace an existing configuration file")
    status = parsers["status"]
    status.add_argument("--since", metavar="REV", help="show the figures of this commit too, and what changed")
    shape = status.add_mutually_exclusive_group()
    shape.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    shape.add_argument("--html", metavar="FILE", help="write a page instead")
    status.add_argument("--no-cache", action="store_true", help="do not read or write the cache")
    parsers["plan"].add_argument("--html", metavar="FILE", help="write a page instead, with a map and sortable tables")
    parsers["plan"].add_argument("--no-cache", action="store_true", help="do not read or write the cache")
    _add_fix(parsers["fix"])
    _add_allow(parsers["allow"])
    _add_baseline(parsers["baseline"])
    parsers["config"].add_argument("path", metavar="PATH", nargs="?", help="only what applies to this file")
    parsers["config"].add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parsers["cache"].add_argument("action", choices=("dir", "clear"), help="print the directory, or delete its files")
    parsers["explain"].add_argument(
        "rule",
        metavar="RULE|PATH:LINE",
        nargs="?",
        help="a code or a name, or a line of a file (default: list all rules)",
    )


def _add_fix(fix: ArgumentParser) -> None:
    fix.add_argument("paths", metavar="PATH", nargs="*", help="mend only findings in these files and directories")
    fix.add_argument("--diff", action="store_true", help="print the moves and changes as a patch, and change nothing")
    fix.add_argument("--only", choices=("archive", "references"), help="only move modules, or only rewrite references")
    fix.add_argument("--code", metavar="CODES", action="append", help="mend only findings of these rules")
    fix.add_argument("--entry", metavar="MODULE", help="the module that wins: written to the configuration as well")
    fix.add_argument("--unsafe", action="store_true", help="also change what a person should decide")
    fix.add_argument("--allow-dirty", action="store_true", help="also change files with changes that are not staged")


def _add_allow(allow: ArgumentParser) -> None:
    allow.add_argument("path", metavar="PATH", help="the module, or a directory of modules")
    allow.add_argument("--as", dest="role", choices=ROLES, required=True, help="what it is")
    allow.add_argument("--reason", metavar="TEXT", help="why it exists; shown in reports")
    allow.add_argument("--until", metavar="YYYY-MM-DD", help="the last day of the exception (default: no end)")


def _add_baseline(baseline: ArgumentParser) -> None:
    way = baseline.add_mutually_exclusive_group()
    way.add_argument("--update", action="store_true", help="also add the findings that are new since it was written")
    way.add_argument("--prune", action="store_true", help="only drop what is mended; fail if there is no baseline yet")
    baseline.add_argument("--reason", metavar="TEXT", help="why the added findings are not mended now")
    baseline.add_argument("--until", metavar="YYYY-MM-DD", help="the last day on which the added ones may be there")


def _formatter(prog: str) -> HelpFormatter:
    """Return a help formatter. argparse creates one per option, and each would determine the terminal's width."""
    from argparse import RawDescriptionHelpFormatter

    try:
        columns = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
    except (ValueError, OSError):
        columns = 80
    return RawDescriptionHelpFormatter(prog, width=columns - 2)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."
