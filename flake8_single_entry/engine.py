"""The run: configuration, files, readers, project, rules, suppression, in that order and nothing twice.

A run that would see what an earlier one saw is not made again: its report comes from the cache.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_single_entry.cache import Cache, digest, directory, version
from flake8_single_entry.codec import Malformed
from flake8_single_entry.errors import UsageError
from flake8_single_entry.git import is_bare, start_git
from flake8_single_entry.report import Basis, Report, Run, keep, recall
from flake8_single_entry.state import Selection, State, read_state, stamp

if TYPE_CHECKING:
    from datetime import date
    from subprocess import Popen

    from flake8_single_entry.config import Config
    from flake8_single_entry.facts import Library
    from flake8_single_entry.files import Tree
    from flake8_single_entry.project import Project
    from flake8_single_entry.project.history import History

__all__ = ["Analysis", "Report", "Selection", "analyse", "build_project", "git_history", "read_config"]

WORK_TREE = Selection()
FILE_NAME = ".single-entry.yaml"
_REMEMBERED = 200  # answers about history


def analyse(
    root: Path,
    *,
    config_path: str | None = None,
    overlay: Mapping[str, bytes] | None = None,
    selection: Selection = WORK_TREE,
    cached: bool = True,
) -> Report:
    """Analyse the repository (or directory) at ``root``.

    ``config_path`` names another configuration file, ``overlay`` holds unsaved buffers by path relative to the root,
    and ``selection`` says which version of the files is meant. Raises ``UsageError`` and ``SingleEntryError``.
    """
    cache = Cache(directory() if cached else None)
    return Analysis(root, config_path, dict(overlay or {}), selection, cache).report()


def new_since(root: Path, revision: str, *, config_path: str | None = None, cached: bool = True) -> Report:
    """The report of the work tree without the findings that ``revision`` has as well."""
    from dataclasses import replace

    report = analyse(root, config_path=config_path, cached=cached)
    before = analyse(root, config_path=config_path, selection=Selection(revision=revision), cached=cached)
    known = {finding.fingerprint for finding in before.findings}
    return replace(report, findings=tuple(finding for finding in report.findings if finding.fingerprint not in known))


@dataclass
class Analysis:
    """One run; ``library`` says afterwards what it had to read, and is None where it had to look at no file."""

    root: Path
    config_path: str | None = None
    overlay: Mapping[str, bytes] = field(default_factory=dict)
    selection: Selection = WORK_TREE
    cache: Cache = field(default_factory=lambda: Cache(None))
    library: Library | None = field(default=None, init=False)

    def report(self) -> Report:
        """The report, an earlier one where nothing has changed."""
        state = read_state(self.root, self.selection, self._settings())
        run = recall(self.cache, self._name(state)) if state else None
        if run is not None and state is not None and self._stands(run, state):
            with suppress(Malformed):
                return run.report()
            run = None
        with self._open(state) as tree:
            return self._fresh(tree, state, run)

    def project(self) -> Project:
        """The whole project, for those who ask it more than a report says."""
        from flake8_single_entry.assembly import assemble
        from flake8_single_entry.facts import Library, Shelf

        with self._open(None) as tree:
            library = Library(tree, Shelf(self.cache, _shelf_name(self.root)))
            return assemble(library, tree, self._config(tree), git_history(self.root))

    def _settings(self, *, buffers: bool = True) -> str:
        """What a result depends on beside the repository: the configuration on disk, and unsaved buffers."""
        path = self.config_path or (FILE_NAME if self.selection.on_disk else None)
        try:
            data = (self.root / path).read_bytes() if path else b""
        except OSError:
            data = b"\0"
        data = self.overlay.get(FILE_NAME, data) if not self.config_path else data
        unsaved = {f"buffer {name}": self.overlay[name].hex() for name in self.overlay} if buffers else {}
        day = time.strftime("%Y-%m-%d")  # allowances end
        return digest({"path": self.config_path or "", "data": data.hex(), "day": day, **unsaved})

    def _name(self, state: State) -> str:
        """The name that the latest report of this kind is kept under; each revision's has one of its own."""
        kind = state.commit if self.selection.revision else "index" if self.selection.staged else "disk"
        return f"{_shelf_name(self.root)}-{kind}{'-buffer' if self.overlay else ''}"

    def _stands(self, run: Run, state: State) -> bool:
        if not self.selection.on_disk:
            return run.key == state.key
        return run.is_unchanged(self.root, state.key, self._ignored)

    def _ignored(self, paths: tuple[str, ...]) -> frozenset[str]:
        from flake8_single_entry.objects import ask_ignored

        return ask_ignored(self.root, paths, {})

    def _fresh(self, tree: Tree, state: State | None, run: Run | None) -> Report:
        from flake8_single_entry.assembly import own_files, watched_files
        from flake8_single_entry.facts import Library, Shelf
        from flake8_single_entry.witness import Witness, contents_of, identities

        noticed = watched_files(tree) if self.selection.on_disk else ()
        stamped = stamp(self.root, noticed) if state and noticed else None
        library = self.library = Library(tree, Shelf(self.cache, _shelf_name(self.root)))
        with _history(self.root, state, self.cache) as history:
            library.scan(own_files(tree))
            settings = {"settings": self._settings(buffers=False), "state": state.settled if state else ""}
            before = contents_of(library, settings)
            identify = identities(library)
            witness = Witness(tree)
            earlier = next((one for one in self._earlier(run) if one.is_equal(before, identify, tree.ignored)), None)
            if earlier is not None:
                report, basis = earlier.report(), earlier.basis
            else:
                report = self._report(library, witness.watched(), history, state)
                texts = {path: identify(path) for path in witness.read}
                basis = Basis(contents_of(library, settings), noticed, texts, witness.asked)
        library.shelf.save()
        if state is not None:
            keep(self.cache, self._name(state), Run(state.key, stamped or "", basis.seen_in(noticed)), report)
        return report

    def _earlier(self, run: Run | None) -> Iterator[Run]:
        """Reports that may still hold: the one that was kept, and for a buffer the one of the files on disk."""
        if run is not None:
            yield run
        if self.overlay and (saved := recall(self.cache, f"{_shelf_name(self.root)}-disk")) is not None:
            yield saved

    def _report(self, library: Library, tree: Tree, history: History, state: State | None) -> Report:
        from datetime import date

        from flake8_single_entry.anchors import anchors_of
        from flake8_single_entry.assembly import assemble
        from flake8_single_entry.rules import run
        from flake8_single_entry.suppress import apply

        common = state.common if state else None
        project = assemble(library, tree, self._config(tree), history, common=common, today=date.today())
        findings = apply(run(project), _text_of(tree))
        return Report(
            tuple(findings),
            project.scopes,
            len(tree.paths),
            len(project.links),
            tuple((error.location, error.message) for error in project.config.errors),
            anchors_of(project, findings),
        )

    def _config(self, tree: Tree) -> Config:
        return read_config(tree, self.config_path, on_disk=self.selection.on_disk)

    @contextmanager
    def _open(self, state: State | None) -> Iterator[Tree]:
        """The tree of the selected version, as long as it is looked at."""
        from flake8_single_entry.assembly import is_watched
        from flake8_single_entry.worktree import open_tree

        if self.selection.revision is None and is_bare(self.root):
            raise UsageError(f"{self.root} is a bare repository: name a commit with --rev")
        if self.selection.on_disk:
            tree = open_tree(self.root, is_watched)
            yield tree.with_overlay(self.overlay) if self.overlay else tree
            return
        from flake8_single_entry.objects import index_tree, open_objects, revision_tree

        if state is None:
            raise UsageError(f"{self.root} lies in no git repository")
        with open_objects(self.root) as objects:
            if self.selection.staged:
                yield index_tree(self.root, objects)
            else:
                has_files = not is_bare(self.root)
                beside = open_tree(self.root, is_watched) if has_files else None
                yield revision_tree(self.root, state.commit, objects, beside)


