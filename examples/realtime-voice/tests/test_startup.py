"""Every way to start the service answers its health check."""

import importlib
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from app.main import app


def test_health():
    assert TestClient(app).get("/health").json()["status"] == "ok"


@pytest.mark.parametrize("name", ["src.main", "main_production"])
def test_it_can_be_imported(name):
    importlib.import_module(name)


def test_settings_of_the_next_version():
    module = importlib.import_module("src.main_v3")
    assert module.app.title == "realtime-voice"


def test_it_starts_as_a_script():
    done = subprocess.run([sys.executable, "main.py"], timeout=10, capture_output=True)
    assert done.returncode == 0
