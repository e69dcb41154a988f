"""What a replacement that resolves may change, so that a person has to decide; and what is changed without asking."""

from __future__ import annotations

import pytest

from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.fixes.doubts import Doubts
from flake8_single_entry.fixes.rewrites import plan_rewrites
from flake8_single_entry.model import Finding
from flake8_single_entry.rules import run

MAIN = """
from fastapi import FastAPI

app = FastAPI()


@app.get("/health")
def health():
    return {}


@app.get("/orders")
def orders():
    return []


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app)
"""
CONFIGURED = "version: 1\nentry_point: main.py\n"
FENCE = "```bash\n{}\n```\n"
CASE = 'case "$1" in\n1) python main.py ;;\n\n2) python main_b.py ;;\nesac\n'


def doubts(files: dict[str, str], path: str) -> dict[str, str]:
    """The doubts about the findings of a file, by the text of the reference; those without edits are left out."""
    given = {"main.py": MAIN, ".single-entry.yaml": CONFIGURED, **files}
    tree = Tree.of(given)
    project = build_project(tree, read_config(tree, None, on_disk=False), git=False)
    known = Doubts(project)
    found: list[Finding] = [each for each in run(project) if each.location.path == path and each.edits]
    return {each.reference: known.why(each) for each in found}


OLD = MAIN.replace("orders", "baskets")
LABELLED = "what stands around it is about the version called "


@pytest.mark.parametrize(
    ("files", "path", "expected"),
    [
        pytest.param({"run.sh": "python main_b.py\n"}, "run.sh", {"main_b.py": ""}, id="nothing speaks against it"),
        pytest.param({"Makefile": "simple:\n\tpython main_simple.py\n"}, "Makefile",
                     {"main_simple.py": LABELLED + "simple"}, id="the target of make"),
        pytest.param({"Makefile": "serve:\n\tpython main_simple.py\n"}, "Makefile",
                     {"main_simple.py": ""}, id="another target of make"),
        pytest.param({"run_simple.sh": "python main_simple.py\n"}, "run_simple.sh",
                     {"main_simple.py": LABELLED + "simple"}, id="the name of the script"),
        pytest.param({"run.sh": "# the simple one\npython main_simple.py\n"}, "run.sh",
                     {"main_simple.py": LABELLED + "simple"}, id="a comment above"),
        pytest.param({"README.md": "# Shop\n\n## The simple version\n\n" + FENCE.format("python main_simple.py")},
                     "README.md", {"main_simple.py": LABELLED + "simple"}, id="the heading"),
        pytest.param({"README.md": "# Shop\n\n## Start\n\n" + FENCE.format("python main_simple.py")},
                     "README.md", {"main_simple.py": ""}, id="another heading"),
        pytest.param({"README.md": "# Shop\n\n" + FENCE.format("python main.py\n\npython main_b.py")}, "README.md",
                     {"main_b.py": "line 4 is another way to start main.py: the lines are a choice"}, id="one fence"),
        pytest.param({"README.md": "# Shop\n\n" + FENCE.format("python main.py") + "\n" + FENCE.format("python main_b.py")},
                     "README.md", {"main_b.py": ""}, id="two fences"),
        pytest.param({"run.sh": CASE}, "run.sh",
                     {"main_b.py": "line 2 is another way to start main.py: the lines are a choice"}, id="case"),
        pytest.param({"run.sh": "cp main_b.py main.py\npython main.py\n"}, "run.sh",
                     {"main_b.py": "the command names main.py already"}, id="a file copied onto itself"),
        pytest.param({"Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY main_b.py main.py\nCMD [\"python\", \"main.py\"]\n"},
                     "Dockerfile", {"main_b.py": "the image has it under the name main.py"}, id="a copy under another name"),
        pytest.param({"run.sh": "python main_b.py --port 80\n", "main_b.py": OLD + "\nimport sys\nprint(sys.argv, '--port')\n"},
                     "run.sh", {"main_b.py": "main.py does not take --port"}, id="an option"),
        pytest.param({"run.sh": 'gh issue create --body "Text\n```\npython main_b.py\n```\n"\n'}, "run.sh",
                     {"main_b.py": "it is a text for people"}, id="a fence in a string"),
    ],
)  # fmt: skip
def test_why(files: dict[str, str], path: str, expected: dict[str, str]) -> None:
    assert doubts({"main_b.py": OLD, "main_simple.py": OLD, **files}, path) == expected


def test_a_module_that_imports_what_is_beside_it() -> None:
    files = {
        ".single-entry.yaml": "version: 1\nentry_point: src/main.py\n",
        "src/main.py": MAIN.replace("from fastapi", "from database import get\nfrom fastapi"),
        "src/database.py": "def get():\n    return 1\n",
        "src/main_b.py": OLD,
        "start.sh": "uvicorn src.main_b:app\n",
        "inside.sh": "cd src && uvicorn main_b:app\n",
    }
    reason = "src/main.py imports database, which is on the import path in src/ only"
    assert doubts(files, "start.sh") == {"src.main_b:app": reason}
    assert doubts(files, "inside.sh") == {"main_b:app": ""}


def test_the_same_path_in_another_directory() -> None:
    files = {
        "web/main_b.py": "print(1)\n",
        "main_b.py": OLD,
        "README.md": "# Shop\n\n" + FENCE.format("python main_b.py"),
    }
    assert doubts(files, "README.md") == {"main_b.py": "web/main_b.py may be meant"}


def test_an_import_that_nobody_else_writes_so() -> None:
    files = {
        ".single-entry.yaml": "version: 1\nentry_point: src/server.py\n",
        "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n\n[tool.setuptools.packages.find]\nwhere = ["src"]\n',
        "src/server.py": MAIN,
        "src/server_b.py": OLD,
        "a.py": "from src.server import app\n",
    }
    plain = "from server_b import app\n"
    assert doubts({**files, "b.py": plain}, "b.py") == {"server_b:app": "other modules import it as src.server"}
    assert doubts({**files, "b.py": "from src.server_b import app\n"}, "b.py") == {"src.server_b:app": ""}
    inserted = f"import sys\n\nsys.path.insert(0, 'src')\n{plain}"
    assert doubts({**files, "b.py": inserted}, "b.py") == {"server_b:app": ""}


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (("python main_b.py", "python main_simple.py"), 2),
        (("PORT=1 python main_b.py", "python main_simple.py"), 0),
        (("python main_b.py", "echo"), 0),
        (("python main_b.py", "$ python main.py  # the plain one"), 1),
        (("python main_b.py", "python main_b.py"), 0),
    ],
    ids=["two versions", "not the same", "one", "the winner is there already", "the same version twice"],
)
def test_a_document_that_would_say_the_same_twice(lines: tuple[str, str], left: int) -> None:
    text = "# Shop\n\n" + "\n## More\n\n".join(FENCE.format(line) for line in lines)
    files = {
        "main_b.py": OLD,
        "main_simple.py": OLD,
        "README.md": text,
    }
    tree = Tree.of({".single-entry.yaml": CONFIGURED, "main.py": MAIN, **files})
    project = build_project(tree, read_config(tree, None, on_disk=False), git=False)
    chosen = [each for each in run(project) if each.location.path == "README.md"]
    _, given = plan_rewrites(project, chosen, lambda _: "")
    assert len([each for each in given if "would say the same" in each.reason]) == left
