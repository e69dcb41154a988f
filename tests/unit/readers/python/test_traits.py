"""What the Python reader says of an entry point: guards, launches, applications, names, routes, size, sketch."""

from __future__ import annotations

import textwrap

import pytest

from flake8_single_entry.model import EntryTraits
from flake8_single_entry.readers.python import read
from flake8_single_entry.syntax.source import Source


def traits(code: str, path: str = "start.py") -> EntryTraits:
    found = read(Source.of(path, textwrap.dedent(code).encode())).traits
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("x = 1\nif __name__ == '__main__':\n    main()", 2),
        ("if '__main__' == __name__:\n    main()", 1),
        ("if __name__ == '__main__' and ready:\n    main()", 1),
        ("if __name__ == '__main__' or debug:\n    main()", 1),
        ("if not __name__ != '__main__':\n    main()", 1),
        ("if __name__ in {'__main__', '__mp_main__'}:\n    main()", 1),
        ("if __name__ != '__main__':\n    raise ImportError\nmain()", 1),
        ("if __name__ != '__main__':\n    x = 1\nelse:\n    main()", 1),
        ("try:\n    if __name__ == '__main__':\n        main()\nexcept KeyboardInterrupt:\n    pass", 2),
        ("__name__ == '__main__' and main()", 1),
    ],
)
def test_guards(code: str, line: int) -> None:
    guard = traits(code).guard
    assert guard is not None
    assert guard.line == line


@pytest.mark.parametrize(
    "code",
    [
        "if __name__ == 'worker':\n    main()",
        "if __name__ != '__main__':\n    log = None",
        "def f():\n    if __name__ == '__main__':\n        main()",
        "# if __name__ == '__main__':",
        "log = get(__name__)",
    ],
)
def test_no_guard(code: str) -> None:
    assert traits(code).guard is None


@pytest.mark.parametrize(
    ("code", "launches"),
    [
        ("import uvicorn\nuvicorn.run(app)", [("uvicorn.run", True)]),
        ("import uvicorn\nif __name__ == '__main__':\n    uvicorn.run(app)", [("uvicorn.run", False)]),
        ("import uvicorn\ndef main():\n    uvicorn.run(app)", [("uvicorn.run", False)]),
        ("from asyncio import run as go\ngo(main())", [("go", True)]),
        ("from flask import Flask\nshop = Flask(__name__)\nshop.run()", [("shop.run", True)]),
        ("from shop import app\napp.run(debug=True)", [("app.run", True)]),
        ("def main(): ...\nmain()", [("main", True)]),
        ("import sys\nfrom shop import main\nsys.exit(main())", [("main", True)]),
        ("from shop import main\nraise SystemExit(main())", [("main", True)]),
        ("class Stop(Exception): ...\nif __name__ == '__main__':\n    raise Stop()", []),
        ("raise SystemExit('no')", []),
        ("def bake(): ...\nif __name__ == '__main__':\n    bake()", [("bake", False)]),
        ("def bake(): ...\nbake()", []),
        ("import fire\nfire.Fire(Shop)", [("fire.Fire", True)]),
        ("demo.launch()", [("demo.launch", True)]),
        ("while True:\n    step()", [("while True", True)]),
        ("def f():\n    while True:\n        step()", []),
        ("import subprocess\nsubprocess.run(['ls'])", []),
        ("import unittest\nif __name__ == '__main__':\n    unittest.main()", [("unittest.main", False)]),
    ],
)
def test_launches(code: str, launches: list[tuple[str, bool]]) -> None:
    assert [(launch.call, launch.top_level) for launch in traits(code).launches] == launches


STAND_IN = "from flask import Flask\ntry:\n    from shop import app\nexcept ImportError:\n    app = Flask('x')\n{}"


@pytest.mark.parametrize(
    ("code", "applications"),
    [
        ("from fastapi import FastAPI\napp = FastAPI(title='x')", [("fastapi", "app", False)]),
        ("import fastapi as fa\napi: fa.FastAPI = fa.FastAPI()", [("fastapi", "api", False)]),
        ("from fastapi import APIRouter\nrouter = APIRouter()", []),
        (
            "from flask import Flask\ndef create_app():\n    app = Flask('x')\n    return app",
            [("flask", "create_app", True)],
        ),
        (
            "from fastapi import FastAPI\ndef build():\n    return FastAPI()\napp = build()",
            [("fastapi", "build", True), ("fastapi", "app", False)],
        ),
        ("from shop import create_app\napp = create_app()", [("factory", "app", False)]),
        (
            "import pytest\nfrom fastapi import FastAPI\n@pytest.fixture\ndef app():\n    return FastAPI()",
            [],
        ),
        (
            "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()",
            [("django", "application", False)],
        ),
        ("from celery import Celery\ntasks = Celery('x')", [("celery", "tasks", False)]),
        ("import typer\napp = typer.Typer()", [("typer", "app", False)]),
        ("import click\n@click.group()\ndef cli(): ...", [("click", "cli", False)]),
        ("import gradio as gr\nwith gr.Blocks() as demo:\n    pass", [("gradio", "demo", False)]),
        ("import streamlit as st\nst.title('x')", [("streamlit", "", False)]),
        ("import streamlit as st\ndef part():\n    st.title('x')", []),
        ("from discord.ext import commands\nbot = commands.Bot('!')", [("discord", "bot", False)]),
        (
            "from telegram.ext import Application\napp = Application.builder().token(t).build()",
            [("telegram", "app", False)],
        ),
        ("from fastapi import FastAPI\nfrom x import Shield\napp = Shield(FastAPI())", [("fastapi", "app", False)]),
        ("from http.client import Client\nc = Client()", []),
        (STAND_IN.format(""), []),
        (STAND_IN.format("@app.route('/')\ndef home(): ...\n"), [("flask", "app", False)]),
        ("from flask import Flask\nfrom shop import app as base\napp = Flask('x')", [("flask", "app", False)]),
    ],
)
def test_applications(code: str, applications: list[tuple[str, str, bool]]) -> None:
    found = [(one.framework, one.name, one.factory) for one in traits(code).applications]
    assert found == applications


