"""Features of an unresolved reference that speak for a missing target or for another explanation."""

from __future__ import annotations

from posixpath import dirname, join, normpath

from flake8_single_entry.conventions.archives import in_archive
from flake8_single_entry.conventions.entry_names import is_entry_name
from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.conventions.placeholders import is_placeholder
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import DRAWN, REQUIRED, Claim, Kind, Resolution, Via
from flake8_single_entry.project.resolve.module_features import ModuleFeatures, common_tail
from flake8_single_entry.project.resolve.outcomes import unknown

_NOT_REMEMBERED = unknown("git does not remember it, no file has its name, and its directory is not known")
_FEW = 2
_SAMPLES = word_set("test tests example examples demo sample samples script tutorial hello my your foo module client")


class AbsenceFeatures(ModuleFeatures):
    """An unresolved reference and all its features. See ``ModuleFeatures`` for the fields."""

    __slots__ = ()

    @property
    def is_readers_own(self) -> bool:
        """True for an argument of the project's own program, or a file that readers of a document write.

        Readers of a service's documents start its programs, also by a file that an excerpt shows.
        """
        reference = self.reference
        lesson = reference.via is Via.MENTION and reference.runner not in ("", "import", *DRAWN)
        lesson = lesson and reference.claim is not Claim.SHOWN  # an example of what starts the project's program
        lesson = lesson and (self.library or reference.base.certain)
        return lesson or reference.runner in self.names

    @property
    def remembered(self) -> bool:
        return bool(self.absence.reason)

    @property
    def is_own_setup(self) -> bool:
        """True if the project had the file, and the text does not enter the checkout of another project."""
        checkout = self.reference.base.checkout
        return self.remembered and (not checkout or checkout.lower() in self.names)

    def has_become(self, path: str) -> bool:
        """True if git knows that the file was renamed to this path."""
        return self.absence.reason == f"renamed to {path}"

    @property
    def is_mention(self) -> bool:
        return self.reference.via in (Via.MENTION, Via.PATH) and self.reference.runner != REQUIRED

    @property
    def named_directory(self) -> str:
        """The directories in the text itself; "" for a bare name."""
        text = self.reference.text.partition(":")[0]
        if self.reference.kind in (Kind.MODULE, Kind.OBJECT):
            return dirname(text.removesuffix(".py").strip(".").replace(".", "/"))
        return dirname(normpath(text))

    @property
    def in_known_directory(self) -> bool:
        """True if the text, or the ``cd`` before it, names an existing directory."""
        if not (self.reference.base.directory or self.named_directory):
            return False
        if any((parent := dirname(path)) and start.place.is_directory(parent) for start, path in self.looked):
            return True
        entered = self.reference.base.directory
        return bool(entered) and any(start.place.is_directory(start.directory) for start, _ in self.looked)

    @property
    def is_archived(self) -> bool:
        """True if git remembers the file, and all files of that name are in an archive now."""
        elsewhere = self.absence.elsewhere
        return (
            self.remembered
            and bool(elsewhere)
            and all(in_archive(self.tree, path, self.archives) for path in elsewhere)
        )

    @property
    def is_in_entered_checkout(self) -> bool:
        """True if a document has its reader clone the repository, enter the clone and start the file there.

        The clone of an unknown name is this repository if a file here has the name, and few projects have such a file.
        """
        base = self.reference.base
        if not base.checkout or not base.certain or base.directory:
            return False
        return self.is_in_own_checkout or not is_entry_name(self.stem)

    @property
    def was_own_program(self) -> bool:
        """True for a command that starts a file which git remembers, and whose name is no usual one of an example."""
        started = self.reference.via is Via.RUN and self.reference.kind is Kind.PATH
        return self.remembered and started and not self.is_usual_name

    @property
    def is_usual_name(self) -> bool:
        return is_entry_name(self.stem) or not _SAMPLES.isdisjoint(stem_of(self.path).words)

    @property
    def is_in_own_checkout(self) -> bool:
        """True if the text clones this repository, by its name, and enters the clone."""
        return self.reference.base.checkout.lower() in self.names

    @property
    def is_common_name(self) -> bool:
        """True for the name of many files that share no more than the name with the absent file."""
        several = len(self.absence.elsewhere) > _FEW and not is_entry_name(self.stem)
        return several and common_tail(self.absence.elsewhere[0], self.path) == 1

    @property
    def names_what_anyone_has(self) -> bool:
        """True for a name without a directory that many projects and readers use: ``app.py``, ``test:app``.

        Readers of a library's documents write such files. A service's documents tell to start its own.
        """
        name = self.reference.text.partition(":")[0]
        is_usual = self.is_usual_name or is_placeholder(name)
        is_own = self.is_readers_own or self.is_common_name or (self.library and is_usual)
        return not self.named_directory and is_own

    @property
    def has_namesake_below(self) -> bool:
        """True if a file of that name exists below the directory of the referencing file, and this is not the root."""
        here = dirname(self.reference.location.path)
        return bool(here) and any(path.startswith(here + "/") for path in self.absence.elsewhere)

    @property
    def is_right_below(self) -> bool:
        """True if the complete text resolves from a directory below that of the referencing file."""
        here = dirname(self.reference.location.path)
        written = "/" + normpath(join(self.reference.base.directory, self.reference.text))
        return bool(here) and any(
            path.startswith(here + "/") and path.endswith(written) for path in self.absence.elsewhere
        )

    @property
    def is_misspelt(self) -> bool:
        """True if the name is one edit away from that of the only such file in the directory of this project."""
        checkout = self.reference.base.checkout.lower()
        is_here = not checkout or checkout in self.names
        return is_here and self.near is not None and len(self.near.of(self.path)) == 1

    @property
    def enters_nothing(self) -> bool:
        """True if the first directory of the ``cd`` before the command exists nowhere it could be entered from."""
        entered = self.reference.base.directory
        if not entered or entered.startswith(("/", "..")):
            return False
        rest = len(entered) - len(entered.partition("/")[0])
        places = (start for start, _ in self.looked if f"/{start.directory}".endswith(f"/{entered}"))
        return not any(start.place.is_directory(start.directory[: len(start.directory) - rest]) for start in places)

    @property
    def leads_elsewhere(self) -> bool:
        """True if the ``cd`` before the command enters no directory of this repository, and the file was in another.

        The directory may be the reader's name for the clone, or one of a server.
        """
        entered = self.reference.base.directory
        if self.reference.runner in DRAWN:  # the name on top of a tree
            return False
        return self.enters_nothing and f"/{entered}/" not in f"/{dirname(self.path)}/"

    @property
    def may_enter_checkout(self) -> bool:
        """True if no directory of the repository is entered, and what is started there is at the root."""
        written = normpath(self.reference.text.partition(":")[0])
        return self.enters_nothing and self.tree.is_file(written)

    @property
    def enters_own_checkout(self) -> bool:
        """True if the ``cd`` before the command names the project, as its reader may have called its clone."""
        return self.reference.base.directory.partition("/")[0].lower() in self.names

    @property
    def is_right_after_entering(self) -> bool:
        """True if the directory that is entered and the text lead to a file of another directory."""
        reference = self.reference
        text = reference.text.partition(":")[0]
        if reference.kind in (Kind.MODULE, Kind.OBJECT):
            text = text.removesuffix(".py").replace(".", "/") + ".py"
        written = "/" + normpath(join(reference.base.directory, text))
        return self.enters_nothing and any(path.endswith(written) for path in self.absence.elsewhere)

    def tentative(self) -> Resolution:
        """Return a tentative absence if a file of that name exists, because the reader may be in its directory."""
        return self.absence._replace(tentative=True) if self.absence.elsewhere else _NOT_REMEMBERED
