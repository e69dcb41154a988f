"""Reports, and how they are saved together with what they depend on."""

from __future__ import annotations

from flake8_single_entry.cache import codec
from flake8_single_entry.engine.index_changes import IndexState

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flake8_single_entry.cache import Cache
    from flake8_single_entry.model import Finding, Location, Scope, SuppressedFinding

    Identify = Callable[[str], str]
    Ignored = Callable[[tuple[str, ...]], frozenset[str]]

_PART = "\0\0"
_ITEM = "\0"
_COLUMN = "\1"


class Report:
    """The result of one run: sorted ``findings`` without the suppressed ones, and counts for the summary.

    ``fail_on`` is the lowest level that fails, as a word: a run without findings does not import the levels.
    ``has_history`` is False in a shallow clone, where git does not know which files were deleted. The rarely used rest
    is kept as text, in the format of ``codec``: scopes, configuration errors, flake8 anchors, and the findings that a
    comment (``noqa``) or the baseline suppresses. ``exit_code`` and ``shows_suppressed`` are for the output of one
    command; they are not saved.
    """

    exit_code = 0
    shows_suppressed = False

    def __init__(
        self,
        findings: tuple[Finding, ...],
        files: int,
        references: int,
        background: str,
        fail_on: str,
        *,
        has_history: bool = True,
    ) -> None:
        self.findings = findings
        self.files = files
        self.references = references
        self.fail_on = fail_on
        self.has_history = has_history
        self._background = background

    @classmethod
    def of(
        cls,
        findings: tuple[Finding, ...],
        counts: tuple[int, int],
        scopes: tuple[Scope, ...],
        errors: tuple[tuple[Location, str], ...],
        anchors: tuple[tuple[str, Location], ...],
        suppressed: tuple[SuppressedFinding, ...] = (),
        *,
        fail_on: str,
        has_history: bool = True,
    ) -> Report:
        """Create the report of a run. ``counts`` are the numbers of files and references."""
        background = codec.dumps((scopes, errors, anchors, suppressed))
        return cls(findings, *counts, background, fail_on, has_history=has_history)

    def only(
        self,
        findings: tuple[Finding, ...],
        *,
        fail_on: str | None = None,
        exit_code: int = 0,
        shows_suppressed: bool = False,
    ) -> Report:
        """Return the same report with only some of its findings, and as one command shows it."""
        lowest = fail_on or self.fail_on
        made = Report(findings, self.files, self.references, self._background, lowest, has_history=self.has_history)
        made.exit_code, made.shows_suppressed = exit_code, shows_suppressed
        return made

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return tuple(codec.loads(self._background)[0])

    @property
    def errors(self) -> tuple[tuple[Location, str], ...]:
        return tuple(codec.loads(self._background)[1])

    @property
    def anchors(self) -> tuple[tuple[str, Location], ...]:
        return tuple(codec.loads(self._background)[2])

    @property
    def suppressed(self) -> tuple[SuppressedFinding, ...]:
        """The findings that are not reported, each with what suppresses it."""
        return tuple(codec.loads(self._background)[3])

    def dumps(self) -> str:
        """Return the report as text."""
        counts = str(self.files), str(self.references)
        past = "past" if self.has_history else ""
        return _ITEM.join((*counts, self.fail_on, past, codec.dumps(self.findings), self._background))

    @classmethod
    def loads(cls, text: str) -> Report:
        """Parse the text that ``dumps`` returned. Raises ``codec.Malformed``."""
        try:
            files, references, fail_on, past, findings, background = text.split(_ITEM)
            counts = int(files), int(references)
            return cls(codec.loads(findings), *counts, background, fail_on, has_history=bool(past))
        except ValueError as error:
            raise codec.Malformed(str(error)) from None


