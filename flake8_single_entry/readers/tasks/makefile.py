"""Makefiles: the commands of recipes. Each line runs in its own shell in the directory of the makefile."""

from __future__ import annotations

import re

from flake8_single_entry.command import Context, might_run, read_script
from flake8_single_entry.command.directory import encode
from flake8_single_entry.model import Base, Facts, Reference, RelativeTo
from flake8_single_entry.readers.tasks.make_expansion import DIRECTORY, Variables
from flake8_single_entry.readers.tasks.make_syntax import Assignment, MakeRule, read_lines
from flake8_single_entry.syntax.source import Source

SURFACE = "makefile"
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
    # An included file runs in the directory of the including makefile.
    base = Base(RelativeTo.CALLER if source.path.endswith(".mk") else RelativeTo.FILE)
    references: list[Reference] = []
    for rule in makefile.rules:
        own = [each for target in rule.targets for each in makefile.specific.get(target, ())]
        references += _read_rule(rule, own, variables, makefile.exported, base)
    return Facts(references=tuple(references))


def _read_rule(
    rule: MakeRule, own: list[Assignment], outer: Variables, exported: set[str], base: Base
) -> list[Reference]:
    variables = Variables(own, outer) if own else outer
    names = exported | {each.name for each in own if each.exported}
    environment = {name: variables.expand_text(value) for name in names if (value := variables.get(name)) is not None}
    start = Context(base, SURFACE, {**_settled(environment, base), DIRECTORY: encode(base)})
    references: list[Reference] = []
    context = start
    for command in rule.recipe:
        script = read_script(variables.expand(command), context)
        # The directories of `$(MAKE) -C` are often created by the line before (Sphinx: `$(BUILDDIR)/latex`).
        references += [reference for reference in script.references if reference.runner != "make"]
        # Created files persist between commands; the directory and variables end with the shell.
        context = Context(base, SURFACE, start.variables, script.context.created, checkouts=script.context.checkouts)
    return references


def _settled(environment: dict[str, str], base: Base) -> dict[str, str]:
    """Return exported values as the shell receives them, without those that are partly unknown."""
    here = {name: value.replace(f"${{{DIRECTORY}}}", encode(base)) for name, value in environment.items()}
    return {name: value for name, value in here.items() if "$" not in value}
