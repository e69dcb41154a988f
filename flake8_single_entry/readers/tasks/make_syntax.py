"""Makefile syntax as far as recipes need it: assignments, rules and recipes.

Source: GNU make manual, "Recipe Syntax", "The Two Flavors of Variables", "Defining Multi-Line Variables", "One Shell",
"Errors in Recipes" (a line that begins with ``-`` may fail), "Types of Prerequisites". All branches of conditionals are
read. A variable that branches set to different values may have any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from flake8_single_entry.syntax.source import Snippet, Source, join_lines

_ASSIGNMENT = re.compile(
    r"[ ]*(?P<export>(?:(?:export|override|private)[ \t]+)*)(?P<name>[\w.\-]+)[ \t]*"
    r"(?P<operator>:{0,3}=|[?+!]=)[ \t]*(?P<value>.*)",
    re.DOTALL,
)
_EXPORT = re.compile(r"[ ]*export[ \t]++(?P<names>[\w.\- \t]+)$")
_RULE = re.compile(r"(?P<targets>[^\s:=#][^:=#]*):{1,2}(?![=:])")
_DEFINE = re.compile(r"[ ]*(?:(?:export|override|private)[ \t]+)*define[ \t]+(?P<name>[\w.-]+)")
_ENDEF = re.compile(r"[ ]*endef\b")
_CANNED = re.compile(r"\s*\$[({](?:call[ \t]+)?(?P<name>[\w.-]+)(?:,[^()\n]*)?[)}]\s*")
_PREFIX = re.compile(r"[@\-+ \t]*")
_FORGIVES = " || true\n"
_WORD = re.compile(r"[^\s\\|]+")


class Assignment(NamedTuple):
    """``name = value``, with ``operator`` as written. Continuation lines of ``value`` are joined by blanks.

    ``place`` is the value in the file, if it is on a single line.
    """

    name: str
    operator: str
    value: str
    exported: bool = False
    place: Snippet | None = None


@dataclass
class MakeRule:
    """A rule: its targets, its prerequisites as written, and its recipe, with one snippet per shell."""

    targets: tuple[str, ...]
    recipe: list[Snippet] = field(default_factory=list)
    prerequisites: tuple[Snippet, ...] = ()


@dataclass
class Makefile:
    """The parts of a makefile that affect recipes."""

    assignments: list[Assignment] = field(default_factory=list)
    exported: set[str] = field(default_factory=set)
    specific: dict[str, list[Assignment]] = field(default_factory=dict)  # target-specific variables
    rules: list[MakeRule] = field(default_factory=list)
    canned: dict[str, list[Snippet]] = field(default_factory=dict)  # the commands of each ``define``


def read_lines(source: Source) -> Makefile:
    """Classify the lines of a makefile. Lines that are neither assignment, rule nor recipe are skipped."""
    makefile = Makefile()
    one_shell = re.search(r"^\.ONESHELL[ \t]*:", source.text, re.MULTILINE) is not None
    rule: MakeRule | None = None
    spans: list[list[tuple[int, int]]] = []
    forgiven: list[bool] = []
    for lines in _logical_lines(source, makefile):
        first = source.text[slice(*lines[0])]
        if first.startswith("\t") and rule is not None:
            spans.append(_recipe_spans(source, lines))
            forgiven.append(_is_forgiven(source, lines))
            continue
        text = _joined(source, lines)
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        _finish(source, rule, spans, forgiven, one_shell)
        spans, forgiven = [], []
        rule = _rule(source, makefile, text, lines)
        if rule is None:
            _note(makefile, text, source, lines)
    _finish(source, rule, spans, forgiven, one_shell)
    for each in makefile.rules if makefile.canned else ():
        each.recipe = [command for written in each.recipe for command in _uncanned(written, makefile)]
    return makefile


def _uncanned(command: Snippet, makefile: Makefile) -> list[Snippet]:
    """Return the commands of a canned recipe if the line is only its name, otherwise the line itself."""
    match = _CANNED.fullmatch(command.text)
    return makefile.canned.get(match["name"], [command]) if match else [command]


def _logical_lines(source: Source, makefile: Makefile) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of lines joined by backslashes. The bodies of ``define`` are stored in ``makefile.canned``."""
    defined: list[Snippet] | None = None
    lines: list[tuple[int, int]] = []
    for number in range(1, source.lines + 1):
        line = source.line(number)
        if defined is None and not lines and (opened := _DEFINE.match(line)) is not None:
            defined = makefile.canned.setdefault(opened["name"], [])
            continue
        if defined is not None and not lines and _ENDEF.match(line):
            defined = None
            continue
        start = source.offset(number)
        lines.append((start, start + len(line)))
        if _continues(line):
            continue
        if defined is None:
            yield lines
        else:
            defined.append(join_lines(source, _recipe_spans(source, lines)))
        lines = []
    if lines:
        yield lines


