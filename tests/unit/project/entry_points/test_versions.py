"""What is a version of a program: content first, then names that put a module away. Side by side is never a version."""

from __future__ import annotations

import pytest

from flake8_single_entry.config import load
from flake8_single_entry.config.settings import EMPTY, FILE_NAME
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree

GUARD = '\nif __name__ == "__main__":\n    {}\n'


def flask(*routes: str, port: int = 5000) -> str:
    """A Flask server with the given routes."""
    text = "from flask import Flask, jsonify\napp = Flask(__name__)\n"
    for route in routes:
        name = "".join(part if part.isalnum() else "_" for part in route)
        text += f'\n@app.route("{route}")\ndef show{name}():\n    return jsonify(["{route}"])\n'
    return text + GUARD.format(f"app.run(port={port})")


def fast(*routes: str, title: str = "", start: str = "uvicorn.run(app)") -> str:
    """A FastAPI server with the given routes."""
    given = f'title="{title}"' if title else ""
    text = f"import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI({given})\n"
    for route in routes:
        name = "".join(part if part.isalnum() else "_" for part in route)
        text += f'\n@app.get("{route}")\nasync def read{name}():\n    return "{route}"\n'
    return text + GUARD.format(start)


def script(*steps: str) -> str:
    """A script that does some steps."""
    text = "import json\n"
    for step in steps:
        text += f"\ndef {step}(path):\n    with open(path) as handle:\n        return json.load(handle)['{step}']\n"
    return text + "\ndef main():\n" + "".join(f'    print({step}("data"))\n' for step in steps) + GUARD.format("main()")


def launcher(target: str, *options: str) -> str:
    """A thin module that starts an application by its name."""
    return "import uvicorn\n" + GUARD.format(f'uvicorn.run("{target}", {", ".join(("port=80", *options))})')


MOWING = "worker: python main.py\n"
DJANGO = """import os
import sys

def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{}")
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
""" + GUARD.format("main()")
DJANGO_LONG = DJANGO.replace(
    "    from django", "    try:\n        import django\n    except ImportError as error:\n"
    "        raise ImportError('Is Django installed?') from error\n    print(django.VERSION)\n    from django"
)  # fmt: skip
BLUEPRINT = """from flask import Blueprint, Flask
app = Flask(__name__)
carts = Blueprint("carts", __name__, url_prefix="/carts")

@carts.get("/all")
def show():
    return []

@carts.post("/{number}/items")
def add(number):
    return number

app.register_blueprint(carts)
"""
AIO = """from aiohttp import web
routes = web.RouteTableDef()

@routes.get("/carts/all")
async def show(request):
    return web.json_response([])

@routes.post("/carts/{number}/items")
async def add(request):
    return web.json_response({})

app = web.Application()
app.add_routes(routes)
""" + GUARD.format("web.run_app(app)")
TELEGRAM = """import os
from telegram.ext import Application

async def order(update, context):
    await update.message.reply_text("{0}")
"""
BUILDING = 'Application.builder().token(os.environ["SHOP_TOKEN"]).build()'
INSIDE = TELEGRAM + f"\ndef main():\n    app = {BUILDING}\n    app.run_polling()\n" + GUARD.format("main()")
OUTSIDE = TELEGRAM + f"\napp = {BUILDING}\n" + GUARD.format("app.run_polling()")
TYPER = "import typer\napp = typer.Typer()\n\n"
HANDLER = "def handler(event, context):\n    return 1\n"
FUNCTION = (
    "  {0}:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: {0}/\n"
    "      Handler: app.handler\n      Runtime: python3.12\n"
)
CHAT = """import chainlit
from cook import {0}
COOK = {0}()

@chainlit.on_message
async def main(message):
    text = COOK.answer(message.content)
    await chainlit.Message(content=text).send()
"""
ROUTER = """from fastapi import APIRouter
router = APIRouter(prefix="/looms")

@router.get("/north")
def north():
    return 1

@router.post("/{number}/threads")
def threads(number: int):
    return number
"""
IMAGE = "FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD {}\n"


