"""Directory names: tests, test inputs, examples, third-party code, tools and archives.

Each meaning has one table here. Where two questions need different answers, the table is split into names that are sure
and names that have other meanings as well, and each question says which it includes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.files.tree import SKIPPED_DIRECTORIES

_TESTS = word_set(
    "test tests testing __tests__ spec specs e2e integration_tests unit_tests unittests functional_tests acceptance "
    "testcases test_cases tests_integration tests_unit regression smoke_tests load_tests loadtests qa"
)
_PERHAPS_TESTS = word_set("t unit")  # a program may be called so
_INPUTS = word_set("testdata test_data __snapshots__ snapshots cassettes golden goldens")
_FIXTURES = word_set("fixture fixtures __fixtures__ test_fixtures testfixtures")  # may hold modules of a test suite
_EXAMPLES = word_set(
    "example examples demo demos sample samples tutorial tutorials notebook notebooks doc docs docs_src "
    "documentation playground playgrounds sandbox snippets cookbook recipes benchmark benchmarks bench perf "
    "experiments experiment templates template cookiecutter quickstart quickstarts "
    "getting_started exercises lessons lectures workshop homework assignments research guides showcase contrib "
    "starter starters boilerplate"
)
_ENVIRONMENTS = word_set("venv .venv node_modules site_packages dist_packages")
_PERHAPS_ENVIRONMENTS = word_set("env .env virtualenv")  # a package may be called so
_THIRD_PARTY = _ENVIRONMENTS | word_set("vendor vendored _vendor third_party thirdparty 3rdparty")
_PERHAPS_THIRD_PARTY = _PERHAPS_ENVIRONMENTS | word_set("vendors extern external externals submodules")
# Files that git is seldom told to track. What is built may be tracked on purpose.
_GENERATED = frozenset(name.replace("-", "_") for name in SKIPPED_DIRECTORIES) - {"build", "dist"}
_TOOLS = word_set(
    "script scripts tool tools tooling maint bin util utils utilities helper helpers hack ci dev devtools dev_tools "
    "migration migrations alembic versions seed seeds seeders maintenance ops devops infra infrastructure terraform "
    "ansible hooks githooks commands jobs cron debug debugging diagnostics admin_scripts one_off oneoff adhoc "
    "ad_hoc setup install installer release packaging deploy deployment deployments monitoring pages"
)
_PERHAPS_IN_USE = word_set("legacy old deprecated obsolete superseded")  # often kept for compatibility
_ARCHIVES = _PERHAPS_IN_USE | word_set(
    "archive archived archives retired backup backups bak attic graveyard trash 归档 存档"
)
# A name of several words also needs a word for what was archived: backup_scripts/ holds scripts that make backups.
_PUT_AWAY = _ARCHIVES | {"older"}
_THINGS = word_set("versions files code copies mains launchers modules implementations src entrypoints")
_COPIES = word_set("old bak bkp orig copy deprecated obsolete superseded")  # as the last word
_PARTS = re.compile(r"[^\W\d_]+|\d+")


def _plain(name: str) -> str:
    """Return a name as the tables spell it: ``Third-Party`` is ``third_party``."""
    return name.lower().replace("-", "_")


@lru_cache(maxsize=4096)
def is_test_directory(name: str) -> bool:
    """True if modules in a directory of this name are tests and their helpers, never programs of the project."""
    plain = _plain(name)
    return plain in _TESTS or plain.startswith(("test_", "tests_")) or plain.endswith(("_test", "_tests"))


def may_be_test_directory(name: str) -> bool:
    """True if a directory of this name may hold tests, whose references may be wrong on purpose."""
    return is_test_directory(name) or _plain(name) in _PERHAPS_TESTS


def is_input_directory(name: str) -> bool:
    """True if tests read the files in a directory of this name, and nothing runs them."""
    return _plain(name) in _INPUTS


def is_fixture_directory(name: str) -> bool:
    """True if a directory of this name holds test inputs, but also modules that a test suite imports."""
    return _plain(name) in _FIXTURES


def is_example_directory(name: str) -> bool:
    """True if the programs in a directory of this name are examples, test inputs or templates."""
    plain = _plain(name)
    known = plain in _EXAMPLES or plain in _INPUTS or plain in _FIXTURES
    return known or plain.endswith(("_examples", "_demo")) or "{{" in plain


@lru_cache(maxsize=4096)
def is_third_party(name: str) -> bool:
    """True if the files in a directory of this name are certainly not the project's own. They are not read."""
    plain = _plain(name)
    return plain in _THIRD_PARTY or plain in _GENERATED


def may_be_third_party(name: str) -> bool:
    """True if a directory of this name usually holds third-party code. Its files are read, but prove little."""
    return is_third_party(name) or _plain(name) in _PERHAPS_THIRD_PARTY


def may_be_environment(name: str) -> bool:
    """True if a directory of this name may hold installed packages."""
    plain = _plain(name)
    return plain in _ENVIRONMENTS or plain in _PERHAPS_ENVIRONMENTS


def is_tool_directory(name: str) -> bool:
    """True if the programs in a directory of this name are tools for the people who work on the project."""
    plain = _plain(name)
    return plain in _TOOLS or plain.endswith("_scripts")


@lru_cache(maxsize=4096)
def is_archive_name(name: str) -> bool:
    """True if a directory name marks archived content: ``archive``, ``.backup``, ``legacy_versions``, ``src_old``."""
    lowered = name.lower()
    if lowered.strip("_.-") in _ARCHIVES:
        return True
    words = _PARTS.findall(lowered)
    if len(words) < 2:
        return False
    if lowered.startswith((".trash", "_trash")):
        return True
    return words[-1] in _COPIES or (words[0] in _PUT_AWAY and (words[-1] in _THINGS or words[-1].isdigit()))


def may_be_in_use(name: str) -> bool:
    """True for the name of an archive whose modules may still be imported on purpose: ``legacy``, ``deprecated``."""
    return name.lower().strip("_.-") in _PERHAPS_IN_USE
