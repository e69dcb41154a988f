"""What ``read`` finds in a file, ``scan`` has called for: else the file would never have been read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flake8_single_entry.facts.store import read_file
from flake8_single_entry.model import Facts, Via
from flake8_single_entry.readers import SURFACES, Surface, surface_of
from flake8_single_entry.syntax.source import decode
from tests.unit.test_line_ends import files_of


def found_in(path: str, data: bytes) -> list[object]:
    """What makes a file worth reading. Imports are asked for otherwise, and a call inside of a function starts nothing."""
    facts: Facts = read_file(path, data)
    by_name = (Via.IMPORT, Via.PATCH) if path.endswith((".py", ".pyw")) else ()
    found: list[object] = [one for one in facts.references if one.via not in by_name]
    found += [*facts.stages, *facts.services, *facts.excluded, *facts.package_roots, *facts.project_names]
    if facts.traits and not facts.traits.broken:
        found += [facts.traits.guard] if facts.traits.guard else []
        found += [one for one in facts.traits.launches if one.top_level]
        found += [*facts.traits.applications, *facts.traits.handlers]
    return found


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("Dockerfile", "\ufeffFROM python\n", 1),
        ("Dockerfile", "# x\rfrom python\r", 1),
        ("Dockerfile", "FROM \fpython\n", 1),
        ("Dockerfile", "FROM \\\n  python\n", 1),
        ("prefect.yaml", "deployments:\n  - entrypoint: null\n", 0),
        ("prefect.yaml", "deployments:\n  - entrypoint: tides:flow\n", 1),
        ("pytest.ini", "[pytest]\nDJANGO_SETTINGS_MODULE =           ar\n", 1),
        ("tides.spec", "a = Analysis (['main.py'])\n", 1),
        ("cog.yaml", "predict: tides:Predictor\n", 1),
        ("langgraph.json", '{"graphs": {"a": "tides.graph:graph"}}', 1),
        ("setup.cfg", "[metadata]\nNAME = tides\n", 1),
        ("package.json", '{"name": "web", "scripts": {"start": "vite"}}', 0),
        ("package.json", '{"name": "web", "scripts": {"start": "python main.py"}}', 2),
        ("fly.toml", '[deploy]\nrelease_command = "./migrate"\n', 1),
        (".vscode/launch.json", '{"configurations": [{"module": null}]}', 0),
        ("web.py", "from common import *\napp = FastAPI()\n", 1),
        ("web.py", "from common import (\n    FastAPI,\n)\napp = FastAPI()\n", 1),
        ("web.py", "class FastAPI: ...\napp = FastAPI()\n", 0),
        ("web.py", "app = FastAPI()\n", 0),  # it has the name from nowhere
    ],
)
def test_scan_calls_for_what_is_read(path: str, text: str, count: int) -> None:
    surface = surface_of(path)
    assert surface is not None
    assert len(found_in(path, text.encode())) == count
    assert surface.scan(text.encode()) or not count


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_scan_calls_for_what_is_read_of_pieces(surface: Surface) -> None:
    """Without this line or that, with other blanks, quotes, cases and line ends: what still is found, is called for."""
    for path, data in files_of(surface):
        for text in changed(decode(data)):
            written = text.encode()
            assert surface.scan(written) or not found_in(path, written), ascii(text)


def changed(text: str) -> Iterator[str]:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        before, after = lines[:number], lines[number + 1 :]
        yield "\n".join((*before, *after))
        for other in (line.upper(), line.swapcase(), line.replace(" ", "   "), line.replace(" ", "\t"), f"{line}  # x"):
            yield "\n".join((*before, other, *after))
        for quote in "'\"":
            yield "\n".join((*before, line.replace(quote, ""), *after))
        yield "\n".join((*before, line))
        yield "\n".join((line, *after))
    for number in range(0, len(lines), 2):
        yield "\n".join(lines[:number] + lines[number + 2 :])
    for size in (3, 5):
        yield from ("\n".join(lines[:1] + lines[number : number + size]) for number in range(1, len(lines)))
    for old, new in (("\n", "\r\n"), ("\n", "\r"), ("\n", "\n\n"), (" ", "  "), ('"', "'"), ("'", '"'), ("=", " = ")):
        yield text.replace(old, new)
