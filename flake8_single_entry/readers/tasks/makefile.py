"""Makefiles: the commands of recipes. Each line runs in its own shell in the directory of the makefile.

Source: GNU make manual, "Recipe Execution", "The shell Function", "Communicating Variables to a Sub-make" (``export``),
and "Rules" (a prerequisite that no rule makes must exist); Flask, "Application Discovery" (FLASK_APP).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from flake8_single_entry.command import APPLICATION_VARIABLES, Context, Word, might_run, read_application, read_script
from flake8_single_entry.command.directory import encode
from flake8_single_entry.command.state import CHOICE
from flake8_single_entry.model import REQUIRED, Base, Facts, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.tasks.make_expansion import DIRECTORY, Variables, closing
from flake8_single_entry.readers.tasks.make_syntax import Assignment, Makefile, MakeRule, read_lines
from flake8_single_entry.syntax.source import Snippet, Source, join_snippets

SURFACE = "makefile"
_INCLUDES = re.compile(r"^[ ]*(?:-?include|sinclude|vpath|VPATH)\b", re.MULTILINE)
_SHELL_FUNCTION = re.compile(r"\$\(shell[ \t]+")
_SOURCE = re.compile(r"(?:\.{0,2}/)?(?:[\w-][\w.-]*/)*[\w-]+\.py")
_LONGEST = 5_000
_Key = TypeVar("_Key", str, int)
# An included file (``*.mk``) runs in the directory of the including makefile, a script (``#!``) in that of its caller.
_IS_FOUND = re.compile(r"makefile[^/]*\Z", re.IGNORECASE)
_OTHER_SHELL = re.compile(r"\b(?:python|perl|node|ruby|pwsh|powershell|cmd)[\d.]*(?:\.exe)?\b")


def scan(data: bytes) -> bool:
    """True if a recipe could start a program of this repository."""
    return might_run(data)


def read(source: Source) -> Facts:
    """Return the references of each recipe."""
    makefile = read_lines(source)
    variables = Variables(makefile.assignments)
    if _OTHER_SHELL.search(variables.get("SHELL") or ""):
        return Facts()  # recipes are not shell commands
    base = Base(RelativeTo.FILE if _IS_FOUND.search(source.path) else RelativeTo.CALLER)
    references = [*_shell_functions(source, variables, base), *_exported_application(makefile, variables, base)]
    made = {target for rule in makefile.rules for target in variables.expand_text(" ".join(rule.targets)).split()}
    is_whole = _INCLUDES.search(source.text) is None  # an included file or a search path may bring more
    images: Mapping[str, str] = {}
    for rule in makefile.rules:
        own = [each for target in rule.targets for each in makefile.specific.get(target, ())]
        found, images = _read_rule(rule, own, variables, makefile.exported, Context(base, SURFACE, images=images))
        references += found
        if is_whole:
            references += _required(rule, variables, made, base)
    return Facts(references=tuple(_distinct(references)))


def _distinct(references: Iterable[Reference]) -> Iterator[Reference]:
    """Yield references without those that only require what another one, at the same place, starts."""
    kept = list(references)
    started = {(each.location, each.text) for each in kept if each.runner != REQUIRED}
    yield from (each for each in kept if each.runner != REQUIRED or (each.location, each.text) not in started)


def _shell_functions(source: Source, variables: Variables, base: Base) -> Iterator[Reference]:
    """Yield the references of ``$(shell python x.py)``, wherever it is written."""
    for match in _SHELL_FUNCTION.finditer(source.text):
        line = max(source.text.rfind("\n", 0, match.start()), match.start() - _LONGEST) + 1
        if "#" in source.text[line : match.start()]:
            continue
        end = closing(source.text[match.start() + 1 : match.end() + _LONGEST], 0)
        snippet = source.part(match.end(), match.start() + end)
        if "\n" not in snippet.text or "\\\n" in snippet.text:
            context = Context(base, SURFACE, {DIRECTORY: encode(base)})
            yield from read_script(variables.expand(snippet), context).references


def _exported_application(makefile: Makefile, variables: Variables, base: Base) -> Iterator[Reference]:
    """Yield the application that an exported variable names for ``flask run``, which any recipe may start."""
    for each in makefile.assignments:
        if each.name in APPLICATION_VARIABLES and each.place is not None and each.name in makefile.exported:
            snippet = variables.expand(each.place)
            word = Word(snippet.text, snippet.location(0, len(snippet.text)), "$" not in snippet.text, snippet)
            yield from read_application(word, Context(base, SURFACE)).references


def _required(rule: MakeRule, variables: Variables, made: set[str], base: Base) -> Iterator[Reference]:
    """Yield the Python files that a rule needs and that no rule makes."""
    if any(target.startswith(".") or "%" in target for target in rule.targets):
        return
    for written in rule.prerequisites:
        snippet = variables.expand(written)
        if _SOURCE.fullmatch(snippet.text) and snippet.text not in made:
            place = snippet.location(0, len(snippet.text))
            yield Reference(place, snippet.text, Kind.PATH, base, SURFACE, Via.PATH, REQUIRED)


def _read_rule(
    rule: MakeRule, own: list[Assignment], outer: Variables, exported: set[str], context: Context
) -> tuple[list[Reference], Mapping[str, str]]:
    """Return the references of a recipe, and the images that it and the rules before it build."""
    base = context.base
    variables = Variables(own, outer) if own else outer
    names = exported | {each.name for each in own if each.exported}
    environment = {name: variables.expand_text(value) for name in names if (value := variables.get(name)) is not None}
    several = {name: settled for name, values in variables.choices if (settled := _choice(values, base))}
    start = replace(context, variables={**_settled(environment, base), **several, DIRECTORY: encode(base)})
    automatic = _automatic(rule, variables)
    references: list[Reference] = []
    context = start
    for command in rule.recipe:
        script = read_script(variables.expand(command, automatic), context)
        # The directories of `$(MAKE) -C` are often created by the line before (Sphinx: `$(BUILDDIR)/latex`).
        references += [reference for reference in script.references if reference.runner != "make"]
        # Created files persist between commands; the directory and variables end with the shell.
        context = replace(script.context, base=base, variables=start.variables)
    return references, context.images


def _automatic(rule: MakeRule, variables: Variables) -> dict[str, Snippet]:
    """Return the automatic variables that name prerequisites, at the places of these."""
    if not rule.prerequisites or any("%" in target for target in rule.targets):
        return {}
    first, *others = [variables.expand(each) for each in rule.prerequisites]
    every = join_snippets([first, *others], " ")
    return {"<": first, **({"^": every, "+": every} if every is not None else {})}


def _choice(values: tuple[str, ...], base: Base) -> str:
    """Return several values of a variable as the shell reader takes them, or "" if one is unknown."""
    known = _settled(dict(enumerate(values)), base)
    return CHOICE.join(known.values()) if len(known) == len(values) else ""


def _settled(environment: Mapping[_Key, str], base: Base) -> dict[_Key, str]:
    """Return exported values as the shell receives them, without those that are partly unknown."""
    here = {name: value.replace(f"${{{DIRECTORY}}}", encode(base)) for name, value in environment.items()}
    return {name: value for name, value in here.items() if "$" not in value}
