"""Small git repositories: every way to ask for the same files gives the same answer."""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flake8_single_entry import cli, plugin
from flake8_single_entry.cache import Cache
from flake8_single_entry.engine import Analysis, Report, Revision
from flake8_single_entry.model import Level
from flake8_single_entry.printable import is_plain
from tests.fuzz.case import Case
from tests.fuzz.checks import Violation, check_report, check_text
from tests.fuzz.mutation import apply, random_edits
from tests.fuzz.tokens import tokens_for
from tests.support import Repository

_SELECTIONS = {"--staged": Revision(staged=True), "--rev HEAD": Revision(revision="HEAD")}


def check_repository(case: Case) -> None:
    """A committed repository: warm and cold, work tree, index, commit, plugin and command agree, before and after an edit."""
    with tempfile.TemporaryDirectory(prefix="single-entry-fuzz-") as place, _caching_in(place):
        repository = Repository(Path(place) / "project")
        written = commit_files(repository, case.files)
        cache = Cache(str(Path(place) / "cache"))
        report = compare_all(repository.root, cache)
        check_report(report, written)
        _check_command(repository.root, report)
        _edit(repository, written, str(case.files))
        compare_all(repository.root, cache, committed=False)


def commit_files(repository: Repository, files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Make a repository with a commit of all files that can be written side by side; gives those."""
    repository.root.mkdir()
    repository.git("init", "--quiet", "--initial-branch=main")
    written: dict[str, bytes] = {}
    for path, data in files:
        # Attributes may have git keep other bytes than those on disk.
        if not path or path.endswith((".gitattributes", "/")) or ".git" in path.split("/"):
            continue
        with contextlib.suppress(OSError, ValueError):
            repository.write({path: data})
            written[path] = data
    repository.git("add", "--all", "--force")
    repository.git("commit", "--quiet", "--no-verify", "--allow-empty", "--message=start")
    return written


def compare_all(root: Path, cache: Cache, *, committed: bool = True, overlay: dict[str, bytes] | None = None) -> Report:
    """Compare what is said warm and cold, of the work tree, the index and the commit, by the command and the plugin.

    Where all is ``committed``, the three versions must agree as well. Gives the report of the work tree.
    """
    cold = Analysis(root, cache=Cache(None)).report()
    for _ in range(2):
        _same("warm differs from cold", Analysis(root, cache=cache).report(), cold)
    for name, selection in _SELECTIONS.items():
        warm, other = (Analysis(root, selection=selection, cache=one).report() for one in (cache, Cache(None)))
        _same(f"{name}: warm differs from cold", warm, other)
        if committed:
            _same(f"{name} differs from the work tree", warm, cold)
    if overlay:
        warm, other = (Analysis(root, overlay=overlay, cache=one).report() for one in (cache, Cache(None)))
        _same("a buffer: warm differs from cold", warm, other)
    _check_plugin(root, cold)
    return cold


def said(report: Report) -> tuple[object, ...]:
    """All that a report says."""
    return report.findings, report.scopes, report.errors, report.anchors


def _same(rule: str, left: Report, right: Report) -> None:
    if said(left) == said(right):
        return
    names = ("findings", "scopes", "errors", "anchors")
    for name, one, other in zip(names, said(left), said(right), strict=True):
        if one != other:
            ones, others = set(_items(one)), set(_items(other))
            raise Violation(rule, f"{name}: only left {sorted(ones - others)!r}, only right {sorted(others - ones)!r}")


def _items(value: object) -> Iterator[str]:
    for item in value if isinstance(value, tuple) else (value,):
        yield repr(item)


def _check_plugin(root: Path, report: Report) -> None:
    """The plugin says each finding of a Python file in it, and the others at the entry point of their scope.

    flake8 prints names as they are: a file with one that is not plain speaks at the entry point, too.
    """
    options = argparse.Namespace(single_entry_config=None, single_entry_anchor=True, filenames=[str(root)])
    plugin.SingleEntryChecker.parse_options(options)
    anchors = dict(report.anchors)
    files = {finding.location.path for finding in report.findings} | {place.path for place in anchors.values()}
    rows = {
        (path, line, column, message)
        for path in sorted(files)
        if path.endswith(".py") and (root / path).is_file()
        for line, column, message, _ in plugin.SingleEntryChecker(None, str(root / path), []).run()  # type: ignore[arg-type]
    }
    wanted = set()
    for finding in report.findings:
        own = finding.location.path.endswith(".py") and is_plain(finding.location.path)
        place = finding.location if own else anchors.get(finding.scope)
        if place is not None and (root / place.path).is_file():  # a sparse checkout lacks some
            wanted.add((place.path, place.line, place.column - 1, finding.code))
    shown = {(path, line, column, message.split()[0]) for path, line, column, message in rows}
    if shown != wanted:
        raise Violation("the plugin says something else", (sorted(shown - wanted), sorted(wanted - shown)))
    for _, _, _, message in rows:
        check_text(message)


def _check_command(root: Path, report: Report) -> None:
    """The command prints the findings, and ends with the code that they call for."""
    printed = {name: _called(["check", "--root", str(root), f"--format={name}"]) for name in ("text", "json")}
    codes = {code for code, _ in printed.values()}
    invalid = any(finding.code == "ONE901" for finding in report.findings)
    fails = Level[report.fail_on.upper()]
    wanted = {2 if invalid else int(any(finding.level >= fails for finding in report.findings))}
    if codes != wanted:
        raise Violation("another exit code", (codes, wanted))
    text = printed["text"][1]
    check_text(text)
    if text.count("\n") != sum(finding.level >= min(fails, Level.WARNING) for finding in report.findings):
        raise Violation("another number of lines than findings", text)


def _called(words: Sequence[str]) -> tuple[int, str]:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        try:
            return cli.main(words), out.getvalue()
        finally:
            gc.enable()  # a command lives shortly and does without


def _edit(repository: Repository, files: dict[str, bytes], seed: str) -> None:
    """Change some files without staging them."""
    chance = random.Random(seed)
    for path in chance.sample(sorted(files), min(len(files), 3)):
        place = repository.root / path
        if chance.random() < 0.2:
            place.unlink()
        else:
            place.write_bytes(apply(files[path], random_edits(chance, tokens_for(path))))


@contextlib.contextmanager
def _caching_in(place: str) -> Iterator[None]:
    """A cache directory of its own, and nothing of the caller's git."""
    before = dict(os.environ)
    os.environ.update(SINGLE_ENTRY_CACHE_DIR=os.path.join(place, "cache"), SINGLE_ENTRY_DEBUG="1")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
