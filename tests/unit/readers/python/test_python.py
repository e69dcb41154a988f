"""References that the Python reader finds, each with the place where it stands."""

from __future__ import annotations

import textwrap

import pytest

from flake8_single_entry.model import Base, Facts, Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.python import read
from flake8_single_entry.syntax.source import Source

CALLER = Base(RelativeTo.CALLER)
PACKAGE = Base(RelativeTo.PACKAGE)


def facts(code: str, path: str = "start.py") -> Facts:
    return read(Source.of(path, textwrap.dedent(code).encode()))


def references(code: str, path: str = "start.py") -> tuple[Reference, ...]:
    return facts(code, path).references


def written(code: str, reference: Reference) -> str:
    """The text of the file that a reference's location spans."""
    source = Source.of("start.py", textwrap.dedent(code).encode())
    place = reference.location
    return source.text[source.offset(place.line, place.column) : source.offset(place.end_line, place.end_column)]


@pytest.mark.parametrize(
    ("code", "text", "kind", "guarded"),
    [
        ("import bakery.oven", "bakery.oven", Kind.MODULE, False),
        ("import bakery.oven as oven, shop", "bakery.oven", Kind.MODULE, False),
        ("from bakery.main import app", "bakery.main:app", Kind.OBJECT, False),
        ("from bakery import (\n    main,  # the (old) one\n)", "bakery:main", Kind.OBJECT, False),
        ("from . import main", ".:main", Kind.OBJECT, False),
        ("from ..core.main import run", "..core.main:run", Kind.OBJECT, False),
        ("from bakery.main import *", "bakery.main", Kind.MODULE, False),
        ("def f():\n    from bakery import main", "bakery:main", Kind.OBJECT, False),
        ("try:\n    import bakery\nexcept ImportError:\n    bakery = None", "bakery", Kind.MODULE, True),
        ("try:\n    import a\nexcept ModuleNotFoundError:\n    import bakery", "bakery", Kind.MODULE, True),
        ("try:\n    import bakery\nexcept:\n    pass", "bakery", Kind.MODULE, True),
        (
            "try:\n    import bakery\nexcept ImportError:\n    sys.exit('bakery is not installed')",
            "bakery",
            Kind.MODULE,
            False,
        ),
        (
            "try:\n    import bakery\nexcept ImportError:\n    sys.exit('pip install bakery')",
            "bakery",
            Kind.MODULE,
            True,
        ),
        ("try:\n    import bakery\nexcept ImportError:\n    raise", "bakery", Kind.MODULE, False),
        ("try:\n    import bakery\nexcept ImportError:\n    print(1)\n    sys.exit(1)", "bakery", Kind.MODULE, False),
        ("try:\n    import bakery\nexcept ValueError:\n    pass", "bakery", Kind.MODULE, False),
        ("with contextlib.suppress(ImportError):\n    import bakery", "bakery", Kind.MODULE, True),
        ("with pytest.raises(ImportError):\n    import bakery", "bakery", Kind.MODULE, True),
        ("with self.assertRaises(ModuleNotFoundError):\n    import bakery", "bakery", Kind.MODULE, True),
        ("with pytest.raises(SystemExit):\n    import bakery", "bakery", Kind.MODULE, False),
        ("if __package__:\n    from . import main\nelse:\n    import main", ".:main", Kind.OBJECT, True),
    ],
)
def test_imports(code: str, text: str, kind: Kind, guarded: bool) -> None:
    found = [one for one in references(code) if one.text == text]
    assert [(one.kind, one.via, one.base, one.guarded) for one in found] == [(kind, Via.IMPORT, PACKAGE, guarded)]
    assert written(code, found[0]) == text.partition(":")[0]


def test_imports_of_the_standard_library_are_left_out() -> None:
    assert references("import os, sys\nfrom json import loads\nfrom __main__ import app") == ()


