"""Justfiles: recipes, whose lines run in separate shells in the directory of the file.

Source: the manual of just, "Recipe Parameters", "Working Directory", "Shebang Recipes", "Script Recipes". ``{{…}}`` is
unknown unless it names a variable whose value is a plain string. Imported files run in the directory of the importing
file, so only files with the name ``justfile`` are assumed to run in their own directory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flake8_single_entry.command import Context, Script, enter, might_run, read_powershell, read_script
from flake8_single_entry.command.directory import encode
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.syntax.placeholders import UNKNOWN, with_variables
from flake8_single_entry.syntax.source import Snippet, Source, join_lines

SURFACE = "justfile"
_RECIPE = re.compile(r"@?([A-Za-z_][\w-]*)(?:[ \t][^:\n]{0,500})?:(?!=)")
_VARIABLE = re.compile(r"(?:export[ \t]+)?([A-Za-z_][\w-]*)[ \t]*:=[ \t]*(.*)")
_SETTING = re.compile(r"set[ \t]+([\w-]+)(?:[ \t]*:=[ \t]*(.*))?")
_STRING = re.compile(r"\s*(?:'([^'\n]*)'|\"([^\"\\\n]*)\")\s*(?:#.*)?")
_DIRECTORY = re.compile(r"working-directory\s*(?::|\()\s*['\"]([^'\"]*)['\"]")
_INTERPOLATION = re.compile(r"\{\{(?!\{)([^}]{0,300})\}\}")
_MOST_VARIABLES = 500  # each recipe copies all of them
_POSIX = ("sh", "bash", "zsh", "dash", "ksh", "fish")
_HERE = {"justfile_directory()", "justfile_dir()", "source_directory()", "source_dir()"}


def scan(data: bytes) -> bool:
    """True if a recipe could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of each recipe."""
    named = source.path.rpartition("/")[2].lower() in ("justfile", ".justfile")
    reading = _Reading(source, Base(RelativeTo.FILE if named else RelativeTo.CALLER))
    number = 1
    while number <= source.lines:
        number = reading.line(number)
    return Facts(references=tuple(reading.references))


@dataclass(slots=True)
class _Reading:
    """The state while a file is read from top to bottom."""

    source: Source
    base: Base
    references: list[Reference] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)
    shell: str = "sh"

    def line(self, number: int) -> int:
        """Read the construct that begins at a line. Return the number of the line after it."""
        text = self.source.line(number)
        if setting := _SETTING.fullmatch(text):
            self._set(setting[1], setting[2] or "")
        elif variable := _VARIABLE.fullmatch(text):
            string = _STRING.fullmatch(variable[2])
            if string and len(self.variables) < _MOST_VARIABLES:
                self.variables[variable[1]] = string[1] or string[2] or ""
        elif text.startswith("["):
            self.attributes += _bracketed(text)
        elif _RECIPE.match(text):
            after = self._recipe(number + 1)
            self.attributes = []
            return after
        return number + 1

    def _set(self, name: str, value: str) -> None:
        string = _STRING.fullmatch(value)
        if name == "working-directory" and string:
            self.base = enter(self.base, string[1] or string[2] or ".")
        elif name == "shell":
            program = re.match(r"\[\s*['\"]([^'\"]+)", value)
            self.shell = program[1].rpartition("/")[2] if program else ""

    def _recipe(self, number: int) -> int:
        """Read the indented lines of a recipe. Return the number of the line after it."""
        spans: list[tuple[int, int]] = []
        indent = ""
        while number <= self.source.lines:
            text = self.source.line(number)
            if text.strip():
                lead = text[: len(text) - len(text.lstrip())]
                if not lead:
                    break
                indent = indent or lead
                start = self.source.offset(number)
                cut = len(indent) if text.startswith(indent) else len(lead)
                spans.append((start + cut, start + len(text)))
            number += 1
        if spans:
            self._body(spans)
        return number

    def _body(self, spans: list[tuple[int, int]]) -> None:
        base, shell, whole = self.base, self.shell, False
        for attribute in self.attributes:
            if "no-cd" in attribute:
                base = Base(RelativeTo.CALLER)
            elif directory := _DIRECTORY.search(attribute):
                base = enter(base, directory[1])
            elif script := re.match(r"script(?:\(\s*['\"]([^'\"]+))?", attribute.strip()):
                shell, whole = (script[1] or "sh").rpartition("/")[2], True
        first = self.source.text[slice(*spans[0])]
        if first.startswith("#!"):
            words = first[2:].split()
            program = words[1] if len(words) > 1 and words[0].endswith("env") else words[0] if words else ""
            shell, whole = program.rpartition("/")[2], True
        context = Context(base, SURFACE, {**self.variables, "SINGLE_ENTRY_JUST": encode(self.base)})
        read_shell = _shell(shell)
        if read_shell is None:
            return
        for part in [spans] if whole else _commands(self.source, spans):
            snippet = with_variables(join_lines(self.source, part), _INTERPOLATION, self._variable)
            self.references += read_shell(snippet, context).references

    def _variable(self, match: re.Match[str]) -> str:
        name = match[1].strip()
        if name in _HERE:
            return "SINGLE_ENTRY_JUST"
        return name if name in self.variables and name.isidentifier() else UNKNOWN


def _bracketed(line: str) -> Iterator[str]:
    """Yield the attributes in brackets on a line."""
    end = -1
    while (start := line.find("[", end + 1)) >= 0 and (end := line.find("]", start)) >= 0:
        yield line[start + 1 : end]


def _shell(name: str) -> Callable[[Snippet, Context], Script] | None:
    """Return the function that reads commands of a shell, or None if the program is not a shell."""
    if name in _POSIX:
        return read_script
    return read_powershell if name.lower().removesuffix(".exe") in ("powershell", "pwsh") else None


def _commands(source: Source, spans: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines of each shell, joined at backslashes. The ``@`` and ``-`` before a command belong to just."""
    part: list[tuple[int, int]] = []
    for start, end in spans:
        if not part:
            marks = re.match(r"[ \t]*[@-]*", source.text[start:end])
            start += marks.end() if marks else 0
        part.append((start, end))
        if not source.text[start:end].endswith("\\"):
            yield part
            part = []
    if part:
        yield part
