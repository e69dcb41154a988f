"""Which program of a scope is its entry point, and when there is none: small repositories without configuration."""

from __future__ import annotations

import pytest

from flake8_single_entry.config.settings import EMPTY
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree

GUARD = 'if __name__ == "__main__":\n    main()\n'
PROGRAM = "def main():\n    print(input())\n\n" + GUARD
WEB = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/{0}')\ndef {0}():\n    return []\n"
FACTORY = "from fastapi import FastAPI\n\ndef create_app():\n    app = FastAPI()\n    return app\n"
CLASS = "import telebot\n\nclass Application:\n    def __init__(self):\n        self.bot = telebot.TeleBot('x')\n"
LIBRARY = '[project]\nname = "quill"\n'
IMAGE = "FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD {}\n"
CI = "on: push\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: {}\n"
SERVERS = WEB.format("swifts") + WEB.format("terns")


def told(*commands: str) -> str:
    return "# x\n" + "".join(f"\nText.\n\n```bash\n{command}\n```\n" for command in commands)


# what counts as a start
STARTS = {
    "a path where a module is expected": (
        {"main.py": SERVERS, "src/main.py": SERVERS, "Procfile": "web: uvicorn main.py:app\n"},
        "main.py",
    ),
    "a malformed start in a document against an image": (
        {"main.py": SERVERS, "src/main.py": SERVERS, "README.md": told("uvicorn main.py:app"),
         "Dockerfile": IMAGE.format('["uvicorn", "src.main:app"]')},
        "src/main.py",
    ),
    "a file that the image lacks": (
        {"main.py": SERVERS, "src/main.py": SERVERS,
         "Dockerfile": "FROM python:3.12\nWORKDIR /srv\nCOPY static static\nCMD python main.py\n", "static/x.css": ""},
        "main.py",
    ),
    "a printed command where nothing else says anything": (
        {"app/main.py": SERVERS, "src/main.py": SERVERS, "app/__init__.py": "", "src/__init__.py": "",
         "setup.sh": "#!/bin/sh\necho 'Now run: uvicorn src.main:app'\n"},
        "src/main.py",
    ),
    "a printed command against a document": (
        {"app/main.py": SERVERS, "src/main.py": SERVERS, "app/__init__.py": "", "src/__init__.py": "",
         "setup.sh": "#!/bin/sh\necho 'Now run: uvicorn src.main:app'\n", "README.md": told("uvicorn app.main:app")},
        "app/main.py",
    ),
    "a document against CI": (
        {"main.py": SERVERS, "main_v2.py": SERVERS, "README.md": told("uvicorn main:app"),
         ".github/workflows/a.yml": CI.format("uvicorn main_v2:app")},
        "main_v2.py",
    ),
    "CI and a document against an image": (
        {"main.py": SERVERS, "main_v2.py": SERVERS, "README.md": told("uvicorn main:app"),
         ".github/workflows/a.yml": CI.format("uvicorn main:app"), "run.sh": "uvicorn main:app\n",
         "Dockerfile": IMAGE.format('["uvicorn", "main_v2:app"]')},
        "main_v2.py",
    ),
    "the start of an empty module": (
        {"main.py": "", "src/main.py": SERVERS, "README.md": told("uvicorn src.main:app"),
         "Dockerfile": IMAGE.format('["python", "main.py"]')},
        "src/main.py",
    ),
    "an empty module alone": ({"main.py": "", "Procfile": "web: python main.py\n"}, None),
    "what only installs a module": (
        {"quill.py": PROGRAM, "pyproject.toml": LIBRARY + '[tool.setuptools]\npy-modules = ["quill"]\n'},
        None,
    ),
    "migrations before the server": (
        {"manage.py": PROGRAM, "site/wsgi.py": "from django.core.wsgi import get_wsgi_application\n"
         "application = get_wsgi_application()\n", "site/__init__.py": "", "uwsgi.ini": "[uwsgi]\nmodule = site.wsgi\n",
         "boot.sh": "python manage.py migrate\npython manage.py seed\nexec uwsgi uwsgi.ini\n",
         "Dockerfile": IMAGE.format('["sh", "boot.sh"]')},
        "site/wsgi.py",
    ),
}  # fmt: skip