@pytest.mark.parametrize(
    ("code", "search", "certain"),
    [
        ("sys.path.insert(0, 'src')", ("//src",), True),
        ("sys.path.append(os.path.dirname(__file__))", (".",), True),
        ("sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'lib'))", ("../lib",), True),
        ("sys.path.insert(0, str(Path(__file__).resolve().parent.parent))", ("..",), True),
        ("sys.path.insert(0, str(Path(__file__).parents[1] / 'src'))", ("../src",), True),
        ("ROOT = Path(__file__).parent.parent\nsys.path.append(str(ROOT / 'src'))", ("../src",), True),
        ("here = os.path.abspath(__file__)\nsys.path.append(os.path.dirname(here))", (".",), True),
        ("sys.path.insert(0, 'a')\nsys.path.insert(0, 'b')\nsys.path.append('c')", ("//b", "//a", "//c"), True),
        ("sys.path += ['src']", ("//src",), True),
        ("sys.path[:0] = ['src']", (), True),
        ("sys.path.insert(0, find_root())", (), False),
    ],
)
def test_search_path(code: str, search: tuple[str, ...], certain: bool) -> None:
    prelude = "import os, sys\nfrom pathlib import Path\n"
    (reference,) = references(f"{prelude}{code}\nimport bakery\n")
    assert reference.base == Base(RelativeTo.PACKAGE, search=search, certain=certain)


@pytest.mark.parametrize(
    ("code", "text", "kind", "via"),
    [
        ("import importlib\nimportlib.import_module('bakery.main')", "bakery.main", Kind.MODULE, Via.CALL),
        ("from importlib import import_module as load\nload('bakery.main')", "bakery.main", Kind.MODULE, Via.CALL),
        ("__import__('bakery.main')", "bakery.main", Kind.MODULE, Via.CALL),
        ("import runpy\nrunpy.run_module('bakery')", "bakery", Kind.MODULE, Via.CALL),
        ("import runpy\nrunpy.run_path('old/main.py')", "old/main.py", Kind.PATH, Via.CALL),
        ("import uvicorn as uv\nuv.run('bakery.main:app', reload=True)", "bakery.main:app", Kind.OBJECT, Via.CALL),
        ("import uvicorn\nuvicorn.run(app='bakery.main:app')", "bakery.main:app", Kind.OBJECT, Via.CALL),
        ("from uvicorn import Config\nConfig('main:make()', factory=True)", "main:make()", Kind.OBJECT, Via.CALL),
        ("import uvicorn\nuvicorn.run('main.py:app')", "main.py:app", Kind.OBJECT, Via.CALL),
        ("import uvicorn, os\nuvicorn.run(os.getenv('APP', 'main:app'))", "main:app", Kind.OBJECT, Via.CALL),
        ("import streamlit as st\nst.Page('pages/tea.py')", "pages/tea.py", Kind.PATH, Via.CALL),
        (
            "from unittest.mock import patch\n@patch('bakery.main.Oven')\ndef t(): ...",
            "bakery.main.Oven",
            Kind.OBJECT,
            Via.PATCH,
        ),
        ("from unittest import mock\nmock.patch('bakery.main.Oven')", "bakery.main.Oven", Kind.OBJECT, Via.PATCH),
        ("def t(monkeypatch):\n    monkeypatch.setattr('bakery.main.X', 1)", "bakery.main.X", Kind.OBJECT, Via.PATCH),
        ("def t(mocker):\n    mocker.patch('bakery.main.X')", "bakery.main.X", Kind.OBJECT, Via.PATCH),
        (
            "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
            "shop.settings",
            Kind.MODULE,
            Via.CONFIG,
        ),
        ("import os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'shop.settings'", "shop.settings", Kind.MODULE, Via.CONFIG),
        ("WSGI_APPLICATION = 'shop.wsgi.application'", "shop.wsgi.application", Kind.OBJECT, Via.CONFIG),
        ("from celery import Celery\napp = Celery('x', include=['shop.tasks'])", "shop.tasks", Kind.MODULE, Via.CALL),
        (
            "from celery import Celery\nJOBS = ['shop.tasks']\napp = Celery('x', include=JOBS)",
            "shop.tasks",
            Kind.MODULE,
            Via.CALL,
        ),
    ],
)
def test_module_strings(code: str, text: str, kind: Kind, via: Via) -> None:
    found = [one for one in references(code) if one.via is not Via.IMPORT]
    assert [(one.text, one.kind, one.via) for one in found] == [(text, kind, via)]
    assert written(code, found[0]) == text


