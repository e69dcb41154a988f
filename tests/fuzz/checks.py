"""What must hold of any input: each check takes a case and raises where something does not."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import XML

from flake8_single_entry.cache import codec
from flake8_single_entry.cli.init import configuration
from flake8_single_entry.cli.listing import table
from flake8_single_entry.command import (
    Context,
    Script,
    Word,
    mentions,
    read_batch,
    read_powershell,
    read_script,
    read_words,
)
from flake8_single_entry.config import load
from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.engine.flake8_anchor import anchors_of
from flake8_single_entry.engine.report import Report
from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.facts.store import read_file, read_row
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Base, EntryTraits, Facts, Finding, Location, Reference, RelativeTo, Scope, Via
from flake8_single_entry.readers import python, surface_of
from flake8_single_entry.reporters import FORMATS, Display
from flake8_single_entry.reporters import json as json_reporter
from flake8_single_entry.reporters import load as load_reporter
from flake8_single_entry.rules import run
from flake8_single_entry.suppress import apply, judge
from flake8_single_entry.syntax.source import Source, Undecodable, decode
from tests.fuzz.case import Case

_LINE_END = re.compile(r"\r\n|\r|\n")
_CODE = re.compile(r"ONE\d{3}")
_USED = re.compile(rb"\b([A-Za-z_]\w*)\s*\.")
_LITERAL = re.compile(r"[\w./:@-]+")
_SEPARATORS = str.maketrans("/:", "..")


class Violation(AssertionError):
    """Something that must hold does not; ``rule`` names it in a few words, the message says more."""

    def __init__(self, rule: str, detail: object = "") -> None:
        super().__init__(f"{rule}: {detail}" if detail != "" else rule)
        self.rule = rule


def check(case: Case) -> None:
    """Check one input by its kind. Raises ``Violation``, or whatever the tool raised."""
    CHECKS[case.kind](case)


def _demand(holds: object, rule: str, detail: object = "") -> None:
    if not holds:
        raise Violation(rule, detail)


# -- one file ----------------------------------------------------------------------------------------------------------


def check_file(case: Case) -> None:
    """A file given to its reader."""
    ((path, data),) = case.files
    facts = read_file(path, data)
    _demand(repr(facts) == repr(read_file(path, data)), "two reads differ")
    _demand(repr(codec.loads(codec.dumps(facts))) == repr(facts), "the cache's text gives other facts")
    text = _text(data)
    if text is None:
        _demand(facts.problems and not facts.references, "an undecodable file has no problem")
        return
    _check_places(path, text, facts)
    _check_spans(path, text, facts.references)
    _check_scan(path, data, facts)


def _check_places(path: str, text: str, value: object) -> None:
    """Every location in a value that lies in a file is inside it, and ends behind its start."""
    widths = [len(line) for line in _LINE_END.split(text)]
    for place in _locations(value):
        if place.path != path:
            continue
        for line, column in ((place.line, place.column), (place.end_line, place.end_column)):
            _demand(1 <= line <= len(widths), "a line outside the file", place)
            _demand(1 <= column <= widths[line - 1] + 1, "a column outside the line", place)
        _demand((place.line, place.column) <= (place.end_line, place.end_column), "an end before its start", place)


def _locations(value: object) -> Iterator[Location]:
    if isinstance(value, Location):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _locations(item)


def _check_spans(path: str, text: str, references: Iterable[Reference]) -> None:
    """No span is empty, and one without quotes, escapes or variables shows the reference's text, or a part of it.

    Separators aside: ``src/web.handler`` may be written for ``src.web:handler``.
    """
    lines = _LINE_END.split(text)
    for reference in references:
        here = reference.location
        if here.path != path or here.line != here.end_line:
            continue
        line = lines[here.line - 1]
        quoted = line[here.column - 1 : here.end_column - 1]
        _demand(quoted or not reference.text, "an empty span", reference)
        is_variable = line[: here.column - 1].endswith(("$", "{"))  # a part of what it holds is said at a part of it
        is_rewritten = reference.text == "." or reference.origin is not None  # a checkout's own directory, a constant
        if not is_rewritten and not is_variable and _LITERAL.fullmatch(quoted):
            _demand(_plain(quoted) in _plain(reference.text), "a span that shows another text", (quoted, reference))


def _plain(text: str) -> str:
    return text.translate(_SEPARATORS)


def _check_scan(path: str, data: bytes, facts: Facts) -> None:
    """A file with something to find is not passed over."""
    row = read_row(path, data, in_full=False)
    if row.facts:
        return
    surface = surface_of(path)
    assert surface is not None
    if surface.name != "python":
        _demand(not (facts.references or facts.services or facts.stages), "scan says no, read finds something", facts)
        return
    if _uses_what_it_does_not_import(data):
        return
    told = [one for one in facts.references if one.via not in (Via.IMPORT, Via.PATCH)]
    _demand(not told, "scan says no, read finds a reference", told)
    _demand(not _starts(facts.traits), "scan says no, read finds a trait", facts.traits)
    names = set(re.split(r"[ .|]+", row.names))
    for one in facts.references:
        parts = {part for part in re.split(r"[.:*]+", one.text) if part}
        _demand(parts <= names, "the outline lacks an import", (one, row.names))


def _uses_what_it_does_not_import(data: bytes) -> bool:
    """Does a file use a module without an import of it? It cannot run: read may take the name for the module, scan not."""
    used = {name.decode() for name in _USED.findall(data)} & sys.stdlib_module_names
    return not used <= {word.decode("utf-8", "replace") for word in python.outline(data).words()}


def _starts(traits: EntryTraits | None) -> bool:
    """Does a module show that it starts something? A launch in a function that nobody calls does not."""
    if traits is None:
        return False
    launches = any(launch.top_level for launch in traits.launches)
    return bool(traits.guard or launches or traits.applications or traits.handlers)


def _text(data: bytes) -> str | None:
    try:
        return decode(data)
    except Undecodable:
        return None


# -- one command -------------------------------------------------------------------------------------------------------


def check_command(case: Case) -> None:
    """A text given to a dialect of the command parser."""
    ((path, data),) = case.files
    first, second = (command_references(case.name, path, data) for _ in range(2))
    _demand(repr(first) == repr(second), "two reads differ")
    _check_places(path, _any_text(data), first)


def _any_text(data: bytes) -> str:
    """Bytes as text in any case, lone surrogates included: an escape in the file around may have made one."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def command_references(dialect: str, path: str, data: bytes) -> tuple[Reference, ...]:
    """What one of the dialects finds in a text."""
    text = _any_text(data)
    snippet = Source.of_text(path, text).whole()
    context = Context(Base(RelativeTo.CALLER), "shell")
    if dialect == "mentions":
        return mentions(snippet, context)
    if dialect in ("words", "windows words"):
        return read_words(_words(path, text), context, windows=dialect != "words").references
    readers: dict[str, Callable[..., Script]] = {
        "script": read_script,
        "batch": read_batch,
        "powershell": read_powershell,
    }
    return readers[dialect](snippet, context).references


