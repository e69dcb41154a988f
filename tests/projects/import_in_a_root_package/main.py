"""Starts the turbine model by hand, out of the host program."""

import yaml

from engine.main_loop import spin
from engine.main_gone import stop
from settings import RATE
import gone_helper


if __name__ == "__main__":
    spin(yaml.safe_load(RATE), gone_helper.name, stop)
