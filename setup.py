"""The description for the package index: the README with absolute links, as the index has none of our other files."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).parent
# The target of a link or a picture, unless it is absolute or leads to a heading of the README itself.
RELATIVE = re.compile(r"(?<=\]\()(?![a-z]+:|#|/)(?=[^)\s]+\))")


def description() -> str:
    settings = configparser.ConfigParser()
    settings.read(HERE / "setup.cfg", "utf-8")
    urls = dict(line.split(" = ") for line in settings["metadata"]["project_urls"].strip().splitlines())
    return RELATIVE.sub(f"{urls['Source']}/blob/main/", (HERE / "README.md").read_text("utf-8"))


setup(long_description=description())
