"""Which duplicates go into the archive, under which path, and which stay, with the reason."""

from __future__ import annotations

import pytest

from flake8_single_entry.files.tree import LINK, SUBMODULE
from flake8_single_entry.fixes.values import Choice
from tests.unit.fixes.planning import APP, CONFIGURED, planned, tree_of

STAYS = "stays: "


def outcome(files: dict[str, str], modes: dict[str, int] | None = None, choice: Choice | None = None) -> dict[str, str]:
    """Return for each duplicate where it goes, or why it stays."""
    plan = planned(tree_of({**CONFIGURED, **files}, modes), choice)
    left = {each.finding.location.path: STAYS + each.reason for each in plan.left if each.finding.code == "ONE101"}
    return {**left, **dict(plan.moves)}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"main_v2.py": APP}, {"main_v2.py": "archive/main_v2.py"}, id="at the root"),
        pytest.param(
            {
                ".single-entry.yaml": "version: 1\nentry_point: a/b/main.py\n",
                "a/b/main.py": APP,
                "a/b/main_v2.py": APP,
            },
            {"a/b/main_v2.py": "archive/a/b/main_v2.py", "main.py": "archive/main.py"},
            id="its former path",
        ),
        pytest.param(
            {"src/main.py": APP, "app/main.py": APP},
            {"src/main.py": "archive/src/main.py", "app/main.py": "archive/app/main.py"},
            id="two of one name never collide",
        ),
        pytest.param(
            {".single-entry.yaml": "version: 1\nentry_point: main.py\narchive: old/versions\n", "main_v2.py": APP},
            {"main_v2.py": "old/versions/main_v2.py"},
            id="a configured archive",
        ),
        pytest.param(
            {".single-entry.yaml": "version: 1\nentry_point: main.py\narchive: [one/, two/]\n", "main_v2.py": APP},
            {"main_v2.py": "one/main_v2.py"},
            id="the first of several archives",
        ),
        pytest.param(
            {
                ".single-entry.yaml": "version: 1\nscopes:\n  a: {entry_point: x/main.py}\n  b: {entry_point: main.py}\n",
                "a/x/main.py": APP,
                "a/x/main_v2.py": APP,
                "b/main.py": APP,
                "b/main_v2.py": APP,
            },
            {"a/x/main_v2.py": "a/archive/x/main_v2.py", "b/main_v2.py": "b/archive/main_v2.py"},
            id="the archive of its scope",
        ),
        pytest.param(
            {"main_v2.py": APP, "archive/main_v2.py": "old"},
            {"main_v2.py": STAYS + "archive/main_v2.py is there already"},
            id="the path is taken",
        ),
        pytest.param(
            {"main_v2.py": APP, "archive/MAIN_v2.py": "old"},
            {"main_v2.py": STAYS + "archive/main_v2.py and archive/MAIN_v2.py differ only in case"},
            id="the path is taken on other systems",
        ),
        pytest.param(
            {"main_v2.py": APP, "main_V2.py": APP},
            {
                "main_V2.py": "archive/main_V2.py",
                "main_v2.py": STAYS + "archive/main_v2.py and archive/main_V2.py differ only in case",
            },
            id="two duplicates whose paths differ only in case",
        ),
        pytest.param(
            {"src/main_v2.py": APP, "archive/Src/x.txt": "x"},
            {"src/main_v2.py": STAYS + "the directories of archive/src/main_v2.py and archive/Src differ only in case"},
            id="directories that differ only in case",
        ),
        pytest.param(
            {"main_v2.py": APP, "archive": "a file"},
            {"main_v2.py": STAYS + "archive/main_v2.py is not a path for a file"},
            id="the archive is a file",
        ),
        pytest.param(
            {"main_v2.py": APP, "user.py": "from main_v2 import app\n"},
            {"main_v2.py": "archive/main_v2.py"},
            id="an import that is rewritten does not hold it",
        ),
        pytest.param(
            {"main_v2.py": APP + "\n\ndef only_here(): ...\n", "user.py": "from main_v2 import only_here\n"},
            {"main_v2.py": STAYS + "user.py line 1 still imports only_here from it"},
            id="an import of what lives nowhere else holds it",
        ),
        pytest.param(
            {"main_v2.py": APP + "\n\ndef only_here(): ...\n", "main.py": "from main_v2 import only_here\n" + APP},
            {"main_v2.py": STAYS + "main.py line 1 still imports only_here from it"},
            id="the winner imports it",
        ),
        pytest.param(
            {"main_v2.py": APP, "main.py": "import main_v2\n" + APP},
            {"main_v2.py": STAYS + "main.py line 1 still imports it"},
            id="the winner imports all of it",
        ),
        pytest.param(
            {
                "main_v2.py": APP,
                "main.py": APP + "    import subprocess\n    subprocess.run(['python', 'main_v2.py'])\n",
            },
            {"main_v2.py": STAYS + "main.py line 16 still starts it"},
            id="the winner starts it",
        ),
        pytest.param(
            {"main_v2.py": APP, "main.py": "import routes\n" + APP, "routes.py": "from main_v2 import app\n"},
            {"main_v2.py": STAYS + "routes.py line 1 still imports app from it"},
            id="what the winner imports, imports it",
        ),
        pytest.param(
            {
                "main_v2.py": "import routes\n" + APP,
                "main.py": "import routes\n" + APP,
                "routes.py": "def f():\n    from main_v2 import app\n    return app\n",
            },
            {"main_v2.py": "archive/main_v2.py"},
            id="a circle that is there already",
        ),
        pytest.param(
            {
                "main_v2.py": "from main_v3 import helper\n" + APP + "\n\ndef only_here(): ...\n",
                "main_v3.py": APP + "\n\ndef helper(): ...\n",
                "user.py": "from main_v2 import only_here\n",
            },
            {
                "main_v2.py": STAYS + "user.py line 1 still imports only_here from it",
                "main_v3.py": STAYS + "main_v2.py line 1 still imports helper from it",
            },
            id="what a module that stays imports, stays",
        ),
        pytest.param(
            {
                "main_v2.py": "from main_v3 import helper\n" + APP + "\n\ndef other(): ...\n",
                "main_v3.py": "import main_v2\n" + APP + "\n\ndef helper(): ...\n",
            },
            {"main_v2.py": "archive/main_v2.py", "main_v3.py": "archive/main_v3.py"},
            id="duplicates that import each other go together",
        ),
        pytest.param(
            {
                "main_v2.py": APP,
                "README.md": "Run `python main_v2.py --fast`.\n\n```sh\npython main_v2.py --fast\n```\n",
            },
            {"main_v2.py": "archive/main_v2.py"},
            id="a document does not hold it",
        ),
        pytest.param(
            {"main_v2.py": APP, "archive/user.py": "from main_v2 import orders\n"},
            {"main_v2.py": "archive/main_v2.py"},
            id="an archived module does not hold it",
        ),
    ],
)
def test_moves(files: dict[str, str], expected: dict[str, str]) -> None:
    assert outcome(files) == expected


