"""Process types of a Procfile."""

from __future__ import annotations

from flake8_single_entry.readers.tasks.procfile import read, scan
from tests.unit.reading import read_text, shown


def test_each_process_type_is_a_command_in_the_files_directory() -> None:
    text = """
    # web: python gone.py
    web: gunicorn tides.web:app --bind 0.0.0.0:$PORT
    worker_2:cd lib && python -m tides.worker
    release:  python manage.py migrate
    not a process: python gone.py
    cron: sleep 60
    """
    source, facts = read_text(read, "deploy/Procfile", text)
    assert shown(source, facts) == [
        "3 object tides.web:app @file",
        "4 module tides.worker @file lib",
        "5 path manage.py @file",
    ]
    assert {reference.surface for reference in facts.references} == {"procfile"}


def test_scan() -> None:
    assert scan(b"web: python main.py\n")
    assert not scan(b"web: bundle exec puma\n")
