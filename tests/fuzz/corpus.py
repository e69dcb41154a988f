"""What inputs are made from: the fixture projects and the example, as projects and as files by surface."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.readers import SURFACES, surface_of

_TESTS = Path(__file__).parent.parent
_PROJECTS = _TESTS / "projects"
_EXAMPLE = _TESTS.parent / "examples" / "realtime-voice"
_LARGEST = 20_000  # bytes

DIALECTS = ("script", "words", "windows words", "mentions", "batch", "powershell")
COMMANDS: dict[str, tuple[str, ...]] = {"script": ("shell",), "batch": ("batch",), "powershell": ("powershell",)}


@cache
def projects() -> dict[str, dict[str, bytes]]:
    """Each fixture project, by its name: paths with ``/`` and bytes."""
    places = [*sorted(path for path in _PROJECTS.iterdir() if path.is_dir()), _EXAMPLE]
    return {place.name: _contents(place) for place in places}


def _contents(place: Path) -> dict[str, bytes]:
    files = sorted(path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


@cache
def by_surface() -> dict[str, tuple[tuple[str, bytes], ...]]:
    """The files of each surface: path and bytes."""
    found: dict[str, dict[tuple[str, bytes], None]] = {surface.name: {} for surface in SURFACES}
    for files in projects().values():
        for path, data in files.items():
            surface = surface_of(path)
            if surface is not None and len(data) <= _LARGEST:
                found[surface.name][path, data] = None
    return {name: tuple(files) for name, files in found.items()}


@cache
def commands(dialect: str) -> tuple[bytes, ...]:
    """Texts for a dialect of the command parser: whole scripts, and the lines of files that hold commands."""
    files = by_surface()
    whole = [data for name in COMMANDS.get(dialect, ()) for _, data in files[name]]
    lines = {line.strip() for surface in ("shell", "batch", "powershell", "markdown") for _, data in files[surface]
             for line in data.splitlines()}  # fmt: skip
    return (*whole, *sorted(lines - {b""}))


@cache
def configurations() -> tuple[bytes, ...]:
    """The configurations of all projects, and one with every key."""
    found = (data for files in projects().values() for path, data in files.items() if path == FILE_NAME)
    return tuple(dict.fromkeys([*found, *_CONFIGURATIONS]))


_CONFIGURATIONS = (
    b"""\
# every key
version: 1
entry_point: main.py
archive: [archive/, "old/"]
allow:
  - path: main_production.py
    as: wrapper
    reason: settings for production
    until: 2036-12-31
  - { path: tools/**, as: tool }
ignore:
  - docs/adr/**
  - 'CHANGES.md'
strict: false
""",
    b"""\
version: 1
scopes:
  .:
    programs:
      web: app/main.py
      worker: app/worker.py
  services/voice: { entry_point: main.py, archive: archive/, strict: true }
  "services/*":
    entry_point: app/main.py
    ignore: ["**/*.md"]
    allow:
      - path: x?.py
        as: launcher
""",
)
