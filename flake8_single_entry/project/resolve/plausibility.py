"""Decide whether an unresolved reference should be reported. Each way of naming a file has its own conditions."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import basename, dirname

from flake8_single_entry.conventions.archives import in_archive
from flake8_single_entry.conventions.entry_names import is_entry_name
from flake8_single_entry.conventions.module_names import is_installed_tool
from flake8_single_entry.conventions.tests import TEST_COMMANDS, in_tests
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import INCLUDED, REQUIRED, Kind, RelativeTo, Resolution, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.absence_features import AbsenceFeatures
from flake8_single_entry.project.resolve.forms import is_import
from flake8_single_entry.project.resolve.outcomes import unknown
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category

_UNKNOWN = unknown("nothing shows that it would be a file of this repository: it may belong to a dependency")
_PROVIDED = unknown("Python, or a distribution that is declared or installed here, provides a module of that name")
_SCRIPTS = (".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd")
_MADE_BY_HAND = frozenset(("source", "make"))  # settings that users write themselves, and targets of make

_ANY_SETUP = unknown("many programs look for a setup.py in other projects")
_LIST_ITEM = unknown("git does not remember it, and the first word of a line in a code block may be an item of a list")
_READERS_OWN = unknown("the project is a library, and its documents show files that readers write")
_NO_DIRECTORY = unknown("prose may name a file without its directory, and a file of that name exists")
_NEWER = unknown("the line is newer than the deletion of the file, and names what many have: the reader's own file")
_COMMON_NAME = unknown("the name is common, and a reader may have a file of that name")
_ANY_TEST = unknown("git does not remember it, and the command shows how to run any test")
_OF_A_TEST = unknown("a test decides where its project is read from")
_USERS_FILE = unknown("git does not remember it, and a script may ask for a file that its user has to bring")
_OF_A_CONTAINER = unknown("git does not remember it, and only the container or the caller has the directory")
_NO_PROGRAM = unknown("git does not remember it, and it is not named like a program")
_GUESSED = unknown("git does not remember it, and the directory that it runs in is a guess")
_ONLY_NAMED = unknown("git does not remember it, and it is only named, not started")
_FOREIGN = unknown("git does not remember it, and the module may belong to a dependency")
_OTHER_DIRECTORY = unknown("git does not remember it, and the command may run in another directory")


def plausibility(case: AbsenceFeatures) -> Resolution:
    """Return the absence, or unknown if there is another explanation."""
    reference = case.reference
    if reference.kind is Kind.BUILD:
        return case.absence if _build(case) else _UNKNOWN
    if case.is_provided:
        return _PROVIDED
    if reference.kind is Kind.MODULE and reference.runner == "python" and is_installed_tool(reference.text):
        return _PROVIDED
    if reference.via in (Via.IMPORT, Via.PATCH) or reference.runner == "import":
        return case.absence if _import(case) else _UNKNOWN
    is_prose = category_of(reference).is_prose
    if basename(case.path) == "setup.py" and (case.is_mention or (is_prose and not case.is_own_setup)):
        return _ANY_SETUP
    return _weigher(case)(case)


def _weigher(case: AbsenceFeatures) -> Callable[[AbsenceFeatures], Resolution]:
    category = category_of(case.reference)
    if category.is_prose:
        return _document
    if case.reference.via is Via.MENTION and case.reference.runner and not in_tests(case.reference.location.path):
        return _printed
    # Code in an image starts the image's files, whose place is known.
    return _code if category is Category.CODE and case.reference.base.anchor is not RelativeTo.IMAGE else _operation


def _document(case: AbsenceFeatures) -> Resolution:
    """Weigh a reference in a document.

    Its reader may be in any directory, and it may describe files that are not here.
    """
    reference, bare = case.reference, not case.named_directory
    if case.is_newer and case.names_what_anyone_has:
        return _NEWER
    if reference.kind is Kind.PATH and reference.via is Via.RUN and not reference.runner:
        return case.absence if case.remembered else _LIST_ITEM
    if reference.runner == INCLUDED:
        return case.absence if case.remembered or case.in_known_directory else _ONLY_NAMED
    is_known = case.absence.reason.startswith("renamed") or case.is_in_own_checkout or case.was_own_program
    if case.library and bare and not is_known:
        return case.tentative()._replace(reason="") if reference.via is Via.RUN else _READERS_OWN
    names_any = reference.via is Via.MENTION and not reference.runner and bare
    if names_any and case.absence.elsewhere and not case.is_archived:
        return _NO_DIRECTORY
    own = case.is_readers_own and not case.is_in_own_checkout
    is_deleted = case.absence.reason == "deleted"
    if bare and is_deleted and (own or case.is_common_name):
        return _COMMON_NAME
    if is_deleted and case.leads_elsewhere and case.is_usual_name and not case.enters_own_checkout:
        return _COMMON_NAME
    if case.remembered:
        return case.tentative() if bare and case.has_namesake_below else case.absence
    if case.is_mention or not reference.base.certain or case.is_foreign_module:
        return _doubt(case)
    if reference.via is Via.RUN and case.is_misspelt:
        return case.absence
    if reference.runner in TEST_COMMANDS:
        return _ANY_TEST
    if case.is_in_entered_checkout and (case.absence.elsewhere or case.is_in_own_checkout):
        return case.absence
    if case.is_right_after_entering:
        return case.tentative()
    if case.in_known_directory:
        return case.tentative() if case.is_right_below else case.absence
    if (case.library or case.is_common_name) and not bare:
        return _READERS_OWN if case.library else _COMMON_NAME
    return case.tentative()


def _printed(case: AbsenceFeatures) -> Resolution:
    """Weigh a command that a program tells its user to run, relative to where it was started."""
    shows_any = case.reference.runner in TEST_COMMANDS  # an example, or used after a change of directory
    if case.remembered or (case.in_known_directory and not shows_any):
        return case.absence
    if shows_any or case.library or not case.reference.base.certain or case.is_foreign_module or case.named_directory:
        return _ANY_TEST if shows_any else _READERS_OWN if case.library else _doubt(case)
    if not is_entry_name(case.stem):
        return _NO_PROGRAM
    return case.absence._replace(tentative=bool(case.absence.elsewhere))


def _code(case: AbsenceFeatures) -> Resolution:
    """Weigh Python code that starts, opens or names a file."""
    if case.remembered:
        return case.absence
    in_test = in_tests(case.reference.location.path)
    if case.is_mention or not case.reference.base.certain or (in_test and not case.in_known_directory):
        return _OF_A_TEST if in_test else _doubt(case)
    if case.is_foreign_module or (
        is_import(case.reference) and not case.named_directory and not is_entry_name(case.stem)
    ):
        return _FOREIGN
    return case.absence if case.in_known_directory else case.tentative()


def _operation(case: AbsenceFeatures) -> Resolution:
    """Weigh scripts, images, workflows and packaging, whose targets must exist when they run."""
    if case.remembered:
        return case.absence
    if case.reference.runner == REQUIRED and case.reference.surface != "makefile" and not case.absence.elsewhere:
        return _USERS_FILE
    if case.reference.via is Via.CONFIG and in_tests(case.reference.location.path) and not case.in_known_directory:
        return _OF_A_TEST
    if case.has_hyphens and case.reference.base.certain and not case.is_mention:
        return case.absence
    if case.is_mention or not case.reference.base.certain or case.is_foreign_module:
        return _doubt(case)
    is_inside = case.is_right_after_entering or case.enters_own_checkout
    if case.reference.base.anchor is RelativeTo.CALLER and case.enters_nothing and not is_inside:
        return _OF_A_CONTAINER
    return case.absence


def _doubt(case: AbsenceFeatures) -> Resolution:
    """Return why a target that git does not remember may be no file of this repository."""
    if not case.reference.base.certain:
        return _GUESSED
    if case.is_mention:
        return _ONLY_NAMED
    return _FOREIGN if case.is_foreign_module else _OTHER_DIRECTORY


def _import(case: AbsenceFeatures) -> bool:
    module = case.reference.text.partition(":")[0]
    if case.remembered:
        handled = case.reference.guarded and not case.reference.forgiven
        return case.knows_import_path and not handled and not case.has_become(case.reference.location.path)
    if case.has_hyphens:
        return True
    if case.absence.elsewhere and all(in_archive(case.tree, path, case.archives) for path in case.absence.elsewhere):
        return True
    if "." in module.strip("."):
        return is_entry_name(case.stem) and case.tree.is_directory(dirname(case.path)) and case.is_own_package
    return False


def _build(case: AbsenceFeatures) -> bool:
    """Return True for a context, a Dockerfile or a script that a Python program certainly needs."""
    reference, tree = case.reference, case.tree
    if reference.via is not Via.BUILD or not reference.base.certain or in_tests(reference.location.path):
        return False
    category = category_of(reference)
    if category.is_prose:
        return case.remembered and reference.runner in ("docker", "compose")
    if category is Category.CODE and not (case.remembered or reference.base.anchor is RelativeTo.FILE):
        return False  # code may be started from anywhere
    if reference.runner in _MADE_BY_HAND and basename(reference.text).startswith("."):
        return False
    if reference.base.anchor is RelativeTo.CALLER or reference.runner in _MADE_BY_HAND:
        at_root = category is Category.DEPLOY and "/" not in reference.location.path  # where a platform reads it
        known = reference.runner not in _MADE_BY_HAND and (at_root or case.in_known_directory)
        if not known and not case.remembered:
            return False
    if reference.runner not in ("docker", "compose"):
        return case.path.endswith(_SCRIPTS)
    is_dockerfile = reference.surface == "compose" and reference.runner == "docker" and reference.base.directory != ""
    has_context = is_dockerfile and any(start.place.is_directory(start.directory) for start, _ in case.looked)
    if reference.text.startswith("..") and not (has_context or tree.is_directory(case.path.split("/")[0])):
        return False  # a checkout expected next to this repository
    if is_dockerfile:
        return _needs_dockerfile(case)
    if reference.surface == "compose":
        return True
    # A file that deploys from its own directory may be configured to start at the root.
    from_root = under("", reference.base.directory + "/" + reference.text).lstrip("/")
    return not tree.is_file(from_root) and not tree.is_directory(from_root)


def _needs_dockerfile(case: AbsenceFeatures) -> bool:
    """Return True for the missing Dockerfile of a Python program.

    Below a context that is missing too, it is the context that is reported.
    """
    contexts = [start.directory for start, _ in case.looked if start.place.is_directory(start.directory)]
    if not contexts:
        return case.reference.text.startswith("..")
    return any(_holds_python(case.tree, directory) for directory in (*contexts, dirname(case.path)))


def _holds_python(tree: Tree, directory: str) -> bool:
    prefix = f"{directory}/" if directory else ""
    return any(path.startswith(prefix) and path.endswith(".py") for path in tree.paths)
