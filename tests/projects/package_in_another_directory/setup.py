from setuptools import setup

options = {"packages": ["tides", "tides.beats"], "package_dir": {"tides": "code", "tides.beats": "lib/rhythm"}}
setup(name="tides", **options)