def build_project(tree: Tree, config: Config, *, git: bool = True, today: date | None = None) -> Project:
    """Everything the rules ask about, from the files of a tree; without ``git`` its history is left alone."""
    from flake8_single_entry.assembly import assemble
    from flake8_single_entry.facts import Library, Shelf
    from flake8_single_entry.project.history import History

    library = Library(tree, Shelf(Cache(None), ""))
    return assemble(library, tree, config, git_history(tree.root) if git else History.none(), today=today)


def read_config(tree: Tree, config_path: str | None, *, on_disk: bool = True) -> Config:
    """The configuration of a tree: the named file on disk, else ``.single-entry.yaml`` at the root.

    On disk it need not be tracked; of an index or a revision it is the one that they hold.
    """
    from flake8_single_entry.config import EMPTY, load
    from flake8_single_entry.files import Unreadable

    path = tree.root / (config_path or FILE_NAME)
    try:
        if config_path is None and not on_disk:
            return load(FILE_NAME, tree.read(FILE_NAME)) if tree.is_file(FILE_NAME) else EMPTY
        data = tree.overlay.get(FILE_NAME) if config_path is None else None
        data = path.read_bytes() if data is None else data
    except (FileNotFoundError, NotADirectoryError):
        if config_path is None:
            return EMPTY
        raise UsageError(f"{config_path}: no such configuration file") from None
    except OSError as error:
        raise UsageError(f"{config_path or FILE_NAME}: {error.strerror}") from None
    except Unreadable as error:
        raise UsageError(f"{FILE_NAME}: {error}") from None
    return load(config_path or FILE_NAME, data)


