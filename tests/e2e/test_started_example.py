"""The example is started: by the command of its entry script, laid out as in its image, before and after ``fix``."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Environment
from tests.support import Repository, run

EXAMPLE = ROOT / "examples" / "realtime-voice"
PATIENCE = 60  # seconds until the service answers
# What a person must decide afterwards: path and code, as `check` lists them.
LEFT = [
    (".github/workflows/ci.yml", "ONE201"),  # builds a Dockerfile that never was
    ("README.md", "ONE203"),  # would say what another line says
    ("main.py", "ONE101"),  # a test starts it, and the authoritative module starts nothing by itself
    ("scripts/benchmark.sh", "ONE202"),  # with arguments that nothing else takes
    ("src/main_enhanced.py", "ONE101"),  # a test imports a class that lives nowhere else
    ("tests/test_sessions.py", "ONE203"),
    ("tests/test_sessions.py", "ONE203"),
    ("tests/test_sessions.py", "ONE203"),
    ("tests/test_startup.py", "ONE203"),
]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the entry script is for sh")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the requirements of the example."""
    place = tmp_path_factory.mktemp("requirements") / "venv"
    venv.create(place, with_pip=False)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", f"--python={python}"]
    run([*pip, "install", "--requirement", str(EXAMPLE / "requirements.txt")], place, check=True)
    return python.parent


@pytest.fixture
def example(make_repository: Callable[..., Repository]) -> Repository:
    """The example in a repository of its own."""
    repository = make_repository()
    shutil.copytree(EXAMPLE, repository.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    repository.commit()
    return repository


def image(repository: Repository, place: Path) -> Path:
    """Lay out what Dockerfile.simple copies: ``src/`` below the working directory, and the entry script elsewhere."""
    text = (repository.root / "Dockerfile.simple").read_text("utf-8")
    assert "WORKDIR /app\n" in text
    assert "COPY src/ ./src/\nCOPY scripts/entrypoint.sh /usr/local/bin/entrypoint.sh\n" in text
    shutil.copytree(repository.root / "src", place / "app" / "src")
    (place / "bin").mkdir()
    shutil.copy(repository.root / "scripts/entrypoint.sh", place / "bin/entrypoint.sh")
    return place


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def started(place: Path, programs: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run the entry script as the image does, with the programs of an environment."""
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "TMPDIR")}
    env = {**kept, "PATH": f"{programs}{os.pathsep}{os.defpath}", "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [str(place / "bin/entrypoint.sh")],
        cwd=place / "app",
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def answer(process: subprocess.Popen[str], port: int) -> dict[str, object]:
    """Return what the service says of its health, as soon as it answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), opener.open(f"http://127.0.0.1:{port}/health", timeout=5) as response:
            found: dict[str, object] = json.load(response)
            return found
        time.sleep(0.1)
    raise AssertionError(process.communicate()[0] if process.poll() is not None else "no answer")


def test_the_image_starts_after_the_fix_and_not_before(
    example: Repository, installed: Path, tool: Environment, tmp_path: Path
) -> None:
    port = free_port()
    with started(image(example, tmp_path / "before"), installed, port) as process:
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode != 0
        assert "main.py" in said
        assert "src.main:app" not in said
    code, said = tool("single-entry", "fix", cwd=example.root)
    assert code == 1, said
    assert 'MAIN_FILE="src.main"\n' in (example.root / "scripts/entrypoint.sh").read_text("utf-8")
    port = free_port()
    with started(image(example, tmp_path / "after"), installed, port) as process:
        found = answer(process, port)
    # Only the authoritative module says which components it has.
    assert found["status"] == "ok"
    assert set(found["components"]) == {"detector", "transcriber", "synthesizer"}  # type: ignore[call-overload]


def test_what_is_left(example: Repository, tool: Environment) -> None:
    tool("single-entry", "fix", cwd=example.root)
    code, said = tool("single-entry", "check", "--format=json", cwd=example.root)
    found = json.loads(said)["findings"]
    assert (code, [(one["path"], one["code"]) for one in found]) == (1, LEFT)
    for path in example.root.rglob("*.py"):
        compile(path.read_bytes(), str(path), "exec")
    listed = [line.split("\t") for line in example.git("diff", "-M", "--name-status", "HEAD").stdout.splitlines()]
    moves = [(old, new) for kind, old, *rest in listed for new in rest if kind == "R100"]
    assert moves
    assert all(new == f"archive/{old}" for old, new in moves)
    assert {kind for kind, *_ in listed} == {"R100", "M"}
    again = example.git("status", "--porcelain").stdout
    tool("single-entry", "fix", cwd=example.root)
    assert example.git("status", "--porcelain").stdout == again
    example.git("reset", "--hard", "--quiet")
    assert example.git("status", "--porcelain").stdout == ""