def test_links_and_submodules_stay() -> None:
    files = {"real/x.txt": "x", "archive": "real", "main_v2.py": APP}
    assert outcome(files, {"archive": LINK}) == {"main_v2.py": STAYS + "archive/main_v2.py is not a path for a file"}
    files = {"archive": "", "main_v2.py": APP}
    taken = "archive/main_v2.py is not a path for a file"
    assert outcome(files, {"archive": SUBMODULE}) == {"main_v2.py": STAYS + taken}


def test_a_linked_module_is_its_target() -> None:
    files = {"main_v2.py": APP, "linked/main_v3.py": "../main_v2.py"}
    assert outcome(files, {"linked/main_v3.py": LINK}) == {"main_v2.py": "archive/main_v2.py"}


def test_a_package_keeps_its_init() -> None:
    found = outcome({"shop/__init__.py": APP, "shop/store.py": "ORDERS = []\n"})
    assert found in ({}, {"shop/__init__.py": STAYS + "it makes its directory a package"})


def test_unsafe_moves_what_is_still_imported() -> None:
    files = {"main_v2.py": APP + "\n\ndef only_here(): ...\n", "user.py": "from main_v2 import only_here\n"}
    assert outcome(files, choice=Choice(unsafe=True)) == {"main_v2.py": "archive/main_v2.py"}