def test_handlers() -> None:
    assert traits("def lambda_handler(event, context): ...").handlers == ("lambda_handler",)
    assert traits("def on_order(event, context): ...").handlers == ("on_order",)
    assert traits("def handler(request): ...").handlers == ()


def test_names_and_definitions() -> None:
    found = traits(
        """
        import os.path
        from shop import oven as stove
        limit: int
        if os:
            rate, (low, high) = 1, (2, 3)
        for step in ():
            pass
        class Shop:
            def open(self):
                def inner(): ...
        def close():
            global state
            state = 1
        """
    )
    assert set(found.names) == {
        "Shop", "close", "high", "limit", "low", "os", "rate", "state", "step", "stove"
    }  # fmt: skip
    assert found.definitions == ("Shop", "Shop.open", "close")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = 1", False),
        ("from shop import *", True),
        ("def __getattr__(name): ...", True),
        ("globals()['x'] = 1", True),
        ("import sys\nsetattr(sys.modules[__name__], 'x', 1)", True),
    ],
)
def test_open_names(code: str, expected: bool) -> None:
    assert traits(code).open_names is expected


def test_routes_and_commands() -> None:
    found = traits(
        """
        PREFIX = "/v1"
        @app.get("/health")
        def health(): ...
        @app.route("/order", methods=["POST", "PUT"])
        def order(): ...
        @app.websocket(f"{PREFIX}/live")
        def live(): ...
        app.add_url_rule("/old", view_func=order)
        cache.get("key")
        @cli.command("bake")
        def f(): ...
        @cli.command()
        def heat_up(): ...
        sub.add_parser("serve")
        """
    )
    assert found.routes == ("GET /health", "GET /old", "POST /order", "PUT /order", "WEBSOCKET /v1/live")
    assert found.commands == ("bake", "heat-up", "serve")


def test_size_and_title() -> None:
    found = traits('"""Bakes bread.\n\nMore.\n"""\n\n# note\nx = 1  # one\n\ndef f():\n    """Doc."""\n    return x\n')
    assert (found.size, found.title) == (3, "Bakes bread.")


def test_lines_are_those_of_an_editor() -> None:
    found = traits('"""Bakes\x85bread.\nThen sells it."""\nx = "a\u2028b\vc"\n\f\ny = 1\r')
    assert (found.size, found.title) == (2, "Bakes\x85bread.")


@pytest.mark.parametrize("data", [b"", b"\n", b"# nothing\n", b'"""Only words."""\n'])
def test_empty_files(data: bytes) -> None:
    found = read(Source.of("main.py", data)).traits
    assert found is not None
    assert (found.size, found.guard, found.names, found.open_names, found.sketch) == (0, None, (), False, ())


BODY = "\n".join(f"def step_{n}(a, b):\n    total = a + b * {n}\n    return print('step', total)\n" for n in range(30))


def likeness(one: str, other: str) -> float:
    first, second = set(traits(one, "main.py").sketch), set(traits(other, "main_v2.py").sketch)
    return len(first & second) / len(first | second)


def test_sketch_measures_code_not_words() -> None:
    documented = '"""New docstring."""\n# comment\n' + BODY.replace("'step'", '"another text"')
    assert likeness(BODY, documented) == 1
    assert 0.8 < likeness(BODY, BODY + "\ndef more():\n    return 1\n") < 1
    assert likeness(BODY, "import os\nfor name in os.environ:\n    print(name.lower().strip())\n") < 0.1


def test_sketch_is_sorted_stable_and_only_for_what_may_compete() -> None:
    sketch = traits("x = 1\ny = 2\n", "main.py").sketch
    assert sketch == tuple(sorted(sketch))
    assert sketch == traits("x = 5\ny = 6\n", "main_old.py").sketch
    assert len(sketch) == 2
    assert traits("x = 1\ny = 2\n", "colours.py").sketch == ()
