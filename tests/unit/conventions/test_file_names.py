"""What file names say: the program, and the words that only mark a version of it."""

from __future__ import annotations

import pytest

from flake8_single_entry.conventions.file_names import stem_of


@pytest.mark.parametrize(
    ("path", "core"),
    [
        ("main.py", ("main",)),
        ("src/main_enhanced_fixed.py", ("main",)),
        ("enhanced_api.py", ("api",)),
        ("main_v2.py", ("main",)),
        ("main2.py", ("main",)),
        ("main-old.py", ("main",)),
        ("main copy.py", ("main",)),
        ("main (1).py", ("main",)),
        ("main_20240131.py", ("main",)),
        ("MainEnhanced.py", ("main",)),
        ("ultra_minimal_server.py", ("server",)),
        ("main_with_cache.py", ("main",)),
        ("run_with_cache.py", ("run", "with", "cache")),
        ("main_phase2.py", ("main",)),
        ("main_alt.py", ("main",)),
        ("main_旧版.py", ("main",)),
        ("main副本.py", ("main",)),
        ("main_viejo.py", ("main",)),
        ("fastapi_app.py", ("app",)),
        ("main_api.py", ("main", "api")),
        ("main_worker.py", ("main", "worker")),
        ("train_production.py", ("train",)),
        ("fastapi.py", ("fastapi",)),
        ("backup.py", ("backup",)),
        ("__main__.py", ("__main__",)),
        ("with.py", ("with",)),
    ],
)
def test_core(path: str, core: tuple[str, ...]) -> None:
    assert stem_of(path).base_words == core


@pytest.mark.parametrize(
    ("path", "entry", "program"),
    [
        ("main_v2.py", True, True),
        ("main_api.py", True, True),
        ("telegram_bot.py", False, True),
        ("main_worker.py", False, True),
        ("train_v2.py", False, False),
        ("backup.py", False, False),
        ("__main__.py", False, False),
    ],
)
def test_entry_and_program_names(path: str, entry: bool, program: bool) -> None:
    stem = stem_of(path)
    assert (stem.is_entry, stem.is_program) == (entry, program)


@pytest.mark.parametrize(("path", "numbered"), [("app3.py", True), ("app_v3.py", False), ("app.py", False)])
def test_a_number_alone(path: str, numbered: bool) -> None:
    assert stem_of(path).is_numbered_only is numbered