def roles_of(files: dict[str, str], entry: str = "") -> dict[str, str]:
    """Return the roles of the modules; ``entry`` is named in the configuration."""
    config = load(FILE_NAME, f"version: 1\nentry_point: {entry}\n".encode()) if entry else EMPTY
    project = build_project(Tree.of(files), config, git=False)
    return {one.path: str(one.role) for scope in project.scopes for one in scope.candidates}


SIDE_BY_SIDE = {
    "a guide runs each for itself": (
        {"kiln.py": script("fire", "cool"), "kiln_gas.py": script("fire", "cool"),
         "README.md": "# Kiln\n\nElectric: `python kiln.py`\n\n## Gas\n\n    python kiln_gas.py\n"},
        "kiln.py", "kiln_gas.py"),
    "one list presents both": (
        {"tide.py": CHAT.format("near"), "tide_deep.py": CHAT.format("deep"),
         "README.md": "# Tide\n\n- `tide.py` tells the tide\n- `tide_deep.py` tells it far out\n\n"
                      "```\nchainlit run tide.py\n```\n"},
        "tide.py", "tide_deep.py"),
    "one list presents both by their paths": (
        {"server.py": flask("/a", "/b", "/c"), "flight/server.py": flask("/a", "/b", "/c"),
         "README.md": "- `server.py`: a desk\n- `flight/server.py`: a phone\n\n`python server.py`\n",
         "Procfile": "web: python server.py\n"}, "server.py", "flight/server.py"),
    "one table presents both": (
        {"app.py": fast("/a", "/b"), "app_full.py": fast("/a", "/b"), "Procfile": "web: uvicorn app:app\n",
         "README.md": "# Two\n\n| file | for |\n| - | - |\n| app.py | a phone |\n| app_full.py | a desk |\n\n"
                      "Run `python app.py`.\n"},
        "app.py", "app_full.py"),
    "a script starts both in the background": (
        {"app.py": flask("/a", "/b"), "mirror.py": flask("/a", "/b", port=2),
         "all.sh": "python app.py &\npython mirror.py &\nwait\n"}, "app.py", "mirror.py"),
    "the last of them in the foreground": (
        {"app.py": flask("/a", "/b"), "mirror.py": flask("/a", "/b", port=2),
         "all.sh": "nohup python mirror.py > log 2>&1 &\nexec python app.py\n"}, "app.py", "mirror.py"),
    "on one line": (
        {"app.py": flask("/a", "/b"), "mirror.py": flask("/a", "/b", port=2),
         "Makefile": "all:\n\tpython app.py & python mirror.py\n"}, "app.py", "mirror.py"),
    "windows of their own": (
        {"app.py": flask("/a", "/b"), "mirror.py": flask("/a", "/b", port=2),
         "all.bat": "start python app.py\r\nstart python mirror.py\r\n"}, "app.py", "mirror.py"),
    "two processes of one service file": (
        {"app.py": flask("/a", "/b"), "mirror.py": flask("/a", "/b", port=2),
         "Procfile": "web: python app.py\nmirror: python mirror.py\n"}, "app.py", "mirror.py"),
    "two services of one file, one under a former name": (
        {"server.py": fast("/a", "/b"), "server_legacy.py": flask("/x", "/y"), "Dockerfile": IMAGE.format('["true"]'),
         "compose.yaml": "services:\n  a: {build: ., command: python server.py}\n"
                         "  b: {build: ., command: python server_legacy.py}\n"}, "server.py", "server_legacy.py"),
    "Django with settings of its own": (
        {"manage.py": DJANGO.format("shop.settings"), "manage_live.py": DJANGO.format("shop.live"),
         "shop/__init__.py": "", "shop/settings.py": "", "shop/live.py": ""}, "manage.py", "manage_live.py"),
}  # fmt: skip


