"""Whole commands; each is said where it is started, and the one that nothing starts here."""

MIGRATE = ["python", "scripts/migrate_old.py", "--all"]
OPTIONS = ["-u", "scripts/migrate.py", "-v"]
SERVE = "cd tides && python serve_old.py"
WORKER = "tides.worker"
SPARE = ["python", "scripts/spare.py"]
