"""Directory names: tests, examples, vendored code, tools and archives."""

from __future__ import annotations

import re
from functools import lru_cache

TEST_DIRECTORIES = frozenset(
    "test tests testing __tests__ spec specs e2e integration_tests integration-tests unit_tests unittests "
    "functional_tests acceptance testcases test_cases tests_integration tests_unit regression smoke_tests "
    "load_tests loadtests qa".split()
)
EXAMPLE_DIRECTORIES = frozenset(
    "example examples demo demos sample samples tutorial tutorials notebook notebooks doc docs docs_src "
    "documentation playground playgrounds sandbox snippets cookbook recipes benchmark benchmarks bench perf "
    "experiments experiment fixtures testdata test_data templates template cookiecutter quickstart quickstarts "
    "getting_started exercises lessons lectures workshop homework assignments research guides showcase contrib "
    "starter starters boilerplate".split()
)
FOREIGN_DIRECTORIES = frozenset(
    "vendor vendored _vendor vendors third_party thirdparty 3rdparty extern external externals node_modules "
    "site-packages dist-packages __pycache__ venv env virtualenv submodules".split()
)
TOOL_DIRECTORIES = frozenset(
    "script scripts tool tools tooling maint bin util utils utilities helper helpers hack ci dev devtools dev_tools "
    "migration migrations alembic versions seed seeds seeders maintenance ops devops infra infrastructure terraform "
    "ansible hooks githooks commands jobs cron debug debugging diagnostics admin_scripts one_off oneoff adhoc "
    "ad_hoc setup install installer release packaging deploy deployment deployments monitoring pages".split()
)
ARCHIVE_DIRECTORIES = frozenset(
    "archive _archive archives archived legacy _legacy old _old deprecated _deprecated backup backups _backup attic "
    "obsolete graveyard trash .archive .backup".split()
)
# A name of several words also needs a word for what was archived: backup_scripts/ holds scripts that make backups.
_PUT_AWAY = frozenset(
    "archive archived archives legacy old older deprecated obsolete retired backup backups trash".split()
)
_THINGS = frozenset("versions files code copies mains launchers modules implementations src entrypoints".split())
_COPIES = frozenset("old bak bkp orig copy deprecated obsolete".split())
_PARTS = re.compile(r"[^\W\d_]+|\d+")


@lru_cache(maxsize=4096)
def is_archive_name(name: str) -> bool:
    """True if a directory name marks archived content: ``archive``, ``legacy_versions``, ``src_old``."""
    lowered = name.lower()
    if lowered in ARCHIVE_DIRECTORIES:
        return True
    words = _PARTS.findall(lowered)
    if len(words) < 2:
        return False
    if lowered.startswith((".trash", "_trash")):
        return True
    return words[-1] in _COPIES or (words[0] in _PUT_AWAY and (words[-1] in _THINGS or words[-1].isdigit()))
