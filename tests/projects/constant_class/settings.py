"""Settings of each kind."""

from enum import Enum

from pydantic_settings import BaseSettings


class Config:
    APP = "tides.web:app"
    GONE = "tides.web_v2:app"


class Live(Config):
    APP = "tides.live:app"  # GONE is inherited: from where is not looked for


class Shared:
    OTHER = "tides.shared:app"


Shared.OTHER = "tides.web:app"


class Script(Enum):
    SWEEP = "scripts/sweep.py"


class Options(BaseSettings):
    GONE: str = "tides.options:app"  # what a .env file says instead, nobody knows


options = Options()
