"""Small repositories that grew several versions of one program, as tables of files, with what ``fix`` leaves in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tests.fixes.programs import CLI, COMMAND, FASTAPI, FLASK, STREAMLIT, WORKER, dockerfile


class Expected(NamedTuple):
    """A repository, and what is true of it after ``fix``.

    ``moves`` maps old paths to new ones. ``left`` holds path, code and a part of the reason of each finding that a
    person must decide. ``starts`` are the modules that the images start, by Dockerfile. ``texts`` are pieces that a
    changed file has to hold, and ``same`` files that must not change.
    """

    files: Mapping[str, str | bytes]
    moves: Mapping[str, str]
    left: tuple[tuple[str, str, str], ...] = ()
    starts: Mapping[str, str] = {}
    texts: Mapping[str, str] = {}
    same: tuple[str, ...] = ()


CONFIGURED = "version: 1\nentry_point: {}\n"

REPOSITORIES: dict[str, Expected] = {
    "a web service with every usual surface": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("main.py"),
            "main.py": FASTAPI,
            "main_v2.py": FASTAPI + "\n\n# second version\n",
            "main_enhanced.py": FASTAPI.replace("orders", "orders_enhanced"),
            "store.py": "ORDERS = []\n",
            "requirements.txt": "fastapi\nuvicorn\n",
            "Dockerfile": dockerfile('["python", "main_v2.py"]'),
            "compose.yaml": "services:\n  web:\n    build: .\n    command: uvicorn main_enhanced:app --port 8000\n",
            ".github/workflows/ci.yml": "on: push\njobs:\n  smoke:\n    runs-on: ubuntu-latest\n    steps:\n"
            "      - uses: actions/checkout@v4\n      - run: python main_v2.py &\n",
            "Makefile": "run:\n\tpython main_v2.py\n\nserve:\n\tuvicorn main_v2:app --reload\n",
            "Procfile": "web: uvicorn main_v2:app --host 0.0.0.0 --port $PORT\n",
            "README.md": "# Orders\n\n```sh\npython main_v2.py\n```\n",
            "docs/CHANGELOG.md": "# Changelog\n\n## 1.2\n\n- `main_v2.py` replaces main.py: `python main_v2.py`\n",
        },
        {"main_v2.py": "archive/main_v2.py", "main_enhanced.py": "archive/main_enhanced.py"},
        starts={"Dockerfile": "main.py"},
        texts={
            "Dockerfile": 'CMD ["python", "main.py"]\n',
            "compose.yaml": "    command: uvicorn main:app --port 8000\n",
            ".github/workflows/ci.yml": "      - run: python main.py &\n",
            "Makefile": "run:\n\tpython main.py\n\nserve:\n\tuvicorn main:app --reload\n",
            "Procfile": "web: uvicorn main:app --host 0.0.0.0 --port $PORT\n",
            "README.md": "```sh\npython main.py\n```\n",
        },
        same=("docs/CHANGELOG.md", "main.py", "store.py"),
    ),
    "nothing is configured, and the image decides": Expected(
        {
            "src/main.py": FASTAPI,
            "src/main_old.py": FASTAPI.replace("orders", "orders_old"),
            "Dockerfile": dockerfile('["uvicorn", "src.main:app", "--host", "0.0.0.0"]'),
            "Makefile": "run:\n\tuvicorn src.main:app\n\nserve:\n\tuvicorn src.main_old:app\n",
            "tests/test_orders.py": "from src.main_old import app\n\n\ndef test_it():\n    assert app\n",
        },
        {"src/main_old.py": "archive/src/main_old.py"},
        starts={"Dockerfile": "src/main.py"},
        texts={
            "Makefile": "serve:\n\tuvicorn src.main:app\n",
            "tests/test_orders.py": "from src.main import app\n",
        },
    ),
    "Flask, by the environment": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("web/app.py"),
            "web/__init__.py": "",
            "web/app.py": FLASK,
            "web/app_old.py": FLASK.replace("orders", "orders_old"),
            "Dockerfile": "FROM python:3.12\nWORKDIR /srv\nCOPY . .\nENV FLASK_APP=web/app_old.py\nCMD flask run --host 0.0.0.0\n",
            ".flaskenv": "FLASK_APP=web.app_old\nFLASK_DEBUG=1\n",
            "README.md": "# Orders\n\n```sh\nflask --app web.app_old run\n```\n",
        },
        {"web/app_old.py": "archive/web/app_old.py"},
        starts={"Dockerfile": "web/app.py"},
        texts={
            "Dockerfile": "ENV FLASK_APP=web/app.py\n",
            ".flaskenv": "FLASK_APP=web.app\nFLASK_DEBUG=1\n",
            "README.md": "flask --app web.app run\n",
        },
    ),
    "a web server and a worker": Expected(
        {
            ".single-entry.yaml": "version: 1\nprograms:\n  web: shop/main.py\n  worker: shop/worker.py\narchive: old/\n",
            "shop/__init__.py": "",
            "shop/main.py": FASTAPI,
            "shop/main_v2.py": FASTAPI,
            "shop/worker.py": WORKER,
            "shop/worker_v2.py": WORKER,
            "Dockerfile": dockerfile('["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "shop.main_v2:app"]'),
            "Dockerfile.worker": dockerfile('["celery", "-A", "shop.worker_v2", "worker"]'),
            "deploy/shop.service": "[Unit]\nDescription=shop\n\n[Service]\nWorkingDirectory=/opt/shop\n"
            "ExecStart=/usr/bin/gunicorn shop.main_v2:app\n",
            "Procfile": "web: gunicorn shop.main_v2:app\nworker: celery -A shop.worker_v2 worker\n",
        },
        {"shop/main_v2.py": "old/shop/main_v2.py", "shop/worker_v2.py": "old/shop/worker_v2.py"},
        starts={"Dockerfile": "shop/main.py", "Dockerfile.worker": "shop/worker.py"},
        texts={
            "Dockerfile": 'CMD ["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "shop.main:app"]\n',
            "deploy/shop.service": "ExecStart=/usr/bin/gunicorn shop.main:app\n",
            "Procfile": "web: gunicorn shop.main:app\nworker: celery -A shop.worker worker\n",
        },
    ),
    "Streamlit": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("dashboard/app.py"),
            "dashboard/app.py": STREAMLIT,
            "dashboard/app_new.py": STREAMLIT,
            "Dockerfile": dockerfile('["streamlit", "run", "dashboard/app_new.py", "--server.port", "8501"]'),
            "run.sh": '#!/bin/sh\ncd "$(dirname "$0")/dashboard"\nexec streamlit run app_new.py\n',
        },
        {"dashboard/app_new.py": "archive/dashboard/app_new.py"},
        starts={"Dockerfile": "dashboard/app.py"},
        texts={"run.sh": "exec streamlit run app.py\n"},
    ),
    "a package with relative imports": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("shop/main.py"),
            "shop/__init__.py": "",
            "shop/main.py": "from . import store\n" + CLI,
            "shop/main_old.py": "from . import store\n" + CLI,
            "shop/store.py": "ORDERS = []\n",
            "shop/report.py": "from .main_old import main, parser\n\n\ndef report():\n    return main(), parser()\n",
            "shop/again.py": "from . import main_old\n\n\ndef again():\n    return main_old.main()\n",
            "shop/later.py": "def later():\n    import shop.main_old\n\n    return shop.main_old.main()\n",
            "tests/test_main.py": "from unittest import mock\n\nimport shop.main_old as program\n\n\n"
            "def test_main():\n    with mock.patch('shop.main_old.parser'):\n        program.main()\n",
            "Dockerfile": dockerfile('["python", "-m", "shop.main_old"]'),
            "Makefile": "run:\n\tpython -m shop.main_old --port 1\n",
        },
        {"shop/main_old.py": "archive/shop/main_old.py"},
        starts={"Dockerfile": "shop/main.py"},
        texts={
            "shop/report.py": "from .main import main, parser\n",
            "shop/again.py": "from . import main\n\n\ndef again():\n    return main.main()\n",
            "shop/later.py": "    import shop.main\n\n    return shop.main.main()\n",
            "tests/test_main.py": "import shop.main as program\n\n\n"
            "def test_main():\n    with mock.patch('shop.main.parser'):\n        program.main()\n",
            "Makefile": "run:\n\tpython -m shop.main --port 1\n",
        },
    ),
    "a monorepo": Expected(
        {
            ".single-entry.yaml": "version: 1\nscopes:\n  services/*: {entry_point: app/main.py, archive: attic/}\n",
            "services/billing/app/__init__.py": "",
            "services/billing/app/main.py": FASTAPI,
            "services/billing/app/main_v2.py": FASTAPI,
            "services/billing/Dockerfile": dockerfile('["uvicorn", "app.main_v2:app"]'),
            "services/stock/app/__init__.py": "",
            "services/stock/app/main.py": FASTAPI,
            "services/stock/app/main_v2.py": FASTAPI,
            "services/stock/Dockerfile": dockerfile('["uvicorn", "app.main_v2:app"]'),
            "compose.yaml": "services:\n  billing:\n    build: services/billing\n    command: uvicorn app.main_v2:app --reload\n"
            "  stock:\n    build: services/stock\n",
            "Makefile": "stock:\n\tcd services/stock && uvicorn app.main_v2:app\n",
        },
        {
            "services/billing/app/main_v2.py": "services/billing/attic/app/main_v2.py",
            "services/stock/app/main_v2.py": "services/stock/attic/app/main_v2.py",
        },
        starts={
            "services/billing/Dockerfile": "services/billing/app/main.py",
            "services/stock/Dockerfile": "services/stock/app/main.py",
        },
        texts={
            "compose.yaml": "    command: uvicorn app.main:app --reload\n",
            "Makefile": "\tcd services/stock && uvicorn app.main:app\n",
        },
    ),
    "settings of editors and packages": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("shop/main.py"),
            "shop/__init__.py": "",
            "shop/main.py": CLI,
            "shop/main_old.py": CLI,
            "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n\n[project.scripts]\nshop = "shop.main_old:main"  # ours\n'
            'shop-again="shop.main_old:main"\n',
            ".vscode/launch.json": '{\n  // start\n  "configurations": [\n    {"type": "debugpy", "request": "launch", '
            '"program": "${workspaceFolder}/shop/main_old.py"},\n'
            '    {"type": "debugpy", "request": "launch", "module": "shop.main_old"}, // again\n  ]\n}\n',
            "package.json": '{"name": "shop", "scripts": {"start":"python shop/main_old.py --port 1"}}\n',
            "tox.ini": "[testenv]\ncommands =\n    python -m shop.main_old --port 1\n",
            "Dockerfile": dockerfile('["python", "shop/main_old.py"]'),
        },
        {"shop/main_old.py": "archive/shop/main_old.py"},
        starts={"Dockerfile": "shop/main.py"},
        texts={
            "pyproject.toml": 'shop = "shop.main:main"  # ours\nshop-again="shop.main:main"\n',
            ".vscode/launch.json": '"program": "${workspaceFolder}/shop/main.py"},\n'
            '    {"type": "debugpy", "request": "launch", "module": "shop.main"}, // again\n',
            "package.json": '{"name": "shop", "scripts": {"start":"python shop/main.py --port 1"}}\n',
            "tox.ini": "commands =\n    python -m shop.main --port 1\n",
        },
    ),
    "files from Windows": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("main.py"),
            "main.py": CLI,
            "main_old.py": CLI,
            "user.py": b"\xef\xbb\xbf# gr\xc3\xb6\xc3\x9fe\r\nfrom main_old import main, parser\r\n\r\nmain(), parser()\r\n",
            "latin.py": b"# -*- coding: latin-1 -*-\n# gr\xf6\xdfe\nfrom main_old import main\n\nmain()\n",
            "start.bat": b"@echo off\r\nset MAIN=main_old.py\r\npython %MAIN%\r\n",
            "start.ps1": b"$main = 'main_old.py'\r\npython $main\r\n",
            "run.cmd": b"python main_old.py --port 1",
            "Dockerfile": dockerfile('["python", "main_old.py"]').replace("\n", "\r\n"),
        },
        {"main_old.py": "archive/main_old.py"},
        starts={"Dockerfile": "main.py"},
        texts={
            "start.bat": "set MAIN=main.py\r\npython %MAIN%\r\n",
            "start.ps1": "$main = 'main.py'\r\npython $main\r\n",
            "run.cmd": "python main.py --port 1",
            "Dockerfile": 'CMD ["python", "main.py"]\r\n',
        },
    ),
    "variables": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("src/main.py"),
            "src/main.py": FASTAPI,
            "src/main_old.py": FASTAPI,
            "entrypoint.sh": '#!/bin/sh\nset -eu\nMODULE="src.main_old"\nexec uvicorn "$MODULE:app" --port "${PORT:-8000}"\n',
            "Dockerfile": 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nENTRYPOINT ["./entrypoint.sh"]\n',
            "compose.yaml": "services:\n  web:\n    build: .\n    entrypoint: uvicorn ${MODULE:-src.main_old}:app\n",
            "Makefile": "APP := src.main_old:app\n\nrun:\n\tuvicorn $(APP) --reload\n",
            "deploy.sh": "#!/bin/sh\nDIR=src\npython $DIR/main_old.py\n",
        },
        {"src/main_old.py": "archive/src/main_old.py"},
        starts={"Dockerfile": "src/main.py"},
        texts={
            "entrypoint.sh": 'MODULE="src.main"\nexec uvicorn "$MODULE:app" --port "${PORT:-8000}"\n',
            "compose.yaml": "    entrypoint: uvicorn ${MODULE:-src.main}:app\n",
            "Makefile": "APP := src.main:app\n\nrun:\n\tuvicorn $(APP) --reload\n",
            "deploy.sh": "DIR=src\npython $DIR/main.py\n",
        },
    ),
    "an image that copies single files": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("main.py"),
            "main.py": COMMAND,
            "main_old.py": COMMAND,
            "store.py": "ORDERS = []\n",
            "Dockerfile": "FROM python:3.12 AS base\nWORKDIR /srv\nCOPY store.py .\n\nFROM base\n"
            'COPY main_old.py .\nCMD ["python", "main_old.py"]\n',
            "Dockerfile.both": "FROM python:3.12\nWORKDIR /srv\nCOPY store.py main.py main_old.py ./\n"
            'CMD ["python", "main_old.py"]\n',
        },
        {"main_old.py": "archive/main_old.py"},
        starts={"Dockerfile": "main.py", "Dockerfile.both": "main.py"},
        texts={
            "Dockerfile": 'COPY main.py .\nCMD ["python", "main.py"]\n',
            "Dockerfile.both": 'COPY store.py main.py ./\nCMD ["python", "main.py"]\n',
        },
    ),
    "a thin main that starts a superseded module": Expected(
        {
            ".single-entry.yaml": "version: 1\nentry_point: shop/server.py\nallow:\n  - {path: main.py, as: wrapper}\n",
            "main.py": "from shop.server_old import app\n\nif __name__ == '__main__':\n    import uvicorn\n\n    uvicorn.run(app)\n",
            "shop/__init__.py": "",
            "shop/server.py": FASTAPI,
            "shop/server_old.py": FASTAPI,
            "Dockerfile": dockerfile('["python", "main.py"]'),
            "Procfile": "web: uvicorn shop.server_old:app\n",
        },
        {"shop/server_old.py": "archive/shop/server_old.py"},
        starts={"Dockerfile": "main.py"},
        texts={
            "main.py": "from shop.server import app\n",
            "Procfile": "web: uvicorn shop.server:app\n",
        },
    ),
    "what a person must decide": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("main.py"),
            "main.py": CLI,
            "main_old.py": CLI + "\n\ndef only_here():\n    return 1\n",
            "main_v3.py": CLI.replace("def main():", "def main(argv):").replace("main()\n", "main([])\n"),
            "report.py": "from main_old import only_here, parser\n\nonly_here(), parser()\n",
            "again.py": "from main_v3 import main\n\nmain([])\n",
            "start.sh": "#!/bin/sh\npython main_old.py --workers 2\npython main_old.py --port 1\n",
            "Dockerfile": dockerfile('["python", "main_old.py"]'),
            "Makefile": "image:\n\tdocker build -f Dockerfile.gone .\n",
            "README.md": "# Orders\n\n```sh\npython main.py\npython main_old.py\n```\n",
        },
        {},
        left=(
            ("Makefile", "ONE201", ""),
            ("README.md", "ONE203", "line 4 is another way to start main.py: the lines are a choice"),
            ("again.py", "ONE203", "main takes other arguments in main.py"),
            ("main_old.py", "ONE101", "report.py line 1 still imports only_here from it"),
            ("main_v3.py", "ONE101", "again.py line 1 still imports main from it"),
            ("report.py", "ONE203", ""),
        ),
        starts={"Dockerfile": "main.py"},
        texts={
            "start.sh": "python main.py --workers 2\npython main.py --port 1\n",
        },
        same=("README.md", "again.py", "report.py", "main_old.py", "Makefile"),
    ),
    "other platforms": Expected(
        {
            ".single-entry.yaml": CONFIGURED.format("app/main.py"),
            "app/__init__.py": "",
            "app/main.py": FASTAPI,
            "app/main_old.py": FASTAPI,
            "Dockerfile": dockerfile("uvicorn app.main_old:app --host 0.0.0.0"),
            ".gitlab-ci.yml": "smoke:\n  script:\n    - (cd app && python main_old.py)\n    - uvicorn app.main_old:app &\n",
            "supervisord.conf": "[program:orders]\ncommand=uvicorn app.main_old:app --port 8000\n",
            "Taskfile.yml": "version: '3'\ntasks:\n  run:\n    cmds:\n      - uvicorn app.main_old:app\n",
            "justfile": "run:\n    uvicorn app.main_old:app\n",
        },
        {"app/main_old.py": "archive/app/main_old.py"},
        starts={"Dockerfile": "app/main.py"},
        texts={
            "Dockerfile": "CMD uvicorn app.main:app --host 0.0.0.0\n",
            ".gitlab-ci.yml": "    - (cd app && python main.py)\n    - uvicorn app.main:app &\n",
            "supervisord.conf": "command=uvicorn app.main:app --port 8000\n",
            "Taskfile.yml": "      - uvicorn app.main:app\n",
            "justfile": "    uvicorn app.main:app\n",
        },
    ),
}