# what can be started
STARTABLE = {
    "a factory and the module that starts it and more": (
        {"main.py": "from api.main import create_app\nfrom hub import Hub\n\ndef main():\n    Hub(create_app())\n\n" + GUARD,
         "api/main.py": FACTORY, "api/__init__.py": "", "hub.py": "class Hub:\n    pass\n", "run.sh": "python main.py\n"},
        "main.py",
    ),
    "a factory that a server starts": (
        {"api/main.py": FACTORY, "api/__init__.py": "", "Procfile": "web: uvicorn --factory api.main:create_app\n"},
        "api/main.py",
    ),
    "a factory that Flask finds": (
        {"api/__init__.py": FACTORY.replace("fastapi", "flask").replace("FastAPI()", "Flask(__name__)").replace("FastAPI", "Flask"),
         "Procfile": "web: flask --app api run\n"},
        "api/__init__.py",
    ),
    "a factory of a package that a script serves": (
        {"api/__init__.py": FACTORY, "api/report.py": PROGRAM, "boot.sh": "exec gunicorn 'api:create_app()'\n"},
        "api/__init__.py",
    ),
    "a package without an application that a script starts": (
        {"api/__init__.py": "def main():\n    print()\n", "boot.sh": "python -c 'import api; api.main()'\npython -m api\n"},
        None,
    ),
    "a factory that only tests call": (
        {"api/main.py": FACTORY, "api/__init__.py": "", "tests/test_api.py": "from api.main import create_app\n"},
        None,
    ),
    "a class and the thin module that runs it": (
        {"core/application.py": CLASS, "core/__init__.py": "",
         "begin.py": "from core.application import Application\n\ndef main():\n    Application()\n\n" + GUARD,
         "Procfile": "bot: python begin.py\n"},
        "begin.py",
    ),
    "an application object and the thin module that runs it": (
        {"core/application.py": WEB.format("wrens") + WEB.format("owls"), "core/__init__.py": "",
         "begin.py": "import uvicorn\nfrom core.application import app\n\nif __name__ == '__main__':\n    uvicorn.run(app)\n",
         "Procfile": "web: python begin.py\n"},
        "core/application.py",
    ),
}  # fmt: skip

# programs beside each other
PROGRAMS = {
    "programs that a document runs one after the other": (
        {"page.py": PROGRAM, "api.py": SERVERS, "console.py": SERVERS,
         "README.md": told("python page.py", "python api.py", "python console.py")},
        None,
    ),
    "one of them is called main": (
        {"page.py": PROGRAM, "main.py": PROGRAM, "README.md": told("python page.py", "python main.py")},
        "main.py",
    ),
    "one of them bears the project's name": (
        {"page.py": PROGRAM, "quill.py": PROGRAM, "pyproject.toml": LIBRARY,
         "README.md": told("python page.py", "python quill.py")},
        "quill.py",
    ),
    "one of them is a server": (
        {"fit.py": PROGRAM, "predict.py": PROGRAM, "serving.py": SERVERS,
         "README.md": told("python fit.py", "python predict.py", "uvicorn serving:app")},
        "serving.py",
    ),
    "steps that one script runs": (
        {"fit.py": PROGRAM, "predict.py": PROGRAM, "all.sh": "python fit.py\npython predict.py\n"},
        None,
    ),
    "an image starts one of them": (
        {"page.py": PROGRAM, "api.py": SERVERS, "README.md": told("python page.py", "python api.py"),
         "Dockerfile": IMAGE.format('["python", "page.py"]')},
        "page.py",
    ),
    "a main deep in the repository that only scripts beside it start": (
        {"page.py": PROGRAM, "tuning/main.py": PROGRAM, "tuning/run.sh": "python main.py\n",
         "README.md": told("python page.py")},
        "page.py",
    ),
    "such a main alone": ({"tuning/main.py": PROGRAM, "tuning/run.sh": "python main.py\n"}, "tuning/main.py"),
    "such mains in several directories": (
        {f"{name}/main.py": PROGRAM for name in ("one", "two")} | {f"{name}/r.sh": "python main.py\n" for name in ("one", "two")},
        None,
    ),
    "exercises": (
        {"day1/paint.py": PROGRAM, "day2/server.py": PROGRAM, "day3/calc.py": PROGRAM},
        None,
    ),
    "a site that shows exercises": (
        {"day1/paint.py": PROGRAM, "day2/server.py": PROGRAM, "site/app.py": SERVERS, "site/__init__.py": "",
         "Procfile": "web: uvicorn site.app:app\n"},
        "site/app.py",
    ),
}  # fmt: skip