def _words(path: str, text: str) -> list[Word]:
    try:
        parts = shlex.split(text)
    except ValueError:
        parts = text.split(" ")
    return [Word(part, Location(path, 1, 1, 1, 1)) for part in parts]


# -- configuration and suppression -------------------------------------------------------------------------------------


def check_configuration(case: Case) -> None:
    """A file given to the reader of configurations."""
    ((path, data),) = case.files
    config = load(path, data)
    _demand(repr(config) == repr(load(path, data)), "two reads differ")
    text = _text(data)
    _check_places(path, text if text is not None else data.decode("utf-8", "replace"), config)
    for error in config.errors:
        _demand(error.message and "\n" not in error.message, "a message of other than one line", error)


def check_suppression(case: Case) -> None:
    """A file whose comments may silence findings, with one finding on each of its lines."""
    ((path, data),) = case.files
    text = _text(data)
    if text is None:
        return
    findings = [_finding(path, number, line) for number, line in enumerate(_LINE_END.split(text)[:500], 1)]
    kept = apply(findings, lambda _: text)
    _demand(kept == apply(findings, lambda _: text), "two runs differ")
    _demand(kept == apply(kept, lambda _: text), "a second run silences more")
    places = [finding.location for finding in kept]
    _demand(places == sorted(places) and set(kept) <= set(findings), "other findings, or another order")
    _demand("noqa" in text.lower() or list(kept) == findings, "silenced without a comment")


