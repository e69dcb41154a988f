"""Run an analysis: read the configuration, list and read the files, build the project, run the rules, suppress.

If nothing has changed since the last run, its report is returned from the cache. This module and its imports are all
that such a run needs. Everything else is imported where it is used.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from functools import cached_property

from flake8_single_entry.cache import Cache, directory
from flake8_single_entry.config import file as config_file
from flake8_single_entry.engine.report import Dependencies, Report
from flake8_single_entry.engine.repository_state import RepositoryState, Revision, read_state, stamps
from flake8_single_entry.engine.reuse import ReportReuse, fact_cache_name
from flake8_single_entry.errors import SingleEntryError, UsageError
from flake8_single_entry.git import is_bare_root, require_version

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from flake8_single_entry.config.settings import Config
    from flake8_single_entry.engine.judgement import Judgement
    from flake8_single_entry.facts.store import FactStore
    from flake8_single_entry.files.tree import Tree
    from flake8_single_entry.git.history import History
    from flake8_single_entry.project.project import Project

__all__ = ["Analysis", "Report", "Revision", "analyse", "new_since"]

WORK_TREE = Revision()


def analyse(
    root: str | Path,
    *,
    config_path: str | None = None,
    overlay: Mapping[str, bytes] | None = None,
    selection: Revision = WORK_TREE,
    cached: bool = True,
) -> Report:
    """Analyse the repository (or directory) at ``root``.

    ``config_path`` is the path of another configuration file. ``overlay`` maps paths relative to the root to the
    contents of unsaved buffers. ``selection`` is the version of the files to analyse.

    Raises ``UsageError`` and ``SingleEntryError``.
    """
    cache = Cache(directory() if cached else None)
    report = Analysis(root, config_path, overlay, selection, cache).report()
    if selection.on_disk or not report.findings:
        return report
    from flake8_single_entry.engine.not_added import with_not_added

    return with_not_added(os.fspath(root), report)


def new_since(
    root: str | Path,
    revision: str,
    *,
    config_path: str | None = None,
    trusted: str | None = None,
    cached: bool = True,
) -> Report:
    """Return the report of the work tree without the findings that ``revision`` also has, at this level or above.

    Raises ``UsageError``. Raises ``SingleEntryError``, also if objects of the revision are missing: findings that the
    missing files would show as old would be reported as new.
    """
    from flake8_single_entry.files.git_objects import lacks_objects

    if lacks_objects(os.fspath(root), revision):
        raise SingleEntryError(
            f"this partial clone lacks objects of {revision}, and nothing is fetched here; "
            f"`git archive {revision} >{os.devnull}` fetches them"
        )
    now, then = Revision(trusted=trusted), Revision(revision=revision, trusted=trusted)
    report = analyse(root, config_path=config_path, selection=now, cached=cached)
    before = analyse(root, config_path=config_path, selection=then, cached=cached)
    known = {finding.fingerprint: finding.level for finding in before.findings}
    new = (finding for finding in report.findings if finding.level > known.get(finding.fingerprint, 0))
    return report.only(tuple(new))


class Analysis:
    """One run.

    ``library`` is the fact store of the run; it shows what had to be read. It is None if no file was looked at.
    """

    def __init__(
        self,
        root: str | Path,
        config_path: str | None = None,
        overlay: Mapping[str, bytes] | None = None,
        selection: Revision = WORK_TREE,
        cache: Cache | None = None,
    ) -> None:
        self.root = os.fspath(root)
        self.config_path = config_path
        self.overlay = dict(overlay or {})
        self.selection = selection
        self.cache = cache or Cache(None)
        self.library: FactStore | None = None
        self._beside: tuple[str, ...] = ()  # files that are read besides the tree's own: the baseline

    def report(self) -> Report:
        """Return the report, from the cache if nothing has changed."""
        state = read_state(self.root, self.selection, self._settings())
        if state is None and self.selection.trusted is not None:
            raise UsageError(f"{self.root} lies in no git repository")
        earlier = ReportReuse(self.root, self.selection, self.overlay, self.cache, state)
        report = earlier.standing()
        if report is not None:
            return report
        self._require_git(state)
        is_first = earlier.run is None
        with (
            self._history(state, earlier.fact_cache, ahead=is_first) as history,
            self._open(state, is_first) as tree,
            self._trusted(state) as trusted,
        ):
            return self._fresh(self._prepared(tree, trusted), state, earlier, history, trusted)

    def _history(self, state: RepositoryState | None, shelf: str, *, ahead: bool) -> AbstractContextManager[History]:
        """Open git's history up to the selected version. With ``ahead``, git starts its longest query at once."""
        from flake8_single_entry.engine.history_cache import remembered_history

        return remembered_history(self.root, state.commit if state else "", self.cache, f"{shelf}-history", ahead=ahead)

    def project(self, also: Iterable[str] = ()) -> Project:
        """Return the whole project, for commands that need more than the report.

        The files in ``also`` are always read.
        """
        from flake8_single_entry.engine.build import assemble
        from flake8_single_entry.engine.history_cache import git_history
        from flake8_single_entry.facts.discovery import discover
        from flake8_single_entry.facts.fact_cache import FactCache
        from flake8_single_entry.facts.store import FactStore

        state = read_state(self.root, self.selection, self._settings())
        self._require_git(state)
        with self._open(state) as whole:
            tree = self._prepared(whole)
            library = FactStore(tree, FactCache(self.cache, fact_cache_name(self.root)))
            library.scan(discover(tree))
            library.read(path for path in also if tree.is_file(path))
            return assemble(library, tree, self._config(tree), git_history(self.root))

    def _settings(self) -> str:
        """Return what a result depends on besides the repository: the configuration on disk and today's date."""
        day = time.strftime("%Y-%m-%d")  # allowances expire
        return f"{self.config_path} {day} {self._outer and self._outer.fingerprint}"

    @cached_property
    def _outer(self) -> config_file.ConfigFile | None:
        """The configuration that is not part of the selected version: a named file, the one on disk, or a buffer.

        Raises ``UsageError``.
        """
        return config_file.outside_tree(self.root, self.config_path, self.overlay, disk=self.selection.on_disk)

    def _fresh(
        self,
        tree: Tree,
        state: RepositoryState | None,
        earlier: ReportReuse,
        history: History,
        trusted: Tree | None,
    ) -> Report:
        """Return the report of a tree. Reuse a saved report if all its dependencies are unchanged."""
        from flake8_single_entry.engine.dependencies import DependencyRecorder, contents_of, identities
        from flake8_single_entry.facts.discovery import discover, watched_files
        from flake8_single_entry.facts.fact_cache import FactCache
        from flake8_single_entry.facts.store import FactStore

        own = discover(tree)
        keeps = self.cache.place is not None
        on_disk = self.selection.on_disk
        noticed = watched_files(tree, own, self._beside) if keeps and on_disk else own
        # Take the stamps before any file is read. A file that changes while it is read must look changed next time.
        seen = stamps(self.root, noticed) if keeps and on_disk else ()
        library = self.library = FactStore(tree, FactCache(self.cache, earlier.fact_cache))
        library.scan(own, meanwhile=_get_ready)
        if not keeps:
            return self._report(library, tree, history, state, trusted)
        settled = f"{state.settled} {history.staged_deletions()}" if state else ""
        contents = contents_of(library, settled)
        identify = identities(library)
        made = earlier.equal(lambda run: run.is_equal(contents, identify, tree.ignored, tree.untracked))
        if made is None:
            witness = DependencyRecorder(tree)
            report = self._report(library, witness.watched(), history, state, trusted)
            beside = (path for path in self._beside if tree.is_file(path))
            texts = {path: identify(path) for path in (*witness.read, *beside)}
            contents = contents_of(library, settled)
            made = (
                report,
                Dependencies(contents, noticed, texts, witness.asked, witness.untracked, dated=bool(history.dated)),
            )
        library.cache.save()
        report, basis = made
        known = [library.identities.get(path, "") for path in own]
        earlier.keep(seen, known, basis.seen_in(noticed), report)
        return report

    def _report(
        self,
        library: FactStore,
        tree: Tree,
        history: History,
        state: RepositoryState | None,
        trusted: Tree | None,
    ) -> Report:
        from datetime import date

        from flake8_single_entry.engine.baseline_file import with_baseline
        from flake8_single_entry.engine.build import assemble
        from flake8_single_entry.engine.flake8_anchor import anchors_of
        from flake8_single_entry.engine.judgement import judge_project

        def project_with(config: Config) -> Project:
            common = state.common if state else None
            return assemble(library, tree, config, history, common=common, today=date.today())

        own, baseline = with_baseline(tree, self._config(tree))
        if trusted is not None:
            project, judged = self._by_trusted(project_with, own, trusted)
        else:
            project = project_with(own)
            judged = judge_project(project, baseline)
        errors = tuple((error.location, error.message) for error in project.config.errors)
        counts = len(tree.paths), len(project.links)
        anchors, fail_on = anchors_of(project, judged.findings), str(project.config.fail_on)
        background = project.scopes, errors, anchors, judged.suppressed
        has_history = not (state and state.is_shallow)
        return Report.of(judged.findings, counts, *background, fail_on=fail_on, has_history=has_history)

    def _by_trusted(
        self, project_with: Callable[[Config], Project], own: Config, trusted: Tree
    ) -> tuple[Project, Judgement]:
        """Return the project and its findings, judged by the configuration of a trusted commit or by the named file."""
        from flake8_single_entry.engine.baseline_file import with_baseline
        from flake8_single_entry.engine.configuration import read_config
        from flake8_single_entry.engine.trusted import checked, judge_by

        config = own if self.config_path is not None else read_config(trusted, None, on_disk=False)
        config, baseline = with_baseline(trusted, config)
        if self.config_path is None:
            config = checked(config, self.selection.trusted or "")
        project = project_with(config)
        return project, judge_by(project, own, trusted, baseline)

    @contextmanager
    def _trusted(self, state: RepositoryState | None) -> Iterator[Tree | None]:
        """Open the tree of the trusted commit, or None if no commit is."""
        if state is None or not state.trusted:
            yield None
            return
        from flake8_single_entry.engine.trusted import open_trusted

        with open_trusted(self.root, state.trusted) as trusted:
            yield trusted

    def _prepared(self, tree: Tree, trusted: Tree | None = None) -> Tree:
        """Return the tree without the files that its configuration excludes, or that of the trusted commit.

        On disk, the baseline is listed, even if it is not added to git yet.
        """
        judging = tree if trusted is None or self.config_path is not None else trusted
        file = self._config_file(tree) if judging is tree else config_file.in_tree(judging)
        if file is None or not (b"exclude" in file.data or b"baseline" in file.data):
            return tree  # without the import of a YAML parser
        from flake8_single_entry.engine.baseline_file import listing_baseline
        from flake8_single_entry.engine.configuration import parse

        config = parse(judging, file, self.config_path)
        tree = tree.without(entry.text for entry in config.exclude)
        if config.baseline is None or not self.selection.on_disk:
            return tree
        self._beside = (config.baseline.text,)
        return listing_baseline(tree, config)

    def _config_file(self, tree: Tree) -> config_file.ConfigFile | None:
        return self._outer or (None if self.selection.on_disk else config_file.in_tree(tree))

    def _config(self, tree: Tree) -> Config:
        from flake8_single_entry.engine.configuration import parse

        return parse(tree, self._config_file(tree), self.config_path)

    def _require_git(self, state: RepositoryState | None) -> None:
        """Raise ``UsageError`` or ``SingleEntryError`` if git cannot be queried for the selected version."""
        if self.selection.revision is None and is_bare_root(self.root):
            raise UsageError(f"{self.root} is a bare repository: name a commit with --rev")
        if state is not None:
            require_version(self.root)

    def _open(self, state: RepositoryState | None, is_first: bool = False) -> AbstractContextManager[Tree]:
        """Open the tree of the selected version. In a first run on disk, also start ``git grep``."""
        from flake8_single_entry.engine.trees import open_version

        return open_version(self.root, self.selection, state, self.overlay, search=is_first)


def _get_ready() -> None:
    """Import the modules that are needed after reading."""
    import flake8_single_entry.engine.build
    import flake8_single_entry.engine.flake8_anchor
    import flake8_single_entry.engine.judgement
    import flake8_single_entry.rules
    import flake8_single_entry.suppress  # noqa: F401
