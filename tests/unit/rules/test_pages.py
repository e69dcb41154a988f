"""The example of each rule's page is what the rule says: a small project beside the code, and the page's own configuration."""

from __future__ import annotations

import re
from datetime import date

import pytest

from flake8_single_entry.config import load
from flake8_single_entry.config.settings import EMPTY, FILE_NAME
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.reporters.text import report
from flake8_single_entry.rules import RULES, run
from flake8_single_entry.suppress import judge, text_of
from tests.support import Results

ROUTE = '@app.get("/{0}")\ndef {0}() -> list[str]:\n    return []\n'
APP = "from fastapi import FastAPI\n\napp = FastAPI(title='shop')\n\n\n" + "\n\n".join(
    map(ROUTE.format, ("orders", "health"))
)
PROGRAM = APP + "\n\nif __name__ == '__main__':\n    import uvicorn\n\n    uvicorn.run(app)\n"
IMAGE = 'FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["python", "src/main.py"]\n'
CONFIG = "version: 1\nentry_point: src/main.py\nallow:\n  - path: main_production.py\n    as: wrapper\n"
EXAMPLES: dict[str, dict[str, str | bytes]] = {
    "ONE101": {
        "src/main.py": PROGRAM,
        "src/main_enhanced.py": PROGRAM.replace("[]", "['tea']", 1),
        "Dockerfile": IMAGE,
        "README.md": "# Shop\n\n```sh\npython src/main.py\n```\n",
    },
    "ONE103": {FILE_NAME: "version: 1\nentry_point: main.py\n", "main.py": ""},
    "ONE104": {
        "main.py": PROGRAM,
        "main_v2.py": PROGRAM,
        "Procfile": "web: uvicorn main:app\n",
        "docker-compose.yml": "services:\n  shop:\n    build: .\n    command: uvicorn main_v2:app\n",
        "Dockerfile": "FROM python:3.12\nWORKDIR /srv\nCOPY . .\n",
    },
    "ONE105": {
        "src/main.py": PROGRAM,
        "src/main_old.py": PROGRAM,
        "main_production.py": "from src.main_old import app\n\nif __name__ == '__main__':\n    app()\n",
    },
    "ONE106": {
        "src/main.py": PROGRAM,
        "tools/replay.py": "import sys\n\nif __name__ == '__main__':\n    print(sys.argv)\n",
    },
    "ONE902": {FILE_NAME: CONFIG, "src/main.py": PROGRAM},
    "ONE903": {
        FILE_NAME: f"{CONFIG}    reason: gunicorn settings for production\n    until: 2026-12-31\n",
        "src/main.py": PROGRAM,
        "main_production.py": "from src.main import app\n\nif __name__ == '__main__':\n    app()\n",
    },
    "ONE904": {"main.py": PROGRAM, "scripts/run.sh": "#!/bin/sh\nset -e\ngunicorn main:app  # noqa: ONE203\n"},
    "ONE905": {"main.py": PROGRAM, "Dockerfile": b"FROM x\0\n"},
}
# A page may name the line and the similarity of a larger module than the project here has.
NUMBERS = re.compile(r"(?<=\.py):\d+(?=:1: )|\b\d+(?=% similar)")


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_of_a_page(code: str) -> None:
    page = next(rule.page for rule in RULES if rule.code == code).partition("## Example")[2].partition("## Level")[0]
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    files = dict(EXAMPLES[code])
    files.update((FILE_NAME, text) for language, text in blocks if language == "yaml")
    tree = Tree.of(files)
    config = load(FILE_NAME, tree.read(FILE_NAME)) if FILE_NAME in files else EMPTY
    project = build_project(tree, config, git=False, today=date(2027, 1, 1))
    kept = judge(project, run(project), text_of(tree)).kept
    found = Results(tuple(finding for finding in kept if finding.code == code), (), 0, 0)
    assert NUMBERS.sub("N", report(found)) == NUMBERS.sub("N", blocks[-1][1])
