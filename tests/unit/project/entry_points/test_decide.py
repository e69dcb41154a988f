"""Who is the entry point of a scope and who competes with it: whole small repositories, and what they are taken for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

import pytest

from flake8_single_entry.config import load
from flake8_single_entry.config.settings import EMPTY, FILE_NAME, Config
from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.git.history import History
from flake8_single_entry.model import (
    Base,
    EntryTraits,
    Evidence,
    Facts,
    Kind,
    Link,
    Location,
    Outcome,
    Reference,
    RelativeTo,
    Resolution,
    Role,
    Scope,
    Via,
)
from flake8_single_entry.project.entry_points.candidates import Candidates, Runnable, made_of
from flake8_single_entry.project.entry_points.decide import judge
from flake8_single_entry.project.entry_points.main_program import select_program
from flake8_single_entry.project.entry_points.scoring import ScoredCandidate
from flake8_single_entry.project.entry_points.weights import kind_named
from flake8_single_entry.project.graph import ReferenceGraph


def web(*routes: str, guard: bool = True) -> str:
    """A FastAPI module with the given routes."""
    lines = ["from fastapi import FastAPI", "import uvicorn", "", "app = FastAPI()", ""]
    for index, route in enumerate(routes):
        name = route.strip("/").replace("/", "_") or "root"
        lines += [
            f'@app.get("{route}")',
            f"def read_{name}(limit: int = {index}):",
            f'    return {{"{name}": limit}}',
            "",
        ]
    if guard:
        lines += ['if __name__ == "__main__":', '    uvicorn.run(app, host="0.0.0.0")']
    return "\n".join(lines) + "\n"


def script(*names: str) -> str:
    """A script with a few functions and a guard."""
    lines = ["import json", ""]
    for name in names or ("collect",):
        lines += [f"def {name}(path):", "    with open(path) as handle:", "        return json.load(handle)", ""]
    return "\n".join([*lines, "def main():", *(f'    {name}("{name}.json")' for name in names), "    return 0", "",
                      'if __name__ == "__main__":', "    main()"]) + "\n"  # fmt: skip


WRAPPER = "import uvicorn\nfrom src.main import app\n\nif __name__ == '__main__':\n    uvicorn.run(app, port=80)\n"
STARTER = "import uvicorn\n\nif __name__ == '__main__':\n    uvicorn.run('src.main:app', port=80)\n"
RUNNER = "\n".join(f"def check_{n}():\n    return {n}\n" for n in range(90)) + "\n" + WRAPPER
MORE = (
    "from src.main import app\n\n"
    + "".join(f"@app.get('/{n}')\ndef page_{n}():\n    return {n}\n\n" for n in range(60))
    + WRAPPER
)
IMAGE = "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD {}\n"
ORDERS = web("/orders", "/orders/late", "/users")


@dataclass(frozen=True)
class Story:
    """A repository with what is expected of it; ``roles`` names only modules that matter."""

    files: dict[str, str]
    entry: str | None
    roles: dict[str, str] = field(default_factory=dict)
    config: str = ""
    root: str = "."


def scopes_of(story: Story) -> dict[str, Scope]:
    config = load(FILE_NAME, story.config.encode()) if story.config else EMPTY
    assert not config.errors
    project = build_project(Tree.of(story.files), config, git=False)
    return {scope.root: scope for scope in project.scopes}


def named(entry: str) -> str:
    return f"version: 1\nentry_point: {entry}\n"


CONFIGURED = {
    "versions beside the entry point": Story(
        {"src/main.py": ORDERS, "src/main_enhanced.py": web("/other"), "src/main_old.py": web("/late"),
         "main.py": web("/orders", "/late"), "app/main.py": web("/rest")},
        "src/main.py",
        {"src/main_enhanced.py": "duplicate", "src/main_old.py": "duplicate", "main.py": "duplicate",
         "app/main.py": "duplicate"},
        named("src/main.py"),
    ),
    "the suffix wins where the configuration says so": Story(
        {"src/main_simple.py": script("crawl"), "src/main.py": script("crawl", "draw")},
        "src/main_simple.py",
        {"src/main.py": "duplicate"},
        named("src/main_simple.py"),
    ),
    "a wrapper that imports and one that names": Story(
        {"src/main.py": ORDERS, "main.py": WRAPPER, "main_production.py": STARTER},
        "src/main.py",
        {"main.py": "wrapper", "main_production.py": "launcher"},
        named("src/main.py"),
    ),
    "a long runner and a server of routes with no application but the winner's": Story(
        {"src/main.py": ORDERS, "run.py": RUNNER, "main_more.py": MORE},
        "src/main.py",
        {"run.py": "launcher", "main_more.py": "wrapper"},
        named("src/main.py"),
    ),
    "a wrapper is the entry point: what it imports is in use": Story(
        {"main_production.py": WRAPPER, "src/main.py": ORDERS, "src/main_v2.py": web("/orders", "/late")},
        "main_production.py",
        {"src/main.py": "program", "src/main_v2.py": "duplicate"},
        named("main_production.py"),
    ),
    "a launcher of a duplicate": Story(
        {"src/main.py": ORDERS, "src/main_enhanced.py": web("/other"),
         "run_enhanced.py": STARTER.replace("src.main", "src.main_enhanced")},
        "src/main.py",
        {"src/main_enhanced.py": "duplicate", "run_enhanced.py": "duplicate"},
        named("src/main.py"),
    ),
    "an empty file under an entry's name": Story(
        {"main.py": ORDERS, "main_production.py": "", "empty.py": ""},
        "main.py",
        {"main_production.py": "duplicate", "empty.py": ""},
        named("main.py"),
    ),
    "a file that does not parse": Story(
        {"src/main.py": ORDERS, "src/main_new.py": ORDERS + "nano main.py <<\n"},
        "src/main.py",
        {"src/main_new.py": "duplicate"},
        named("src/main.py"),
    ),
    "the entry point itself does not parse": Story(
        {"src/main_production.py": ORDERS + "nano main.py <<\n", "src/main.py": ORDERS},
        "src/main_production.py",
        {"src/main.py": "duplicate"},
        named("src/main_production.py"),
    ),
    "copies made by hand": Story(
        {"main.py": ORDERS, "main copy.py": ORDERS, "main (1).py": ORDERS, "main.py.bak": ORDERS},
        "main.py",
        {"main copy.py": "duplicate", "main (1).py": "duplicate", "main.py.bak": "archived"},
        named("main.py"),
    ),
    "a former server in another framework": Story(
        {"app/main.py": ORDERS, "flask_server.py": "from flask import Flask\napp = Flask(__name__)\n"
         "@app.route('/orders/late')\ndef late():\n    return ''\n@app.route('/users')\ndef users():\n    return ''\n",
         "minimal_server.py": web("/status")},
        "app/main.py",
        {"minimal_server.py": "duplicate"},
        named("app/main.py"),
    ),
    "other programs of the scope": Story(
        {"main.py": ORDERS, "worker.py": "from celery import Celery\napp = Celery('x')\n",
         "bot.py": "import discord\nclient = discord.Client()\nclient.run('x')\n", "train.py": script("fit"),
         "cli.py": "import typer\napp = typer.Typer()\n", "manage.py": script("run"), "wsgi.py": "from main import app\n"},
        "main.py",
        {"worker.py": "program", "bot.py": "program", "train.py": "tool", "cli.py": "program", "manage.py": "program"},
        named("main.py"),
    ),
    "tests, examples and tools": Story(
        {"main.py": script("load"), "test_main.py": script("test_load"), "tests/main.py": script("load"),
         "examples/main.py": script("load"), "scripts/main_v2.py": script("load"), "docs/main.py": script("load"),
         "seed_main_db.py": script("load"), "main_test.py": script("test_load")},
        "main.py",
        {"test_main.py": "test", "tests/main.py": "test", "examples/main.py": "example", "scripts/main_v2.py": "tool",
         "docs/main.py": "example", "seed_main_db.py": "tool", "main_test.py": "test"},
        named("main.py"),
    ),
    "main_test is a version where it tests nothing": Story(
        {"src/main.py": ORDERS, "src/main_test.py": ORDERS},
        "src/main.py",
        {"src/main_test.py": "duplicate"},
        named("src/main.py"),
    ),
    "the allowlist and the archive": Story(
        {"main.py": ORDERS, "main_v2.py": ORDERS, "main_v3.py": ORDERS, "attic/main_v1.py": ORDERS},
        "main.py",
        {"main_v2.py": "tool", "main_v3.py": "duplicate", "attic/main_v1.py": "archived"},
        named("main.py") + "archive: attic\nallow:\n  - path: main_v2.py\n    as: tool\n    reason: kept\n",
    ),
    "services that the configuration does not name": Story(
        {"main.py": ORDERS, "services/pay/main.py": ORDERS, "services/pay/Dockerfile": IMAGE.format('["python", "main.py"]'),
         "services/pay/main_v2.py": ORDERS},
        "main.py",
        {"services/pay/main.py": "program", "services/pay/main_v2.py": "program"},
        named("main.py"),
    ),
    "an entry point that does not exist": Story(
        {"main.py": ORDERS, "main_v2.py": ORDERS}, "gone.py", {"main.py": "program", "main_v2.py": "program"},
        named("gone.py"),
    ),
    "several programs": Story(
        {"app/main.py": ORDERS, "app/worker.py": script("work"), "app/main_v2.py": ORDERS, "app/worker_old.py": script("work")},
        None,
        {"app/main.py": "authoritative", "app/worker.py": "authoritative", "app/main_v2.py": "duplicate",
         "app/worker_old.py": "duplicate"},
        "version: 1\nprograms:\n  web: app/main.py\n  worker: app/worker.py\n",
    ),
}  # fmt: skip

INFERRED = {
    "the image decides": Story(
        {"main.py": ORDERS, "main_v2.py": web("/orders", "/x"), "README.md": "# x\n```\npython main.py\n```\n",
         "Dockerfile": IMAGE.format('["python", "main_v2.py"]')},
        "main_v2.py",
        {"main.py": "duplicate"},
    ),
    "a launcher passes on what starts it": Story(
        {"src/main.py": script("load", "send"), "src/__init__.py": "", "src/main_enhanced.py": script("load", "send", "draw"),
         "run.py": "from src.main import main\n\nif __name__ == '__main__':\n    main()\n",
         "run.sh": "#!/bin/sh\npython run.py\n"},
        "src/main.py",
        {"src/main_enhanced.py": "duplicate", "run.py": "wrapper"},
    ),
    "nothing decides": Story(
        {"main.py": ORDERS, "main_new.py": ORDERS},
        None,
        {"main.py": "candidate", "main_new.py": "candidate"},
    ),
    "nothing starts any, and the others are named after one": Story(
        {"main.py": ORDERS, "main_improved.py": ORDERS, "enhanced_main.py": ORDERS},
        "main.py",
        {"main_improved.py": "duplicate", "enhanced_main.py": "duplicate"},
    ),
    "a name that claims to follow leaves it open": Story(
        {"main.py": ORDERS, "main_improved.py": ORDERS, "main_v2.py": ORDERS},
        None,
        {"main.py": "candidate", "main_improved.py": "candidate", "main_v2.py": "candidate"},
    ),
    "a stub only keeps the name": Story(
        {"main.py": script("hello"), "main_full.py": script(*(f"step_{number}" for number in range(40)))},
        None,
        {"main.py": "candidate", "main_full.py": "candidate"},
    ),
    "in another directory nothing is named after it": Story(
        {"main.py": ORDERS, "app/main_improved.py": ORDERS},
        None,
        {"main.py": "candidate", "app/main_improved.py": "candidate"},
    ),
    "nothing starts any, and one is tested": Story(
        {"main.py": ORDERS, "main_new.py": ORDERS, "tests/test_orders.py": "from main_new import app\n"},
        "main_new.py",
        {"main.py": "duplicate"},
    ),
    "nothing starts any, and two are tested": Story(
        {"main.py": ORDERS, "main_new.py": ORDERS, "tests/test_orders.py": "import main\nimport main_new\n"},
        None,
        {"main.py": "candidate", "main_new.py": "candidate"},
    ),
    "a document that names another start outranks the common name": Story(
        {"main.py": ORDERS, "main_new.py": ORDERS, "README.md": "```sh\npython main_new.py\n```\n"},
        "main_new.py",
        {"main.py": "duplicate"},
    ),
    "two families and nothing that starts them": Story(
        {"main.py": ORDERS, "main_v2.py": ORDERS, "app.py": web("/a", "/b"), "app_v2.py": web("/a", "/b")},
        None,
        {"main.py": "candidate", "main_v2.py": "candidate", "app.py": "candidate", "app_v2.py": "candidate"},
    ),
    "versions of a script in a collection of scripts": Story(
        {"fit.py": script("load", "fit"), "fit_v2.py": script("load", "fit"), "draw.py": script("paint", "save")},
        None,
        {"fit.py": "program", "fit_v2.py": "program"},
    ),
    "several console scripts: the one that bears the project's name": Story(
        {"shade/__init__.py": "def main():\n    return 0\n", "shaded/__init__.py": "def main():\n    return 1\n",
         "pyproject.toml": '[project]\nname = "shade"\n[project.scripts]\nshade = "shade:main"\nshaded = "shaded:main"\n'},
        "shade/__init__.py",
    ),
    "a plugin is no command": Story(
        {"lint/__init__.py": "", "lint/cli.py": script("parse"), "lint/checks.py": "def main():\n    return 1\n",
         "pyproject.toml": '[project.scripts]\nlint = "lint.cli:main"\n[project.entry-points.lint]\nx = "lint.checks:main"\n'},
        "lint/cli.py",
    ),
    "every service has its own": Story(
        {"services/pay/app/main.py": ORDERS, "services/pay/requirements.txt": "fastapi\n",
         "services/mail/app/main.py": ORDERS, "services/mail/requirements.txt": "fastapi\n"},
        "services/pay/app/main.py",
        {},
        root="services/pay",
    ),
    "a web process and its worker": Story(
        {"main.py": ORDERS, "api.py": web("/orders", "/orders/late", "/users"),
         "Procfile": "web: uvicorn main:app\nadmin: uvicorn api:app\n"},
        None,
        {"main.py": "program", "api.py": "program"},
    ),
    "lessons with numbers": Story(
        {"app1.py": web("/a", "/b"), "app2.py": script("one", "two"), "app3.py": web("/c", "/d")},
        None,
        {"app1.py": "program", "app2.py": "program", "app3.py": "program"},
    ),
    "library modules with a guard": Story(
        {"widget/__init__.py": "", "widget/cli.py": script("parse", "emit"), "widget/parser.py": script("parse"),
         "widget/parser_fast.py": script("parse"), "widget/__main__.py": "from widget.cli import main\nmain()\n",
         "pyproject.toml": '[project]\nname = "widget"\n[project.scripts]\nwidget = "widget.cli:main"\n'},
        "widget/cli.py",
        {"widget/__main__.py": "program"},
    ),
    "a module of the project's package that only its tests import": Story(
        {"src/widget/__init__.py": "", "src/widget/knob.py": script("turn", "press"), "src/widget/parts.py": "SIZE = 4\n",
         "tests/test_knob.py": "from widget.knob import turn\n\ndef test_turn():\n    turn()\n",
         "pyproject.toml": '[project]\nname = "widget"\n'},
        None,
        {"src/widget/knob.py": "tool"},
    ),
    "the same in no package": Story(
        {"knob.py": script("turn", "press"), "tests/test_knob.py": "from knob import turn\n\ndef test_turn():\n    turn()\n",
         "pyproject.toml": '[project]\nname = "widget"\n'},
        None,
    ),
    "a platform's file under another name": Story(
        {"wsgi.py": "from main import app\napplication = app\n", "main.py": ORDERS, "main_fast.py": ORDERS,
         "Procfile": "web: gunicorn wsgi:application\n", "Procfile_fast": "web: gunicorn main_fast:app\n",
         "render-fast.yaml": "services:\n  - startCommand: gunicorn main_fast:app\n"},
        "wsgi.py",
        {"main.py": "program"},
    ),
    "an archive directory": Story(
        {"main.py": ORDERS, "legacy/main.py": ORDERS, "Procfile": "web: uvicorn main:app\n"},
        "main.py",
        {"legacy/main.py": "archived"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", [*CONFIGURED, *INFERRED])
def test_story(name: str) -> None:
    story = {**CONFIGURED, **INFERRED}[name]
    scope = scopes_of(story)[story.root]
    roles = {candidate.path: str(candidate.role) for candidate in scope.candidates}
    assert (scope.entry_point, {path: roles.get(path, "") for path in story.roles}) == (story.entry, story.roles)


def test_scopes_are_never_compared() -> None:
    scopes = scopes_of(INFERRED["every service has its own"])
    assert [scope.entry_point for scope in scopes.values() if scope.entry_point] == [
        "services/mail/app/main.py",
        "services/pay/app/main.py",
    ]
    assert all(one.role is not Role.DUPLICATE for scope in scopes.values() for one in scope.candidates)


def test_a_duplicate_says_what_it_resembles_most() -> None:
    files = {"src/main.py": web("/a"), "src/main_one.py": ""}
    siblings = web("/b", "/c", "/d", "/e")
    story = Story(files | {"src/main_v1.py": siblings, "src/main_v2.py": siblings}, None, config=named("src/main.py"))
    found = {one.path: one for one in scopes_of(story)["."].candidates}
    assert (found["src/main_v1.py"].rival, found["src/main_v1.py"].similarity) == ("src/main_v2.py", 1.0)


def test_evidence_is_readable_and_has_a_place() -> None:
    scope = scopes_of(INFERRED["the image decides"])["."]
    winner = next(one for one in scope.candidates if one.role is Role.AUTHORITATIVE)
    best = winner.evidence[0]
    assert best.location is not None
    assert (best.kind, best.location.path, best.text) == (
        "image",
        "Dockerfile",
        "Dockerfile line 4: the image's command starts it",
    )
    assert scope.decided_by == "evidence"
    assert 0.55 <= scope.confidence < 1


def test_evidence_names_the_script_on_the_way() -> None:
    steps = {"Procfile": "web: sh run.sh\n", "run.sh": "sh start.sh\n", "start.sh": "python main.py\n"}
    (found,) = scopes_of(Story({**steps, "main.py": ORDERS}, "main.py"))["."].candidates
    told = [one.text for one in found.evidence]
    assert "start.sh line 1 starts it" in told
    assert "run.sh line 1 names it through start.sh, and 1 more" in told
    assert all(text.count(" through ") <= 1 for text in told)


def test_what_git_says_of_versions_says_nothing_between_programs() -> None:
    one = Runnable("feed.py", EntryTraits(), stem_of("feed.py"), "")
    said = {"shell": 3.5, "recent": 1.0, "changes": 0.6, "import": 2.0}
    case = ScoredCandidate(one, tuple(Evidence(kind, None, "", weight) for kind, weight in said.items()))
    assert (case.score, case.program_score) == (7.1, 3.5)


def _flat(count: int) -> list[str]:
    return [f"main_{'v' * (index % 7)}{index}.py" for index in range(count)]


def _lessons(count: int) -> list[str]:
    return [f"lesson{index // 50}/main_{'v' * (index % 50 + 1)}.py" for index in range(count)]


def _services(count: int) -> list[str]:
    return [f"services/s{index // 2}/main{'_v2' if index % 2 else ''}.py" for index in range(count)]


def _nested(count: int) -> list[str]:
    return [f"area{index % 5}/s{index}/app/main.py" for index in range(count)]


@pytest.mark.parametrize("layout", [_flat, _lessons, _services, _nested])
@pytest.mark.parametrize(
    "config", [EMPTY, load(FILE_NAME, named("main_0.py").encode())], ids=["inferred", "configured"]
)
def test_work_grows_with_the_number_of_mains_and_not_with_its_square(
    layout: Callable[[int], list[str]], config: Config
) -> None:
    """Counts the instructions that judging takes, so that no machine is too slow for the test."""
    few, many = (_instructions(layout(count), config) for count in (150, 600))
    assert many < 7 * few  # four times the work, with room for thresholds; a square would be sixteen


def _instructions(paths: list[str], config: Config) -> int:
    facts, files, links = {}, dict.fromkeys(paths, ""), []
    for index, path in enumerate(paths):
        sketch = tuple(range(index % 3, index % 3 + 20))
        facts[path] = Facts(traits=EntryTraits(guard=Location(path, 1, 1, 1, 9), size=9, sketch=sketch))
        files[path.rpartition("/main")[0].removesuffix("/app") + "/Dockerfile"] = ""
        if index % 2:
            place = Location("run.sh", index, 1, index, 9)
            reference = Reference(place, path, Kind.PATH, Base(RelativeTo.ROOT), "shell", Via.RUN)
            links.append(Link(reference, Resolution(Outcome.FOUND, target=path)))
    tree = Tree.of(files)
    count = 0

    def step(frame: FrameType, event: str, _: object) -> Callable[..., object]:
        nonlocal count
        count += event == "opcode"
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        graph = ReferenceGraph.of(links, facts)
        judge(tree, config, facts, graph, Candidates(tree).all(facts, graph.started), History.none())
    finally:
        sys.settrace(before)
    return count


def evidence_of(files: dict[str, str], path: str) -> set[tuple[str, float]]:
    """The kinds and weights of the evidence for a module of the root scope, without what it shows itself."""
    candidates = scopes_of(Story(files, None))["."].candidates
    evidence = next(one.evidence for one in candidates if one.path == path)
    return {(one.kind, one.weight) for one in evidence if kind_named(one.kind).is_use}


@pytest.mark.parametrize("name", ["start.sh", "start.bat", "start.ps1", "Makefile"])
@pytest.mark.parametrize("directory", ["scripts", "examples"])
def test_script_counts_in_full_in_every_language(directory: str, name: str) -> None:
    command = "start:\n\tpython main.py\n" if name == "Makefile" else "python main.py\n"
    kind = {"sh": "shell", "bat": "batch", "ps1": "powershell", "Makefile": "makefile"}[name.rpartition(".")[2]]
    assert evidence_of({"main.py": ORDERS, f"{directory}/{name}": command}, "main.py") == {(kind, 3.5)}


@pytest.mark.parametrize(("path", "weight"), [("package.json", 3.0), ("examples/package.json", 0.9)])
def test_tasks_of_an_example_count_less(path: str, weight: float) -> None:
    files = {"main.py": ORDERS, path: '{"scripts": {"start": "python main.py"}}'}
    assert evidence_of(files, "main.py") == {("package.json", weight)}


def test_included_task_file_passes_on_what_includes_it() -> None:
    """As a script does that another one starts."""
    files = {
        "main.py": ORDERS,
        "deploy/Taskfile.yml": "tasks:\n  serve:\n    cmd: python main.py\n",
        "Taskfile.yml": "includes:\n  deploy: ./deploy/Taskfile.yml\n",
    }
    assert evidence_of(files, "main.py") == {("taskfile", 3.5), ("named", 0.19)}
    del files["Taskfile.yml"]
    assert evidence_of(files, "main.py") == {("taskfile", 3.5)}


def case_of(path: str, **weights: float) -> ScoredCandidate:
    place = Location(path, 1, 1, 1, 1)
    return ScoredCandidate(
        made_of(path, {}), tuple(Evidence(kind, place, kind, weight) for kind, weight in weights.items())
    )


BUILT_ON = case_of("main.py", **{"import": 2.8}, launcher=2.5, application=2.0, complete=0.9)
CHOICES = {
    "a sentence names the other": (case_of("main_offline.py", docs=1.2, application=1.0, complete=1.5), "main.py"),
    "an image starts the other": (case_of("main_offline.py", image=9.0, application=1.0), "main_offline.py"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_what_others_are_built_on_gives_way_to_what_is_started(name: str) -> None:
    other, winner = CHOICES[name]
    assert select_program([BUILT_ON, other]).winner == winner
