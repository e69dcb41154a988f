"""The trees that the benchmarks run on: two wheels from the package index, and monorepos that are made up."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

HOMEASSISTANT = ("homeassistant", "3.14")  # 47,084 files, 8,805 of them Python
DJANGO = ("django", "3.13")
PACKAGES = 24  # modules in one made-up service
MAIN = '''"""Service {number}."""

from __future__ import annotations

from fastapi import FastAPI

from service_{number}.part_1 import bake

app = FastAPI()


@app.get("/{number}")
def index() -> str:
    return bake("{number}")


if __name__ == "__main__":
    import uvicorn

    uvicorn.run("service_{number}.main:app")
'''
PART = '''"""Part {part} of service {number}."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

from service_{number}.part_{other} import heat

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Oven{part}:
    """An oven."""

    temperature: int
    name: str

    def bake(self, cake: str) -> str:
        """Bake a cake."""
        _LOGGER.debug("%s: %s at %d", self.name, cake, self.temperature)
        return json.dumps({{"cake": heat(cake), "temperature": self.temperature}})


def bake(cake: str) -> str:
    """Bake a cake in the usual oven."""
    return Oven{part}(200, "usual").bake(cake)


def heat(cake: str) -> str:
    """Warm a cake."""
    return cake.upper()
'''
DOCKERFILE = """FROM python:3.13-slim
WORKDIR /app
COPY . .
CMD ["uvicorn", "service_{number}.main:app", "--host", "0.0.0.0"]
"""


def wheel_tree(place: Path, name: str, python: str) -> Path:
    """A wheel, downloaded, unpacked and committed; what is there already is left alone."""
    root = place / name
    if not root.exists():
        wheels = place / "wheels"
        options = ["--no-deps", "--only-binary", ":all:", "--python-version", python, "--dest", str(wheels)]
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", *options, name], check=True)
        (wheel,) = wheels.glob(f"{name}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(root)
        commit(root)
    return root


def monorepo(place: Path, files: int) -> Path:
    """A made-up monorepo of about so many files: services, each a package with a main, an image and data."""
    root = place / f"monorepo-{files}"
    if not root.exists():
        for number in range(max(1, files // (2 * PACKAGES))):
            _service(root / f"services/service-{number}", number)
        commit(root)
    return root


def _service(directory: Path, number: int) -> None:
    package = directory / f"service_{number}"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "main.py").write_text(MAIN.format(number=number))
    for part in range(1, PACKAGES - 3):
        other = part % (PACKAGES - 4) + 1
        (package / f"part_{part}.py").write_text(PART.format(number=number, part=part, other=other))
    (directory / "Dockerfile").write_text(DOCKERFILE.format(number=number))
    (directory / "README.md").write_text(f"# Service {number}\n\nRun `uvicorn service_{number}.main:app`.\n")
    (directory / "data").mkdir()
    for data in range(PACKAGES - 1):
        (directory / "data" / f"{data}.json").write_text("{}\n")


def commit(root: Path) -> None:
    """Make a repository of a directory."""
    person = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.invalid", "-c", "core.autocrlf=false"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    for words in (["init", "--quiet"], ["add", "--all"], [*person, "commit", "--quiet", "--no-verify", "--message=x"]):
        subprocess.run(["git", *words], cwd=root, env=environment, check=True)