@pytest.mark.parametrize(
    "code",
    [
        "importlib.import_module(name)",
        "import importlib\nimportlib.import_module('json')",
        "requests.patch('api.example')",
        "from unittest.mock import patch\npatch('builtins.open')",
        "def t(monkeypatch):\n    monkeypatch.setattr(bakery, 'main.X')",
        "import uvicorn\nuvicorn.run(app)",
        "logging.getLogger('bakery.main')",
        "wsgi_app = 'shop.main:app'",
        "client.run('bakery.main:app')",
    ],
)
def test_what_is_not_a_module_string(code: str) -> None:
    assert [one for one in references(code) if one.via is not Via.IMPORT] == []


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("for name in ['shop.a', 'shop.b']:\n    import_module(name)", ["shop.a", "shop.b"]),
        ("JOBS = ('shop.a', 'json')\nfor name in JOBS:\n    import_module(name)", ["shop.a"]),
        ("jobs = [import_module(name) for name in ['shop.a']]", ["shop.a"]),
        ("JOBS = {'a': 'shop.a', 'b': 'shop.b'}\nimport_module(JOBS['b'])", ["shop.b"]),
        ("JOBS = {'a': 'shop.a'}\ndef load(name):\n    import_module(JOBS[name])", ["shop.a"]),
        ("JOBS = {'a': 'shop.a'}\nfor key, name in JOBS.items():\n    import_module(name)", ["shop.a"]),
        ("def load(name):\n    import_module(name)\nload('shop.a')", ["shop.a"]),
        ("for name in find():\n    import_module(name)", []),
        ("JOBS = ['shop.a']\nfor name in JOBS:\n    print(name)", []),
    ],
)
def test_modules_that_a_loop_or_a_table_gives(code: str, texts: list[str]) -> None:
    found = references(f"from importlib import import_module\n{code}")
    assert [(one.text, one.via, one.guarded) for one in found] == [(text, Via.CALL, False) for text in texts]


def test_modules_of_a_loop_that_may_be_absent() -> None:
    code = (
        "JOBS = ['shop.a']\nfor job in JOBS:\n    try:\n        __import__(job)\n    except ImportError:\n        pass"
    )
    assert [(one.text, one.guarded) for one in references(code)] == [("shop.a", True)]


def test_gunicorn_configuration() -> None:
    code = "chdir = 'backend'\nwsgi_app = 'shop.main:app'\n"
    (reference,) = references(code, "deploy/gunicorn.conf.py")
    assert (reference.text, reference.via) == ("shop.main:app", Via.CONFIG)
    assert reference.base == Base(RelativeTo.CALLER, "backend")


RUN = "import os, subprocess as sp, sys\nfrom pathlib import Path\nHERE = Path(__file__).resolve().parent\n"


