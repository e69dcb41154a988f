"""Makefiles: the commands of recipes, each line in a shell of its own that starts in the makefile's directory."""

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
    """Could a recipe start something of interest?"""
    return might_run(data)


def read(source: Source) -> Facts:
    """The references of every recipe."""
    makefile = read_lines(source)
    variables = Variables(makefile.assignments)
    if _OTHER_SHELL.search(variables.get("SHELL") or ""):
        return Facts()  # recipes in another language
    # A part that others include runs where they are.
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
        # The directories of `$(MAKE) -C` are often made by the line above it (Sphinx: `$(BUILDDIR)/latex`).
        references += [reference for reference in script.references if reference.runner != "make"]
        # What one command makes stays; where it goes and what it sets ends with its shell.
        context = Context(base, SURFACE, start.variables, script.context.created, checkouts=script.context.checkouts)
    return references


def _settled(environment: dict[str, str], base: Base) -> dict[str, str]:
    """Exported values as a shell would find them; those that hold something unknown are left out."""
    here = {name: value.replace(f"${{{DIRECTORY}}}", encode(base)) for name, value in environment.items()}
    return {name: value for name, value in here.items() if "$" not in value}
