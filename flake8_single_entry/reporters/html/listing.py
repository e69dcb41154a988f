"""The page of ``list --html``: the map of each scope, and below it the tables of what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from flake8_single_entry.overview.sentences import count
from flake8_single_entry.overview.values import ScopeMap, Standing
from flake8_single_entry.reporters.html.elements import EMPTY, Html, element
from flake8_single_entry.reporters.html.map_section import map_section
from flake8_single_entry.reporters.html.page import page
from flake8_single_entry.reporters.html.tables import modules, references

_MOST_OPEN = 3  # of more scopes, those are folded in which all is well


def report(name: str, scopes: Sequence[ScopeMap], command: str) -> str:
    """Return the page. ``name`` is the project's name."""
    sections, rules = maps(scopes)
    return page(f"Entry points of {name}", summary(scopes), sections, rules, command)


def maps(scopes: Sequence[ScopeMap]) -> tuple[list[Html], str]:
    """Return the section of each scope that has something to show, and the style rules of all."""
    filled = [scope for scope in scopes if scope.destinations]
    sections, rules = [], []
    for number, scope in enumerate(filled):
        made, rule = map_section(scope, f"s{number}")
        sections.append(
            _section(scope, made, alone=len(filled) == 1, folded=len(filled) > _MOST_OPEN and scope.is_clean)
        )
        rules.append(rule)
    if not filled:
        sections.append(element("p", "No entry point or candidate found."))
    return sections, "".join(rules)


def _section(scope: ScopeMap, made: Html, *, alone: bool, folded: bool) -> Html:
    title = "The repository" if scope.root == "." else f"{scope.root}/"
    said = element("p", summary([scope]), class_="muted") if not alone else EMPTY
    tables = element(
        "details", element("summary", "All modules and references as tables"), modules(scope), references(scope)
    )
    head = element("h2", "What starts what" if alone else title)
    if folded:
        return element("details", element("summary", f"{title}: {summary([scope])}"), made, tables, class_="scope")
    return element("section", head, said, made, tables)


def summary(scopes: Sequence[ScopeMap]) -> str:
    """Return the numbers of a map in one sentence."""
    numbers = {one: sum(len(scope.of(one)) for scope in scopes) for one in Standing}
    stale = [count(numbers[one], str(one)) for one in (Standing.DUPLICATE, Standing.DEAD) if numbers[one]]
    parts = [count(numbers[Standing.ENTRY] + numbers[Standing.PROGRAM], "entry point")]
    parts += [count(numbers[one], str(one)) for one in (Standing.WRAPPER, Standing.LAUNCHER) if numbers[one]]
    undecided = numbers[Standing.UNDECIDED]
    parts += [f"{undecided:,} undecided"] if undecided else []
    parts += stale or ["no duplicates, no dead ends"]
    return ", ".join(parts) + "."