@pytest.mark.parametrize("name", SIDE_BY_SIDE)
@pytest.mark.parametrize("configured", [True, False])
def test_side_by_side_is_no_version(name: str, configured: bool) -> None:
    files, entry, other = SIDE_BY_SIDE[name]
    roles = roles_of(files, entry if configured else "")
    assert roles.get(entry) != "duplicate"
    assert roles.get(other) not in ("duplicate", "candidate")


COUNTING = "total = sum(each * {0} for each in range({0}))\n        self.log.append(total)\n        return total > {0}"
WAITING = "while self.battery < {0}:\n            time.sleep(2)\n        print('{0}', flush=True)"


def robot(name: str, does: str, *steps: str) -> str:
    """A program that is a class with the given methods, each of which does something."""
    text = f"import time\n\nclass {name}:\n    battery, log = 1, []\n"
    for number, step in enumerate(steps):
        text += f"\n    def {step}(self):\n        {does.format(number)}\n"
    return text + f"\ndef main():\n    {name}().{steps[0]}()\n" + GUARD.format("main()")


VERSIONS = {
    "the same class for another variant": (
        {"main.py": robot("AdvancedMower", COUNTING, "cut", "turn", "dock", "charge", "report", "plan"), "Procfile": MOWING,
         "enhanced_mower.py": robot("EnhancedMower", WAITING, "cut", "turn", "dock", "charge", "report", "wait", "pause")},
        "main.py", ["enhanced_mower.py"]),
    "an edited copy under a name of its own": (
        {"main.py": fast("/a", "/b", "/c"), "orchard.py": fast("/a", "/b", "/c").replace("uvicorn.run(app)", "serve(app)"),
         "Procfile": "web: python main.py\n"}, "main.py", ["orchard.py"]),
    "another command line of Django with the same settings": (
        {"manage.py": DJANGO.format("shop.settings"), "manage_backup.py": DJANGO_LONG.format("shop.settings"),
         "shop/__init__.py": "", "shop/settings.py": "", "Procfile": "web: python manage.py runserver\n"},
        "manage.py", ["manage_backup.py"]),
    "in another usual directory": (
        {"main.py": fast("/a", "/b", "/c"), "src/orchard.py": fast("/a", "/b", "/c"),
         "Procfile": "web: python main.py\n"}, "main.py", ["src/orchard.py"]),
    "a copied script": (
        {"fit.py": script("load", "fit", "save"), "regress.py": script("load", "fit", "save"),
         "run.sh": "python fit.py\n"}, "fit.py", ["regress.py"]),
    "the same routes in another framework": (
        {"main.py": fast("/looms", "/looms/{number}", "/threads"),
         "spinner.py": flask("/looms", "/looms/<int:number>", "/threads"), "Procfile": "web: uvicorn main:app\n"},
        "main.py", ["spinner.py"]),
    "the routes of an included router": (
        {"app/main.py": "from fastapi import FastAPI\nfrom .looms import router\napp = FastAPI()\n"
                        "app.include_router(router)\n",
         "app/__init__.py": "", "app/looms.py": ROUTER, "Procfile": "web: uvicorn app.main:app\n",
         "weaver.py": flask("/looms/north") + "@app.route('/looms/<number>/threads', methods=['POST'])\n"
                      "def threads(number):\n    return number\n"},
        "app/main.py", ["weaver.py"]),
    "the routes of a router in the same module": (
        {"shop/web.py": BLUEPRINT, "shop/__init__.py": "", "backend_aio.py": AIO, "Procfile": "web: gunicorn shop.web:app\n"},
        "shop/web.py", ["backend_aio.py"]),
    "put away under the name of its package": (
        {"crane/__init__.py": "", "crane/run.py": script("load", "save"), "crane/crane_backup.py": flask("/x", "/y"),
         "Makefile": "run:\n\tpython -m crane.run\n"}, "crane/run.py", ["crane/crane_backup.py"]),
    "an unused variant of one that makes its application inside": (
        {"telegram_shop_bot.py": INSIDE.replace("{0}", "ordered"), "telegram_bot_fixed.py": OUTSIDE.replace("{0}", "thanks"),
         "Procfile": "worker: python telegram_shop_bot.py\n"}, "telegram_shop_bot.py", ["telegram_bot_fixed.py"]),
    "a table that compares them with the one that is chosen": (
        {"app.py": fast("/a", "/b"), "app_full.py": fast("/a", "/b", "/c"), "Procfile": "web: uvicorn app:app\n",
         "docs/choice.md": "# Choice\n\n**Winner: `app.py`**\n\n| file | why |\n| - | - |\n| `app.py` | quick |\n"
                           "| `app_full.py` | slow |\n"}, "app.py", ["app_full.py"]),
    "commands of its own beside a borrowed function": (
        {"quay/__init__.py": "", "quay/main.py": TYPER + "def load(path):\n    return path\n\n@app.command()\ndef weigh():\n"
         "    load(1)\n\n@app.command()\ndef ship():\n    load(2)\n" + GUARD.format("app()"),
         "quay/main_v2.py": "from quay.main import load\n" + TYPER + "@app.command()\ndef weigh():\n    print(load(1))\n\n"
         "@app.command()\ndef track():\n    load(3)\n" + GUARD.format("app()"),
         "pyproject.toml": '[project]\nname = "quay"\n[project.scripts]\nquay = "quay.main:app"\n'},
        "quay/main.py", ["quay/main_v2.py"]),
    "the same title": (
        {"main.py": fast(title="Osprey Nests"), "osprey.py": fast("/sit", "/hatch", "/fly", title="Osprey nests API"),
         "Procfile": "web: uvicorn main:app\n"}, "main.py", ["osprey.py"]),
    "a start string that the copy took along": (
        {"main.py": fast("/a", "/b", start='uvicorn.run("main:app")'),
         "main_v2.py": fast("/a", "/b", start='uvicorn.run("main:app")'), "Procfile": "web: uvicorn main:app\n"},
        "main.py", ["main_v2.py"]),
    "the entry point starts its copy": (
        {"main.py": fast("/a", "/b", start='uvicorn.run("main_pg:app")'),
         "main_pg.py": fast("/a", "/b", start='uvicorn.run("main_pg:app")'), "Procfile": "web: uvicorn main:app\n"},
        "main.py", ["main_pg.py"]),
    "a former server that only its name betrays": (
        {"main.py": "from weave import build\nbuild().run()\n", "weave.py": "def build():\n    return 1\n",
         "old_server.py": flask("/x", "/y"), "Procfile": "web: python main.py\n"}, "main.py", ["old_server.py"]),
    "nothing but words for a lesser version": (
        {"main.py": fast("/a", "/b"), "mini.py": fast("/z"), "Procfile": "web: python main.py\n"},
        "main.py", ["mini.py"]),
    "an empty module of the usual name": (
        {"server.py": fast("/a"), "main.py": "", "Procfile": "web: uvicorn server:app\n"}, "server.py", ["main.py"]),
    "a test in name only": (
        {"main.py": fast("/a", "/b"), "main_test.py": '"""Main for phase 1 testing."""\n' + fast("/a", "/b"),
         "Procfile": "web: uvicorn main:app\n"}, "main.py", ["main_test.py"]),
    "a served copy in a directory of any name": (
        {"main.py": fast("/a", "/b", "/c"), "garden/main.py": fast("/a", "/b", "/c"),
         "Procfile": "web: python main.py\n"}, "main.py", ["garden/main.py"]),
    "a service by its name alone": (
        {"main.py": fast("/a", "/b", "/c"), "bot/main.py": fast("/a", "/b", "/c"),
         "Procfile": "web: python main.py\n"}, "main.py", ["bot/main.py"]),
    "a copied script that its title calls a test": (
        {"bot.py": script("ask", "tell", "sing"), "bot_testing.py": '"""Bot for testing."""\n' + script("ask", "tell", "sing"),
         "Procfile": "worker: python bot.py\n"}, "bot.py", ["bot_testing.py"]),
    "a list that names one of two of the same name": (
        {"server.py": flask("/a", "/b", "/c"), "flight/server.py": flask("/a", "/b", "/c"),
         "README.md": "- `flight/server.py`: the server\n- `flight/log.py`: the log\n\n`python server.py`\n",
         "flight/log.py": "", "Procfile": "web: python server.py\n"}, "server.py", ["flight/server.py"]),
    "a list that says which is the former": (
        {"chat.py": CHAT.format("near"), "chat_first.py": CHAT.format("near"),
         "README.md": "- `chat.py`: run it\n- `chat_first.py`: the former one, replaced\n\n`chainlit run chat.py`\n"},
        "chat.py", ["chat_first.py"]),
    "Django with the same settings": (
        {"manage.py": DJANGO.format("shop.settings"), "manage_copy.py": DJANGO.format("shop.settings"),
         "shop/__init__.py": "", "shop/settings.py": "", "run.sh": "python manage.py runserver\n"},
        "manage.py", ["manage_copy.py"]),
    "put away where nothing starts either": (
        {"radio.py": script("tune", "play"), "radio_old.py": script("tune", "play")}, "radio.py", ["radio_old.py"]),
}  # fmt: skip


