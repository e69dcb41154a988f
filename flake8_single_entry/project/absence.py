"""What an absent target says: missing where the facts carry it, unknown wherever something else could explain it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from posixpath import basename, dirname, normpath

from flake8_single_entry.files import Tree
from flake8_single_entry.model import Anchor, Kind, Outcome, Reference, Resolution, Via
from flake8_single_entry.project.entry_names import is_entry_name
from flake8_single_entry.project.image_files import below
from flake8_single_entry.project.places import Start, under
from flake8_single_entry.project.roles import ARCHIVE_DIRECTORIES
from flake8_single_entry.project.starts import DOCUMENTS

_UNKNOWN = Resolution(Outcome.UNKNOWN)
_MOST_ELSEWHERE = 5
_FEW = 2
_TESTS = frozenset(("test", "tests", "testing", "t", "unit"))
_STARTS = frozenset((Via.RUN, Via.CALL, Via.CONFIG, Via.BUILD))
_SCRIPTS = (".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd")
_MADE_BY_HAND = frozenset(("source", "make"))  # settings that everybody writes for themselves, and what make builds
Looked = list[tuple[Start, str]]
Fates = Mapping[str, str | None]
# top-level names that no distribution on the package index is imported by: a service's own
_OWN_NAMES = frozenset("src app main backend api server worker service wsgi asgi config".split())


@dataclass(frozen=True)
class Absences:
    """Judges references whose target was not found.

    ``names`` are those the project gives itself, ``foreign`` directories of code that is not its own, and ``library``
    says that it is distributed and deploys nothing.
    """

    tree: Tree
    names: frozenset[str]
    foreign: frozenset[str] = frozenset()
    library: bool = False

    def judge(self, reference: Reference, looked: Looked, fates: Fates) -> Resolution:
        """Missing or unknown; ``looked`` holds each start and the path looked for there.

        ``fates`` says of absent paths that once were here where they went.
        """
        if not all(start.place.certain(path) for start, path in looked):
            return _UNKNOWN
        if reference.base.checkout and not self._own_checkout(reference):
            return _UNKNOWN
        start, path = _likeliest(reference, looked)
        expected = start.place.expected(path)
        if reference.base.anchor is Anchor.IMAGE and expected and self.tree.is_file(expected):
            return _UNKNOWN
        wanted, reason = self._fate(expected or start.place.meant(path) or _inside(start, path), looked, fates)
        if not reason and (resolution := not_shipped(reference, looked)) is not None:
            return resolution
        elsewhere = self.elsewhere(wanted, reference.location.path)
        absence = Resolution(Outcome.MISSING, expected=wanted, elsewhere=elsewhere, reason=reason)
        return self._weigh(reference, absence, looked)

    def elsewhere(self, wanted: str, seen_from: str) -> tuple[str, ...]:
        """Files that share the longest tail with an absent path, the nearest to ``seen_from`` first."""
        same = [path for path in self._by_name.get(basename(wanted), ()) if path != seen_from]
        tails = {path: _common_tail(path, wanted) for path in same}
        longest = max(tails.values(), default=0)
        # every package has these: the name alone says nothing
        least = 2 if basename(wanted) in ("__main__.py", "__init__.py") else 1
        best = [path for path in same if tails[path] == longest >= least]
        return tuple(sorted(best, key=lambda path: (_distance(path, seen_from), path))[:_MOST_ELSEWHERE])

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = defaultdict(list)
        for path in self.tree.paths:
            if not any(part in self.foreign for part in path.split("/")[:-1]):
                names[basename(path)].append(path)
        return names

    def _own_checkout(self, reference: Reference) -> bool:
        return reference.base.checkout.lower() in self.names or reference.surface in DOCUMENTS

    def _fate(self, wanted: str, looked: Looked, fates: Fates) -> tuple[str, str]:
        """The absent path that git remembers best, and a clause about what became of it, or ""."""
        for path in (wanted, *absent_paths(looked)):
            if path in fates:
                renamed = fates[path]
                return path, f"renamed to {renamed}" if renamed and self.tree.is_file(renamed) else "deleted"
        return wanted, ""

    def _weigh(self, reference: Reference, absence: Resolution, looked: Looked) -> Resolution:
        """The absence itself where it is worth a word, else unknown."""
        remembered = bool(absence.reason)
        if reference.kind is Kind.BUILD:
            return absence if self._build_worth(reference, absence, looked) else _UNKNOWN
        if reference.via in (Via.IMPORT, Via.PATCH) or reference.runner == "import":
            return absence if self._import_worth(reference, absence) else _UNKNOWN
        if reference.surface in DOCUMENTS:
            if not self._document_worth(reference, absence):
                return _UNKNOWN
            if self.library and not _directories_in(reference) and not absence.reason.startswith("renamed"):
                # A library's documents show programs that their readers are to write: only a namesake speaks for one.
                spoken_for = reference.via is Via.RUN and absence.elsewhere
                return replace(absence, tentative=True, reason="") if spoken_for else _UNKNOWN
        if reference.via in (Via.PATH, Via.MENTION) and basename(absence.expected or "") == "setup.py":
            return _UNKNOWN  # many a program looks for one in other people's projects
        if reference.surface in DOCUMENTS and _is_bare_name(reference) and absence.elsewhere:
            return _UNKNOWN  # a sentence may speak of a file without saying where it lies
        if remembered:
            return absence
        known_directory = _in_known_directory(reference, looked)
        if reference.via is Via.CONFIG and in_tests(reference.location.path) and not known_directory:
            return _UNKNOWN  # a test decides where its project is read from
        illustrative = self.library or _is_common(absence)
        if reference.surface in DOCUMENTS and illustrative and not known_directory and _directories_in(reference):
            return _UNKNOWN
        if reference.surface == "python" and in_tests(reference.location.path) and not known_directory:
            return _UNKNOWN
        if reference.via is Via.MENTION and reference.runner and reference.surface == "python":
            return absence if known_directory else _UNKNOWN
        if reference.via in (Via.MENTION, Via.PATH) or not reference.base.certain:
            return _UNKNOWN
        if reference.kind in (Kind.MODULE, Kind.OBJECT) and not (
            absence.elsewhere or self._own_module(reference, looked)
        ):
            return _UNKNOWN
        if reference.surface in DOCUMENTS or reference.surface == "python":
            if known_directory:
                return absence
            return replace(absence, tentative=True) if absence.elsewhere else _UNKNOWN
        return absence

    def _document_worth(self, reference: Reference, absence: Resolution) -> bool:
        """False for packaging scripts, and for bare names in a list of files that git never knew."""
        if basename(absence.expected or "") == "setup.py":
            return False
        if reference.kind is Kind.PATH and reference.via is Via.RUN and not reference.runner:
            return bool(absence.reason)
        return True

    def _import_worth(self, reference: Reference, absence: Resolution) -> bool:
        assert absence.expected is not None
        stem = basename(absence.expected).removesuffix(".py")
        module = reference.text.partition(":")[0]
        if absence.elsewhere and all(in_archive(path) for path in absence.elsewhere):
            return True
        if "." in module.strip("."):
            return is_entry_name(stem) and self.tree.is_directory(dirname(absence.expected))
        return bool(absence.reason) and is_entry_name(stem)

    def _build_worth(self, reference: Reference, absence: Resolution, looked: Looked) -> bool:
        """True for a context, a Dockerfile or a script that the way to a Python program surely needs."""
        expected = absence.expected or ""
        if reference.via is not Via.BUILD or not reference.base.certain or in_tests(reference.location.path):
            return False
        if reference.surface in DOCUMENTS or reference.surface == "python":
            return False
        if reference.base.anchor is Anchor.CALLER or reference.runner in _MADE_BY_HAND:
            known = reference.runner not in _MADE_BY_HAND and _in_known_directory(reference, looked)
            if not known and not absence.reason:
                return False
        if reference.runner not in ("docker", "compose"):
            return expected.endswith(_SCRIPTS)
        if (
            reference.text.startswith("..")
            and not absence.reason
            and not self.tree.is_directory(expected.split("/")[0])
        ):
            return False  # a checkout that is to lie beside
        # a file that deploys from a directory of its own may be told to start at the root
        from_root = under("", reference.base.directory + "/" + reference.text).lstrip("/")
        if self.tree.is_file(from_root) or self.tree.is_directory(from_root):
            return False
        context = dirname(expected)
        return reference.runner == "compose" or not self.tree.is_directory(context) or self._holds_python(context)

    def _holds_python(self, directory: str) -> bool:
        prefix = f"{directory}/" if directory else ""
        return any(path.startswith(prefix) and path.endswith(".py") for path in self.tree.paths)

    def _own_module(self, reference: Reference, looked: Looked) -> bool:
        top = reference.text.partition(":")[0].lstrip(".").partition(".")[0]
        if top.lower() in _OWN_NAMES or is_entry_name(top):
            return True
        return any(start.place.is_directory(under(root, top)) for start, _ in looked for root in start.roots)


def not_shipped(reference: Reference, looked: Looked) -> Resolution | None:
    """What is said of a file that the repository has, and the image that starts it has not."""
    if reference.via not in _STARTS or not reference.base.certain:
        return None
    for start, path in looked:
        if (found := start.place.withheld(path)) is not None:
            inside = below(found.shipped, start.directory) if found.shipped else None
            shipped = found.shipped if reference.text.startswith("/") else inside or found.shipped
            return Resolution(Outcome.NOT_SHIPPED, expected=found.path, reason=found.reason, shipped=shipped)
    return None


def absent_paths(looked: Looked) -> tuple[str, ...]:
    """The repository paths at which a file had to be, so that one of the starts would have led to it."""
    expected = (start.place.expected(path) for start, path in looked)
    return tuple(path for path in expected if path and not path.startswith(("/", "..")))


def _likeliest(reference: Reference, looked: Looked) -> tuple[Start, str]:
    """The start whose directory is there; a document speaks of the root before its own directory."""
    order = list(reversed(looked)) if reference.surface in DOCUMENTS else looked
    for start, path in order:
        if start.place.is_directory(dirname(path)):
            return start, path
    return order[0]


def _inside(start: Start, path: str) -> str:
    """An absolute path of an image, as seen from where it was looked for."""
    directory = start.directory.rstrip("/") + "/"
    return path.removeprefix(directory).lstrip("/")


def _is_bare_name(reference: Reference) -> bool:
    return reference.via is Via.MENTION and not reference.runner and not _directories_in(reference)


def _is_common(absence: Resolution) -> bool:
    """True for the name of many files, none of which shares more than the name with the absent one."""
    wanted = absence.expected or ""
    if is_entry_name(basename(wanted).removesuffix(".py")):
        return False
    return len(absence.elsewhere) > _FEW and _common_tail(absence.elsewhere[0], wanted) == 1


def in_archive(path: str) -> bool:
    """True for a path below a directory with an archive's usual name."""
    return any(part.lower() in ARCHIVE_DIRECTORIES for part in path.split("/")[:-1])


