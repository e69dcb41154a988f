"""Constants of other modules: what a module is known to hold, from where it is seen, and where a finding about it stands."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from flake8_single_entry.cache import Cache
from flake8_single_entry.engine import Analysis
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.engine.configuration import read_config
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Finding, Location, Related
from flake8_single_entry.readers.python import read
from flake8_single_entry.readers.python.values.constants import Collection, Constant, Known
from flake8_single_entry.readers.python.values.exports import Exports
from flake8_single_entry.rules import run
from flake8_single_entry.suppress import apply
from flake8_single_entry.syntax.source import Source
from tests.support import Repository


def shown(known: Known | None) -> object:
    """Texts as they are, paths with what they are relative to."""
    if isinstance(known, Collection):
        items = [shown(item) for item in known.items]
        return dict(zip(known.keys, items, strict=True)) if known.keys is not None else items
    if isinstance(known, Constant) and known.is_path:
        return f"@{known.anchor} {'/'.join(part for part in (known.directory, known.text) if part)}"
    return known.text if known else None


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("A = 'tides.web:app'", "A", "tides.web:app"),
        ("P = 'tides'\nA = P + '.web:app'", "A", "tides.web:app"),
        ("P = 'tides'\nA = f'{P}.web:app'", "A", "tides.web:app"),
        ("P = 'tides'\nA = '.'.join([P, 'web'])", "A", "tides.web"),
        ("A: Final[str] = 'x'", "A", "x"),
        ("A = B = 'x'", "B", "x"),
        ("A = B\nB = 'x'", "A", "x"),
        ("import os\nA = os.environ.get('A', 'x')", "A", "x"),
        ("import os\nA = os.environ['A']", "A", None),
        ("import os\nA = os.getenv('A')", "A", None),
        ("import os\nA = os.getenv('A') or 'x'", "A", None),
        ("if X:\n    A = 'x'\nelse:\n    A = 'x'", "A", "x"),
        ("if X:\n    A = 'x'\nelse:\n    A = 'y'", "A", None),
        ("if X:\n    A = 'x'", "A", None),
        ("try:\n    A = 'x'\nfinally:\n    pass", "A", None),
        ("A = 'x'\nif X:\n    A = 'y'", "A", None),
        ("A = 'x'\nA += 'y'", "A", None),
        ("A = 'x'\ndef set():\n    global A\n    A = 'y'", "A", None),
        ("A, B = 'x', 'y'", "A", None),
        ("A = '%s.web' % 'tides'", "A", "tides.web"),
        ("A = '%s.web' % find()", "A", None),
        ("A = find()", "A", None),
        ("A = 'x'\nfrom others import *", "A", None),
        ("from others import *\nA = 'x'", "A", "x"),
        ("A = 'x'\nglobals()['A'] = 'y'", "A", None),
        ("def A():\n    return 'x'", "A", None),
        ("A = 1", "A", None),
        ("A = b'x'", "A", None),
        ("A = ['x', find(), 'y']", "A", ["x", None, "y"]),
        ("A = ('x', ('y', 'z'))", "A", ["x", ["y", "z"]]),
        ("A = ['x', *B]", "A", None),
        ("A = {'k': 'x', 1: ['y']}", "A", {"k": "x", 1: ["y"]}),
        ("A = {'k': 'x', **B}", "A", None),
        ("A = {'x', 'y'}", "A", None),
        ("A = [f'x{n}' for n in range(3)]", "A", None),
        ("class C:\n    A = 'x'", "C.A", "x"),
        ("class C(Base):\n    A: str = 'x'", "C.A", "x"),
        ("class C(Base, metaclass=M):\n    A = 'x'", "C.A", None),
        ("class C:\n    A = 'x'\nC.A = 'y'", "C.A", None),
        ("class C:\n    def __init__(self):\n        self.A = 'x'", "C.A", None),
        ("class C:\n    B = 'x'", "C.A", None),
        ("class C:\n    A = 'x'\nclass D(C):\n    pass", "D.A", None),
        ("class C:\n    if X:\n        A = 'x'", "C.A", None),
        ("if X:\n    class C:\n        A = 'x'", "C.A", None),
        ("class C:\n    class D:\n        A = 'x'", "C.D.A", None),
        ("class C(StrEnum):\n    A = 'x'", "C.A.value", "x"),
        ("class C(enum.Enum):\n    A = 'x'", "C.A.value", "x"),
        ("class C:\n    A = 'x'", "C.A.value", None),
        ("class C:\n    A = 'x'\nc = C()", "c.A", None),
        ("from pathlib import Path\nA = Path(__file__).parent / 'jobs' / 'x.py'", "A", "@file jobs/x.py"),
        ("from pathlib import Path\nR = Path(__file__).resolve().parents[1]\nA = R / 'x.py'", "A", "@file ../x.py"),
        ("import os\nA = os.path.join(os.path.dirname(__file__), 'x.py')", "A", "@file x.py"),
        ("from pathlib import Path\nA = Path('jobs')", "A", "@caller jobs"),
        ("from pathlib import Path\nA = Path.cwd() / 'jobs'", "A", None),
        ("A = __file__", "A", None),
        ("A = 'x", "A", None),
        ("type Many[T] = list[T]\nA = 'x'", "A", "x"),
        ("print 'hello'\nA = 'x'", "A", None),
    ],
)
def test_what_a_module_holds(code: str, name: str, value: object) -> None:
    exports = Exports.of(Source.of("settings.py", code.encode()))
    assert shown(exports.value(name, {})[0] if exports else None) == value


@pytest.mark.parametrize(
    ("code", "name", "externals"),
    [
        ("from names import A", "A", ("names:A",)),
        ("from .names import B as A", "A", (".names:B",)),
        ("from . import names", "names.A", (".:names.A",)),
        ("import names", "names.A", ("names:A",)),
        ("import pkg.names as names", "names.A", ("pkg.names:A",)),
        ("from names import *", "A", ("names:A",)),
        ("from names import *\nfrom others import *", "A", ()),
        ("from names import *\nfrom others import A", "A", ("others:A",)),
        ("from others import A\nfrom names import *", "A", ()),
        ("try:\n    from names import A\nexcept ImportError:\n    A = 'x'", "A", ()),
        ("try:\n    from names import A\nexcept ImportError:\n    pass", "A", ()),
        ("from names import P\nA = P + '.web'", "A", ("names:P",)),
        ("from names import P\nA = ['x', P]", "A", ("names:P",)),
        ("import names", "names", ()),
    ],
)
def test_what_a_module_has_from_others(code: str, name: str, externals: tuple[str, ...]) -> None:
    exports = Exports.of(Source.of("settings.py", code.encode()))
    assert exports is not None
    assert exports.value(name, {})[1] == externals


@pytest.mark.parametrize(
    ("code", "externals"),
    [
        ("import subprocess\nfrom names import A\nsubprocess.run(A)", ("names:A",)),
        ("import subprocess\nfrom names import A\nsubprocess.run(['git', A], cwd='x')", ("names:A",)),
        ("import subprocess\nimport names\nsubprocess.run('x', cwd=names.A)", ("names:A",)),
        ("import uvicorn\nfrom .names import A\nuvicorn.run(A)", (".names:A",)),
        ("import sys\nfrom names import A\nsys.path.insert(0, A)", ("names:A",)),
        ("from names import A\nA / 'jobs' / 'x.py'", ("names:A",)),
        ("from names import A\nA / 'jobs' / 'x.txt'", ()),
        ("import names\nnames.A.start(names.B)", ()),
        ("from names import A\nprint(A)", ()),
        ("import names\ndef test(monkeypatch):\n    monkeypatch.setattr(names, 'A', 1)", ()),
        ("import os, subprocess\nsubprocess.run(os.devnull)", ()),
        ("import subprocess\nfrom names import A\nA = 'x'\nsubprocess.run(A)", ()),
        ("import subprocess\nimport names\nnames.A = 'x'\nsubprocess.run(names.A)", ()),
    ],
)
def test_what_a_reader_asks_for(code: str, externals: tuple[str, ...]) -> None:
    assert read(Source.of("run.py", code.encode())).externals == externals


def findings(files: dict[str, str]) -> tuple[Finding, ...]:
    tree = Tree.of({path: dedent(text).encode() for path, text in files.items()})
    return tuple(run(build_project(tree, read_config(tree, None, on_disk=False), git=False)))


START = """\
    import sys
    import subprocess

    if __name__ == "__main__":
        subprocess.run([sys.executable, str(PATH)])
