"""Classification of runnable modules that never compete, by path, name and content."""

from __future__ import annotations

import re
from fnmatch import translate

from flake8_single_entry.conventions.directories import (
    is_archive_name,
    is_example_directory,
    is_test_directory,
    is_tool_directory,
    may_be_third_party,
)
from flake8_single_entry.conventions.file_names import name_of, stem_of
from flake8_single_entry.conventions.tests import TEST_RUNNERS, is_test_name
from flake8_single_entry.model import EntryTraits, Role

_PROGRAM_FILES = frozenset(
    ["manage.py", "wsgi.py", "asgi.py", "__main__.py", "celery.py", "celery_app.py", "celeryapp.py", "worker.py"]
)
_TOOL_FILES = (
    "setup.py", "noxfile.py", "conftest.py", "fabfile.py", "tasks.py", "dodo.py", "duties.py", "conf.py",
    "settings.py",  # noqa: ONE201
    "*settings.py", "settings_*.py", "gunicorn*.py", "gunicorn.conf.py", "uvicorn_config.py", "locustfile*.py",
    "config.py",  # noqa: ONE201
    "hubconf.py", "versioneer.py", "*_config.py", "conan*.py", "wscript.py", "__init__.py",
    "build.py", "hatch_build.py", "sitecustomize.py", "admin.py", "urls.py", "models.py",
)  # fmt: skip
_TOOL_FILE = re.compile("|".join(translate(pattern) for pattern in _TOOL_FILES))
_TOOL_VERBS = frozenset(
    "create seed init initialize initialise setup migrate debug check verify validate fix apply generate gen build "
    "download upload export import convert load populate reset clean get fetch install update upgrade add remove "
    "delete list show print dump analyze analyse inspect train evaluate eval benchmark bench profile compare plot "
    "visualize visualise sync backup restore parse migrate make insert find count diagnose calculate compute "
    "extract process prepare preprocess register publish release bump lint format test quick simulate troubleshoot "
    "investigate cleanup kill stop monitor configure deploy ensure patch repair rename replace merge split send "
    "record capture grant wait".split()
)
ACTING_VERBS = frozenset(
    "fix patch repair restore update upgrade migrate rename replace check verify validate create generate install "
    "remove delete convert".split()
)
_EXAMPLE_WORDS = frozenset(
    "demo demos example examples sample samples tutorial mock fake playground benchmark usage".split()
)
_TEST_WORDS = frozenset(["test", "tests", "testing"])
_PYTEST_NAME = re.compile(r"(?:^|\.)(?:test_|Test[A-Z])")


def _says_test(title: str) -> bool:
    """Return True if the first line of a docstring calls the module a test, and not a version for tests."""
    words = re.findall(r"[a-z]+", title.lower())
    return not _TEST_WORDS.isdisjoint(words) and "version" not in words


def holds_tests(traits: EntryTraits | None) -> bool:
    """Return True if a module defines tests that pytest or unittest would run."""
    return traits is not None and any(_PYTEST_NAME.search(name) for name in traits.definitions)


def _runs_tests(traits: EntryTraits | None) -> bool:
    """Return True for a module that runs the tests of the project and offers nothing else to start."""
    return (
        traits is not None
        and not traits.applications
        and any(launch.call in TEST_RUNNERS for launch in traits.launches)
    )


def directory_role(path: str, root: str = ".") -> Role | None:
    """Return the role that a directory between the root of a scope and a file implies for all modules below it."""
    inside = path if root == "." else path[len(root) + 1 :]
    for part in inside.split("/")[:-1]:
        if is_test_directory(part):
            return Role.TEST
        if is_archive_name(part):
            return Role.ARCHIVED
        if is_example_directory(part):
            return Role.EXAMPLE
        if may_be_third_party(part) or is_tool_directory(part):
            return Role.TOOL
        if part.startswith(".") and part not in (".", ".."):
            return Role.TOOL
    return None


def name_role(path: str, traits: EntryTraits | None) -> Role | None:
    """Return the role that a file name implies if such modules never compete, otherwise None."""
    name = path.rpartition("/")[2]
    stem = stem_of(path)
    if is_test_name(name) or (name.endswith("_test.py") and (holds_tests(traits) or not stem.is_entry)):
        return Role.TEST
    if not _TEST_WORDS.isdisjoint(stem.words) and traits and _says_test(traits.title):
        return Role.TEST  # simple_server_test.py: "a server to test with", according to its name and its docstring
    if not stem.is_entry and _runs_tests(traits):
        return Role.TEST
    if name in _PROGRAM_FILES:
        return Role.PROGRAM
    if _TOOL_FILE.match(name):
        return Role.TOOL
    if any(word in _EXAMPLE_WORDS for word in stem.words):
        return Role.EXAMPLE
    if len(stem.words) > 1 and stem.words[0] in ACTING_VERBS and not (traits and traits.applications):
        return Role.TOOL  # fix_main_final.py changes a main module; main_fixed.py is one
    if stem.is_program:
        return None
    if name_of(path).startswith("_") or (stem.words and stem.words[0] in _TOOL_VERBS):
        return Role.TOOL
    return None


def class_of(path: str, traits: EntryTraits | None, root: str = ".") -> Role | None:
    """Return the role of a runnable module that never competes with others of its scope, or None if it may compete."""
    return directory_role(path, root) or name_role(path, traits)
