"""Check a change by a trusted revision: use the configuration and suppression comments of that revision.

Errors in the configuration file itself are reported for the file of the change, where they can be corrected. An entry
that matches nothing (ONE902) is not reported, because it may be written before the module that it allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flake8_single_entry.baseline.coverage import Covered, held_by
from flake8_single_entry.baseline.file import Baseline
from flake8_single_entry.config.settings import Config, expand
from flake8_single_entry.engine.judgement import Judgement
from flake8_single_entry.errors import UsageError
from flake8_single_entry.files.git_objects import revision_tree
from flake8_single_entry.files.object_store import open_objects
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules import (
    RULES,
    entry_point_missing,
    expired_allowance,
    invalid_configuration,
    order,
    run,
    unused_allowance,
)
from flake8_single_entry.suppress import split, text_of

_MISSING = entry_point_missing.RULE
_OF_THE_FILE = (invalid_configuration.RULE, expired_allowance.RULE)
_OF_THE_PROJECT = tuple(rule for rule in RULES if rule not in (*_OF_THE_FILE, unused_allowance.RULE))


@contextmanager
def open_trusted(root: str, commit: str) -> Iterator[Tree]:
    """Open the files of a trusted commit below ``root``. Raises ``UsageError``."""
    with open_objects(Path(root)) as objects:
        yield revision_tree(Path(root), commit, objects)


def checked(config: Config, revision: str) -> Config:
    """Return the configuration of a trusted revision. Raises ``UsageError`` if it is not valid."""
    if config.errors:
        place, message = config.errors[0]
        where = f"{place.path}:{place.line}:{place.column}"
        raise UsageError(f"the trusted configuration is not valid: {where} of {revision}: {message}")
    return config


def judge_by(project: Project, own: Config, trusted: Tree, baseline: Baseline | None) -> Judgement:
    """Return the findings of a project that uses the trusted configuration. ``own`` is that of the change.

    ``baseline`` is that of the trusted revision. A change without any Python module, such as a branch of published
    pages, has no missing entry point.
    """
    has_modules = any(path.endswith(".py") for path in project.tree.paths)
    rules = _OF_THE_PROJECT if has_modules else tuple(rule for rule in _OF_THE_PROJECT if rule != _MISSING)
    own = own._replace(rules=project.config.rules)  # a change switches no rule off
    brought = replace(project, config=own, settings=dict(expand(own, sorted(project.tree.directories))))
    found = sorted((*run(project, rules), *run(brought, _OF_THE_FILE)), key=order)
    judged = split(found, text_of(project.tree), text_of(trusted))
    covered = held_by(baseline, judged.kept) if baseline else Covered(judged.kept, ())
    return Judgement.of(judged.silenced, covered, baseline)