def _in_known_directory(reference: Reference, looked: Looked) -> bool:
    """True where the text, or the ``cd`` before it, names a directory that is there."""
    if not (reference.base.directory or _directories_in(reference)):
        return False
    return any((parent := dirname(path)) and start.place.is_directory(parent) for start, path in looked)


def _directories_in(reference: Reference) -> str:
    """The directories that the text itself names; "" for a bare name."""
    text = reference.text.partition(":")[0]
    if reference.kind in (Kind.MODULE, Kind.OBJECT):
        return dirname(text.removesuffix(".py").strip(".").replace(".", "/"))
    return dirname(normpath(text))


def in_tests(path: str) -> bool:
    """True for a test module, by its name or by its directory's."""
    *directories, name = path.lower().split("/")
    return name.startswith(("test_", "conftest")) or name.endswith("_test.py") or bool(_TESTS.intersection(directories))


def _common_tail(one: str, other: str) -> int:
    count = 0
    for left, right in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if left != right:
            break
        count += 1
    return count


def _distance(path: str, seen_from: str) -> int:
    """How many steps lead from one file's directory to another's."""
    here, there = seen_from.split("/")[:-1], path.split("/")[:-1]
    shared = 0
    for left, right in zip(here, there, strict=False):
        if left != right:
            break
        shared += 1
    return len(here) + len(there) - 2 * shared