@pytest.mark.parametrize(
    ("code", "text", "base"),
    [
        ("sp.run([sys.executable, 'main.py'])", "main.py", CALLER),
        ("sp.run(['python', '-m', 'shop.main'])", "shop.main", CALLER),
        ("sp.Popen(['uvicorn', 'shop.main:app'], cwd='backend')", "shop.main:app", Base(RelativeTo.CALLER, "backend")),
        ("sp.call(['python', 'main.py'], cwd=HERE.parent / 'api')", "main.py", Base(RelativeTo.FILE, "../api")),
        ("sp.run([sys.executable, str(HERE / 'old' / 'main.py')])", "old/main.py", Base(RelativeTo.FILE)),
        ("SCRIPT = 'main.py'\nsp.run([sys.executable, SCRIPT])", "main.py", CALLER),
        ("S = 'main.py'\nsp.run([sys.executable, os.path.join(HERE, S)])", "main.py", Base(RelativeTo.FILE)),
        (
            "S = 'main.py'\nsp.run([sys.executable, os.path.join(HERE, 'old', S)])",
            "main.py",
            Base(RelativeTo.FILE, "old"),
        ),
        ("cmd = [sys.executable, 'main.py']\nsp.run(cmd + ['--fast'])", "main.py", CALLER),
        ("cmd = ['main.py']\nsp.run(['python', *cmd])", "main.py", CALLER),
        ("sp.run('cd web && python main.py', shell=True)", "main.py", Base(RelativeTo.CALLER, "web")),
        ("sp.run('python main.py'.split())", "main.py", CALLER),
        ("os.system(f'{sys.executable} main.py --port {port}')", "main.py", CALLER),
        ("os.system('python ' + 'main.py')", "main.py", CALLER),
        ("os.chdir('web')\nos.system('python main.py')", "main.py", Base(RelativeTo.CALLER, "web")),
        ("def f():\n    os.chdir(HERE)\n    os.system('python main.py')", "main.py", Base(RelativeTo.FILE)),
        ("def f():\n    os.chdir('web')\ndef g():\n    os.system('python main.py')", "main.py", CALLER),
        ("here = os.getcwd()\nos.chdir('web')\nos.chdir(here)\nos.system('python main.py')", "main.py", CALLER),
        ("os.execvp('python', ['python', 'main.py'])", "main.py", CALLER),
        ("import asyncio\nasyncio.create_subprocess_exec(sys.executable, 'main.py')", "main.py", CALLER),
        ("COMMANDS = {'web': [sys.executable, 'main.py']}", "main.py", CALLER),
        ("job = {'cwd': 'api', 'cmd': ['python', 'main.py']}", "main.py", Base(RelativeTo.CALLER, "api")),
        ("def tests(session):\n    session.run('python', 'main.py')", "main.py", CALLER),
        ("def serve(c):\n    c.run('python main.py')", "main.py", CALLER),
        ("class Jobs:\n    WEB = 'main.py'\nsp.run(['python', Jobs.WEB])", "main.py", CALLER),
        ("os.system('%s main.py' % sys.executable)", "main.py", CALLER),
        ("os.system('%(py)s main.py --port %(port)d' % {'py': 'python', 'port': port})", "main.py", CALLER),
        ("os.system('{} main.py'.format(sys.executable))", "main.py", CALLER),
        ("os.system('{py} main.py {0:>5}'.format(port, py='python'))", "main.py", CALLER),
        ("sp.run([sys.executable, '{}/main.py'.format(HERE)])", "main.py", Base(RelativeTo.FILE)),
        ("sp.run([sys.executable, '%s/main.py' % HERE])", "main.py", Base(RelativeTo.FILE)),
        ("PY = sys.executable or 'python'\nsp.run([PY, 'main.py'])", "main.py", CALLER),
        ("import shutil\nsp.run([shutil.which('python3') or 'python', 'main.py'])", "main.py", CALLER),
        ("sp.run(['python', 'web' + os.sep + 'main.py'])", "web/main.py", CALLER),
    ],
)
def test_started_commands(code: str, text: str, base: Base) -> None:
    whole = RUN + code
    (reference,) = references(whole)
    assert (reference.text, reference.base, reference.via) == (text, base, Via.RUN)
    assert text.rpartition("/")[2] in written(whole, reference)


def test_what_a_session_builds() -> None:
    code = "def image(session):\n    session.run('docker', 'build', '-f', 'ops/a.Dockerfile', '.', external=True)"
    (reference,) = references(RUN + code)
    assert (reference.text, reference.kind) == ("ops/a.Dockerfile", Kind.BUILD)


