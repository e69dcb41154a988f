"""The command ``explain``, and the pages of the rules as Markdown, which are also the files of ``docs/rules``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from flake8_single_entry.cli.context import Exit
from flake8_single_entry.cli.streams import put
from flake8_single_entry.errors import UsageError
from flake8_single_entry.rules import RULES, Rule, find_rule

INDEX = "README.md"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError``."""
    if arguments.rule is None:
        put("".join(f"{rule.code}  {rule.name:<22}  {summary(rule)}\n" for rule in RULES))
        return Exit.CLEAN
    rule = find_rule(arguments.rule)
    if rule is None:
        raise UsageError(f"no rule {arguments.rule}; there are {', '.join(rule.code for rule in RULES)}")
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
