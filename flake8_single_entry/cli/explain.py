"""The pages of the rules as Markdown, from their docstrings. Used by ``explain`` and for ``docs/rules``."""

from __future__ import annotations

from collections.abc import Sequence

from flake8_single_entry.rules import RULES, Rule

INDEX = "README.md"


def page(rule: Rule) -> str:
    """Return the page of one rule."""
    return f"# {rule.code} {rule.name}\n\n{rule.page.rstrip()}\n"


def summary(rule: Rule) -> str:
    """Return the first line of a rule's page, its summary in one sentence."""
    return rule.page.partition("\n")[0]


def index(rules: Sequence[Rule] = RULES) -> str:
    """Return the table of all rules, with links to their pages."""
    rows = [f"| [{rule.code}]({rule.code}.md) | {rule.name} | {summary(rule)} |" for rule in rules]
    head = ["# Rules", "", "| code | name | says |", "| - | - | - |"]
    return "\n".join([*head, *rows]) + "\n"


def files(rules: Sequence[Rule] = RULES) -> dict[str, str]:
    """Return the files of ``docs/rules``, by name."""
    return {INDEX: index(rules), **{f"{rule.code}.md": page(rule) for rule in rules}}
