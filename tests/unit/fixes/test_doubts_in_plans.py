"""What only a person can decide about a replacement that resolves, and what is rewritten without a question."""

from __future__ import annotations

import pytest

from flake8_single_entry.fixes.values import Choice
from tests.fixes.programs import CLI, FASTAPI
from tests.unit.fixes.planning import planned, tree_of

CONFIGURED = {".single-entry.yaml": "version: 1\nentry_point: main.py\n"}
TWO = {**CONFIGURED, "main.py": CLI, "main_old.py": CLI}
PACKAGE = {
    ".single-entry.yaml": "version: 1\nentry_point: shop/main.py\n",
    "shop/main.py": "import store\n" + CLI,
    "shop/main_old.py": "import store\n" + CLI,
    "shop/store.py": "X = 1\n",
}
SERVERS = {**CONFIGURED, "main.py": FASTAPI.partition("\n\nif")[0] + "\n", "main_old.py": FASTAPI}


def reasons(files: dict[str, str], path: str, choice: Choice | None = None) -> list[str]:
    """Return for each chosen reference of a file why it is left, and "" for one that is rewritten."""
    plan = planned(tree_of(files), choice)
    left = {each.finding.location[:3]: each.reason or "?" for each in plan.left}
    left.update({each.finding.location[:3]: "" for each in plan.rewrites})
    return [reason for place, reason in sorted(left.items()) if place[0] == path]


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        pytest.param({**TWO, "run.sh": "python main_old.py\n"}, "run.sh", [""], id="a start"),
        pytest.param({**TWO, "run.sh": "python main_old.py --port 1\n"}, "run.sh", [""], id="an option that both take"),
        pytest.param(
            {**TWO, "main_old.py": CLI.replace("--port", "--model"), "run.sh": "python main_old.py --model x\n"},
            "run.sh",
            ["main.py does not take --model"],
            id="an option that only the superseded one takes",
        ),
        pytest.param(
            {**TWO, "run.sh": "python main_old.py --never\n"}, "run.sh", [""], id="an option that neither of them takes"
        ),
        pytest.param(
            {**SERVERS, "main_old.py": CLI.replace("port", "model"), "run.sh": "python main_old.py --model x\n"},
            "run.sh",
            ["uvicorn does not take --model"],
            id="a server instead of a program, with an option of the program",
        ),
        pytest.param(
            {**SERVERS, "run.sh": "python main_old.py --verbose\n"},
            "run.sh",
            ["uvicorn does not take --verbose"],
            id="a server instead of a program that ignores its arguments",
        ),
        pytest.param(
            {**TWO, "main_old.py": "def main():\n    print(1)\n\n\nmain()\n", "run.sh": "python main_old.py --fast\n"},
            "run.sh",
            ["main.py does not take --fast"],
            id="a program that parses its arguments instead of one that ignores them",
        ),
        pytest.param(
            {
                **CONFIGURED,
                "main.py": "def main():\n    print(1)\n\n\nmain()\n",
                "main_old.py": "def main():\n    print(1)\n\n\nmain()\n",
                "run.sh": "python main_old.py --fast\n",
            },
            "run.sh",
            [""],
            id="both ignore their arguments",
        ),
        pytest.param(
            {**SERVERS, "Makefile": "run:\n\tpython main_old.py\n"},
            "Makefile",
            [""],
            id="a server instead of a program",
        ),
        pytest.param(
            {**SERVERS, "tests/test_it.py": "import subprocess\nsubprocess.run(['python', 'main_old.py'])\n"},
            "tests/test_it.py",
            ["main.py starts nothing by itself: a server or a launcher does"],
            id="no server in a test",
        ),
        pytest.param(
            {
                **TWO,
                "main_old.py": CLI.replace("def parser():", "def parser(name):"),
                "a.py": "from main_old import parser\n",
            },
            "a.py",
            ["parser takes other arguments in main.py"],
            id="another signature",
        ),
        pytest.param(
            {
                **TWO,
                "main_old.py": CLI + "\n\nX = 1\n",
                "a.py": "from main_old import parser\nfrom main_old import X\n",
            },
            "a.py",
            ["line 2 still takes something from main_old.py", "?"],
            id="an import beside one that stays",
        ),
        pytest.param(
            {**TWO, "main.py": "import a\n" + CLI, "a.py": "from main_old import parser\n"},
            "a.py",
            ["main.py imports a.py, which would import it"],
            id="a circle",
        ),
        pytest.param(
            {**TWO, "run.sh": "python main_old.py\npython main.py\n"},
            "run.sh",
            ["line 2 is another way to start main.py: the lines are a choice"],
            id="a choice",
        ),
        pytest.param(
            {**SERVERS, "Procfile": "web: uvicorn main.py:app\nagain: uvicorn main:app\n"},
            "Procfile",
            [""],
            id="a form that is never right is no choice",
        ),
        pytest.param({**TWO, "run.sh": "python main_old.py\n\npython main.py\n"}, "run.sh", [""], id="no choice"),
        pytest.param(
            {**TWO, "run.sh": "python main_old.py\npython main_old.py --port 1\n"},
            "run.sh",
            ["", ""],
            id="twice the same",
        ),
        pytest.param(
            {**PACKAGE, "run.sh": "python -m shop.main_old\n"},
            "run.sh",
            ["shop/main.py imports store, which is on the import path in shop/ only"],
            id="a script that cannot be loaded as a module",
        ),
        pytest.param(
            {**PACKAGE, "run.sh": "python shop/main_old.py\n"}, "run.sh", [""], id="a script that is started as one"
        ),
    ],
)
def test_doubts(files: dict[str, str], path: str, expected: list[str]) -> None:
    assert reasons(files, path) == expected


def test_unsafe_does_not_ask() -> None:
    files = {**TWO, "main_old.py": CLI.replace("--port", "--model"), "run.sh": "python main_old.py --model x\n"}
    assert reasons(files, "run.sh", Choice(unsafe=True)) == [""]
