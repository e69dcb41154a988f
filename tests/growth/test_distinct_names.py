"""Time is linear, too, where each line has a name of its own: nothing is compared or copied for all that came before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flake8_single_entry.facts.store import read_file
from tests.growth.measure import ENOUGH, MOST_TIMES, seconds

FEW, MANY = 500, 2_000
Text = Callable[[int], str]


def lines(line: str, before: str = "", after: str = "") -> Text:
    """A text with one line, or several, for each number."""
    return lambda count: before + "".join(line.replace("#", str(number)) for number in range(count)) + after


def both(first: str, between: str, second: str, before: str = "") -> Text:
    """One kind of line for each number, then another."""
    return lambda count: lines(first, before)(count) + lines(second, between)(count)


WORKFLOW = ".github/workflows/ci.yml"
STEPS = "jobs:\n  a:\n    runs-on: x\n    steps:\n"
CASES: dict[str, tuple[str, Text]] = {
    "workflow, variables": (WORKFLOW, both("  V#: x\n", STEPS, "    - run: python x#.py\n", "on: push\nenv:\n")),
    "workflow, jobs": (
        WORKFLOW,
        lines("  j#:\n    needs: [j0]\n    runs-on: x\n    steps:\n    - run: python x#.py\n", "on: push\njobs:\n"),
    ),
    "GitLab, variables": (".gitlab-ci.yml", both("  V#: x\n", "", "j#:\n  script: python x#.py\n", "variables:\n")),
    "compose": ("compose.yaml", lines("  s#:\n    build: .\n    command: python x#.py\n", "services:\n")),
    "Dockerfile, ENV": ("Dockerfile", lines("ENV V#=x\nRUN python x#.py\n", "FROM x\n")),
    "Dockerfile, stages": ("Dockerfile", lines("FROM x AS s#\nCOPY a# b#\nRUN touch x#\nCMD python x#.py\n")),
    "Makefile": ("Makefile", lines("V# = x\nt#: t0\n\tpython x#.py\n")),
    "justfile": ("justfile", lines("v# := 'x'\nr#:\n    python x#.py\n")),
    "crontab": ("crontab", lines("V#=x\n* * * * * python x#.py\n")),
    "tox": ("tox.ini", lines("[testenv:e#]\ncommands = python x#.py\nsetenv = V#=x\n")),
    "TOML": ("pyproject.toml", lines('[tool.poe.tasks.t#]\ncmd = "python x#.py"\n')),
    "Taskfile": (
        "Taskfile.yml",
        both("  V#: x\n", "tasks:\n", "  t#:\n    cmds: [python x#.py]\n", "version: 3\nvars:\n"),
    ),
    "document": ("README.md", lines("# h#\n\nRun `python x#.py` in `d#/`.\n\n```sh\ncd d#\npython y#.py\n```\n")),
    "Python, imports": ("a.py", lines("import m#\nfrom p# import x#\n")),
    "Python, values": ("a.py", lines("v# = 'x#.py'\nsubprocess.run(['python', v#])\n", "import subprocess\n")),
    "Python, functions": (
        "a.py",
        lines("def f#(a#):\n    subprocess.run(['python', a#])\nf#('x#.py')\n", "import subprocess\n"),
    ),
    "Python, search path": ("a.py", lines("sys.path.insert(0, 'd#')\nimport m#\n", "import sys\n")),
    "Jenkinsfile": ("Jenkinsfile", lines("dir('d#') { sh 'touch a#.py && python x#.py' }\n")),
    "shell, functions": ("a.sh", both("f#() { python x#.py; }\n", "", "f#\n")),
    "shell, checkouts": ("a.sh", lines("git clone r#\npython x#.py\n")),
    "batch": ("a.bat", lines("set V#=x\npython x#.py\ngoto l#\n:l#\n")),
    "PowerShell": ("a.ps1", lines("$v# = 'x'\npython x#.py\nfunction f# { python y#.py }\nf#\n")),
    "Kubernetes": (
        "a.yaml",
        lines("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: c#\n    command: [python, x#.py]\n---\n"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_time_is_linear_in_the_names(name: str) -> None:
    path, text = CASES[name]
    few, many = text(FEW).encode(), text(MANY).encode()
    large = min(seconds(lambda: read_file(path, many)) for _ in range(2))
    small = min(seconds(lambda: read_file(path, few)) for _ in range(3))
    assert large <= max(ENOUGH, MOST_TIMES * small)


def test_a_chain_of_names_ends() -> None:
    """Each value names the next one: nothing goes so deep that the stack ends."""
    chain = "".join(f"V{number + 1} = $(V{number})\n" for number in range(3_000))
    facts = read_file("Makefile", f"V0 = x\n{chain}t:\n\tpython gone.py\n\tpython $(V3000).py\n".encode())
    assert [reference.text for reference in facts.references] == ["gone.py"]