@pytest.mark.parametrize(
    "code",
    [
        "sp.run(['python', 'main.py'], cwd=tmp_path)",
        "sp.run([sys.executable, name])",
        "sp.run(['ls', 'src'])",
        "assert command == ['python', 'main.py']",
        "Path('gen.py').write_text('x')\nsp.run(['python', 'gen.py'])",
        "names = ['python', 'java']",
        "class Jobs(metaclass=Made):\n    WEB = 'main.py'\nsp.run(['python', Jobs.WEB])",
        "class Jobs:\n    WEB = 'main.py'\nJobs.WEB = find()\nsp.run(['python', Jobs.WEB])",
        "class Jobs:\n    WEB = 'main.py'\nclass Jobs:\n    WEB = find()\nsp.run(['python', Jobs.WEB])",
        "os.system('%s %s' % ('python', name))",
        "os.system('python {}'.format(*names))",
        "os.system('python {:>8}'.format('main.py'))",
        "def sh(cmd, cwd):\n    sp.run(cmd, cwd=cwd)\nsh(['python', 'main.py'], cwd=tmp_path)",
        "def sh(cmd):\n    sp.run(cmd)\nclient.sh(['ls', 'main.py'])",
        "def sh(cmd):\n    sh(cmd)\n    sp.run(cmd)",
        "X = X['a']\nsp.run(X)",
    ],
)
def test_commands_that_lead_nowhere_known(code: str) -> None:
    assert references(RUN + code) == ()


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("for s in ['a.py', 'b.py']:\n    sp.run([sys.executable, s])", ["a.py", "b.py"]),
        ("for s, n in [('a.py', 1), ('b.py', 2)]:\n    sp.run([sys.executable, s])", ["a.py", "b.py"]),
        ("JOBS = {'x': 'a.py', 'y': 'b.py'}\nsp.run([sys.executable, JOBS[name]])", ["a.py", "b.py"]),
        ("JOBS = [{'script': 'a.py'}]\nfor job in JOBS:\n    sp.run([sys.executable, job['script']])", ["a.py"]),
        ("def sh(cmd):\n    sp.run(cmd, shell=True)\nsh('python a.py')", ["a.py"]),
        ("for cmd in ['python a.py', 'python b.py']:\n    os.system(cmd)", ["a.py", "b.py"]),
        ("class A:\n    def sh(self, cmd):\n        os.system(cmd)\nA().sh('python a.py')", ["a.py"]),
        ("def go(path):\n    sp.run(['python', path])\ngo('a.py')\ngo('b.py')", ["a.py", "b.py"]),
        ("sp.run([sys.executable, 'a.py' if fast else 'b.py'])", ["a.py", "b.py"]),
        ("def sh(*words):\n    sp.run(words)\nsh('nice', 'python', 'a.py')", ["a.py"]),
        ("def sh(*words):\n    sp.run(['nice', *words])\nsh('python', 'a.py')", ["a.py"]),
        ("def sh(*words):\n    sp.check_call(list(words))\nsh('python', 'a.py')", ["a.py"]),
        ("def sh(cmd, **more):\n    sp.run(cmd, **more)\nsh(['nice', 'python', 'a.py'])", ["a.py"]),
        ("def go(cmd):\n    sh(cmd)\ndef sh(cmd):\n    sp.run(cmd)\ngo(['nice', 'python', 'a.py'])", ["a.py"]),
        ("def sh(cmd, shell='python a.py'):\n    os.system(shell)\nsh(1)\nsh(2, 'python b.py')", ["a.py", "b.py"]),
        (
            "import asyncio\nasync def sh(*words):\n    await asyncio.create_subprocess_exec(*words)\nsh('python', 'a.py')",
            ["a.py"],
        ),
        ("JOBS = {'x': 'a.py'}\nfor job in JOBS:\n    sp.run(['python', JOBS[job]])", ["a.py"]),
        ("JOBS = {'x': 'a.py'}\nfor job, script in JOBS.items():\n    sp.run(['python', script, job])", ["a.py"]),
        ("for i, s in enumerate(['a.py', 'b.py']):\n    sp.run(['python', s])", ["a.py", "b.py"]),
        ("JOBS = [('x', ['python', 'a.py'])]\nfor name, words in JOBS:\n    sp.run(words)", ["a.py"]),
        ("sp.run(['nice', 'python', 'a.py'] if fast else ['nice', 'python', 'b.py'])", ["a.py", "b.py"]),
    ],
)
def test_values_that_flow_into_a_command(code: str, texts: list[str]) -> None:
    found = references(RUN + code)
    assert [(one.text, one.via) for one in found] == [(text, Via.CALL) for text in texts]
    assert [written(RUN + code, one) for one in found] == texts


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("for n in ['a', 'b']:\n    sp.run([sys.executable, f'jobs/{n}.py'])", ["jobs/a.py", "jobs/b.py"]),
        ("for n in ['a']:\n    sp.run([sys.executable, HERE / 'jobs' / (n + '.py')])", ["jobs/a.py"]),
        ("for n in ['a']:\n    os.system('python jobs/%s.py' % n)", ["jobs/a.py"]),
        ("def go(name):\n    sp.run(['python', '-m', f'jobs.{name}'])\ngo('a')\ngo(name='b')", ["jobs.a", "jobs.b"]),
        (
            "def go(n):\n    sp.run(['python', f'jobs/{n}.py'])\nfor x in ('a', 'b'):\n    go(x)",
            ["jobs/a.py", "jobs/b.py"],
        ),
        ("for d, n in [('x', 'a'), ('y', 'b')]:\n    sp.run(['python', f'{d}/{n}.py'])", ["x/a.py", "y/b.py"]),
    ],
)
def test_values_that_are_a_part_of_a_command(code: str, texts: list[str]) -> None:
    assert [one.text for one in references(RUN + code)] == texts