"""


@pytest.mark.parametrize(
    ("user", "imported", "holder", "code", "target"),
    [
        ("run.py", "from settings import PATH", "settings.py", "PATH = 'jobs/gone.py'", "jobs/gone.py"),
        ("run.py", "from src.settings import PATH", "src/settings.py", "PATH = 'jobs/gone.py'", "jobs/gone.py"),
        ("run.py", "from settings import PATH", "src/settings.py", "PATH = 'jobs/gone.py'", "jobs/gone.py"),
        ("jobs/run.py", "from settings import PATH", "settings.py", "PATH = 'jobs/gone.py'", "jobs/gone.py"),
        ("jobs/run.py", "from .settings import PATH", "jobs/settings.py", "PATH = 'jobs/gone.py'", "jobs/gone.py"),
        ("jobs/a/run.py", "from ..settings import PATH", "jobs/settings.py", "PATH = 'jobs/gone.py'", "jobs/gone.py"),
        ("run.py", "from settings import PATH", "settings/__init__.py", "PATH = 'jobs/gone.py'", "jobs/gone.py"),
        (
            "tools/run.py",
            "from conf.settings import PATH",
            "conf/settings.py",
            "from pathlib import Path\nPATH = Path(__file__).parent.parent / 'jobs' / 'gone.py'",
            "jobs/gone.py",
        ),
        (
            "tools/run.py",
            "import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'conf'))\n"
            "from settings import PATH",
            "conf/settings.py",
            "PATH = 'jobs/gone.py'",
            "jobs/gone.py",
        ),
        (
            "run.py",
            "from conf.settings import PATH",
            "conf/settings.py",
            "from pathlib import Path\nPATH = Path(__file__).parents[3] / 'jobs' / 'gone.py'",
            None,
        ),
        ("run.py", "from settings import PATH", "others.py", "PATH = 'jobs/gone.py'", None),
        ("run.py", "import settings\nPATH = settings", "settings.py", "PATH = 'jobs/gone.py'", None),
    ],
)
def test_where_a_module_is_found(user: str, imported: str, holder: str, code: str, target: str | None) -> None:
    start = f"{imported}\n{dedent(START)}"
    found = findings({user: start, holder: code, "jobs/__init__.py": "", "jobs/bake.py": "print(1)\n"})
    assert [(one.code, one.location.path, one.target) for one in found] == (
        [("ONE201", user, target)] if target else []
    )


def test_a_finding_stands_at_the_use_and_names_the_definition() -> None:
    settings = "# where\nPATH = 'jobs/gone.py'\n"
    start = f"from settings import PATH\n{dedent(START)}"
    (found,) = findings({"run.py": start, "settings.py": settings, "jobs/bake.py": "print(1)\n"})
    assert found.location == Location("run.py", 6, 41, 6, 45)
    assert found.related == (Related(Location("settings.py", 2, 9, 2, 21), "written here"),)
    assert found.message.endswith("(written in settings.py line 2)")
    assert found.reference == "jobs/gone.py"


@pytest.mark.parametrize("comment", ["  # noqa: ONE201", "  # noqa"])
@pytest.mark.parametrize("at_use", [True, False])
def test_a_comment_silences_at_the_use_and_at_the_definition(comment: str, at_use: bool) -> None:
    files = {
        "run.py": f"from settings import PATH\n{dedent(START).rstrip()}{comment if at_use else ''}\n",
        "settings.py": f"PATH = 'jobs/gone.py'{'' if at_use else comment}\nOTHER = 1{comment}\n",
        "jobs/bake.py": "print(1)\n",
    }
    assert len(findings(files)) == 1
    assert apply(findings(files), files.get) == ()
    assert len(apply(findings(files), {**files, "settings.py": "PATH = 'jobs/gone.py'\n"}.get)) == (not at_use)


def test_a_warm_run_sees_that_a_constant_has_changed(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.root.mkdir()
    cache = Cache(str(tmp_path / "cache"))

    def said(where: Cache) -> list[str]:
        report = Analysis(repository.root, cache=where).report()
        return [f"{one.location.path} {one.code} {one.target}" for one in report.findings]

    contents = {
        "run.py": f"from settings import PATH\n{dedent(START)}",
        "settings.py": "from names import NAME\nPATH = 'jobs/' + NAME\n",
        "names.py": "NAME = 'bake.py'\n",
        "jobs/bake.py": "print(1)\n",
    }
    repository.git("init", "--quiet")
    repository.write(contents)
    repository.git("add", "--all")
    assert said(cache) == said(cache) == said(Cache(None)) == []
    repository.write({"names.py": "NAME = 'cake.py'\n"})
    assert said(cache) == said(cache) == said(Cache(None)) == ["run.py ONE201 jobs/cake.py"]
    repository.write({"settings.py": "PATH = 'jobs/bake.py'\n"})
    assert said(cache) == said(Cache(None)) == []
    repository.write({"settings.py": "from names import NAME as PATH\n", "names.py": "NAME = 'jobs/gone.py'\n"})
    assert said(cache) == said(Cache(None)) == ["run.py ONE201 jobs/gone.py"]
