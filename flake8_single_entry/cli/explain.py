"""The command ``explain``, and the pages of the rules as Markdown, which are also the files of ``docs/rules``."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Sequence

from flake8_single_entry.cli.context import Exit
from flake8_single_entry.cli.streams import put
from flake8_single_entry.config.rule_names import similar
from flake8_single_entry.errors import UsageError
from flake8_single_entry.rules import RULES, Rule, find_rule

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d{1,9})(?::\d+)?")
INDEX = "README.md"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError``."""
    if arguments.rule is None:
        put("".join(f"{rule.code}  {rule.name:<22}  {summary(rule)}\n" for rule in RULES))
        return Exit.CLEAN
    place = _PLACE.fullmatch(arguments.rule)
    if place is not None:
        from flake8_single_entry.cli.explanation import explain_line

        return explain_line(arguments, place["path"], int(place["line"]))
    rule = find_rule(arguments.rule)
    if rule is None:
        close = similar(arguments.rule)
        hint = f", did you mean {close}?" if close else ""
        known = ", ".join(rule.code for rule in RULES)
        raise UsageError(f"no rule {arguments.rule}{hint}; there are {known}. A line is named as PATH:LINE")
    put(page(rule))
    return Exit.CLEAN


def page(rule: Rule) -> str:
    """Return the page of one rule."""
    return f"# {rule.code} {rule.name}\n\n{rule.page.rstrip()}\n"


def summary(rule: Rule) -> str:
    """Return the first line of a rule's page, its summary in one sentence."""
    return rule.page.partition("\n")[0]


def index(rules: Sequence[Rule] = RULES) -> str:
    """Return the table of all rules, with links to their pages."""
    rows = [f"| [{rule.code}]({rule.code}.md) | {rule.name} | {summary(rule)} |" for rule in rules]
    head = ["# Rules", "", "| code | name | reports |", "| - | - | - |"]
    return "\n".join([*head, *rows]) + "\n"


def files(rules: Sequence[Rule] = RULES) -> dict[str, str]:
    """Return the files of ``docs/rules``, by name."""
    return {INDEX: index(rules), **{f"{rule.code}.md": page(rule) for rule in rules}}