def test_so_many_values_are_data() -> None:
    starts = "".join(f"    sp.run(['python', f'jobs/{{a}}_{number}.py'])\n" for number in range(100))
    calls = "".join(f"go('job_{number}')\n" for number in range(50))
    assert 1_900 < len(references(f"{RUN}def go(a):\n{starts}{calls}")) < 2_100


@pytest.mark.parametrize(
    ("code", "base"),
    [
        ("def sh(cmd, cwd=None):\n    sp.run(cmd, cwd=cwd)\nsh(['python', 'a.py'])", CALLER),
        (
            "def sh(cmd, cwd=None):\n    sp.run(cmd, cwd=cwd)\nsh(['python', 'a.py'], 'web')",
            Base(RelativeTo.CALLER, "web"),
        ),
        ("def sh(cmd, cwd=HERE):\n    sp.run(cmd, cwd=cwd)\nsh(['python', 'a.py'])", Base(RelativeTo.FILE)),
        (
            "def sh(cmd):\n    sp.run(cmd)\ndef go():\n    os.chdir('web')\n    sh(['python', 'a.py'])",
            Base(RelativeTo.CALLER, "web"),
        ),
    ],
)
def test_the_directory_of_a_command_that_a_wrapper_starts(code: str, base: Base) -> None:
    (reference,) = references(RUN + code)
    assert (reference.text, reference.base) == ("a.py", base)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("import_module('.oven', 'bakery')", "bakery.oven"),
        ("import_module('.oven', package='bakery')", "bakery.oven"),
        ("import_module('.oven', package=__package__)", ".oven"),
    ],
)
def test_relative_names_of_modules(code: str, text: str) -> None:
    (reference,) = references(f"from importlib import import_module\n{code}")
    assert (reference.text, reference.base) == (text, PACKAGE)


CALLED = "subprocess.run(['python', str(tool)])"