# libraries
LIBRARIES = {
    "a module with a guard in a library": (
        {"quill/client.py": "import doctest\n\nif __name__ == '__main__':\n    doctest.testmod()\n", "quill/__init__.py": "",
         "pyproject.toml": LIBRARY},
        None,
    ),
    "a build script that CI runs": (
        {"quill/__init__.py": "", "pages/makeref.py": PROGRAM, "pyproject.toml": LIBRARY,
         ".github/workflows/a.yml": CI.format("python pages/makeref.py")},
        None,
    ),
    "a scraper that CI runs where there is no library": (
        {"scrape.py": PROGRAM, ".github/workflows/a.yml": CI.format("python scrape.py")},
        "scrape.py",
    ),
    "a server in a package": ({"quill/app.py": SERVERS, "quill/__init__.py": "", "pyproject.toml": LIBRARY}, "quill/app.py"),
    "a console script in a directory of tools": (
        {"quill/bin/quill.py": PROGRAM, "quill/bin/__init__.py": "", "quill/__init__.py": "", "check.py": PROGRAM,
         "pyproject.toml": LIBRARY + '[project.scripts]\nquill = "quill.bin.quill:main"\n', "Makefile": "t:\n\tpython check.py\n"},
        "quill/bin/quill.py",
    ),
    "the command with the project's name": (
        {"quill/__init__.py": "from quill.cli import cli\n", "quill/cli/__init__.py": "def cli():\n    pass\n",
         "quill/solve/__init__.py": "", "quill/solve/main.py": PROGRAM,
         "pyproject.toml": LIBRARY + '[project.scripts]\nquill = "quill:cli"\nquill-solve = "quill.solve.main:main"\n'},
        "quill/cli/__init__.py",
    ),
    "the command with the project's name, in a directory of tools": (
        {"quill/__init__.py": "", "quill/commands/__init__.py": "", "quill/commands/root.py": "def cli():\n    pass\n",
         "quill/solve/__init__.py": "", "quill/solve/main.py": PROGRAM, "pyproject.toml": LIBRARY
         + '[project.scripts]\nquill-solve = "quill.solve.main:main"\nquill = "quill.commands.root:cli"\n'},
        "quill/commands/root.py",
    ),
    "the only command, whatever its name": (
        {"quill/__init__.py": "", "quill/cli.py": "def cli():\n    pass\n", "quill/solve.py": PROGRAM,
         "pyproject.toml": LIBRARY + '[project.scripts]\nsolve = "quill.solve:main"\n'},
        "quill/solve.py",
    ),
    "a command that imports one of two servers": (
        {"quill/__init__.py": "", "quill/pick.py": "import os\n\ndef main():\n    if os.environ.get('X'):\n"
         "        from quill.sea import main as run\n    else:\n        from quill.land import main as run\n    run()\n",
         "quill/sea.py": PROGRAM, "quill/land.py": PROGRAM,
         "pyproject.toml": LIBRARY + '[project.scripts]\nquill = "quill.pick:main"\n'},
        "quill/pick.py",
    ),
    "a command that hands over to one server": (
        {"quill/__init__.py": "", "quill/pick.py": "from quill.sea import main\n\n" + GUARD, "quill/sea.py": PROGRAM,
         "quill/land.py": PROGRAM, "pyproject.toml": LIBRARY + '[project.scripts]\nquill = "quill.pick:main"\n'
         'quill-land = "quill.land:main"\n'},
        "quill/sea.py",
    ),
    "a package that can be run": (
        {"quill/__main__.py": "from quill import main\n\nmain()\n", "quill/__init__.py": "", "pyproject.toml": LIBRARY},
        "quill/__main__.py",
    ),
    "a setup.py whose name is computed": (
        {"quill/__init__.py": "", "quill/draw.py": PROGRAM, "setup.py": "from setuptools import setup\nsetup(name=NAME())\n"},
        None,
    ),
    "a distribution below the root": (
        {"python/quill/__init__.py": "", "python/quill/draw.py": PROGRAM, "python/setup.cfg": "[metadata]\nname = quill\n",
         "Makefile": "t:\n\tpython python/quill/draw.py\n"},
        None,
    ),
    "a script that builds a program in another language": (
        {"rows.py": PROGRAM, "Cargo.toml": "[package]\nname = 'x'\n", "Makefile": "t:\n\tpython rows.py\n"},
        None,
    ),
    "the same beside requirements": (
        {"rows.py": PROGRAM, "package.json": "{}", "requirements.txt": "x\n", "Makefile": "t:\n\tpython rows.py\n"},
        "rows.py",
    ),
    "a server beside a package.json": ({"main.py": SERVERS, "package.json": "{}"}, "main.py"),
    "a Django project": (
        {"manage.py": PROGRAM, "site/models.py": "", "site/views.py": "x = 1\n", "README.md": told("python manage.py runserver")},
        "manage.py",
    ),
    "a script that runs the tests": (
        {"check.py": "import unittest\n\ndef main():\n    suite = unittest.TestLoader().discover('tests')\n"
         "    unittest.TextTestRunner().run(suite)\n\n" + GUARD, "README.md": told("python check.py")},
        None,
    ),
    "a script that runs Django's tests": (
        {"checkall.py": "from django.core.management import execute_from_command_line as run\n\ndef main():\n"
         "    run(['x', 'test'])\n\n" + GUARD, "Makefile": "t:\n\tpython checkall.py\n"},
        None,
    ),
    "a program that can run its tests": (
        {"main.py": "import pytest\n\ndef main():\n    pytest.main()\n\n" + GUARD, "run.sh": "python main.py\n"},
        "main.py",
    ),
    "a framework in one file and what imports it": (
        {"flagon.py": "class Flagon:\n    pass\n\ndef run(app):\n    print(app)\n\nif __name__ == '__main__':\n    run(1)\n",
         "begin.py": "from flagon import Flagon, run\n\napp = Flagon()\nrun(app)\n"},
        "begin.py",
    ),
    "the script of a service's health check": (
        {"docker-compose.yml": "services:\n  api:\n    image: x\n    volumes: ['.:/srv']\n    working_dir: /srv\n"
         "    healthcheck:\n      test: [CMD, python, ask.py]\n", "ask.py": PROGRAM},
        None,
    ),
    "the script of a health check": (
        {"docker/Dockerfile": "FROM python\nCOPY . .\nHEALTHCHECK CMD python ask.py\nCMD [\"nginx\"]\n", "docker/ask.py": PROGRAM},
        None,
    ),
}  # fmt: skip

