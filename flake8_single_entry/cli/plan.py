"""The command ``plan``: the consolidation as a document, in Markdown or as a page."""

from __future__ import annotations

import os
from argparse import Namespace

from flake8_single_entry.cli.context import configuration_path, print_errors, root_of
from flake8_single_entry.cli.pages import project_name, write_page
from flake8_single_entry.cli.streams import put
from flake8_single_entry.engine.what_if import WhatIf, open_what_if
from flake8_single_entry.fixes.plan import plan_fixes
from flake8_single_entry.fixes.values import Choice, Plan, State
from flake8_single_entry.overview.document import document
from flake8_single_entry.overview.planning import dated, plan_consolidation

_UNDECIDED = "ONE104"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    root = os.path.realpath(root_of(arguments))
    with open_what_if(root, configuration_path(arguments, root), cached=not arguments.no_cache) as judge:
        now = judge({}, {})
        if now.project.config.errors:
            return print_errors((error.location, error.message) for error in now.project.config.errors)
        plan, after = _planned(now, judge)
        judge.history.learn(dated(now.project))
        made = document(plan_consolidation(now, after, plan, judge.history.last_change), project_name(root))
        if arguments.html:
            from flake8_single_entry.overview.map import build_map
            from flake8_single_entry.reporters.html import plan as page

            scopes = build_map(now.project, now.findings)
            write_page(arguments.html, page.report(made, scopes, "single-entry plan --html FILE"))
        else:
            from flake8_single_entry.reporters import plan as markdown

            put(markdown.report(made))
    return print_errors(())


def _planned(now: State, judge: WhatIf) -> tuple[Plan, State]:
    """Return what ``fix`` would change, and the state afterwards. It changes nothing while a scope is undecided."""
    if any(finding.code == _UNDECIDED for finding in now.findings):
        return Plan(after=now.findings), now
    plan = plan_fixes(now, judge, Choice())
    moves = {move.old: move.new for move in plan.moves}
    return plan, judge(moves, {change.path: change.after for change in plan.changes})