@pytest.mark.parametrize(
    ("code", "guarded"),
    [
        (f"if not tool.exists():\n        return\n    {CALLED}", True),
        (f"if not tool.exists():\n        print('none')\n        return None\n    {CALLED}", True),
        (f"for _ in '12':\n        if not tool.is_file():\n            continue\n        {CALLED}", True),
        (f"if not tool.exists():\n        pass\n    else:\n        {CALLED}", True),
        (f"if not tool.exists():\n        return False\n    {CALLED}", False),
        (f"if not tool.exists():\n        sys.exit(1)\n    {CALLED}", False),
        (f"if not other.exists():\n        return\n    {CALLED}", False),
    ],
)
def test_a_command_that_is_passed_over_without_its_file_is_guarded(code: str, guarded: bool) -> None:
    head = "import subprocess, sys\nfrom pathlib import Path\n\ndef run():\n    tool = Path('tools') / 'gen.py'\n    "
    started = [one for one in references(head + code) if one.via is Via.RUN]
    assert [one.guarded for one in started] == [guarded]


def test_a_command_after_a_test_for_its_file_is_guarded() -> None:
    code = RUN + "if os.path.exists('main.py'):\n    sp.run(['python', 'main.py'])\n"
    started = [one for one in references(code) if one.via is Via.RUN]
    assert [one.guarded for one in started] == [True]


@pytest.mark.parametrize(("call", "guarded"), [("os.path.exists", True), ("os.path.isfile", True), ("open", False)])
def test_a_question_provides_for_the_answer_no(call: str, guarded: bool) -> None:
    (reference,) = references(f"import os\nif not {call}('src/main.py'):\n    raise SystemExit('write one first')\n")
    assert reference.guarded is guarded


@pytest.mark.parametrize(
    ("code", "text", "base"),
    [
        ("import os\nos.path.join('src', 'main.py')", "src/main.py", CALLER),
        ("from pathlib import Path\nPath('src') / 'main.py'", "src/main.py", CALLER),
        ("from pathlib import Path\nPath(__file__).parent / 'main.py'", "main.py", Base(RelativeTo.FILE)),
        ("(self.root / 'src' / 'main.py').exists()", "src/main.py", Base(RelativeTo.CALLER, certain=False)),
        ("import os\nBASE = 'src'\nos.path.join(BASE, 'main.py')", "main.py", Base(RelativeTo.CALLER, "src")),
        ("open('tools/gen.py').read()", "tools/gen.py", CALLER),
        ("required_files = ['src/main.py']", "src/main.py", CALLER),
        ("job = {'script': 'src/main.py'}", "src/main.py", CALLER),
        ("scripts = ['main.py']", "main.py", Base(RelativeTo.CALLER, certain=False)),
        ("parser.add_argument('--main', default='src/main.py')", "src/main.py", CALLER),
    ],
)
def test_paths(code: str, text: str, base: Base) -> None:
    (reference,) = references(code)
    assert (reference.text, reference.kind, reference.via, reference.base) == (text, Kind.PATH, Via.PATH, base)


@pytest.mark.parametrize(
    "code",
    [
        "x = 'main.py'",
        '"""See main.py and src/main.py."""',
        "ignored_files = ['main.py']",
        "GARBAGE_FILES = ['main.py']",
        "optional_files = ['src/main.py']",
        "(tmp_path / 'src' / 'main.py').write_text('')",
        "(folder / 'main.py').exists()",
        "pattern = {'path': '*_test.py'}",
        "case = {'path': 'main.py', 'content': 'x'}",
        "data = {'file': 'your_script.py'}",
        "open('out.py', 'w')",
        "Path('pkg') / '__init__.py'",
    ],
)
def test_what_is_not_a_path_of_ours(code: str) -> None:
    assert references(code) == ()


@pytest.mark.parametrize(
    "code",
    [
        "print('Next: python main.py --demo')",
        "print(f'Next: python main.py --port {port}')",
        "print('Next:\\n\\tpython main.py')",
        "print('Next: '\n      'python main.py')",
        "print(r'Next: python main.py')",
        "print('übersicht: python main.py')",
        "logger.info('start it with python main.py')",
        "raise RuntimeError('run python main.py first')",
        "p = argparse.ArgumentParser(epilog='''Examples:\n  python main.py --demo\n''')",
        "USAGE = '''\npython main.py --demo\n'''",
        "HELP = 'python main.py'\nprint(HELP)",
        "job = {'command': 'python main.py --demo'}",
        "G = '\\033[32m'\nE = '\\033[0m'\nprint(f'{G}python main.py{E}')",
        "print(f'{Fore.GREEN}python main.py{Fore.RESET}')",
        "print('Your index is outdated.')\nprint('Run `python main.py`.')\nprint('This index is outdated.')",
        '"""Tool.\n\nUsage:\n    python main.py --demo\n"""',
    ],
)
def test_mentions(code: str) -> None:
    (reference,) = references(code)
    assert (reference.text, reference.via, reference.base) == ("main.py", Via.MENTION, CALLER)
    assert written(code, reference) == "main.py"