def _finding(path: str, number: int, line: str) -> Finding:
    return Finding("ONE201", "missing-target", Location(path, number, 1, number, len(line) + 1), "starts gone.py")


# -- whole projects ----------------------------------------------------------------------------------------------------


def check_project(case: Case) -> None:
    """A small repository, from its files to what is printed; git is not asked."""
    files = dict(case.files)
    report, again = project_report(files), project_report(files)
    for attribute in ("findings", "scopes", "errors", "anchors", "references"):
        _demand(getattr(report, attribute) == getattr(again, attribute), "two runs differ", attribute)
    check_report(report, files)
    _demand(Report.loads(report.dumps()).findings == report.findings, "the cache's text gives another report")


def check_report(report: Report, files: dict[str, bytes]) -> None:
    """What a report says is well formed, and lies in its files."""
    texts = {path: text for path, data in files.items() if (text := _text(data)) is not None}
    for finding in report.findings:
        _demand(_CODE.fullmatch(finding.code) and "\n" not in finding.message, "a malformed finding", finding)
        path = finding.location.path
        if path in texts:
            _check_places(path, texts[path], finding.location)
    for scope in report.scopes:
        for candidate in scope.candidates:
            if candidate.path in texts:
                _check_places(candidate.path, texts[candidate.path], (candidate.place, candidate.evidence))
    check_text(table(report.scopes, lambda _: None, colour=False))
    _check_json(json_reporter.listing(report.scopes))
    display = Display(read=texts.get)
    for name in FORMATS:
        _check_format(name, load_reporter(name).report(report, display))


def _check_format(name: str, output: str) -> None:
    """What a format prints can be read by what it is for, and obeyed by nothing else."""
    if name in ("text", "full", "markdown"):
        check_text(output)
    elif name == "github":
        _demand(
            all(line.isprintable() and "##[" not in line for line in output.split("\n")), "a forged command", output
        )
    elif name == "junit":
        XML(output)
    else:
        _check_json(output)


def _check_json(document: str) -> None:
    _demand(document.isascii(), "JSON that is not ASCII")
    json.loads(document)


def check_text(printed: str) -> None:
    """Text for people holds nothing that a terminal or a log would obey."""
    for line in printed.split("\n"):
        _demand(line.isprintable(), "text output with a control character", line)
        _demand(not line.startswith(("::", "##[")), "text output that a runner obeys", line)
    printed.encode("utf-8")


def project_report(files: dict[str, bytes]) -> Report:
    """The report of a tree in memory."""
    tree = Tree.of(files)
    project = build_project(tree, read_config(tree, None, on_disk=False), git=False)
    findings = judge(project, run(project), lambda path: _text(files[path]) if path in files else None).kept
    errors = tuple((error.location, error.message) for error in project.config.errors)
    counts = len(tree.paths), len(project.links)
    _check_init(project.scopes, tree)
    return Report.of(
        findings, counts, project.scopes, errors, anchors_of(project, findings), fail_on=str(project.config.fail_on)
    )


def _check_init(scopes: tuple[Scope, ...], tree: Tree) -> None:
    """What ``init`` would write is a configuration without mistakes; it refuses names that YAML cannot hold."""
    try:
        written = configuration(scopes, tree.directories)
    except SingleEntryError:
        _demand(not all(path.isprintable() for path in tree.paths), "init refuses plain names")
        return
    mistakes = load(FILE_NAME, written.encode("utf-8", "replace")).errors
    _demand(not mistakes, "init writes a configuration with mistakes", mistakes)


def _check_repository(case: Case) -> None:
    from tests.fuzz.repositories import check_repository

    check_repository(case)


CHECKS: dict[str, Callable[[Case], None]] = {
    "file": check_file,
    "command": check_command,
    "configuration": check_configuration,
    "suppression": check_suppression,
    "project": check_project,
    "repository": _check_repository,
}