COPYING = 'FROM python:3.12\nWORKDIR /srv\n{}\nCMD ["sh", "-c", "$RUN"]\n'
PACKAGES = {"app/main.py": SERVERS, "src/main.py": SERVERS, "app/__init__.py": "", "src/__init__.py": ""}

# what images hold
SHIPPED = {
    "the image holds one of two versions": (
        {**PACKAGES, "Dockerfile": COPYING.format("COPY src src")},
        "src/main.py",
    ),
    "the image holds both": ({**PACKAGES, "Dockerfile": COPYING.format("COPY . .")}, None),
    "the image holds none": ({**PACKAGES, "Dockerfile": COPYING.format("COPY web web"), "web/x.html": ""}, None),
    "two images hold one each": (
        {**PACKAGES, "Dockerfile": COPYING.format("COPY src src"), "Dockerfile.app": COPYING.format("COPY app app")},
        None,
    ),
    "all images hold one, and one holds both": (
        {**PACKAGES, "Dockerfile": COPYING.format("COPY src src"), "Dockerfile.all": COPYING.format("COPY . .")},
        "src/main.py",
    ),
    "a document tells to run the other": (
        {**PACKAGES, "Dockerfile": COPYING.format("COPY src src"), "README.md": told("uvicorn app.main:app")},
        "app/main.py",
    ),
}

PLAN = "# Consolidation plan\n\n### Selected winner: `src/main.py`\n"
BOTH = {"main.py": SERVERS, "src/main.py": SERVERS}

# plans
DECLARED = {
    "a plan against nothing": ({**BOTH, "docs/CONSOLIDATION_PLAN.md": PLAN}, "src/main.py"),
    "a plan against a document": ({**BOTH, "PLAN.md": PLAN, "README.md": told("uvicorn main:app")}, "src/main.py"),
    "a plan against CI": (
        {**BOTH, "PLAN.md": PLAN, ".github/workflows/a.yml": CI.format("uvicorn main:app")},
        "main.py",
    ),
    "a plan against an image": (
        {**BOTH, "PLAN.md": PLAN, "Dockerfile": IMAGE.format('["uvicorn", "main:app"]')},
        "main.py",
    ),
    "a sentence of a README": (
        {**BOTH, "README.md": "# x\n\n`src/main.py` is the authoritative entry point.\n"},
        "src/main.py",
    ),
    "two plans that contradict each other": (
        {**BOTH, "PLAN.md": PLAN, "OTHER_PLAN.md": PLAN.replace("src/", "")},
        None,
    ),
    "a plan in the archive": ({**BOTH, "archive/PLAN.md": PLAN.replace("src/main", "../src/main")}, None),
    "a plan without a decision": ({**BOTH, "PLAN.md": "# Plan\n\nCandidates: `main.py`, `src/main.py`.\n"}, None),
}

CASES = {**STARTS, **STARTABLE, **PROGRAMS, **LIBRARIES, **SHIPPED, **DECLARED}


@pytest.mark.parametrize("name", CASES)
def test_entry_point(name: str) -> None:
    files, entry = CASES[name]
    project = build_project(Tree.of(files), EMPTY, git=False)
    found = [scope.entry_point for scope in project.scopes if scope.root in (".", "docker") and scope.entry_point]
    assert found == ([entry] if entry else [])