def test_a_file_that_code_tells_its_user_to_edit_may_be_absent() -> None:
    (reference,) = references("print('Or edit main.py')")
    assert (reference.text, reference.via, reference.base.certain, reference.guarded) == (
        "main.py", Via.MENTION, False, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "base"),
    [
        ("Path('GUIDE.md').write_text('# X\\n\\n```bash\\npython main.py\\n```\\n')", CALLER),
        ("with open('go.sh', 'w') as f:\n    f.write('#!/bin/sh\\npython main.py\\n')", CALLER),
        (
            "T = 'web: x\\nworker: python main.py\\n'\nPath('api/Procfile').write_text(T)",
            CALLER._replace(directory="api"),
        ),
        ("(Path(__file__).parent / 'go.sh').write_text('x\\npython main.py')", Base(RelativeTo.FILE)),
    ],
)
def test_a_written_file_is_read_as_what_it_becomes(code: str, base: Base) -> None:
    (reference,) = (each for each in references(code) if each.via is Via.RUN)
    assert (reference.text, reference.base) == ("main.py", base)


@pytest.mark.parametrize(
    "code",
    [
        "(Path(name) / 'GUIDE.md').write_text('```bash\\npython main.py\\n```\\n')",
        "Path('main.py').write_text('x')\nPath('GUIDE.md').write_text('```bash\\npython main.py\\n```\\n')",
        "Path('notes.cfg').write_text('x\\npython main.py\\n')",
        "out.write('x\\npython main.py\\n')",
    ],
)
def test_a_file_that_is_written_elsewhere_or_says_nothing(code: str) -> None:
    assert [each for each in references(code) if each.via is Via.RUN] == []


def test_names_of_another_directory_are_no_paths_of_ours() -> None:
    code = "core = Path('core')\nrequired_files = ['main.py']\nall((core / name).exists() for name in required_files)"
    assert references(code) == ()
    assert [each.text for each in references(code.replace("core / name", "ROOT / name"))] == ["main.py"]


def test_a_message_may_call_its_command_outdated() -> None:
    assert references("print('`python main.py --legacy` is no longer supported.')") == ()
    assert references("print('Was it `python main.py`?')\nprint('That way is outdated.')") == ()
    assert references("print('main.py is the old version')") == ()


def test_no_mention_in_prose_docstrings() -> None:
    assert references('"""Once there was main_old.py, then python main.py came."""\n') == ()
    assert references('def f():\n    """Run python main.py."""\n') == ()


def test_commands_in_marks_of_the_module_docstring() -> None:
    told = references('"""Trains.\n\n4. Run it with \'python3 main.py\'\n5. or ``python other.py --x``.\n"""\n')
    assert [(each.text, each.via) for each in told] == [("main.py", Via.MENTION), ("other.py", Via.MENTION)]
    assert references('"""It was started with `python main.py` before."""\n') == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_positions_with_every_line_end(newline: str) -> None:
    data = newline.join(["é = 1", "é = 'é'; from bakery import main", ""]).encode()
    (reference,) = read(Source.of("x.py", data)).references
    assert (reference.location.line, reference.location.column) == (2, 15)


def test_a_byte_order_mark_does_not_shift() -> None:
    (reference,) = read(Source.of("x.py", b"\xef\xbb\xbfimport bakery\n")).references
    assert (reference.location.line, reference.location.column) == (1, 8)
