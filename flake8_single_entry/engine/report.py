"""What one run says, and what earlier runs said where nothing has changed since."""

from __future__ import annotations

from flake8_single_entry.cache import codec
from flake8_single_entry.engine.index_changes import IndexState

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flake8_single_entry.cache import Cache
    from flake8_single_entry.model import Finding, Location, Scope

    Identify = Callable[[str], str]
    Ignored = Callable[[tuple[str, ...]], frozenset[str]]

_PART = "\0\0"
_ITEM = "\0"
_COLUMN = "\1"


class Report:
    """What one run found: ``findings`` sorted, suppressed ones removed; counts for the summary.

    ``background`` holds, as ``codec`` writes it, what few ask for: scopes, the configuration's errors, and where each
    scope speaks in flake8.
    """

    def __init__(self, findings: tuple[Finding, ...], files: int, references: int, background: str) -> None:
        self.findings = findings
        self.files = files
        self.references = references
        self._background = background

    @classmethod
    def of(
        cls,
        findings: tuple[Finding, ...],
        counts: tuple[int, int],
        scopes: tuple[Scope, ...],
        errors: tuple[tuple[Location, str], ...],
        anchors: tuple[tuple[str, Location], ...],
    ) -> Report:
        """The report of a run; ``counts`` are files and references."""
        return cls(findings, *counts, codec.dumps((scopes, errors, anchors)))

    def only(self, findings: tuple[Finding, ...]) -> Report:
        """The same report with some of its findings."""
        return Report(findings, self.files, self.references, self._background)

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return tuple(codec.loads(self._background)[0])

    @property
    def errors(self) -> tuple[tuple[Location, str], ...]:
        return tuple(codec.loads(self._background)[1])

    @property
    def anchors(self) -> tuple[tuple[str, Location], ...]:
        return tuple(codec.loads(self._background)[2])

    def dumps(self) -> str:
        """The report as text."""
        return _ITEM.join((str(self.files), str(self.references), codec.dumps(self.findings), self._background))

    @classmethod
    def loads(cls, text: str) -> Report:
        """The report that ``dumps`` wrote. Raises ``codec.Malformed``."""
        try:
            files, references, findings, background = text.split(_ITEM)
            return cls(codec.loads(findings), int(files), int(references), background)
        except ValueError as error:
            raise codec.Malformed(str(error)) from None


class Dependencies:
    """What a report stands on, beside the state that it was made in.

    ``contents`` names what is known of every file, ``paths`` are the files whose change on disk would be noticed,
    ``texts`` identities of the files that were looked into beyond their facts, and ``ignored`` says of absent paths
    whether git ignores them. It is ``dated`` where git was asked when files changed.
    """

    def __init__(
        self,
        contents: str,
        paths: tuple[str, ...],
        texts: Mapping[str, str],
        ignored: Mapping[str, bool],
        *,
        dated: bool,
    ) -> None:
        self.contents = contents
        self.paths = paths
        self.texts = texts
        self.ignored = ignored
        self.dated = dated

    def seen_in(self, paths: tuple[str, ...]) -> Dependencies:
        """The same, with the files on disk as they are listed now."""
        return Dependencies(self.contents, paths, self.texts, self.ignored, dated=self.dated)

    def dumps(self) -> str:
        """The basis as text."""
        texts = (path + _COLUMN + identity for path, identity in self.texts.items())
        ignored = (path + _COLUMN + str(int(was)) for path, was in self.ignored.items())
        dated = "dated" if self.dated else ""
        return _PART.join((self.contents, dated, *(_ITEM.join(items) for items in (self.paths, texts, ignored))))

    @classmethod
    def loads(cls, text: str) -> Dependencies:
        """The basis that ``dumps`` wrote. Raises ``ValueError``."""
        contents, dated, *parts = text.split(_PART)
        paths, texts, ignored = (tuple(part.split(_ITEM)) if part else () for part in parts)
        pairs = (item.rpartition(_COLUMN) for item in texts)
        asked = (item.rpartition(_COLUMN) for item in ignored)  # a path in a file's text may hold any character
        return cls(
            contents,
            paths,
            {path: identity for path, _, identity in pairs},
            {path: was == "1" for path, _, was in asked},
            dated=bool(dated),
        )


class SavedReport:
    """A report as it is kept: with the state's key, what its files on disk looked like, and its basis.

    ``seen`` is the stamp of each of the basis's paths; ``identities`` are those of the first of them, the own files:
    each names bytes that say what the file says. ``origin`` is where it stood in git, None where that is not known.
    """

    def __init__(
        self,
        key: str,
        seen: Sequence[str],
        identities: Sequence[str],
        basis: Dependencies,
        text: str,
        origin: IndexState | None = None,
    ) -> None:
        self.key = key
        self.origin = origin
        self.seen = seen
        self.identities = identities
        self.basis = basis
        self.text = text

    def report(self) -> Report:
        """The report itself. Raises ``codec.Malformed``."""
        return Report.loads(self.text)

    def identity(self, path: str) -> str:
        """What identified the bytes of an own file; "" for any other."""
        try:
            return self.identities[self.basis.paths.index(path)]
        except (ValueError, IndexError):
            return ""

    def changed(self, seen: Sequence[str]) -> tuple[str, ...] | None:
        """The files whose bytes may have changed, by their stamps now; None where there is more to it than bytes."""
        if len(seen) != len(self.seen):
            return None
        found: list[str] = []
        for path, before, now in zip(self.basis.paths, self.seen, seen, strict=True):
            if before == now and (" " in now or now == "-"):
                continue
            if before.partition(" ")[0] != now.partition(" ")[0]:
                return None
            found.append(path)
        return tuple(found)

    def is_equal(self, contents: str, identify: Identify, ignored: Ignored) -> bool:
        """True where all that a run would look at is as it was."""
        if contents != self.basis.contents or not self.ignores_the_same(ignored):
            return False
        return all(identify(path) == identity for path, identity in self.basis.texts.items())

    def ignores_the_same(self, ignored: Ignored) -> bool:
        """True where git ignores what it ignored."""
        asked = tuple(self.basis.ignored)
        covered = ignored(asked) if asked else frozenset()
        return all((path in covered) == was for path, was in self.basis.ignored.items())


def keep(cache: Cache, name: str, run: SavedReport) -> None:
    """Keep a run for ``recall``."""
    origin = run.origin.dumps() if run.origin else ""
    columns = (_COLUMN.join(run.seen), _COLUMN.join(run.identities))
    cache.write(name, "\n".join((run.key, origin, *columns, run.text, run.basis.dumps())))


def recall(cache: Cache, name: str) -> SavedReport | None:
    """The run that was kept under a name; None where there is none."""
    text = cache.read(name)
    if text is None:
        return None
    try:
        key, origin, seen, identities, report, basis = text.split("\n", 5)
        return SavedReport(
            key, _columns(seen), _columns(identities), Dependencies.loads(basis), report, IndexState.loads(origin)
        )
    except ValueError:
        return None


def _columns(row: str) -> list[str]:
    return row.split(_COLUMN) if row else []