def git_history(root: Path) -> History:
    """History of the repository around ``root``; one that knows nothing outside git or before the first commit."""
    from flake8_single_entry.git import find_repository
    from flake8_single_entry.project.history import History

    return History(_asker(root)) if find_repository(root) else History.none()


def _asker(root: Path, ahead: Mapping[tuple[str, ...], Popen[bytes]] | None = None) -> Callable[[tuple[str, ...]], str]:
    """Runs git and gives its output; ``ahead`` are questions that it is already at."""

    def ask(question: tuple[str, ...]) -> str:
        from flake8_single_entry.git import run_git

        if ahead and question in ahead:
            output, _ = ahead[question].communicate()
            status = ahead[question].returncode
        else:
            try:
                status, output, _ = run_git(root, question)
            except FileNotFoundError:
                return ""
        return output.decode("utf-8", "surrogateescape") if status == 0 else ""

    return ask


@contextmanager
def _history(root: Path, state: State | None, cache: Cache) -> Iterator[History]:
    """The history up to a state's commit. Its longest question is asked ahead, while files are read."""
    from flake8_single_entry.project.history import History, deletions_question

    if state is None or not state.commit:
        yield History.none()
        return
    import json

    name = f"{_shelf_name(root)}-history"
    memory: dict[str, str] = dict(json.loads(cache.read(name) or "{}"))
    known = len(memory)
    history = History(lambda _: "", state.commit, memory)
    question = deletions_question(state.commit)
    ahead = {} if history.knows(question) else {question: start_git(root, question)}
    try:
        yield History(_asker(root, ahead), state.commit, memory)
    finally:
        for process in ahead.values():
            process.kill()
            process.communicate()
    if len(memory) != known:
        cache.write(name, json.dumps(dict(list(memory.items())[-_REMEMBERED:])))


def _text_of(tree: Tree) -> Callable[[str], str | None]:
    """Gives the text of a file for its suppression comments, or None."""
    from flake8_single_entry.files import Unreadable
    from flake8_single_entry.readers.source import Undecodable, decode

    def text(path: str) -> str | None:
        try:
            return decode(tree.read(path))
        except (Unreadable, Undecodable, KeyError):
            return None

    return text


def _shelf_name(root: Path) -> str:
    """What this version of the tool keeps of one repository, it keeps under this name."""
    return digest({"root": os.path.realpath(root), "version": version()})[:24]