class Dependencies:
    """What a report depends on, besides the repository state.

    ``contents`` is a digest of the facts of every file. ``paths`` are the files whose changes on disk are detected.
    ``read_files`` holds the identities of the files that were read in addition to their facts. ``ignored`` maps absent
    paths to whether git ignores them, ``untracked`` to whether they are on disk. ``dated`` is True if dates of changes
    from git's history were used.
    """

    def __init__(
        self,
        contents: str,
        paths: tuple[str, ...],
        read_files: Mapping[str, str],
        ignored: Mapping[str, bool],
        untracked: Mapping[str, bool],
        *,
        dated: bool,
    ) -> None:
        self.contents = contents
        self.paths = paths
        self.read_files = read_files
        self.ignored = ignored
        self.untracked = untracked
        self.dated = dated

    def seen_in(self, paths: tuple[str, ...]) -> Dependencies:
        """Return the same dependencies with another list of files on disk."""
        return Dependencies(self.contents, paths, self.read_files, self.ignored, self.untracked, dated=self.dated)

    def dumps(self) -> str:
        """Return the dependencies as text."""
        texts = (path + _COLUMN + identity for path, identity in self.read_files.items())
        dated = "dated" if self.dated else ""
        columns = (self.paths, texts, _answers(self.ignored), _answers(self.untracked))
        return _PART.join((self.contents, dated, *map(_ITEM.join, columns)))

    @classmethod
    def loads(cls, text: str) -> Dependencies:
        """Parse the text that ``dumps`` returned. Raises ``ValueError``."""
        contents, dated, *parts = text.split(_PART)
        paths, texts, ignored, untracked = (tuple(part.split(_ITEM)) if part else () for part in parts)
        pairs = (item.rpartition(_COLUMN) for item in texts)
        return cls(
            contents,
            paths,
            {path: identity for path, _, identity in pairs},
            _answered(ignored),
            _answered(untracked),
            dated=bool(dated),
        )


def _answers(answers: Mapping[str, bool]) -> list[str]:
    return [path + _COLUMN + str(int(was)) for path, was in answers.items()]


def _answered(items: Sequence[str]) -> dict[str, bool]:
    pairs = (item.rpartition(_COLUMN) for item in items)  # a path in a file's text may contain any character
    return {path: was == "1" for path, _, was in pairs}


class SavedReport:
    """A report as it is saved: with the key of the repository state, file stamps, and dependencies.

    ``stamps`` holds the stamp of each path in ``basis.paths``. ``identities`` belong to the first of these paths, the
    project's own files; each identifies contents with the same facts. ``origin`` is the index state of the run, or None
    if it is not known.
    """

    def __init__(
        self,
        key: str,
        stamps: Sequence[str],
        identities: Sequence[str],
        basis: Dependencies,
        text: str,
        origin: IndexState | None = None,
    ) -> None:
        self.key = key
        self.origin = origin
        self.stamps = stamps
        self.identities = identities
        self.basis = basis
        self.text = text

    def report(self) -> Report:
        """Parse the report. Raises ``codec.Malformed``."""
        return Report.loads(self.text)

    def identity(self, path: str) -> str:
        """Return the identity of the contents of one of the project's own files, or "" for any other file."""
        try:
            return self.identities[self.basis.paths.index(path)]
        except (ValueError, IndexError):
            return ""

    def changed(self, stamps: Sequence[str]) -> tuple[str, ...] | None:
        """Return the files whose contents may have changed, judged by their current stamps.

        Return None if more than contents has changed.
        """
        if len(stamps) != len(self.stamps):
            return None
        found: list[str] = []
        for path, before, now in zip(self.basis.paths, self.stamps, stamps, strict=True):
            if before == now and (" " in now or now == "-"):
                continue
            if before.partition(" ")[0] != now.partition(" ")[0]:
                return None
            found.append(path)
        return tuple(found)

    def is_equal(self, contents: str, identify: Identify, ignored: Ignored, untracked: Callable[[str], bool]) -> bool:
        """True if everything that a new run would look at is unchanged."""
        if contents != self.basis.contents or not self.ignores_the_same(ignored) or not self.misses_the_same(untracked):
            return False
        return all(identify(path) == identity for path, identity in self.basis.read_files.items())

    def ignores_the_same(self, ignored: Ignored) -> bool:
        """True if git still ignores the same paths."""
        asked = tuple(self.basis.ignored)
        covered = ignored(asked) if asked else frozenset()
        return all((path in covered) == was for path, was in self.basis.ignored.items())

    def misses_the_same(self, untracked: Callable[[str], bool]) -> bool:
        """True if the same absent targets are on disk, and not yet added."""
        return all(untracked(path) == was for path, was in self.basis.untracked.items())


def keep(cache: Cache, name: str, run: SavedReport) -> None:
    """Save a run for ``recall``."""
    origin = run.origin.dumps() if run.origin else ""
    columns = (_COLUMN.join(run.stamps), _COLUMN.join(run.identities))
    cache.write(name, "\n".join((run.key, origin, *columns, run.text, run.basis.dumps())))


def recall(cache: Cache, name: str) -> SavedReport | None:
    """Return the run saved under a name, or None if there is none."""
    text = cache.read(name)
    if text is None:
        return None
    try:
        key, origin, stamps, identities, report, basis = text.split("\n", 5)
        return SavedReport(
            key, _columns(stamps), _columns(identities), Dependencies.loads(basis), report, IndexState.loads(origin)
        )
    except ValueError:
        return None


def _columns(row: str) -> list[str]:
    return row.split(_COLUMN) if row else []
