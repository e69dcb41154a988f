"""Runnable modules that never compete, by place, name and content."""

from __future__ import annotations

import pytest

from flake8_single_entry.model import EntryTraits
from flake8_single_entry.project.entry_points.classification import class_of


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("main.py", None),
        ("src/app/main_v2.py", None),
        ("clean_main.py", None),
        ("run_server.py", None),
        ("tests/main.py", "test"),
        ("test_main.py", "test"),
        ("pkg/conftest.py", "test"),
        ("client_test.py", "test"),
        ("examples/app.py", "example"),
        ("docs_src/first/main.py", "example"),
        ("demo_app.py", "example"),
        ("{{cookiecutter.name}}/main.py", "example"),
        ("scripts/main.py", "tool"),
        ("alembic/env.py", "tool"),
        (".github/run.py", "tool"),
        ("vendor/lib/main.py", "tool"),
        ("seed_database.py", "tool"),
        ("fix_main_final.py", "tool"),
        ("fixed_main.py", None),
        ("setup.py", "tool"),
        ("gunicorn.conf.py", "tool"),
        ("_private.py", "tool"),
        ("legacy/main.py", "archived"),
        ("legacy_versions/main.py", "archived"),
        ("backup_2024-06-01/main.py", "archived"),
        ("src_old/main.py", "archived"),
        (".trash-frontend/main.py", "archived"),
        ("Shop - Copy/main.py", "archived"),
        ("backup_service/main.py", None),
        ("old_bailey/main.py", None),
        ("threefold/main.py", None),
        ("config/wsgi.py", "program"),
        ("pkg/__main__.py", "program"),
    ],
)
def test_class(path: str, role: str | None) -> None:
    assert class_of(path, EntryTraits()) == role


def test_directories_above_the_scope_say_nothing() -> None:
    assert class_of("examples/shop/main.py", EntryTraits(), "examples/shop") is None


def test_main_test_is_a_test_only_where_it_tests() -> None:
    assert class_of("main_test.py", EntryTraits(definitions=("test_start",))) == "test"
    assert class_of("main_test.py", EntryTraits(definitions=("start",))) is None
