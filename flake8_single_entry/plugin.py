"""The flake8 plugin.

It reports findings of the linted file and, at entry points, those of files that are not Python.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from flake8_single_entry import __version__
from flake8_single_entry.errors import DEBUG, describe
from flake8_single_entry.printable import is_plain, printable, printable_path

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager

    from flake8_single_entry.engine import Report

Row = tuple[int, int, str]  # line, column from 0, code and message

FAILED = "ONE900"
_NO_FILE = frozenset({"-", "stdin"})  # flake8's names for a buffer without a file name
_NUMBERS = re.compile(r"(?<![:\d])[:\d]++(?= )")
_SWITCH = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}


class Failure:
    """An analysis that failed, and whether the failure has been reported."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.is_said = False


class SingleEntryChecker:
    """One linted file. flake8 stores options on the class, in each process before any file is checked."""

    name = "flake8-single-entry"
    version = __version__
    config: ClassVar[str | None] = None
    anchor: ClassVar[bool] = True
    buffered: ClassVar[bool] = False

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:
        """``tree`` only tells flake8 the type of this plugin. ``lines`` include their line breaks."""
        del tree
        self._filename = filename
        self._lines = lines

    @classmethod
    def add_options(cls, parser: OptionManager) -> None:
        parser.add_option(
            "--single-entry-config",
            metavar="FILE",
            default=None,
            parse_from_config=True,
            normalize_paths=True,
            help="The configuration file (default: .single-entry.yaml, searched from the linted file upward).",
        )
        parser.add_option(
            "--single-entry-anchor",
            metavar="on|off",
            default="on",
            type=_switch,
            parse_from_config=True,
            help="Report findings of files that are not Python at the entry point of their scope (default: on).",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Store the options of one flake8 run and clear the caches. The process of an editor makes many runs."""
        cls.config = options.single_entry_config and os.path.abspath(options.single_entry_config)
        cls.anchor = options.single_entry_anchor
        cls.buffered = "-" in options.filenames
        for kept in (_analyse, _failure, _root_above):
            kept.cache_clear()
        if cls.config:
            _refuse_unreadable(cls.config)

    def run(self) -> Iterator[tuple[int, int, str, type[SingleEntryChecker]]]:
        """Yield line, column from 0, and message.

        Never raises: an exception would discard the findings of all plugins.
        """
        try:
            rows = self._rows()
        except Exception as error:
            rows = self._failed(_failure(None, _reason(error)))
        for line, column, message in rows:
            yield line, column, message, type(self)

    def _failed(self, failure: Failure) -> Sequence[Row]:
        """Report a failure once per process, in the first file in which no ``noqa`` can suppress it."""
        if failure.is_said:
            return ()
        failure.is_said = not any("noqa" in line.lower() for line in self._lines)
        return ((1, 0, f"{FAILED} the analysis failed: {printable(failure.reason)}"),)

    def _rows(self) -> Sequence[Row]:
        if self._filename in _NO_FILE and not os.path.exists(self._filename):
            return ()
        file = os.path.abspath(self._filename)
        root = find_root(file, self.config)
        if root is None:
            return ()
        inside = os.path.join(root, "")
        path = file.removeprefix(inside) if file.startswith(inside) else os.path.relpath(file, root)
        path = path.replace(os.sep, "/")
        if path.startswith("../"):
            return ()
        buffer = self._buffer(file) if self.buffered else None
        overlay = None if buffer is None else (path, buffer)
        outcome = _analyse(root, self.config, overlay, self.anchor)
        return self._failed(outcome) if isinstance(outcome, Failure) else outcome.get(path, ())

    def _buffer(self, file: str) -> str | None:
        """Return the text that an editor sent on standard input, or None if the file on disk has the same text."""
        from flake8_single_entry.files.disk import Unreadable, read_regular
        from flake8_single_entry.syntax.source import Undecodable, decode

        text = "".join(self._lines)
        try:
            saved = decode(read_regular(file)).replace("\r\n", "\n")
        except (OSError, Unreadable, Undecodable):
            return text
        return None if saved == text.replace("\r\n", "\n") else text


def _refuse_unreadable(config: str) -> None:
    """Stop flake8 if the configuration file that an option names cannot be read."""
    from flake8_single_entry.config.file import named
    from flake8_single_entry.errors import UsageError

    try:
        named("", config)
    except UsageError as error:
        from flake8.exceptions import ExecutionError

        raise ExecutionError(f"--single-entry-config: {error}") from None


def find_root(file: str, config: str | None = None) -> str | None:
    """Return the root of the project that contains an absolute path.

    It is the nearest directory above with a ``.single-entry.yaml`` (unless another file is the configuration) or a
    ``.git``. If there is neither, it is the working directory, unless this is a home directory or above it: a stray
    script there is no reason to search all of it. Returns None in that case.
    """
    from flake8_single_entry.config.file import FILE_NAME

    found = _root_above(os.path.dirname(file), None if config else FILE_NAME)
    if found is not None:
        return found
    here = Path.cwd()
    home = Path(os.path.expanduser("~"))
    return None if here in (home, *home.parents) else str(here)


@lru_cache(maxsize=4096)
def _root_above(directory: str, configuration: str | None) -> str | None:
    """Return the root for the files of a directory. Cached, as many files share it."""
    from flake8_single_entry.files.roots import project_root

    return project_root(directory, configuration)


@cache
def _analyse(
    root: str, config: str | None, overlay: tuple[str, str] | None, anchor: bool
) -> Mapping[str, list[Row]] | Failure:
    """Return all rows of a project by the file in which they are reported. Cached per process and flake8 run.

    A failure is cached as well. ``overlay`` is a path and the text that replaces its contents.
    """
    from flake8_single_entry import engine

    try:
        buffers = {overlay[0]: overlay[1].encode("utf-8", "replace")} if overlay else None
        if config and config.startswith(root + os.sep):
            config = os.path.relpath(config, root).replace(os.sep, "/")  # as findings about it name it
        return _rows(engine.analyse(Path(root), config_path=config, overlay=buffers), anchor)
    except Exception as error:
        return _failure(root, _reason(error))


@cache
def _failure(root: str | None, reason: str) -> Failure:
    """Return the failure of a root for a reason, always the same object. ``root`` is None if it is not known yet."""
    del root
    return Failure(reason)


def _reason(error: Exception) -> str:
    """Return why an analysis failed. In debug mode, print the traceback to standard error."""
    if os.environ.get(DEBUG):
        from flake8_single_entry.cli.streams import tell_traceback

        tell_traceback(error)
    return describe(error)


def _rows(report: Report, anchor: bool) -> dict[str, list[Row]]:
    """Return the rows of the findings that fail.

    With ``anchor``, findings outside Python files are reported at their scope's anchor.

    flake8 prints file names unchanged and stops at a name that is not UTF-8, so nothing is reported in a file whose
    name would need escapes.
    """
    rows: dict[str, list[Row]] = {}
    if not report.findings:
        return rows
    from flake8_single_entry.model import Level

    least = Level[report.fail_on.upper()]
    anchors = dict(report.anchors)
    for finding in report.findings:
        if finding.level < least:
            continue
        place, message = finding.location, finding.message
        if not (place.path.endswith(".py") and is_plain(place.path)):
            if not anchor:
                continue
            there = anchors.get(finding.scope)
            if there is None:
                continue
            foreign = f"{printable_path(place.path)}:{place.line}:{place.column}"
            place, message = there, f"{foreign} {message}"
        text = f"{finding.code} {_without_locations(printable(message))}"
        rows.setdefault(place.path, []).append((place.line, place.column - 1, text))
    return rows


def _without_locations(message: str) -> str:
    """Return the message without colons at the end of what looks like ``:line:column:``.

    Some editors take the last location in a line of flake8's output for that of the finding.
    """
    return _NUMBERS.sub(lambda found: found[0].rstrip(":") if found[0].count(":") > 2 else found[0], message)


def _switch(text: str) -> bool:
    """Parse ``on`` or ``off``, from the command line or a flake8 configuration file."""
    try:
        return _SWITCH[text.strip().lower()]
    except KeyError:
        raise argparse.ArgumentTypeError(f"expected on or off, not {text!r}") from None
