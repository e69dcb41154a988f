"""Judge a work tree as it is, and as it would be after changes that are only in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from flake8_single_entry.cache import Cache, directory
from flake8_single_entry.engine.baseline_file import listing_baseline, with_baseline
from flake8_single_entry.engine.build import assemble
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.engine.history_cache import git_history
from flake8_single_entry.engine.judgement import judge_project
from flake8_single_entry.engine.repository_state import RepositoryState, Revision, read_state
from flake8_single_entry.engine.reuse import fact_cache_name
from flake8_single_entry.engine.trees import open_version
from flake8_single_entry.facts.discovery import discover
from flake8_single_entry.facts.fact_cache import FactCache
from flake8_single_entry.facts.store import FactStore
from flake8_single_entry.files.tree import Tree, not_searched
from flake8_single_entry.fixes.values import State
from flake8_single_entry.git.history import History


@dataclass(frozen=True)
class WhatIf:
    """Judges one work tree. Each call judges it with other changes.

    ``given`` are contents that every judgement has, such as a configuration that is not written yet.
    """

    tree: Tree
    config_path: str | None
    history: History
    facts: FactCache
    state: RepositoryState | None
    given: Mapping[str, bytes]

    def __call__(self, moves: Mapping[str, str], contents: Mapping[str, bytes]) -> State:
        """Return the project and its findings after files were moved and have other contents."""
        changed = replace(self.tree, sightings=not_searched) if moves or contents or self.given else self.tree
        whole = changed.with_overlay({**self.given, **contents}).with_moves(moves)
        config = read_config(whole, self.config_path)
        tree = listing_baseline(whole.without(entry.text for entry in config.exclude), config)
        config, baseline = with_baseline(tree, config)
        library = FactStore(tree, self.facts)
        library.scan(discover(tree))
        common = self.state.common if self.state else None
        project = assemble(library, tree, config, self.history.with_moves(moves), common=common, today=date.today())
        return State(project, judge_project(project, baseline).findings)


@contextmanager
def open_what_if(
    root: str, config_path: str | None = None, given: Mapping[str, bytes] | None = None, *, cached: bool = True
) -> Iterator[WhatIf]:
    """Open the work tree at ``root`` for judgements. Raises ``UsageError`` and ``SingleEntryError``."""
    cache = Cache(directory() if cached else None)
    selection = Revision()
    state = read_state(root, selection, "")
    facts = FactCache(cache, fact_cache_name(root))
    with open_version(root, selection, state, {}, search=False) as tree:
        yield WhatIf(tree, config_path, git_history(Path(root)), facts, state, dict(given or {}))