def _continues(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _joined(source: Source, lines: list[tuple[int, int]]) -> str:
    return " ".join(source.text[start:end].removesuffix("\\").strip(" \t") for start, end in lines)


def _recipe_spans(source: Source, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the lines of a command without make's prefixes. Backslashes are kept for the shell."""
    spans: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(lines):
        begin = start + source.text.startswith("\t", start, end)
        if index == 0:
            match = _PREFIX.match(source.text, begin, end)
            begin = match.end() if match else begin
        spans.append((begin, end))
    return spans


def _is_forgiven(source: Source, lines: list[tuple[int, int]]) -> bool:
    """True if make goes on when the command fails."""
    start, end = lines[0]
    prefix = _PREFIX.match(source.text, start + source.text.startswith("\t", start, end), end)
    return prefix is not None and "-" in prefix[0]


def _finish(
    source: Source, rule: MakeRule | None, spans: list[list[tuple[int, int]]], forgiven: list[bool], one_shell: bool
) -> None:
    if rule is None or not spans:
        return
    if one_shell:
        spans, forgiven = [[span for command in spans for span in command]], [False]
    for command, forgives in zip(spans, forgiven, strict=True):
        snippet = join_lines(source, command)
        if forgives and "#" not in snippet.text:
            snippet = Snippet(source, snippet.text.rstrip("\n") + _FORGIVES, snippet.segments)
        rule.recipe.append(snippet)


def _rule(source: Source, makefile: Makefile, text: str, lines: list[tuple[int, int]]) -> MakeRule | None:
    """Return the rule that a line opens, or None. Handles ``target: NAME = value`` and ``target: ; command``."""
    match = _RULE.match(text)
    if match is None or match["targets"].split()[0] in ("export", "include", "ifeq", "ifneq"):
        return None
    rule = MakeRule(tuple(match["targets"].split()))
    rest = text[match.end() :].lstrip()
    assignment = _assignment(rest)
    if assignment is not None:
        for target in rule.targets:
            makefile.specific.setdefault(target, []).append(assignment)
        return rule
    makefile.rules.append(rule)
    rule.prerequisites = tuple(_prerequisites(source, match.end(), lines))
    if ";" in rest and len(lines) == 1:
        start, end = lines[0]
        begin = source.text.index(";", start + match.end()) + 1
        prefix = _PREFIX.match(source.text, begin, end)
        rule.recipe.append(source.part(prefix.end() if prefix else begin, end))
    return rule


def _prerequisites(source: Source, start: int, lines: list[tuple[int, int]]) -> Iterator[Snippet]:
    """Yield the words behind the colon of a rule, which is at an offset of its first line."""
    for number, (first, end) in enumerate(lines):
        text = re.split(r"[;#]", source.text[first:end], maxsplit=1)[0]
        for word in _WORD.finditer(text, start if number == 0 else 0):
            yield source.part(first + word.start(), first + word.end())


def _assignment(text: str) -> Assignment | None:
    match = _ASSIGNMENT.match(text)
    if match is None:
        return None
    value = re.split(r"(?<!\\)#", match["value"], maxsplit=1)[0].rstrip()
    return Assignment(match["name"], match["operator"], value, "export" in match["export"])


def _note(makefile: Makefile, text: str, source: Source, lines: list[tuple[int, int]]) -> None:
    assignment = _assignment(text)
    if assignment is not None:
        start, end = lines[0]
        at = source.text.find(assignment.value, start, end) if len(lines) == 1 and assignment.value else -1
        place = source.part(at, at + len(assignment.value)) if at > start else None
        makefile.assignments.append(assignment._replace(place=place))
        if assignment.exported:
            makefile.exported.add(assignment.name)
    elif match := _EXPORT.match(text):
        makefile.exported.update(match["names"].split())