@pytest.mark.parametrize("name", VERSIONS)
@pytest.mark.parametrize("configured", [True, False])
def test_version(name: str, configured: bool) -> None:
    files, entry, duplicates = VERSIONS[name]
    roles = roles_of(files, entry if configured else "")
    assert roles[entry] == "authoritative"
    assert [path for path in duplicates if roles.get(path) != "duplicate"] == []


PAGE = 'import streamlit as st\n\nst.title("{}")\n'


def service(name: str) -> str:
    """A small service made from a template."""
    return (
        f'from fastapi import FastAPI\napp = FastAPI(title="{name} service")\n\n@app.get("/{name}")\ndef get_{name}():\n'
        f'    return []\n\n@app.post("/{name}")\ndef add_{name}(item: dict):\n    return item\n'
        + GUARD.format("import uvicorn; uvicorn.run(app, port=8000)")
    )


OTHER_PROGRAMS = {
    "a class of its own with the same methods": (
        {"main.py": robot("LawnMower", COUNTING, "cut", "turn", "dock", "charge", "report"), "Procfile": MOWING,
         "snow.py": robot("SnowPlough", WAITING, "cut", "turn", "dock", "charge", "report")}, "main.py", "snow.py"),
    "the same class for another place": (
        {"main.py": robot("CloudMower", COUNTING, "cut", "turn", "dock", "charge", "report"), "Procfile": MOWING,
         "mower_here.py": robot("LocalMower", WAITING, "cut", "turn", "dock", "charge", "report")},
        "main.py", "mower_here.py"),
    "a class of that name that does other things": (
        {"main.py": robot("AdvancedMower", COUNTING, "cut", "turn", "dock", "charge", "report"), "Procfile": MOWING,
         "mower_test_stand.py": robot("SimpleMower", WAITING, "cut", "turn", "mount", "measure", "weigh", "label")},
        "main.py", "mower_test_stand.py"),
    "services made from one template": ({"orders.py": service("orders"), "users.py": service("users")}, "orders.py", "users.py"),
    "the same in directories of their own": (
        {"orders/main.py": service("orders"), "users/main.py": service("users")}, "", "users/main.py"),
    "modules too small to be told apart": ({"home.py": PAGE.format("Home"), "harvest.py": PAGE.format("Harvest")}, "", "harvest.py"),
    "two entry words with other routes": (
        {"app.py": flask("/home", "/about"), "api.py": flask("/v1/x", "/v1/y"), "Procfile": "web: python app.py\n"},
        "app.py", "api.py"),
    "children of one module": (
        {"near.py": CHAT.format("near"), "deep.py": CHAT.format("near"),
         "all.py": "import subprocess\nfor name in ('near.py', 'deep.py'):\n    subprocess.Popen(['chainlit', 'run', name])\n"},
        "", "deep.py"),
    "a shared word": ({"main.py": fast("/a", "/b"), "main_ferry.py": script("sail"), "run.sh": "python main_ferry.py\n"},
                      "main.py", "main_ferry.py"),
    "a shared word and a framework": (
        {"api_flask.py": flask("/sing", "/hum"), "api_flask_full_choir.py": flask("/choir", "/choir/<name>")},
        "api_flask.py", "api_flask_full_choir.py"),
    "commands of one program": (
        {"box/__init__.py": "", "box/cli/__init__.py": "", "box/cli/box_update.py": script("fetch"),
         "box/cli/box_version.py": script("ask", "tell"), "pyproject.toml": '[project]\nname = "box"\n'},
        "", "box/cli/box_version.py"),
    "the same framework": ({"main.py": fast("/a", "/b", title="Orchard"), "courier.py": fast("/c", "/d", title="Parcels")},
                           "main.py", "courier.py"),
    "scripts that share helpers": ({"fit.py": script("load", "fit"), "draw.py": script("load", "paint", "frame", "show")},
                                   "fit.py", "draw.py"),
    "what is served inside try": (
        {"main.py": "import uvicorn\n\ndef main():\n    try:\n        uvicorn.run('src.main:app')\n"
                    "    except OSError:\n        print('no')\n" + GUARD.format("main()"),
         "src/__init__.py": "", "src/main.py": fast("/a", "/b"), "Procfile": "web: python main.py\n"},
        "main.py", "src/main.py"),
    "a legacy service that something starts": (
        {"main.py": fast("/a", "/b"), "app_legacy.py": flask("/x", "/y"), "Procfile": "web: uvicorn main:app\n",
         "first.service": "[Service]\nExecStart=/usr/bin/python app_legacy.py\n"},
        "main.py", "app_legacy.py"),
    "a mock of another service": (
        {"app/main.py": fast("/a", "/b"), "app/__init__.py": "", "weather_mock.py": flask("/forecast/<city>"),
         "Procfile": "web: uvicorn app.main:app\n"}, "app/main.py", "weather_mock.py"),
    "a server of other routes in a directory of its own": (
        {"shop/web.py": BLUEPRINT, "shop/__init__.py": "", "admin_panel.py": flask("/users", "/users/<name>/ban"),
         "Procfile": "web: gunicorn shop.web:app\n"}, "shop/web.py", "admin_panel.py"),
    "a former import under the name of its package": (
        {"crane/__init__.py": "", "crane/run.py": script("load", "save"), "crane/import_old_crane.py": script("read"),
         "Makefile": "run:\n\tpython -m crane.run\n"}, "crane/run.py", "crane/import_old_crane.py"),
    "functions that one template deploys": (
        {"north/app.py": HANDLER, "south/app.py": HANDLER,
         "template.yaml": "Resources:\n" + FUNCTION.format("north") + FUNCTION.format("south")},
        "", "south/app.py"),
    "a tool that serves something else": (
        {"main.py": fast("/a", "/b", "/c"), "scripts/mock.py": fast("/x", "/y", "/z"), "Procfile": "web: python main.py\n"},
        "main.py", "scripts/mock.py"),
    "a copy among tools": (
        {"main.py": fast("/a", "/b", "/c"), "scripts/orchard.py": fast("/a", "/b", "/c"), "Procfile": "web: python main.py\n"},
        "main.py", "scripts/orchard.py"),
    "a copied tool that serves nothing": (
        {"main.py": script("ask", "tell", "sing"), "scripts/seed.py": script("ask", "tell", "sing"), "run.sh": "python main.py\n"},
        "main.py", "scripts/seed.py"),
    "a copy in the examples": (
        {"main.py": fast("/a", "/b", "/c"), "examples/app.py": fast("/a", "/b", "/c"), "Procfile": "web: python main.py\n"},
        "main.py", "examples/app.py"),
    "a copy in a service with an image of its own": (
        {"main.py": fast("/a", "/b", "/c"), "bot/main.py": fast("/a", "/b", "/c"), "bot/Dockerfile": IMAGE.format("python main.py"),
         "Procfile": "web: python main.py\n"}, "main.py", "bot/main.py"),
    "a test that copies": (
        {"main.py": fast("/a", "/b", "/c"), "main_test.py": fast("/a", "/b", "/c") + "\ndef test_a():\n    read_a()\n",
         "Procfile": "web: python main.py\n"}, "main.py", "main_test.py"),
    "a backup tool": ({"main.py": fast("/a", "/b"), "backup.py": script("copy"), "Procfile": "web: uvicorn main:app\n"},
                      "main.py", "backup.py"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_PROGRAMS)
@pytest.mark.parametrize("configured", [True, False])
def test_other_program(name: str, configured: bool) -> None:
    files, entry, other = OTHER_PROGRAMS[name]
    roles = roles_of(files, entry if configured else "")
    assert roles.get(other) not in ("duplicate", "candidate")


CORE = {"core/__init__.py": "", "core/main.py": fast("/")}
IMPORTING = "import uvicorn\nfrom core.main import app\n" + GUARD.format("uvicorn.run(app, port={})")
LAUNCHERS = {
    "a copy and a former version of the launcher of the image": (
        {"start.py": launcher("core.main:app"), "start_new.py": launcher("core.main:app"),
         "start_old.py": launcher("core.main:app", "reload=True"), "Dockerfile": IMAGE.format('["python", "start.py"]')},
        {"start.py": "launcher", "start_new.py": "duplicate", "start_old.py": "duplicate"}),
    "launchers that import": (
        {"serve.py": IMPORTING.format(1), "serve_fixed.py": IMPORTING.format(2), "Procfile": "web: python serve.py\n"},
        {"serve_fixed.py": "duplicate"}),
    "a former launcher that still starts its former name": (
        {"main.py": IMPORTING.format(1), "main_original.py": "from core.main import app\n" + launcher("main:app"),
         "Procfile": "web: uvicorn main:app\n"},
        {"main_original.py": "duplicate"}),
    "a launcher that starts another": (
        {"main.py": IMPORTING.format(1), "main_desk.py": "from core.main import app\n" + launcher("main:app"),
         "Procfile": "web: uvicorn main:app\n"},
        {"main_desk.py": "wrapper"}),
    "each started for another platform": (
        {"run_linux.py": launcher("core.main:app"), "run_windows.py": launcher("core.main:app"),
         "start.sh": "python run_linux.py\n", "start.bat": "python run_windows.py\r\n"},
        {"run_linux.py": "launcher", "run_windows.py": "launcher"}),
    "one for development": (
        {"run.py": launcher("core.main:app"), "run_dev.py": launcher("core.main:app", "reload=True"),
         "Procfile": "web: python run.py\n"},
        {"run.py": "launcher", "run_dev.py": "launcher"}),
    "each started for another stage": (
        {"core/__init__.py": "from flask import Flask\ndef make():\n    return Flask('core')\n",
         "run.py": "import os\nfrom waitress import serve\nfrom core import make\n"
         + GUARD.format("serve(make(), port=int(os.environ['PORT']))"),
         "run_dev.py": "from core import make\n" + GUARD.format("make().run(debug=True)"),
         "Procfile": "web: python run.py\n", "Makefile": "dev:\n\tpython run_dev.py\n"},
        {"run.py": "authoritative", "run_dev.py": "program"}),
    "the same, and nothing starts the other": (
        {"core/__init__.py": "from flask import Flask\ndef make():\n    return Flask('core')\n",
         "run.py": "import os\nfrom waitress import serve\nfrom core import make\n"
         + GUARD.format("serve(make(), port=int(os.environ['PORT']))"),
         "run_dev.py": "from core import make\n" + GUARD.format("make().run(debug=True)"),
         "Procfile": "web: python run.py\n"},
        {"run_dev.py": "duplicate"}),
    "of two programs": (
        {"core/admin.py": fast("/x"), "run_api.py": launcher("core.main:app"), "run_admin.py": launcher("core.admin:app"),
         "Procfile": "web: python run_api.py\n"},
        {"run_admin.py": "launcher"}),
}  # fmt: skip


@pytest.mark.parametrize("name", LAUNCHERS)
def test_launchers(name: str) -> None:
    files, expected = LAUNCHERS[name]
    roles = roles_of(CORE | files)
    assert {path: roles[path] for path in expected} == expected


@pytest.mark.parametrize(
    ("launchers", "role"),
    [("main.py", "launcher"), ("run.py", "launcher"), ("run_new.py", "launcher"), ("run_enhanced.py", "duplicate")],
)
def test_launcher_of_a_duplicate_follows_it_only_by_its_name(launchers: str, role: str) -> None:
    files = {"v/__init__.py": "", "v/main_enhanced.py": fast("/a", "/b"), "v/main.py": fast("/a", "/b", "/c"),
             launchers: launcher("v.main_enhanced:app")}  # fmt: skip
    roles = roles_of(files, "v/main.py")
    assert (roles["v/main_enhanced.py"], roles[launchers]) == ("duplicate", role)


@pytest.mark.parametrize(
    ("spare", "text"), [("main_old.py", fast("/a", "/b")), ("main_prod.py", ""), ("main_prev.py", fast("/z"))]
)
def test_what_is_put_away_loses_where_nothing_decides_between_the_others(spare: str, text: str) -> None:
    roles = roles_of({"main_v1.py": fast("/a", "/b"), "main_better.py": fast("/a", "/b", "/c"), spare: text})
    assert roles == {"main_v1.py": "candidate", "main_better.py": "candidate", spare: "duplicate"}


BROKEN = fast("/x", "/y") + "print('\n"  # it cannot be parsed
DESKS = {"main.py": fast("/a", "/b"), "desk_new.py": fast("/x", "/y", "/z"), "desk_final.py": fast("/x", "/y", "/v")}
DEPLOYED = "web: uvicorn main:app\n"


@pytest.mark.parametrize(
    ("broken", "procfile", "role"),
    [
        pytest.param(
            BROKEN, DEPLOYED + "desk: uvicorn desk_pro:app\n", "duplicate", id="the started version is broken"
        ),
        pytest.param(BROKEN, DEPLOYED, "program", id="nothing starts the broken version"),
        pytest.param("", DEPLOYED + "desk: uvicorn gone:app\n", "program", id="nothing starts any version"),
    ],
)
def test_only_version_that_something_starts(broken: str, procfile: str, role: str) -> None:
    files = DESKS | {"Procfile": procfile} | ({"desk_pro.py": broken} if broken else {})
    roles = roles_of(files)
    assert (roles["main.py"], roles["desk_new.py"], roles["desk_final.py"]) == ("authoritative", role, role)
    assert "desk_pro:" not in procfile or roles["desk_pro.py"] == "program"


FULL_RIVAL = """import uvicorn
from fastapi import FastAPI
from api import nests, eggs
app = FastAPI()
app.include_router(nests)
app.include_router(eggs)
""" + GUARD.format('uvicorn.run("main:app", port=80)')
MOUNTING = """import uvicorn
from fastapi import FastAPI
from main import app as inner
outer = FastAPI()
outer.mount("/v1", inner)
""" + GUARD.format("uvicorn.run(outer)")
API = {"api/__init__.py": "from fastapi import APIRouter\nnests, eggs = APIRouter(), APIRouter()\n"}


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [("main_next.py", FULL_RIVAL, "duplicate"), ("main_v1.py", MOUNTING, "wrapper"),
     ("main_debug.py", launcher("main:app", "reload=True"), "launcher"),
     ("main_alt.py", "from main import app as first\n" + fast("/a", "/b", "/c"), "duplicate")],
)  # fmt: skip
def test_a_wrapper_has_no_program_of_its_own(name: str, text: str, role: str) -> None:
    files = {"main.py": fast("/a", "/b", "/c", start='uvicorn.run("main:app")'), "Procfile": "web: python main.py\n"}
    assert roles_of(API | files | {name: text})[name] == role
