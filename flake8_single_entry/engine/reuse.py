"""Reuse saved reports: decide whether one is still valid, and save new ones."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property

from flake8_single_entry.cache import fingerprint, text_fingerprint, version
from flake8_single_entry.cache.codec import Malformed
from flake8_single_entry.engine.index_changes import changed_blobs, index_state_of
from flake8_single_entry.engine.report import Report, SavedReport, keep, recall
from flake8_single_entry.engine.repository_state import stamps
from flake8_single_entry.files.disk import Directories, is_there

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from flake8_single_entry.cache import Cache
    from flake8_single_entry.engine.report import Dependencies
    from flake8_single_entry.engine.repository_state import RepositoryState, Revision

_FEW = 100  # changed files that are checked one by one


class ReportReuse:
    """The saved reports of one repository, for a run in a given state.

    Outside git, the state is None: nothing is saved.

    ``run`` is the latest saved run of this kind. With ``buffers``, the run of the files on disk may be valid as well.
    For commits, only reports are saved. ``fact_cache`` is the name under which the facts of the files are cached.
    """

    def __init__(
        self, root: str, selection: Revision, buffers: Mapping[str, bytes], cache: Cache, state: RepositoryState | None
    ) -> None:
        self.fact_cache = fact_cache_name(root)
        self._root = root
        self._on_disk = selection.on_disk
        self._buffers = buffers
        self._cache = cache
        self._state = state
        self._of_commit = selection.revision is not None
        kind = "index" if selection.staged else "hook" if state and state.in_hook else "disk"
        kind = "commits" if self._of_commit else kind
        self._name = f"{self.fact_cache}-{kind}{'-buffer' if buffers else ''}"
        self._key = state.key if state else ""
        if buffers:
            unsaved = (f"{fingerprint(data)} {path}" for path, data in buffers.items())
            self._key = text_fingerprint(" ".join((self._key, *unsaved)))
        self.run = recall(cache, self._name) if state and not self._of_commit else None

    def standing(self) -> Report | None:
        """Return the saved report if it is still valid. None if this needs a closer look."""
        if self._of_commit:
            return self._judged()
        for run in self._runs():
            report = self._standing(run)
            if report is not None:
                return report
        return None

    def equal(self, holds: Callable[[SavedReport], bool]) -> tuple[Report, Dependencies] | None:
        """Return the report for which ``holds`` returns True, with its dependencies."""
        for run in self._runs():
            if holds(run):
                with suppress(Malformed):
                    return run.report(), run.basis
        return None

    def keep(self, seen: Sequence[str], identities: Sequence[str], basis: Dependencies, report: Report) -> None:
        """Save a run. ``seen`` holds the stamps, ``identities`` the identities of ``SavedReport``.

        A run that lacked one of git's objects is not saved: a later fetch of the object would not be detected.
        """
        if self._state is None or not _is_whole(seen, identities, basis):
            return
        if self._of_commit:
            from flake8_single_entry.engine.commit_reports import keep_report

            keep_report(self._cache, self._name, self._key, report.dumps())
        else:
            origin = None if self._buffers else index_state_of(self._root, self._state)
            keep(self._cache, self._name, SavedReport(self._key, seen, identities, basis, report.dumps(), origin))

    def _judged(self) -> Report | None:
        """Return the saved report of a commit. It depends only on the state."""
        from flake8_single_entry.engine.commit_reports import report_of

        text = report_of(self._cache, self._name, self._key) if self._state else None
        with suppress(Malformed):
            return Report.loads(text) if text else None
        return None

    def _runs(self) -> Iterator[SavedReport]:
        if self.run is not None:
            yield self.run
        saved = recall(self._cache, f"{self.fact_cache}-disk") if self._buffers and self._state else None
        if saved is not None:
            yield saved

    def _standing(self, run: SavedReport) -> Report | None:
        if self._state is None:
            return None
        is_own = run.key == self._key
        moved: Mapping[str, str] | None = {}
        if not is_own and run.key != self._state.key:
            if run.origin is None:
                return None
            moved = changed_blobs(self._root, run.origin, self._state, dated=run.basis.dated)
        if moved is None or not run.basis.read_files.keys().isdisjoint(moved):
            return None
        if self._on_disk and not self._is_on_disk(run, {} if is_own else self._buffers):
            return None
        if not self._on_disk and moved and not self._is_in_index(run, moved):
            return None
        with suppress(Malformed):
            return run.report()
        return None

    def _is_on_disk(self, run: SavedReport, buffers: Mapping[str, bytes]) -> bool:
        """True if the files on disk have the same facts, given ``buffers`` that the saved run did not have."""
        seen = stamps(self._root, run.basis.paths)
        changed = run.changed(seen)
        if changed is None:
            return False
        if "-" in seen and self._state is not None and run.key not in (self._key, self._state.key):
            return False  # a file that is not on disk is taken from the index: its contents, and whether it counts
        news = {path for path in changed if path not in self._buffers} | buffers.keys()
        if news and not self._facts_unchanged(run, news, self._buffers):
            return False
        if not run.ignores_the_same(self._ignored) or not run.misses_the_same(self._untracked):
            return False
        # A file that changed just now is read again next time, whatever is saved for it.
        has_settled = any(" " in now and now != before for before, now in zip(run.stamps, seen, strict=True))
        if not buffers and (has_settled or run.key != self._key):
            self._keep_on(run, seen)
        return True

    def _is_in_index(self, run: SavedReport, moved: Mapping[str, str]) -> bool:
        """True if the changed files have the same facts with the blobs that the index now has for them."""
        read = frozenset(run.basis.paths)
        own = {path: blob for path, blob in moved.items() if path in read}
        if len(own) > _FEW or any(path.rpartition("/")[2] == ".gitignore" for path in moved):
            return False
        if own:
            from flake8_single_entry.files.object_store import read_blobs

            blobs = read_blobs(self._root, own)
            if blobs is None or not self._facts_unchanged(run, own, blobs):
                return False
        self._keep_on(run, run.stamps)
        return True

    def _keep_on(self, run: SavedReport, seen: Sequence[str]) -> None:
        """Save a run that is still valid under the present state."""
        keep(self._cache, self._name, SavedReport(self._key, seen, run.identities, run.basis, run.text, run.origin))

    def _facts_unchanged(self, run: SavedReport, paths: Collection[str], buffers: Mapping[str, bytes]) -> bool:
        if len(paths) > _FEW or not run.basis.read_files.keys().isdisjoint(paths):
            return False
        from flake8_single_entry.engine.revalidate import facts_unchanged

        identities = {path: run.identity(path) for path in paths}
        return facts_unchanged(self._root, identities, buffers, self._cache.read(self.fact_cache) or "")

    @cached_property
    def _untracked(self) -> Callable[[str], bool]:
        in_hook = self._state is not None and self._state.in_hook
        directories = Directories(self._root)
        return lambda path: not in_hook and is_there(self._root, path, directories)

    def _ignored(self, paths: tuple[str, ...]) -> frozenset[str]:
        from pathlib import Path

        from flake8_single_entry.files.git_objects import ask_ignored

        return ask_ignored(Path(self._root), paths, {})


def _is_whole(seen: Sequence[str], identities: Sequence[str], basis: Dependencies) -> bool:
    """True if every file was read, except those on disk, whose stamps are recorded."""
    there = {path for path, stamp in zip(basis.paths, seen, strict=False) if stamp != "-"}
    known = {**dict(zip(basis.paths, identities, strict=False)), **basis.read_files}
    return all(identity or path in there for path, identity in known.items())


def fact_cache_name(root: str) -> str:
    """Return the cache name for this repository and this version of the tool."""
    return text_fingerprint(f"{version()} {os.path.realpath(root)}")[:24]
