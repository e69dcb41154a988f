"""What the environment may say; a default has to be right all the same."""

import os

APP = os.environ.get("APP", "tides.web_old:app")
WORKER = os.getenv("WORKER", "tides.web:app")
CHOSEN = os.environ["CHOSEN"]
FALLBACK = os.getenv("FALLBACK") or load_from_vault("fallback")
